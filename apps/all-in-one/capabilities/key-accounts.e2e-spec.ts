import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eur, tellOfBuyers, YEAR } from '../testing/buyers.js';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

const designation = (basis: string, more: object = {}) => ({ kind: 'key', basis, rationale: 'They build a second plant.', ...more });

beforeAll(async () => {
  product = await startProduct();
  await tellOfBuyers(product);
});

afterAll(async () => product[Symbol.asyncDispose]());

describe('a key account', () => {
  it('[19, 35] is nominated by anybody and goes from nominated to screened, approved, active and retired; figures and people disagree aloud', async () => {
    const { send, ask, caughtUp } = product;
    await send('NominateKeyAccount', 'tiny', '2025-01-10', { rationale: 'I could not sleep if we lost them.' });
    await caughtUp();
    const funnel = async () => (await ask(`/v1/candidates?${YEAR}`))['funnel'];
    expect(await funnel()).toEqual({ none: 4, nominated: 1, screened: 0, approved: 0, active: 0, retired: 0 });
    const scores = {
      'good-income': 1,
      'reliable-partner': 5,
      'plans-long-term': 4,
      'sales-growth': 2,
      'new-revenue': 1,
      reputation: 5,
    };
    await send('EvaluateAccount', 'tiny', '2025-01-20', { scores });
    await caughtUp();
    expect(await funnel()).toMatchObject({ nominated: 0, screened: 1 });
    expect(await ask(`/v1/candidates?${YEAR}`)).toMatchObject({
      disagreements: { nominatedOnly: ['tiny'], computedOnly: ['giant'] },
      items: [{ accountId: 'tiny', stage: 'screened', rationale: 'I could not sleep if we lost them.', points: 50, qualifies: true }],
    });
    await send('DesignateKeyAccount', 'tiny', '2025-02-01', designation('reputation', { effectiveFrom: '2025-03-01' }));
    await caughtUp();
    expect((await ask(`/v1/candidates?${YEAR}&asOf=2025-02-15`))['funnel']).toMatchObject({ screened: 0, approved: 1 });
    expect(await funnel()).toMatchObject({ approved: 0, active: 1 });
    await send('RetireKeyAccount', 'tiny', '2025-09-01', { reason: 'no plans left' });
    await caughtUp();
    expect(await funnel()).toMatchObject({ active: 0, retired: 1 });
  });

  it('[9, 13] is scored by six criteria under a version of the policy, and asked what it would be under another one', async () => {
    const { send, ask, caughtUp } = product;
    const policy = { policy: 'designation-criteria' };
    const document = {
      criteria: ['good-income', 'sales-growth'],
      criteriaMin: 1,
      breadwinnerProfitShareMin: 0.1,
      scoreMet: 2,
      weights: { 'good-income': 3, 'reliable-partner': 1, 'plans-long-term': 1, 'sales-growth': 1, 'new-revenue': 1, reputation: 1 },
    };
    await send('PublishPolicyVersion', policy, '2025-01-01', { version: 1, document, rationale: 'growth counts' });
    await caughtUp();
    const card = async (query: string) => ((await ask(`/v1/accounts/tiny/designation${query}`))['scorecards'] as readonly object[])[0];
    expect(await card('')).toMatchObject({
      metCount: 3,
      points: 50,
      qualifies: true,
      met: ['reliable-partner', 'plans-long-term', 'reputation'],
    });
    expect(await card('?criteriaVersion=1')).toMatchObject({ metCount: 1, points: 6, qualifies: true, met: ['sales-growth'] });
    expect(await ask('/v1/accounts/tiny/designation?criteriaVersion=7')).toMatchObject({ errors: [{ pointer: '/criteriaVersion' }] });
  });

  it('[5] is designated within the capacity of its manager, beyond it with a reason alone; the load is shown', async () => {
    const { send, ask, command, caughtUp } = product;
    await send('DesignateKeyAccount', 'giant', '2025-01-05', designation('volume'));
    await send('DesignateKeyAccount', 'steady', '2025-01-06', designation('potential', { kind: 'strategic' }));
    const beyond = await command('DesignateKeyAccount', 'modest', '2025-01-07', designation('strategic', { kind: 'global' }));
    expect(beyond).toMatchObject({ status: 422, body: { code: 'CAPACITY_EXCEEDED' } });
    const override = { reason: 'the board asks for it' };
    await send('DesignateKeyAccount', 'modest', '2025-01-08', designation('strategic', { kind: 'global', override }));
    await caughtUp();
    expect(await ask('/v1/key-account-load')).toMatchObject({
      keyAccounts: 3,
      over: 1,
      items: [{ employeeId: 'ann', keyAccounts: 3, keyAccountsMax: 2, is: 'over', accounts: ['giant', 'modest', 'steady'] }],
    });
    await send('AssignOwner', 'modest', '2025-02-01', { employeeId: 'bob' });
    await caughtUp();
    expect((await ask('/v1/key-account-load')).items).toMatchObject([
      { employeeId: 'ann', keyAccounts: 2, is: 'full' },
      { employeeId: 'bob', keyAccounts: 1, keyAccountsMax: 10, maxBy: 'policy', is: 'free' },
    ]);
  });

  it('[8, 14: figure, 37] has a kind and a role; all of them together have a share of the sales that is held against its band', async () => {
    const { send, ask, caughtUp } = product;
    await send('SetStrategicRole', 'steady', '2025-03-01', { role: 'reference', rationale: 'known to all of them' });
    await send('SetStrategicRole', 'modest', '2025-03-01', { role: 'door-opener' });
    await caughtUp();
    expect(await ask(`/v1/key-accounts?${YEAR}`)).toMatchObject({
      count: 3,
      revenueShare: 0.9846,
      band: { min: 0.3, max: 0.55, is: 'above' },
      byKind: { key: 1, strategic: 1, global: 1 },
      byBasis: { volume: 1, potential: 1, strategic: 1, reputation: 0 },
      byRole: { reference: 1, 'door-opener': 1, 'innovation-partner': 0, 'market-scout': 0 },
      rolesMissing: ['innovation-partner', 'market-scout'],
      items: [{ accountId: 'steady' }, { accountId: 'modest' }, { accountId: 'giant', profit: eur('-900.00') }],
    });
  });

  it('[10] is a bet whose basis is remembered, and asked months later whether it has paid off', async () => {
    const { ask } = product;
    const { byBasis, items } = await ask('/v1/designation-backtest?asOf=2026-02-15');
    expect(byBasis).toMatchObject([
      { basis: 'volume', bets: 1, paidOff: 1, open: 0, rate: 1 },
      { basis: 'potential', bets: 1, paidOff: 1 },
      { basis: 'strategic', bets: 1, paidOff: 0, rate: 0 },
      { basis: 'reputation', bets: 1, open: 1, rate: null },
    ]);
    expect(items[0]).toMatchObject({ accountId: 'giant', before: eur('10800.00'), after: eur('11000.00'), growth: 0.0185 });
  });

  it('[11: figure] has five flags, each with the figures behind it', async () => {
    const { send, ask, caughtUp } = product;
    const company = { portfolio: 'company' };
    await send('PublishCompanyGoal', company, '2025-01-02', { goalId: 'service', goal: 'Service for all', horizon: 'long' });
    await send('LinkStrategyToGoal', company, '2025-01-03', { accountId: 'steady', goalId: 'service', how: 'They ask for contracts.' });
    await send('EstimateWallet', 'giant', '2025-12-30', { period: '2025', amount: eur('36000.00'), method: 'judgement' });
    await send('AssessSwitchingCost', 'giant', '2025-12-30', { side: 'us', mark: 5 });
    await send('AssessSwitchingCost', 'giant', '2025-12-30', { side: 'them', mark: 1 });
    await caughtUp();
    const { items } = await ask(`/v1/key-accounts?${YEAR}&asOf=2026-01-20`);
    expect(items.find(({ accountId }) => accountId === 'steady')).toMatchObject({
      flags: {
        large: true,
        dependence: true,
        steady: true,
        demanding: false,
        costShare: 0.25,
        fitsGoals: true,
        potential: null,
        bargaining: null,
      },
    });
    expect(items.find(({ accountId }) => accountId === 'giant')).toMatchObject({
      flags: {
        large: true,
        dependence: true,
        demanding: true,
        costShare: 0.75,
        fitsGoals: false,
        potential: true,
        headroomShare: 0.6667,
        bargaining: true,
      },
    });
  });

  it('[15: figure] is classified; a breadwinner is computed from what it earns', async () => {
    const { send, ask, caughtUp } = product;
    await send('ClassifyAccount', 'steady', '2025-03-02', { type: 'expert', rationale: 'knows the market' });
    await caughtUp();
    expect(await ask('/v1/accounts/steady/designation')).toMatchObject({ isKeyAccount: true, type: 'expert', role: 'reference' });
    const { breadwinners } = await ask(`/v1/concentration?${YEAR}`);
    expect(breadwinners).toMatchObject([{ accountId: 'steady', profitShare: 0.8949 }]);
  });

  it('[24: figure, 25: figure] may be big and lose money: Pareto for sales and for profit apart, and the orders that lost', async () => {
    const { ask } = product;
    expect(await ask(`/v1/concentration?${YEAR}`)).toMatchObject({
      revenue: { accounts: 5, total: eur('19500.00'), topShare: 0.6154 },
      bigButUnprofitable: [{ accountId: 'giant', revenue: eur('12000.00'), profit: eur('-900.00') }],
      losingOrders: { orders: 12, ofOrders: 60 },
    });
  });
});

describe('the company', () => {
  it('[43, 44, 45, 109] has goals that accounts serve, markets, target groups, and targets for new customers', async () => {
    const { send, ask, caughtUp } = product;
    const company = { portfolio: 'company' };
    await send('EstimateMarketUniverse', company, '2025-01-02', { region: 'DE', type: 'food', count: 8, size: eur('72000.00') });
    await send('SetMarketRegime', 'steady', '2025-01-03', { regime: 'growing', ownSharePercent: 22 });
    await send('DefineTargetGroup', company, '2025-01-02', {
      groupId: 'food-group',
      name: 'Food',
      priority: 1,
      size: 6,
      conversionMethod: 'A trial delivery',
    });
    await send('SetAcquisitionTarget', company, '2025-01-02', { period: '2023', accounts: 4, groupId: 'food-group' });
    await caughtUp();
    expect(await ask(`/v1/company-plan?${YEAR}`)).toMatchObject({
      goals: [{ goalId: 'service', accounts: [{ accountId: 'steady', isKeyAccount: true }] }],
      withoutGoal: expect.arrayContaining(['giant', 'modest']),
      markets: [
        {
          region: 'DE',
          ours: 2,
          coverage: 0.25,
          revenue: eur('7200.00'),
          marketShare: 0.1,
          customers: [{ accountId: 'steady', ownSharePercent: 22 }],
        },
      ],
      targetGroups: [{ groupId: 'food-group', customers: 2, conversionMethod: 'A trial delivery' }],
      acquisition: [{ period: '2023', target: 4, actual: 2, attainment: 0.5 }],
    });
  });

  it('[4: figure] sees who has much upside and is not designated: wallet × (1 − share) × fit', async () => {
    const { send, ask, caughtUp } = product;
    for (const [id, amount] of [
      ['small', '90000.00'],
      ['steady', '60000.00'],
      ['tiny', '20000.00'],
    ] as const)
      await send('EstimateWallet', id, '2025-12-30', { period: '2025', amount: eur(amount), method: 'judgement' });
    await caughtUp();
    expect((await ask('/v1/wallets?period=2025')).items).toMatchObject([
      { accountId: 'small', fit: null, designated: false, overlooked: true },
      { accountId: 'steady', designated: true, overlooked: false },
      { accountId: 'giant', designated: true, overlooked: false },
      { accountId: 'tiny', fit: 0.5, upside: eur('9970.00'), designated: false },
    ]);
  });
});
