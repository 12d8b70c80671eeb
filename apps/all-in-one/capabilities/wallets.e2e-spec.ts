import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const SCORES = {
  'good-income': 5,
  'reliable-partner': 5,
  'plans-long-term': 5,
  'sales-growth': 5,
  'new-revenue': 5,
  reputation: 5,
};

beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  await send('RegisterEmployee', { employeeId: 'ann' }, '2023-01-01', { name: 'Ann' });
  for (const id of ['acme', 'bolt', 'cork']) await send('OpenAccount', id, '2023-01-02', { name: id });
  const order = (id: string, day: string, net: string, category: string, division: string) =>
    send('RecordOrder', id, day, { orderNumber: day, net: eur(net), category, division });
  await order('acme', '2024-03-01', '400.00', 'pumps', 'Ulm');
  await order('acme', '2025-03-01', '600.00', 'pumps', 'Ulm');
  await order('acme', '2025-04-01', '50.00', 'valves', 'Linz');
  await order('bolt', '2025-03-01', '10.00', 'pumps', 'Graz');
  const estimate = (id: string, day: string, period: string, amount: string, more: object = {}) =>
    send('EstimateWallet', id, day, { category: 'pumps', period, amount: eur(amount), method: 'survey', ...more });
  await estimate('acme', '2024-02-01', '2024', '1000.00');
  await estimate('acme', '2025-02-01', '2025', '2000.00');
  await estimate('acme', '2025-09-01', '2025', '2400.00', { interval: { low: eur('2000.00'), high: eur('3000.00'), level: 80 } });
  await estimate('bolt', '2025-02-01', '2025', '5000.00');
  await estimate('cork', '2025-02-01', '2025', '900.00');
  await send('RecordCompetitorSpend', 'acme', '2025-10-01', {
    competitor: 'Vireo',
    category: 'pumps',
    period: '2025',
    amount: eur('1500.00'),
  });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('wallets', () => {
  it('[41: figure, 42] tell our share with its interval, what is left to be won, and a loss that growing sales hide', async () => {
    const { ask, command } = product;
    expect(await ask('/v1/accounts/acme/wallet')).toMatchObject({
      items: [
        {
          period: '2025',
          category: 'pumps',
          share: 0.25,
          shareLow: 0.2,
          shareHigh: 600 / 2100,
          benchmark: 'within',
          ours: eur('600.00'),
          headroom: eur('1800.00'),
          others: [{ competitor: 'Vireo', amount: eur('1500.00') }],
          estimates: 2,
          previous: { period: '2024', share: 0.4, ours: eur('400.00') },
          maskedLoss: true,
        },
        { period: '2024', share: 0.4, benchmark: 'above', maskedLoss: null },
      ],
    });
    expect(await ask('/v1/accounts/acme/wallet?asOf=2025-06-30&period=2025')).toMatchObject({
      items: [{ estimate: eur('2000.00'), share: 0.3, complete: false, maskedLoss: null, estimates: 1 }],
    });
    const { body } = await command('EstimateWallet', 'acme', '2025-11-01', {
      category: 'pumps',
      period: '2025',
      amount: eur('2099.99'),
      method: 'survey',
    });
    expect(body).toMatchObject({ code: 'WALLET_BELOW_SPEND', detail: expect.stringContaining('at least 2100.00 EUR') });
    const spend = { competitor: 'Kappa', category: 'pumps', period: '2025', amount: eur('300.01') };
    expect((await command('RecordCompetitorSpend', 'acme', '2025-11-01', spend)).body).toMatchObject({ code: 'SPEND_EXCEEDS_WALLET' });
  });

  it('[4: figure] rank accounts by what could be won there and how well they fit, and show who was overlooked', async () => {
    const { ask, send, caughtUp } = product;
    expect((await ask('/v1/wallets')).items).toMatchObject([
      { accountId: 'bolt', upside: eur('4990.00'), fit: null, designated: false, overlooked: true, benchmark: 'below' },
      { accountId: 'acme', upside: eur('1800.00'), maskedLoss: true, overlooked: false },
      { accountId: 'cork', upside: eur('900.00'), share: 0 },
    ]);
    await send('AssignOwner', 'acme', '2025-11-02', { employeeId: 'ann' });
    await send('EvaluateAccount', 'acme', '2025-11-03', { scores: SCORES });
    await send('EvaluateAccount', 'bolt', '2025-11-03', { scores: { ...SCORES, 'good-income': 1, 'sales-growth': 1, reputation: 1 } });
    await send('DesignateKeyAccount', 'acme', '2025-11-04', { kind: 'key', basis: 'potential', rationale: 'headroom' });
    await caughtUp();
    const [bolt, acme] = (await ask('/v1/wallets')).items;
    expect(acme).toMatchObject({ accountId: 'acme', fit: 1, designated: true, overlooked: false, upside: eur('1800.00') });
    expect(Number((bolt!['upside'] as { amount: string }).amount)).toBeCloseTo(4990 * (bolt!['fit'] as number), 2);
    expect(bolt).toMatchObject({ accountId: 'bolt', overlooked: true });
  });

  it('[46] tell in which market an account lives, and how it is grown there', async () => {
    const { ask, send, caughtUp } = product;
    await send('SetMarketRegime', 'acme', '2024-01-05', { regime: 'stagnant', growthPercent: 0 });
    await send('SetMarketRegime', 'acme', '2025-01-05', { regime: 'growing', growthPercent: 8 });
    await caughtUp();
    const market = async (query = '') => (await ask(`/v1/accounts/acme/wallet${query}`))['market'];
    expect(await market()).toMatchObject({ regime: 'growing', growthPercent: 8, play: 'growth-ride' });
    expect(await market('?asOf=2024-06-30')).toMatchObject({ regime: 'stagnant', play: 'share-take' });
    expect((await product.command('StartPlaybook', 'acme', '2025-11-05', { playbook: 'growth-ride' })).status).toBe(200);
  });

  it('[47, 48] tell where nothing is bought, how many buy more than one line by how satisfied they are, and how long accounts stay', async () => {
    const { ask, send, caughtUp } = product;
    await send('RecordSentiment', 'acme', '2025-11-05', { sentiment: 'very-positive' });
    await caughtUp();
    expect(await ask('/v1/white-space?accountId=acme')).toMatchObject({
      divisions: ['Linz', 'Ulm'],
      categories: ['pumps', 'valves'],
      rate: 0.5,
      whiteSpace: 2,
    });
    expect(await ask('/v1/white-space')).toMatchObject({
      divisions: ['acme', 'bolt'],
      rate: 0.75,
      crossSell: { accounts: 2, crossSold: 1, rate: 0.5 },
      crossSellBySatisfaction: [
        { key: 'no-opinion', accounts: 1, rate: 0 },
        { key: 'very-satisfied', accounts: 1, rate: 1 },
      ],
    });
    expect(await ask('/v1/account-survival')).toMatchObject({ accounts: 3, lost: 0, survival: [], medianDays: null });
    await send('DeclareLost', 'cork', '2024-01-02', { reasons: ['forgotten'] });
    await caughtUp();
    expect(await ask('/v1/account-survival')).toMatchObject({
      accounts: 3,
      lost: 1,
      survival: [{ time: 365, atRisk: 3, ended: 1, survival: expect.closeTo(2 / 3, 12) }],
      medianDays: null,
    });
  });

  it('[54: figure] show who else tries to win an account, and our share by rank where that is all that is known', async () => {
    const { ask, send, caughtUp } = product;
    await send('SightCompetitor', 'cork', '2025-05-01', { competitor: 'Vireo', threat: 'high', rank: 1, offer: 'Free service' });
    await send('SightCompetitor', 'cork', '2025-04-01', { competitor: 'Vireo', threat: 'low' });
    await send('SightCompetitor', 'cork', '2025-06-01', { competitor: 'Kappa', rank: 3, holdsAccount: true });
    await caughtUp();
    expect(await ask('/v1/accounts/cork/wallet')).toMatchObject({
      competitors: [
        { competitor: 'Kappa', sightings: 1, last: { holdsAccount: true } },
        { competitor: 'Vireo', sightings: 2, last: { threat: 'high', offer: 'Free service' } },
      ],
      byRank: { suppliers: 3, rank: 2, share: expect.closeTo(1 / 3, 10) },
    });
    expect((await ask('/v1/accounts/cork/wallet?asOf=2025-05-15'))['competitors']).toHaveLength(1);
  });
});
