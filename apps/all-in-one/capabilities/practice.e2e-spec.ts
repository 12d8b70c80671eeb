import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const company = { portfolio: 'company' };

beforeAll(async () => {
  product = await startProduct();
  const { send } = product;
  for (const employeeId of ['ann', 'bob']) await send('RegisterEmployee', { employeeId }, '2025-01-01', { name: employeeId });
  for (const [id, owner, segment] of [
    ['acme', 'ann', 'A'],
    ['bolt', 'bob', 'A'],
    ['corp', 'bob', 'B'],
    ['dune', 'bob', 'B'],
  ] as const) {
    await send('OpenAccount', id, '2026-01-05', { name: id, segment });
    await send('AssignOwner', id, '2026-01-05', { employeeId: owner });
  }
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('the dossier', () => {
  it('[49: figure, 129: figure] says what is known and from where, how complete and how fresh, as of any day', async () => {
    const { send, ask, caughtUp } = product;
    const told = (section: string, fields: Record<string, string>, day: string, validAt?: string) =>
      send('UpdateDossierSection', 'acme', day, { section, fields, ...(validAt === undefined ? {} : { validAt }) });
    await told('finance', { rating: 'AA' }, '2026-01-20');
    await told('organisation', { plants: '3' }, '2026-01-20');
    await told('finance', { rating: 'A' }, '2026-03-10', '2026-03-01');
    await told('market', { share: '12 %' }, '2026-03-10');
    await told('needs', { depot: 'north' }, '2026-03-10');
    await caughtUp();
    const dossier = (asOf: string) => ask(`/v1/accounts/acme/dossier?asOf=${asOf}`);
    expect(await dossier('2026-02-01')).toMatchObject({ completeness: 0.5, complete: false, missing: ['market', 'needs', 'competitors'] });
    const now = await dossier('2026-03-15');
    expect(now).toMatchObject({ completeness: 5 / 6, completenessMin: 0.8, complete: true, missing: ['competitors'], stale: [] });
    expect(now['sections']).toMatchObject([
      { section: 'finance', fields: [{ field: 'rating', value: 'A', since: '2026-03-01', ageDays: 14, source: 'http', actor: 'ana' }] },
      { section: 'general' },
      { section: 'market' },
      { section: 'needs' },
      { section: 'organisation' },
    ]);
    expect(await dossier('2026-07-25')).toMatchObject({ complete: false, stale: ['general', 'organisation'] });
    const { items } = await ask('/v1/dossiers?state=incomplete&asOf=2026-03-15');
    expect(items).toMatchObject([
      { accountId: 'bolt', completeness: 1 / 6 },
      { accountId: 'corp', completeness: 1 / 6 },
      { accountId: 'dune', completeness: 1 / 6 },
    ]);
  });
});

describe('cadence', () => {
  beforeAll(async () => {
    const { send, caughtUp } = product;
    const score = (each: number) => ({
      scores: { contactStructure: each, functions: each, executiveCadence: each, offering: each, informationSharing: each, trust: each },
    });
    await send('AssessRelationship', 'acme', '2026-01-15', score(2));
    await send('AssessRelationship', 'acme', '2026-03-10', score(3));
    await send('ShareAccountPlan', 'acme', '2026-01-20', { planVersion: '1', sharedWith: ['Head of supply'] });
    await send('RecordInteraction', 'acme', '2026-02-01', { channel: 'visit', executive: true });
    for (const [month, day] of [
      ['2026-01', '2026-02-03'],
      ['2026-03', '2026-04-02'],
    ] as const)
      await send('DeliverIntelReport', 'acme', day, { month, advice: 'Order the second line before June.', competitors: ['Globex'] });
    await send('AcknowledgeIntelReport', 'acme', '2026-02-05', { month: '2026-01', by: 'Head of supply' });
    for (const [initiativeId, startsOn, announcedOn] of [
      ['depot', '2026-03-31', '2026-03-01'],
      ['kanban', '2026-03-31', '2026-03-15'],
      ['fair', '2026-03-31', '2026-03-25'],
    ] as const) {
      await send('PlanInitiative', 'acme', '2026-02-20', { initiativeId, title: initiativeId, startsOn });
      await send('AnnounceInitiative', 'acme', announcedOn, { initiativeId });
    }
    await send('PlanInitiative', 'acme', '2026-02-20', { initiativeId: 'training', title: 'training', startsOn: '2026-05-01' });
    await caughtUp();
  });

  it('[114] is what is to be done again and again, and whether it was', async () => {
    const march = await product.ask('/v1/accounts/acme/cadence?asOf=2026-03-15');
    expect(march['rhythms']).toMatchObject([
      { what: 'review', lastOn: '2026-03-10', inTime: true },
      { what: 'plan-update', lastOn: '2026-01-20', ageDays: 54, inTime: true },
      { what: 'executive-touch', lastOn: '2026-02-01', inTime: true },
      { what: 'intel-report', lastOn: '2026-02-03', ageDays: 40, everyDays: 31, inTime: false },
    ]);
    const { items } = await product.ask('/v1/cadence?asOf=2026-05-02');
    expect(items.map(({ accountId, late }) => [accountId, late])).toEqual([
      ['acme', ['review', 'plan-update']],
      ['bolt', ['review', 'plan-update', 'executive-touch']],
      ['corp', ['review', 'plan-update', 'executive-touch']],
      ['dune', ['review', 'plan-update', 'executive-touch']],
    ]);
  });

  it('[71: figure] has a report of rivals every month, who of theirs has read it, which was missed, and what became of the relationship', async () => {
    const answer = await product.ask('/v1/accounts/acme/cadence?asOf=2026-05-02');
    expect(answer).toMatchObject({
      reports: [
        { month: '2026-01', status: 'acknowledged', acknowledgedBy: 'Head of supply' },
        { month: '2026-02', status: 'missed' },
        { month: '2026-03', status: 'delivered', deliveredOn: '2026-04-02' },
        { month: '2026-04', status: 'missed' },
      ],
      reportEffect: { before: 12, now: 18, change: 6 },
    });
    const acknowledged = await product.command('AcknowledgeIntelReport', 'acme', '2026-04-05', { month: '2026-03', by: 'ann' });
    expect(acknowledged.body).toMatchObject({ rejection: { code: 'ACKNOWLEDGED_BY_US', field: '/by' } });
  });

  it('[72: figure] tells initiatives that were announced thirty days ahead from those of fifteen, the late ones, and those to be announced', async () => {
    const notices = async (asOf: string) =>
      ((await product.ask(`/v1/accounts/acme/cadence?asOf=${asOf}`))['notices'] as Record<string, unknown>[]).map(
        ({ initiativeId, noticeDays, status }) => [initiativeId, noticeDays, status],
      );
    expect((await notices('2026-04-05')).toSorted()).toEqual([
      ['depot', 30, 'in-time'],
      ['fair', 6, 'late'],
      ['kanban', 16, 'short'],
      ['training', null, 'due'],
    ]);
    expect((await notices('2026-03-20')).find(([id]) => id === 'training')).toEqual(['training', null, 'ahead']);
    expect((await product.ask('/v1/cadence?asOf=2026-04-20')).items[0]).toMatchObject({
      notices: [
        { initiativeId: 'fair', status: 'late' },
        { initiativeId: 'kanban', status: 'short' },
        { initiativeId: 'training', status: 'late' },
      ],
    });
  });
});

describe('skills', () => {
  it('[123: figure, 124: figure] are asked for by segment, and held against what those in charge master', async () => {
    const { send, ask, caughtUp } = product;
    await send('SetSkillRequirement', company, '2026-01-01', { segment: 'A', skill: 'negotiation', level: 4 });
    await send('SetSkillRequirement', company, '2026-01-01', { skill: 'product:pumps', level: 2 });
    await send('AssessSkill', { employeeId: 'ann' }, '2026-01-10', { skill: 'negotiation', level: 4, assessedBy: 'bob' });
    await send('AssessSkill', { employeeId: 'ann' }, '2026-01-10', { skill: 'product:pumps', level: 1 });
    await send('AssessSkill', { employeeId: 'bob' }, '2026-01-10', { skill: 'product:pumps', level: 3 });
    await send('CompleteTraining', { employeeId: 'ann' }, '2026-02-01', { title: 'Pumps', skills: ['product:pumps'] });
    await caughtUp();
    const gaps = await ask('/v1/skill-gaps?asOf=2026-02-10');
    expect(gaps.items).toMatchObject([
      { employeeId: 'bob', skill: 'negotiation', required: 4, level: null, gap: 4, accounts: ['bolt'] },
      { employeeId: 'ann', skill: 'product:pumps', required: 2, level: 1, gap: 1, trainedSince: true, accounts: ['acme'] },
      { employeeId: 'ann', skill: 'negotiation', gap: 0, accounts: [] },
      { employeeId: 'bob', skill: 'product:pumps', gap: 0, accounts: [] },
    ]);
    expect(gaps['underSkilledAccounts']).toEqual([
      { accountId: 'acme', owner: 'ann', skills: ['product:pumps'] },
      { accountId: 'bolt', owner: 'bob', skills: ['negotiation'] },
    ]);
    await send('AssessSkill', { employeeId: 'ann' }, '2026-03-01', { skill: 'product:pumps', level: 2 });
    await caughtUp();
    expect((await ask('/v1/skill-gaps?asOf=2026-03-10'))['underSkilledAccounts']).toMatchObject([{ accountId: 'bolt' }]);
  });
});

describe('how key accounts are managed', () => {
  it('[28, 110, 130] is what people say of five levers and of what the company is managed by, beside the discipline that facts show', async () => {
    const { send, ask, command, caughtUp } = product;
    const assess = (lever: string, level: number, day: string) =>
      send('AssessLever', company, day, { lever, level, because: [`${lever} at ${level}`] });
    await assess('organisation', 2, '2026-01-10');
    await assess('organisation', 4, '2026-03-10');
    await assess('strategy-and-purpose', 3, '2026-03-10');
    await send('AssessOrientation', company, '2026-01-10', { orientation: 'product', because: ['catalogues'] });
    await send('AssessOrientation', company, '2026-03-10', { orientation: 'marketing', because: ['segments have plans'] });
    expect(await command('AssessLever', company, '2026-03-10', { lever: 'organization', level: 3, because: ['x'] })).toMatchObject({
      body: { errors: [{ pointer: '/data/lever', detail: expect.stringContaining('Did you mean organisation?') }] },
    });
    await caughtUp();
    const practice = await ask('/v1/practice?asOf=2026-03-15');
    expect(practice).toMatchObject({
      leverMean: 3.5,
      orientation: { orientation: 'marketing', since: '2026-03-10T09:00:00.000Z', because: ['segments have plans'] },
      orientationHistory: [{ orientation: 'product' }, { orientation: 'marketing' }],
      byFacts: { accounts: 4, dossiersComplete: 0.25, reviewsInTime: 0.25, plansInTime: 1, executivesInTime: 1, owned: 1, score: 0.7 },
    });
    expect(practice['levers']).toMatchObject([
      { lever: 'strategy-and-purpose', level: 3 },
      { lever: 'organisation', level: 4, history: [{ level: 2 }, { level: 4 }] },
      { lever: 'deployment', level: null },
      {},
      {},
    ]);
    expect(await ask('/v1/practice?asOf=2026-02-01')).toMatchObject({ leverMean: 2, orientation: { orientation: 'product' } });
  });

  it('[101] is whether processes go as they are meant to: what conforms, where cases wait, and the bottleneck', async () => {
    const { send, ask, caughtUp } = product;
    const eachOrder = async (orderNumber: string, ordered: string, delivered?: string, invoiced?: string) => {
      await send('RecordOrder', 'dune', ordered, { orderNumber, net: eur('10') });
      if (delivered) await send('RecordDelivery', 'dune', delivered, { orderNumber, deliveryNumber: `d-${orderNumber}` });
      if (invoiced) await send('RecordInvoice', 'dune', invoiced, { orderNumber, invoiceNumber: `i-${orderNumber}`, net: eur('10') });
    };
    await eachOrder('1', '2026-02-01', '2026-02-11', '2026-02-12');
    await eachOrder('2', '2026-02-01', '2026-02-21', '2026-02-11');
    await eachOrder('3', '2026-02-01');
    await caughtUp();
    const { items } = await ask('/v1/processes?asOf=2026-04-01');
    expect(items.find(({ process }) => process === 'order')).toMatchObject({
      expected: ['recorded', 'delivered', 'invoiced'],
      cases: 3,
      conforming: 1,
      stuck: 1,
      waitingFor: { delivered: 1 },
      bottleneck: { from: 'recorded', to: 'delivered', cases: 2, medianDays: 15 },
    });
    expect((await ask('/v1/accounts/dune/processes?process=order&asOf=2026-04-01')).items).toMatchObject([
      { caseId: '1', conforms: true },
      { caseId: '2', conforms: false, outOfOrder: ['invoiced'] },
      { caseId: '3', conforms: false, next: 'delivered', waitingDays: 59, stuck: true },
    ]);
  });
});
