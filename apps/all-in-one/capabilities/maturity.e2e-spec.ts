import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rapport } from '#apps/cli/testing/rapport.js';
import { type Product, startProduct } from '../testing/product.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const order = (orderNumber: string, amount: string) => ({ orderNumber, net: eur(amount) });
const points = (score: number) => ({
  scores: Object.fromEntries(
    ['contactStructure', 'functions', 'executiveCadence', 'offering', 'informationSharing', 'trust'].map((item) => [item, score]),
  ),
});

let product: Product;

/** A maker of controls that shares six-month forecasts with us (SC5), a retailer with whom power is balanced (SC6), and an account that never moved. */
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  const person = (id: string) => send('RegisterEmployee', { employeeId: id }, '2024-01-02', { name: id });
  await Promise.all(['ann', 'bob', 'cyd'].map(person));
  for (const id of ['bailey', 'haohan', 'quiet']) {
    await send('OpenAccount', id, '2024-01-03', { name: id });
    await send('AssignOwner', id, '2024-01-03', { employeeId: 'ann' });
  }

  await send('DesignateKeyAccount', 'quiet', '2024-01-10', { kind: 'key', basis: 'volume', rationale: 'Large orders.' });
  await send('RecordOfferingLevel', 'quiet', '2024-01-10', { level: 'product' });

  for (const [index, month] of ['2024-04', '2024-05', '2024-06'].entries())
    await send('RecordOrder', 'bailey', `${month}-10`, order(`before-${index}`, '100.00'));
  const expected = ['2024-08', '2024-09', '2024-10'].map((month) => ({ month, net: eur('200.00') }));
  await send('ShareForecast', 'bailey', '2024-07-05', { horizonMonths: 6, quantities: { actuators: '4200 pieces' }, expected });
  for (const [index, month] of ['2024-08', '2024-09', '2024-10'].entries()) {
    const orderNumber = `since-${index}`;
    await send('RecordOrder', 'bailey', `${month}-10`, order(orderNumber, index === 0 ? '150.00' : '200.00'));
    await send('RecordMargin', 'bailey', `${month}-20`, { orderNumber, margin: eur('40.00') });
    await send('RecordCostToServe', 'bailey', `${month}-25`, { month, cost: eur('5.00'), kind: 'stock' });
  }
  await send('AgreeDataSharing', 'bailey', '2024-07-06', { scope: 'Stock at their plant' });
  await send('RecordSellOut', 'bailey', '2024-09-02', { period: '2024-08', quantities: { actuators: '650 pieces' } });
  await send('TriggerReplenishment', 'bailey', '2024-09-03', { quantities: { actuators: '600 pieces' }, orderNumber: 'since-0' });
  await send('ShareAccountPlan', 'bailey', '2024-08-01', { planVersion: '3', sharedWith: ['Eve Adler'] });
  await send('AcknowledgeAccountPlan', 'bailey', '2024-08-05', { planVersion: '3', by: 'Eve Adler' });
  await send('SetAccountStrategy', 'bailey', '2024-07-01', { horizonYears: 5, goals: ['Sole supplier of actuators'], targetScore: 20 });
  await send('SetAccountGoal', 'bailey', '2024-07-01', { horizon: 'long', goal: 'Sole supplier' });
  await send('AssessTrust', 'bailey', '2024-09-10', { by: 'Eve Adler', mark: 5 });
  for (const [who, department] of [
    ['ann', 'sales'],
    ['bob', 'logistics'],
    ['cyd', 'development'],
  ])
    await send('AddTeamMember', 'bailey', '2024-07-01', { employeeId: who, department, role: 'partner' });
  for (const [id, department] of [
    ['eve', 'purchasing'],
    ['kim', 'production'],
    ['joe', 'planning'],
    ['lea', 'quality'],
    ['max', 'service'],
  ])
    await send('AddStakeholder', 'bailey', '2024-07-01', { stakeholderId: id, name: id === 'eve' ? 'Eve Adler' : id, department });
  for (const month of ['2024-07', '2024-09'])
    await send('RecordInteraction', 'bailey', `${month}-12`, {
      interactionId: `talk-${month}`,
      channel: 'meeting',
      ourPeople: ['ann', 'bob', 'cyd'],
      stakeholders: ['eve', 'kim', 'joe', 'lea', 'max'],
      executive: true,
    });
  await send('RecordOfferingLevel', 'bailey', '2024-08-02', { level: 'solution' });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

const review = (id: string, month: string, day: string) => product.command('ReviewRelationship', id, day, { month });
const progressOf = async (id: string) => product.ask(`/v1/accounts/${id}/relationship-progress`);

describe('the maturity of a relationship', () => {
  it('[1: figure] is scored from the facts, beside what people think, and a stage rests on two reviews of it', async () => {
    const { command, send, ask, caughtUp } = product;
    await send('AssessRelationship', 'bailey', '2024-08-20', points(4));
    await send('AssessRelationship', 'bailey', '2024-09-20', points(4));
    expect(await review('bailey', '2024-08', '2024-09-01')).toMatchObject({
      status: 200,
      body: { events: [{ type: 'RelationshipReviewed' }] },
    });
    const change = (to: string, day: string) => command('ChangeRelationshipStage', 'bailey', day, { to });
    expect((await change('value', '2024-09-02')).body).toMatchObject({ code: 'STAGE_EVIDENCE_INSUFFICIENT' });
    expect((await review('bailey', '2024-09', '2024-10-01')).status).toBe(200);
    expect((await review('bailey', '2024-09', '2024-10-01')).body).toMatchObject({ outcome: 'ACCEPTED', events: [] });
    expect((await change('value', '2024-10-02')).status).toBe(200);
    await caughtUp();

    const now = await ask('/v1/accounts/bailey/maturity?asOf=2024-10-05');
    expect(now).toMatchObject({
      stated: { stage: 'value' },
      opinion: { score: 24 },
      reviewed: { month: '2024-09' },
      byFacts: {
        items: [
          { item: 'contactStructure', score: 4, inputs: { contacts: 5, ourPeople: 3 } },
          { item: 'functions', score: 4, inputs: { ours: 3, theirs: 5 } },
          { item: 'executiveCadence', score: 3, inputs: { meetings: 2 }, rule: { next: { meetings: 4 } } },
          { item: 'offering', score: 3, inputs: { offering: 3 } },
          { item: 'informationSharing', score: 4 },
          { item: 'trust', score: 3, inputs: { trust: 5 } },
        ],
        total: 21,
        band: 'interdependent',
        supports: 'strategic',
      },
    });
    const stages = await ask('/v1/stages?asOf=2024-10-05');
    expect(stages).toMatchObject({
      transitions: [{ from: 'transactional', to: 'value', count: 1 }],
      chain: [{ from: 'transactional', moves: 1, ends: { value: 1 } }],
    });
    expect(await ask('/v1/accounts/bailey?asOf=2024-09-30')).toMatchObject({ stage: 'transactional', reviewed: { month: '2024-08' } });
  });

  it('is reviewed anew where facts are told late: the new review names the old one, and both stand', async () => {
    const { send, ask, caughtUp } = product;
    await send('AcknowledgeAccountPlan', 'bailey', '2024-08-30', { planVersion: '3', by: 'Kim Sand' });
    await send('MakePromise', 'bailey', '2024-08-01', { promiseId: 'status', what: 'A status', due: '2024-08-20' });
    expect((await review('bailey', '2024-08', '2024-11-01')).body).toMatchObject({ events: [{ type: 'RelationshipReviewed' }] });
    await caughtUp();
    const { items } = await ask('/v1/accounts/bailey/history?type=RelationshipReviewed');
    const august = items.filter(({ data }) => (data as { month: string }).month === '2024-08');
    expect(august).toHaveLength(2);
    expect(august[1]).toMatchObject({ data: { supersedes: august[0]!['id'] } });
    const { reviews } = await progressOf('bailey');
    expect(reviews).toMatchObject([{ month: '2024-08', supersedes: august[0]!['id'] }, { month: '2024-09' }]);
  });

  it('[2: figure] has an offering that fits it, or a mismatch that is named', async () => {
    const { send, ask, caughtUp } = product;
    await send('ChangeRelationshipStage', 'quiet', '2024-02-01', { to: 'value', override: { reason: 'The board wants it.' } });
    await send('ChangeRelationshipStage', 'quiet', '2024-02-02', { to: 'strategic', override: { reason: 'The board wants it.' } });
    await caughtUp();
    const { offering } = await ask('/v1/stages?asOf=2024-03-01');
    expect(offering).toMatchObject({ mismatches: { accounts: 1, accountIds: ['quiet'] } });
    expect((offering as { cells: readonly object[] }).cells).toContainEqual({ stage: 'strategic', level: 'product', accounts: 1 });
  });

  it('[3: figure, 61: figure] tells which key accounts are still transactional, and for which no goals were set', async () => {
    const { send, ask, caughtUp } = product;
    const before = await ask('/v1/stages?asOf=2024-01-20');
    expect(before['keyAccounts']).toMatchObject({
      accounts: 1,
      transactional: 1,
      transactionalShare: 1,
      transactionalFor: { months: 12, accounts: 0 },
    });
    await send('DesignateKeyAccount', 'bailey', '2024-01-11', { kind: 'key', basis: 'potential', rationale: 'Their market grows.' });
    await send('SetAccountGoal', 'bailey', '2024-07-01', { horizon: 'short', goal: 'A second depot', due: '2026-12-31' });
    await send('DesignateKeyAccount', 'haohan', '2024-01-11', { kind: 'strategic', basis: 'strategic', rationale: 'A reference.' });
    await caughtUp();
    const later = await ask('/v1/stages?asOf=2025-02-01');
    expect(later['keyAccounts']).toMatchObject({
      accounts: 3,
      transactional: 1,
      transactionalFor: { accounts: 1, accountIds: ['haohan'] },
      withoutGoals: { accounts: 2, accountIds: ['haohan', 'quiet'] },
    });
  });

  it('[12, 118] counts alliances and joint developments as what is done for each other alone', async () => {
    const { send, command, ask } = product;
    await send('RecordOfferingLevel', 'haohan', '2024-03-01', { level: 'co-managed' });
    const itemsOf = async (day: string) => {
      const { byFacts } = await ask(`/v1/accounts/haohan/maturity?asOf=${day}`);
      return (byFacts as { items: readonly object[] }).items;
    };
    await product.caughtUp();
    expect((await itemsOf('2024-03-31'))[3]).toMatchObject({ item: 'offering', score: 3, rule: { next: { differentiated: 1 } } });
    await send('ProposeAlliance', 'haohan', '2024-04-01', { allianceId: 'depot', purpose: 'One depot for the north' });
    expect((await command('FormAlliance', 'haohan', '2024-04-20', { allianceId: 'depot', by: 'ann' })).body).toMatchObject({
      code: 'ACKNOWLEDGED_BY_US',
    });
    await send('FormAlliance', 'haohan', '2024-04-20', { allianceId: 'depot', by: 'Director Pei' });
    await send('StartJointDevelopment', 'haohan', '2024-05-01', { developmentId: 'cap', title: 'A cap', brand: 'Haohan' });
    await send('LaunchJointDevelopment', 'haohan', '2024-09-01', { developmentId: 'cap', product: 'Clean cap' });
    await product.caughtUp();
    const items = await itemsOf('2024-10-01');
    expect(items[3]).toMatchObject({ score: 4, inputs: { offering: 4, differentiated: 2 } });
    expect(items[4]).toMatchObject({ item: 'informationSharing', inputs: { joint: 2 } });
    await send('EndAlliance', 'haohan', '2024-11-01', { allianceId: 'depot', reason: 'The depot was sold.' });
    await product.caughtUp();
    expect((await itemsOf('2024-11-30'))[3]).toMatchObject({ inputs: { differentiated: 1 } });
  });

  it('[69: figure] SC6: says who depends more, from both shares and from what it would cost to turn to somebody else', async () => {
    const { send, ask, caughtUp } = product;
    const of = async () => ask('/v1/accounts/haohan/power-balance?asOf=2025-01-15');
    expect(await of()).toMatchObject({ index: null, verdict: null });
    await send('RecordOrder', 'haohan', '2024-12-10', order('h-1', '950.00'));
    await send('EstimateWallet', 'haohan', '2024-12-11', { period: '2024', amount: eur('9500.00'), method: 'disclosed' });
    await send('AssessSwitchingCost', 'haohan', '2024-12-12', { side: 'us', mark: 5 });
    await send('AssessSwitchingCost', 'haohan', '2024-12-12', { side: 'them', mark: 1 });
    await caughtUp();
    const balance = await of();
    expect(balance).toMatchObject({
      us: { share: 950 / 1800, switching: 5 },
      them: { share: 0.1, switching: 1 },
      verdict: 'we-depend',
    });
    expect(balance['index']).toBeCloseTo((950 / 1800 + 1 - 0.1) / (950 / 1800 + 1 + 0.1), 9);
    await send('AssessSwitchingCost', 'haohan', '2025-01-10', { side: 'them', mark: 5, reason: 'Their line runs on our data.' });
    await caughtUp();
    expect(await of()).toMatchObject({ verdict: 'balanced' });
  });

  it('[73] keeps the version of the plan that the customer saw last', async () => {
    const { send, ask, caughtUp } = product;
    await send('ShareAccountPlan', 'bailey', '2024-12-01', { planVersion: '4', sharedWith: ['Eve Adler'] });
    await caughtUp();
    expect(await progressOf('bailey')).toMatchObject({
      planSeen: { planVersion: '3' },
      plans: [{ planVersion: '3' }, { planVersion: '4', acknowledged: [] }],
    });
    await send('AcknowledgeAccountPlan', 'bailey', '2024-12-05', { planVersion: '4', by: 'Eve Adler' });
    await caughtUp();
    expect(await progressOf('bailey')).toMatchObject({ planSeen: { planVersion: '4', by: 'Eve Adler' } });
    expect(await ask('/v1/accounts/nobody/relationship-progress')).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('[107] lies beside a plan of five years, with patience: one bad month is no reason to go back', async () => {
    const { command, ask, caughtUp } = product;
    for (const month of ['2025-09', '2025-10']) expect((await review('bailey', month, '2025-11-02')).status).toBe(200);
    await caughtUp();
    const { velocity, plan } = await ask('/v1/accounts/bailey/relationship-progress?asOf=2025-11-03');
    expect(velocity).toEqual(expect.any(Number));
    expect(plan).toMatchObject({ since: '2024-07-01', until: '2029-07-01', target: 20 });
    const back = { to: 'transactional', reason: 'A bad quarter.' };
    expect((await command('ChangeRelationshipStage', 'bailey', '2025-11-03', back)).body).toMatchObject({ code: 'STAGE_PATIENCE' });
  });

  it('[116] counts integration in the supply chain for the exchange of information', async () => {
    const { byFacts } = await product.ask('/v1/accounts/bailey/maturity?asOf=2024-10-05');
    const { inputs, evidence } = (byFacts as { items: readonly { inputs: object; evidence: readonly string[] }[] }).items[4]!;
    expect(inputs).toMatchObject({ shared: 4 });
    const { items } = await product.ask('/v1/accounts/bailey/history?limit=200');
    const types = items.filter(({ id }) => evidence.includes(id as string)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['ForecastShared', 'DataSharingAgreed', 'SellOutReported', 'ReplenishmentTriggered']));
  });

  it('[117] SC5: says how good six-month forecasts were, and that stock held on them pays for both', async () => {
    expect(await product.ask('/v1/accounts/bailey/forecasts?asOf=2024-11-05')).toMatchObject({
      forecasts: 1,
      accuracy: { periods: 3, error: 50 / 550, bias: 50 / 550 },
      months: [{ month: '2024-08', expected: eur('200.00'), ordered: eur('150.00') }, { month: '2024-09' }, { month: '2024-10' }],
      stock: { since: '2024-07', ordersBefore: eur('100.00'), ordersSince: eur('183.33'), cost: eur('5.00'), benefit: eur('13.18') },
    });
  });

  it('[108: figure] is reviewed for all accounts by one command, once; progress is measured apart from revenue', async () => {
    const run = () => rapport(['review', '--month', '2025-11', '--url', product.url]);
    expect(await run()).toMatchObject({ exit: 0, out: '2025-11, 3 accounts: 3 reviewed, 0 as reviewed before.\n' });
    expect(await run()).toMatchObject({ exit: 0, out: '2025-11, 3 accounts: 0 reviewed, 3 as reviewed before.\n' });
    expect(await rapport(['review', '--month', '2099-01', '--account', 'quiet', '--url', product.url])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('2099-01 is not over'),
    });
    await product.caughtUp();
    expect(await progressOf('haohan')).toMatchObject({ reviews: [{ month: '2025-11', total: expect.any(Number) }] });
  });
});
