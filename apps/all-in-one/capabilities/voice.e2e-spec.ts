import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(async () => product[Symbol.asyncDispose]());

const send = (...asked: Parameters<Product['send']>) => product.send(...asked);
const ask = async (path: string) => {
  await product.caughtUp();
  return product.ask(path);
};
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const papers = { theme: 'shipping', severity: 'high', what: 'The papers are wrong.' };

/** An account of New Year 2025, owned by somebody of its own. */
const open = async (account: string) => {
  await send('RegisterEmployee', { employeeId: `kam-${account}` }, '2025-01-01', { name: `Manager of ${account}` });
  await send('OpenAccount', account, '2025-01-01', { name: account });
  await send('AssignOwner', account, '2025-01-01', { employeeId: `kam-${account}` });
};

describe('the voice of the customer', () => {
  it('[83: figure] runs the clocks of complaints, names a theme that comes up twice, and goes on after a reopening', async () => {
    await open('desk');
    await send('DesignateKeyAccount', 'desk', '2025-01-02', { kind: 'key', basis: 'strategic', rationale: 'They set the standard.' });
    await send('RecordComplaint', 'desk', '2025-03-03', { complaintId: 'c-1', ...papers, complainedBy: 'Eva' });
    const wrong = await product.command('RecordComplaint', 'desk', '2025-03-03', { ...papers, theme: 'shiping' });
    expect(wrong).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/data/theme', detail: expect.stringContaining('Did you mean shipping?') }] },
    });
    const complaint = async (day: string) => (await ask(`/v1/complaints?accountId=desk&asOf=${day}`)).items[0];
    expect(await complaint('2025-03-04')).toMatchObject({
      status: 'open',
      clocks: { serviceLevel: 'keyAccount', acknowledge: { due: '2025-03-04T09:00:00.000Z', late: true }, resolve: { late: false } },
    });
    await send('AcknowledgeComplaint', 'desk', '2025-03-05', { complaintId: 'c-1' });
    await send('ResolveComplaint', 'desk', '2025-03-06', { complaintId: 'c-1', resolution: 'New papers sent.' });
    await send('ReopenComplaint', 'desk', '2025-03-10', { complaintId: 'c-1', reason: 'Wrong again.' });
    expect(await complaint('2025-03-07')).toMatchObject({ status: 'resolved', clocks: { resolve: { late: false, hours: 72 } } });
    expect(await complaint('2025-03-12')).toMatchObject({
      status: 'acknowledged',
      reopenings: 1,
      clocks: { resolve: { late: true, hours: 231 } },
    });
    await send('RecordFriction', 'desk', '2025-03-11', papers);
    expect(await ask('/v1/complaints/summary?accountId=desk&asOf=2025-03-31')).toMatchObject({
      complaints: { recorded: 1, open: 1, unresolvedLate: 1, reopened: 1, acknowledgedInTime: { count: 0, of: 1 } },
      themes: [{ theme: 'shipping', complaints: 1, frictions: 1, repeatedAt: [{ accountId: 'desk', times: 2 }] }],
    });
  });

  it('counts frictions by month, so that a trend is seen', async () => {
    await open('friction');
    for (const day of ['2025-02-03', '2025-02-20', '2025-04-03'])
      await send('RecordFriction', 'friction', day, { ...papers, severity: 'low' });
    expect(await ask('/v1/complaints/summary?accountId=friction&asOf=2025-05-01')).toMatchObject({
      frictions: [
        { month: '2025-02', frictions: 2, severe: 0 },
        { month: '2025-04', frictions: 1, severe: 0 },
      ],
    });
  });

  it('[86: figure] follows disputes from their opening by their escalation to their settlement, and tells their age', async () => {
    await open('dispute');
    await send('OpenDispute', 'dispute', '2025-03-01', { disputeId: 'd-1', about: 'Freight that was waived.', amount: eur('120.00') });
    await send('EscalateDispute', 'dispute', '2025-03-20', { disputeId: 'd-1', to: 'the board', reason: 'No answer.' });
    expect((await ask('/v1/disputes?accountId=dispute&asOf=2025-04-10')).items).toMatchObject([
      { id: 'd-1', status: 'escalated', ageDays: 40, old: true, amount: eur('120.00') },
    ]);
    await send('SettleDispute', 'dispute', '2025-04-12', { disputeId: 'd-1', terms: 'Halves.', amount: eur('60.00') });
    expect(await ask('/v1/complaints/summary?accountId=dispute&asOf=2025-05-01')).toMatchObject({
      disputes: { open: 0, settled: 1, medianDaysToSettle: 42, oldestDays: null },
    });
  });

  it('[83: figure] tells whether whoever shouts is served first', async () => {
    await open('loud');
    await open('quiet');
    for (const day of ['03', '10', '17']) {
      await send('RecordComplaint', 'loud', `2025-02-${day}`, { complaintId: day, ...papers });
      await send('ResolveComplaint', 'loud', `2025-02-${Number(day) + 1}`.replace('-4', '-04'), { complaintId: day, resolution: 'Done.' });
    }
    await send('RecordComplaint', 'quiet', '2025-02-03', { complaintId: 'q', ...papers });
    await send('ResolveComplaint', 'quiet', '2025-02-23', { complaintId: 'q', resolution: 'Done.' });
    expect(await ask('/v1/complaints/summary?asOf=2025-02-28')).toMatchObject({
      loudness: { loud: { complaints: 3, median: 24 }, quiet: { complaints: 1, median: 480 }, ratio: 20 },
    });
  });

  it('[83: figure] SC3: frictions nobody heard of, a silent honeymoon, and the loss: the radar saw it months before', async () => {
    await open('honeymoon');
    await send('RecordOrder', 'honeymoon', '2025-01-10', { orderNumber: 'o-1', net: eur('100.00') });
    await send('RecordInteraction', 'honeymoon', '2025-02-01', { channel: 'call', direction: 'inbound', summary: 'Papers were wrong.' });
    await send('RecordFriction', 'honeymoon', '2025-02-20', papers);
    await send('RecordFriction', 'honeymoon', '2025-03-20', papers);
    await send('DeclareLost', 'honeymoon', '2025-09-01', { reasons: ['service'] });
    const silence = (day: string) => ask(`/v1/accounts/honeymoon/silence?asOf=${day}`);
    expect(await silence('2025-03-01')).toMatchObject({ state: 'heard', days: 28, limitDays: 45, basis: 'honeymoon', askAgain: false });
    expect(await silence('2025-03-18')).toMatchObject({ state: 'silent', heardBy: 'word', silentFrom: '2025-03-18T09:00:00.000Z' });
    expect(await silence('2025-09-02')).toMatchObject({ lostAt: '2025-09-01T09:00:00.000Z', leadDays: 167, askedAt: null, askAgain: true });
    const silent = await ask('/v1/silence?state=silent&asOf=2025-03-18');
    expect(silent.items.map(({ accountId }) => accountId)).toContain('honeymoon');
  });

  it('[67] keeps what we asked and what they answered, and since when nobody asked', async () => {
    await open('asked');
    await send('AskCustomer', 'asked', '2025-02-01', { questionId: 'q-1', question: 'Which papers do your carriers need?' });
    await send('RecordCustomerAnswer', 'asked', '2025-02-05', { questionId: 'q-1', answer: 'A customs form.', answeredBy: 'Eva' });
    expect((await ask('/v1/customer-questions?accountId=asked')).items).toMatchObject([
      { question: 'Which papers do your carriers need?', answer: 'A customs form.', status: 'answered', daysWaited: 4 },
    ]);
    expect(await ask('/v1/accounts/asked/silence?asOf=2025-07-31')).toMatchObject({ daysSinceAsked: 180, askAgain: true });
    await send('AddStakeholder', 'asked', '2025-02-06', { stakeholderId: 'eva', name: 'Eva' });
    await send('InviteCustomerToPlan', 'asked', '2025-02-07', { stakeholders: ['eva'], about: 'The plan of next year' });
    await send('PlanAction', 'asked', '2025-02-08', { actionId: 'a-1', what: 'List the papers', due: '2025-03-01', stakeholderId: 'eva' });
    expect((await ask('/v1/accounts/asked/tasks')).items).toMatchObject([{ taskId: 'a-1', stakeholderId: 'eva' }]);
    expect((await ask('/v1/silence?asked=again&asOf=2025-07-30')).items.map(({ accountId }) => accountId)).not.toContain('asked');
  });

  it('[59, 122] keeps the register of needs by dimension, unmet ones first, how they change, and the wanted form of service', async () => {
    await open('needs');
    await send('RecordNeed', 'needs', '2025-02-01', {
      needId: 'n-1',
      need: 'Deliveries before seven.',
      dimension: 'service',
      importance: 4,
    });
    await send('RecordNeed', 'needs', '2025-02-02', { needId: 'n-2', need: 'Small lots.', dimension: 'assortment', importance: 5 });
    await send('ChangeNeed', 'needs', '2025-03-01', { needId: 'n-1', direction: 'up', change: 'On Saturdays too.' });
    await send('ChangeNeed', 'needs', '2025-03-02', { needId: 'n-1', direction: 'outward', change: 'Spares with it.' });
    await send('MeetNeed', 'needs', '2025-04-01', { needId: 'n-2', by: 'Half pallets.' });
    await send('RecordServiceForm', 'needs', '2025-02-01', { form: 'remote' });
    await send('RecordServiceForm', 'needs', '2025-03-01', { form: 'on-site' });
    const voice = await ask('/v1/accounts/needs/voice?asOf=2025-04-02');
    expect(voice).toMatchObject({ unmet: [{ id: 'n-1', importance: 4 }], serviceForm: 'on-site' });
    expect(voice['needs']).toContainEqual({ dimension: 'service', needs: 1, unmet: 1, changes: { up: 1, down: 0, outward: 1 } });
    expect(voice['needs']).toContainEqual({ dimension: 'assortment', needs: 1, unmet: 0, changes: { up: 0, down: 0, outward: 0 } });
    expect(await ask('/v1/accounts/needs/voice?asOf=2025-02-15')).toMatchObject({
      unmet: [{ id: 'n-2' }, { id: 'n-1' }],
      serviceForm: 'remote',
    });
    expect((await ask('/v1/needs?dimension=service&status=unmet&accountId=needs')).items).toMatchObject([{ id: 'n-1' }]);
  });

  it('[106] holds how they see us against how we want to be seen, measured after a loss as well', async () => {
    await open('position');
    await send('SetDesiredPosition', 'position', '2025-02-01', { attribute: 'reliability', target: 5 });
    await send('RecordPerception', 'position', '2025-02-10', { attribute: 'reliability', score: 4, respondents: 6, after: 'won' });
    await send('RecordPerception', 'position', '2025-05-10', { attribute: 'reliability', score: 2, respondents: 5, after: 'lost' });
    await send('SendSurvey', 'position', '2025-05-11', { surveyId: 'after-loss', asks: ['nps'], recipients: 3, occasion: 'lost' });
    await send('RecordSurveyResponse', 'position', '2025-05-12', { surveyId: 'after-loss', nps: 3 });
    expect((await ask('/v1/accounts/position/voice'))['positions']).toMatchObject([
      { attribute: 'reliability', desired: 5, perceived: 2, gap: 3, trend: -2 },
    ]);
    expect(await ask('/v1/satisfaction?accountId=position&occasion=lost&asOf=2025-06-01')).toMatchObject({
      surveys: 1,
      nps: { n: 1, score: -100 },
      responseRate: { count: 1, of: 3 },
    });
  });

  it('[80, 81] tells levels of satisfaction with what those accounts buy, NPS and CSAT with intervals, and managed against unmanaged accounts', async () => {
    const answers = [
      ['happy', 'very-satisfied', 10, true],
      ['content', 'satisfied', 9, true],
      ['sour', 'dissatisfied', 5, true],
      ['angry', 'very-dissatisfied', 2, false],
    ] as const;
    for (const [account, level, nps, isManaged] of answers) {
      if (isManaged) await open(account);
      else await send('OpenAccount', account, '2025-01-01', { name: account });
      await send('RecordOrder', account, '2025-02-01', { orderNumber: `${account}-1`, net: eur('100.00') });
      await send('SendSurvey', account, '2025-03-01', {
        surveyId: `${account}-s`,
        asks: ['nps', 'csat', 'level'],
        recipients: 2,
        occasion: 'periodic',
      });
      const csat = nps > 6 ? 5 : 1;
      await send('RecordSurveyResponse', account, '2025-03-05', { surveyId: `${account}-s`, nps, csat, level });
    }
    await send('DesignateKeyAccount', 'sour', '2025-01-02', { kind: 'key', basis: 'volume', rationale: 'Large.' });
    const figures = await ask('/v1/satisfaction?occasion=periodic&asOf=2025-03-31');
    expect(figures).toMatchObject({
      nps: { n: 4, promoters: 2, detractors: 2, score: 0 },
      csat: { count: 2, of: 4, mean: 3 },
      surveys: 4,
      responseRate: { count: 4, of: 8, share: 0.5 },
      dissatisfiedKeyAccounts: { count: 1, of: 1 },
      managed: { count: 2, of: 3 },
      unmanaged: { count: 0, of: 1 },
      managedAdvantage: { difference: 2 / 3 },
    });
    expect(figures['levels']).toContainEqual({
      level: 'very-dissatisfied',
      accounts: 1,
      keyAccounts: 0,
      sales: [eur('100.00')],
      salesBefore: [],
    });
    const [lower, upper] = (figures['managedAdvantage'] as { interval: readonly [number, number] }).interval;
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(2 / 3);
  });

  it('[78, 82] tells loyalty by its signals and stickiness by its parts, with what is not known left out', async () => {
    await send('OpenAccount', 'loyal', '2024-01-01', { name: 'loyal' });
    const orders = [
      ['2024', '2024-02-01', 'pumps'],
      ['2025-a', '2025-02-01', 'pumps'],
      ['2025-b', '2025-05-01', 'seals'],
      ['2025-c', '2025-08-01', 'pumps'],
      ['2025-d', '2025-11-01', 'pumps'],
    ] as const;
    for (const [orderNumber, day, category] of orders)
      await send('RecordOrder', 'loyal', day, { orderNumber, net: eur('100.00'), category });
    await send('AssessSwitchingCost', 'loyal', '2025-06-01', { side: 'them', mark: 4 });
    await send('SightCompetitor', 'loyal', '2025-06-01', { competitor: 'vireo' });
    await send('RecordSuggestion', 'loyal', '2025-07-01', { suggestionId: 's-1', suggestion: 'Mail the papers first.' });
    await send('ImplementSuggestion', 'loyal', '2025-08-01', { suggestionId: 's-1' });
    await send('RecordCostToServe', 'loyal', '2025-09-01', { month: '2025-08', cost: eur('20.00'), kind: 'fair' });
    expect((await ask('/v1/suggestions?accountId=loyal')).items).toMatchObject([{ id: 's-1', status: 'implemented' }]);
    const { loyalty, stickiness } = (await ask('/v1/accounts/loyal/loyalty?asOf=2025-12-31')) as unknown as Record<
      string,
      { readonly contributions: object }
    >;
    expect(loyalty).toMatchObject({
      index: 0.8,
      known: 1,
      contributions: { repeat: 0.2, upgrade: 0.2, competitorImmune: 0.2, suggestions: 0.1, lowMarketingCost: 0.1 },
    });
    expect(Object.keys(stickiness!.contributions).toSorted()).toEqual(['breadth', 'integration', 'regularity', 'switchingCost']);
  });

  it('[85: figure] tells how many deliveries and replies were in time', async () => {
    await open('punctual');
    await send('RecordOrder', 'punctual', '2025-02-01', { orderNumber: 'p-1', net: eur('100.00'), requiredOn: '2025-02-10' });
    await send('RecordDelivery', 'punctual', '2025-02-09', { orderNumber: 'p-1' });
    await send('RecordOrder', 'punctual', '2025-03-01', { orderNumber: 'p-2', net: eur('100.00'), leadTimeDays: 10 });
    await send('RecordInteraction', 'punctual', '2025-02-01', { channel: 'mail', direction: 'inbound' });
    await send('RecordInteraction', 'punctual', '2025-02-02', { channel: 'mail', direction: 'outbound' });
    await send('RecordInteraction', 'punctual', '2025-03-01', { channel: 'mail', direction: 'inbound' });
    expect(await ask('/v1/punctuality?accountId=punctual&asOf=2025-03-31')).toMatchObject({
      deliveries: { inTime: { count: 1, of: 2 }, lateStreak: 1, months: [{ month: '2025-02' }, { month: '2025-03' }] },
      replies: { inTime: { count: 1, of: 2 }, overdue: 1, medianHours: 24 },
    });
  });

  it('[84: figure] SC2: parts ordered two weeks ago, no update, a furious call, a promise without authority, broken', async () => {
    await open('parts');
    await send('RecordOrder', 'parts', '2025-03-03', { orderNumber: 'parts-1', net: eur('800.00'), leadTimeDays: 21 });
    const owing = async (day: string) => (await ask(`/v1/orders?accountId=parts&owes=update&asOf=${day}`)).items;
    expect(await owing('2025-03-16')).toEqual([]);
    expect(await owing('2025-03-17')).toMatchObject([
      { orderNumber: 'parts-1', daysWithoutUpdate: 14, dueOn: '2025-03-24', daysOverdue: 0 },
    ]);
    await send('RecordInteraction', 'parts', '2025-03-18', { channel: 'call', direction: 'inbound', sentiment: 'very-negative' });
    await send('MakePromise', 'parts', '2025-03-18', {
      promiseId: 'p-1',
      what: 'Parts by Friday',
      due: '2025-03-21',
      orderNumber: 'parts-1',
      urgency: 'urgent',
    });
    await send('RecordCustomerUpdate', 'parts', '2025-03-18', {
      orderNumber: 'parts-1',
      update: 'They come on Friday.',
      expectedOn: '2025-03-21',
    });
    expect(await owing('2025-03-20')).toEqual([]);
    await send('BreakPromise', 'parts', '2025-03-22', { promiseId: 'p-1', reason: 'Nobody had asked the works.' });
    await send('MakePromise', 'parts', '2025-03-22', {
      promiseId: 'p-2',
      what: 'Parts in April',
      due: '2025-04-04',
      authority: 'Works manager',
      urgency: 'planned',
    });
    await send('KeepPromise', 'parts', '2025-04-03', { promiseId: 'p-2' });
    expect(await ask('/v1/promises/summary?accountId=parts&asOf=2025-04-10')).toMatchObject({
      made: 2,
      kept: 1,
      broken: 1,
      keptInTime: { count: 1, of: 2 },
      withoutAuthority: { count: 1, of: 2 },
      reactive: { count: 1, of: 2 },
      heroics: 0,
    });
  });
});
