import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  for (const team of ['north', 'south']) await send('FormTeam', { teamId: team }, '2023-12-01', { name: team });
  for (const [id, team] of [
    ['ann', 'north'],
    ['bob', 'south'],
  ] as const) {
    await send('RegisterEmployee', { employeeId: id }, '2023-12-01', { name: id });
    await send('JoinTeam', { employeeId: id }, '2023-12-02', { teamId: team });
  }
  await send('SetServiceCapacity', { employeeId: 'ann' }, '2023-12-03', { keyAccountsMax: 4 });
  for (const id of ['acme', 'bolt', 'core']) {
    await send('OpenAccount', id, '2023-12-04', { name: id, segment: id === 'core' ? 'online' : 'retail' });
    await send('AssignOwner', id, '2023-12-05', { employeeId: id === 'core' ? 'bob' : 'ann' });
  }
  await send('AssignTerritory', 'acme', '2023-12-06', { territory: 'coast', effectiveFrom: '2023-12-06' });
  await send('DesignateKeyAccount', 'acme', '2024-01-02', { kind: 'key', basis: 'volume', rationale: 'They build a second plant.' });
  await Promise.all(MONTHS.flatMap((month) => Object.entries(SOLD).map(async ([id, amountOf]) => buys(id, month, amountOf(month)))));
  await send('EstimateWallet', 'acme', '2025-04-02', { period: '2025-Q1', amount: eur('1200.00'), method: 'disclosed' });
  await send('EstimateWallet', 'acme', '2025-07-02', { period: '2025-Q2', amount: eur('1200.00'), method: 'disclosed' });
  await send('RecordSentiment', 'acme', '2025-05-05', { sentiment: 'very-positive' });
  await send('RecordSentiment', 'bolt', '2025-05-06', { sentiment: 'negative' });
  await send('RecordInteraction', 'acme', '2025-05-05', { channel: 'meeting' });
  await send('ReviewRelationship', 'acme', '2025-06-10', { month: '2025-05' });
  await send('MakePromise', 'acme', '2025-05-07', { promiseId: 'p-1', what: 'a sample', due: '2025-05-20' });
  await send('KeepPromise', 'acme', '2025-05-19', { promiseId: 'p-1' });
  await send('RecordComplaint', 'acme', '2025-05-08', { complaintId: 'c-1', theme: 'delivery', severity: 'low', what: 'late' });
  await send('ResolveComplaint', 'acme', '2025-05-09', { complaintId: 'c-1', resolution: 'sent anew' });
  await send('OpenOpportunity', 'acme', '2025-05-01', { opportunityId: 'o-1', title: 'plant two' });
  await send('WinOpportunity', 'acme', '2025-05-21', { opportunityId: 'o-1' });
  await send('LogTime', 'acme', '2025-05-12', { minutes: 90, taskKind: 'customer-contact' });
  await send('LogTime', 'bolt', '2025-05-12', { minutes: 30, taskKind: 'travel' });
  await send('MakePrediction', 'acme', '2025-05-01', {
    predictionId: 'f-1',
    claim: 'They order.',
    probabilityPercent: 80,
    due: '2025-06-01',
  });
  await send('ResolvePrediction', 'acme', '2025-06-01', { predictionId: 'f-1', cameTrue: true });
  for (const [kpi, value] of [
    ['shareOfWallet', '0.5'],
    ['satisfiedShare', '0.8'],
    ['keyAccountSalesGrowth', '0.4'],
    ['daysToWin', '21'],
    ['netSales', '2000'],
  ] as const)
    await send('SetTeamTarget', { teamId: 'north' }, '2025-04-01', { kpi, period: '2025-Q2', value });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Two months of each quarter from 2024 on, until the middle of 2025. */
const MONTHS = ['2024-02', '2024-03', '2024-05', '2024-06', '2025-02', '2025-03', '2025-05', '2025-06'];
const SOLD: Readonly<Record<string, (month: string) => number>> = {
  acme: (month) => (month < '2025-05' ? 200 : 300),
  bolt: () => 500,
  core: (month) => (month < '2025' ? 10 : 100),
};

const buys = async (id: string, month: string, amount: number): Promise<void> => {
  const { send } = product;
  await send('RecordOrder', id, `${month}-10`, { orderNumber: `${id}-${month}`, net: eur(`${amount}.00`) });
  if (id === 'acme')
    await send('RecordMargin', id, `${month}-11`, { orderNumber: `${id}-${month}`, margin: eur((amount / 10).toFixed(2)) });
};

interface Line {
  readonly kpi: string;
  readonly actual: unknown;
  readonly unsaid: readonly { readonly figure: string; readonly reason: string }[];
}

interface Card {
  readonly key: string;
  readonly headlines: readonly { readonly place: string; readonly track: string | null; readonly kpis: readonly Line[] }[];
  readonly others: readonly Line[];
}

const cards = async (query: string): Promise<readonly Card[]> =>
  (await product.ask(`/v1/scorecards?${query}`)).items as unknown as readonly Card[];

const linesOf = ({ headlines, others }: Card): Readonly<Record<string, Line>> =>
  Object.fromEntries([...headlines.flatMap(({ kpis }) => kpis), ...others].map((line) => [line.kpi, line]));

const actuals = (card: Card): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(linesOf(card)).map(([kpi, { actual }]) => [kpi, actual]));

describe('the scorecard', () => {
  it('[104: figure] says of the four key KPIs target, actual, trend and the accounts behind them, and the others beside them', async () => {
    const [north] = await cards('by=team&key=north&period=2025-Q2');
    expect(north!.headlines.map(({ place, track }) => [place, track])).toEqual([
      ['first', 'on'],
      ['second', 'off'],
      ['third', null],
      ['fourth', 'on'],
    ]);
    const lines = linesOf(north!);
    expect(lines['shareOfWallet']).toMatchObject({
      target: '0.5',
      actual: 0.5,
      previous: 0.3333,
      trend: 0.5,
      track: 'on',
      accounts: 1,
      behind: [{ accountId: 'acme', value: 0.5 }],
      unsaid: [],
    });
    expect(lines['satisfiedShare']).toMatchObject({
      actual: 0.5,
      trend: null,
      track: 'off',
      behind: [
        { accountId: 'bolt', value: 2 },
        { accountId: 'acme', value: 5 },
      ],
      unsaid: [{ figure: 'trend', reason: 'nothing-before' }],
    });
    expect(lines['netRevenueRetention']).toMatchObject({
      target: null,
      actual: 1.1429,
      behind: [{ accountId: 'bolt' }, { accountId: 'acme', value: 1.5 }],
      unsaid: [
        { figure: 'target', reason: 'no-target' },
        { figure: 'trend', reason: 'nothing-before' },
      ],
    });
    expect(lines['keyAccountSalesGrowth']).toMatchObject({ actual: 0.5, track: 'on', behind: [{ accountId: 'acme', value: 0.5 }] });
    expect(lines['keyAccountProfitGrowth']).toMatchObject({ actual: 0.5 });
    expect(lines['netSales']).toMatchObject({ expected: 2000, actual: '1600.00', track: 'off', behind: [{ accountId: 'bolt' }, {}] });
    expect(lines['daysToWin']).toMatchObject({ better: 'lower', actual: 20, track: 'on' });
    expect(lines['timeOnHighValue']).toMatchObject({ actual: 1, split: { invested: 1, overserved: 0 } });
    expect(actuals(north!)).toMatchObject({
      relationshipScore: expect.any(Number),
      inTimeRate: 1,
      complaintsAcknowledgedInTime: 1,
      complaintsResolvedInTime: 1,
      winRate: 1,
      accountCoverage: 0.5,
      cadenceCompliance: expect.any(Number),
      keyAccountLoad: 0.25,
      predictionScore: 0.04,
    });
  });

  it('[104: figure] says why a figure is not said, and never 0 in place of it', async () => {
    const [south] = await cards('by=team&key=south&period=2025-Q2');
    const reasons = (card: Card) =>
      Object.fromEntries(
        Object.values(linesOf(card)).flatMap(({ kpi, actual, unsaid }) =>
          actual === null ? [[kpi, unsaid.find(({ figure }) => figure === 'actual')?.reason]] : [],
        ),
      );
    expect(reasons(south!)).toEqual({
      shareOfWallet: 'no-estimate',
      satisfiedShare: 'no-opinion',
      relationshipScore: 'no-review',
      keyAccountSalesGrowth: 'no-key-account',
      keyAccountProfitGrowth: 'no-key-account',
      inTimeRate: 'no-promise',
      complaintsAcknowledgedInTime: 'no-complaint',
      complaintsResolvedInTime: 'no-complaint',
      winRate: 'no-decision',
      daysToWin: 'nothing-won',
      keyAccountLoad: 'no-key-account',
      timeOnHighValue: 'no-time',
      predictionScore: 'no-prediction',
    });
    expect(reasons((await cards('period=2025-06'))[0]!)).toMatchObject({ netRevenueRetention: 'not-by-month' });
    const [coast] = await cards('by=territory&key=coast&period=2025-Q2');
    expect(actuals(coast!)).toMatchObject({ shareOfWallet: 0.5, winRate: 1, netSales: '600.00', keyAccountLoad: null });
    expect(await product.ask('/v1/scorecards?by=team&key=east&period=2025-Q2')).toMatchObject({ code: 'TEAM_NOT_FOUND' });
    expect(await product.ask('/v1/scorecards?period=2025-Q5')).toMatchObject({ errors: [{ pointer: '/period' }] });
  });

  it('[104: figure] expects of a period that runs the part of its target that has come', async () => {
    const lines = linesOf((await cards('by=team&key=north&period=2025-Q2&asOf=2025-05-15'))[0]!);
    expect(lines['netSales']).toMatchObject({ target: '2000', expected: 989.011, actual: '800.00', track: 'off' });
    expect(lines['shareOfWallet']).toMatchObject({ expected: 0.5, actual: 0.3333, track: 'off' });
    expect(lines['keyAccountSalesGrowth']).toMatchObject({ actual: 0.5, behind: [{ accountId: 'acme', value: 0.5 }] });
  });

  it('[104: figure] is told by the KPIs that policy team-kpis names; a misspelt one is refused with what was meant', async () => {
    const { command, send, caughtUp } = product;
    const headlines = { first: ['netSales'], second: ['inTimeRate'], third: ['winRate', 'daysToWin'], fourth: ['keyAccountLoad'] };
    const policy = { policy: 'team-kpis' };
    const publish = async (document: object) => command('PublishPolicyVersion', policy, '2025-08-01', { version: 1, document });
    expect(await publish({ headlines: { ...headlines, first: ['netSale'] }, toleranceShare: 0.3 })).toMatchObject({
      status: 422,
      body: { code: 'POLICY_DOCUMENT_INVALID', detail: expect.stringMatching(/\/headlines\/first names netSale.*did you mean netSales\?/) },
    });
    expect(await publish({ headlines, toleranceShare: 0.3 })).toMatchObject({ status: 200 });
    await send('ActivatePolicyVersion', policy, '2025-08-01', { version: 1, validFrom: '2025-08-01T00:00:00.000Z' });
    await caughtUp();
    const [north] = await cards('by=team&key=north&period=2025-Q2');
    expect(north!.headlines.map(({ kpis }) => kpis.map(({ kpi }) => kpi))).toEqual(Object.values(headlines));
    expect(north!.headlines[0]).toMatchObject({ track: 'on', kpis: [{ target: '2000', actual: '1600.00' }] });
    expect(linesOf(north!)['shareOfWallet']).toMatchObject({ actual: 0.5 });
  });

  it('[104: figure] restates nothing when an account is handed over, and a person moves to another team, in the middle of the year', async () => {
    const { send, ask, caughtUp } = product;
    const questions = ['employee', 'team'].flatMap((by) => ['2025-Q1', '2025-Q2'].map((one) => `by=${by}&period=${one}`));
    const all = async () => Promise.all(questions.map(cards));
    const before = await all();
    await send('AssignOwner', 'acme', '2025-07-03', { employeeId: 'bob' });
    await send('JoinTeam', { employeeId: 'ann' }, '2025-07-04', { teamId: 'south' });
    await send('RecordOrder', 'acme', '2025-08-10', { orderNumber: 'acme-2025-08', net: eur('700.00') });
    await send('RecordInteraction', 'acme', '2025-08-11', { channel: 'call' });
    await caughtUp();
    expect(await all()).toEqual(before);
    const third = Object.fromEntries((await cards('by=employee&period=2025-Q3')).map((card) => [card.key, actuals(card)]));
    expect(third['ann']).toMatchObject({ netSales: '0.00', shareOfWallet: null, keyAccountLoad: 0, keyAccountSalesGrowth: null });
    expect(third['bob']).toMatchObject({
      netSales: '700.00',
      shareOfWallet: 0.5,
      keyAccountLoad: 0.1,
      keyAccountSalesGrowth: 0.1667,
    });
    const year = Object.fromEntries((await cards('by=team&period=2025')).map((card) => [card.key, linesOf(card)]));
    expect(year['north']!['netSales']).toMatchObject({
      actual: '3000.00',
      behind: [{ accountId: 'bolt' }, { accountId: 'acme', value: '1000.00' }],
    });
    expect(year['south']!['netSales']).toMatchObject({
      actual: '1100.00',
      behind: [{ accountId: 'acme', value: '700.00' }, { accountId: 'core' }],
    });
    expect((await ask('/v1/scorecards?by=team&period=2025&limit=1')).items).toHaveLength(1);
  });
});

describe('a channel that grows', () => {
  it('[27: figure] has had more than so much of the sales for so many months: a key account manager is proposed, and no longer once there is one', async () => {
    const { send, ask, caughtUp } = product;
    const document = {
      criteria: ['good-income'],
      criteriaMin: 1,
      breadwinnerProfitShareMin: 0.1,
      growing: { shareAbove: 0.1, months: 2 },
    };
    await send('PublishPolicyVersion', { policy: 'designation-criteria' }, '2025-08-01', { version: 1, document });
    const force = { version: 1, validFrom: '2025-08-01T00:00:00.000Z' };
    await send('ActivatePolicyVersion', { policy: 'designation-criteria' }, '2025-08-01', force);
    await caughtUp();
    const shares = async (query: string) => (await ask(`/v1/growing-shares?${query}`)).items;
    expect(await ask('/v1/growing-shares?until=2025-06&by=segment')).toMatchObject({
      from: '2025-05',
      shareAbove: 0.1,
      months: 2,
      netSales: eur('1800.00'),
      items: [
        { key: 'retail', accounts: 2, share: 0.8889, keyAccounts: 1, proposal: null },
        {
          key: 'online',
          accounts: 1,
          netSales: eur('200.00'),
          share: 0.1111,
          shareBefore: 0.125,
          shares: [
            { month: '2025-05', share: 0.1111 },
            { month: '2025-06', share: 0.1111 },
          ],
          monthsAbove: 2,
          keyAccounts: 0,
          proposal: 'designate-key-account',
        },
      ],
    });
    expect(await shares('until=2025-06')).toMatchObject([
      { key: 'bolt', monthsAbove: 2, proposal: 'designate-key-account' },
      { key: 'acme', keyAccounts: 1, keyAccountsWithoutManager: 0, proposal: null },
      { key: 'core', proposal: 'designate-key-account' },
    ]);
    expect((await shares('until=2025-05&by=segment'))[1]).toMatchObject({ key: 'online', monthsAbove: 1, proposal: null });
    await send('DesignateKeyAccount', 'core', '2025-08-02', { kind: 'key', basis: 'potential', rationale: 'The channel grows.' });
    await caughtUp();
    expect((await shares('until=2025-06&by=segment'))[1]).toMatchObject({ key: 'online', keyAccounts: 1, proposal: null });
  });
});
