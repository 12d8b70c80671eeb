import { describe, expect, it } from '@jest/globals';
import { penetrationOf, crossSellOf } from './penetration.js';
import { rankShareOf, standsFor, walletLines, type WalletFacts, type WalletReporting } from './shares.js';
import { upsideLines } from './upside.js';
import { judged } from './wishes.js';
import { type CompetitorPresence, type OrderLine, type WalletEstimate, type WalletSpend } from './wallet.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const policy = { benchmark: { low: 0.15, high: 0.25 }, maskedLossTolerance: 0 };
const reporting: WalletReporting & { readonly currency: string } = {
  fiscalYearStartsIn: 1,
  lastDay: '2026-06-30',
  currency: 'EUR',
  // A dollar is worth half a euro; no other currency has a rate.
  convert: (minor, from, to) => (from === to ? minor : from === 'USD' && to === 'EUR' ? minor / 2n : undefined),
};

const estimate = (period: string, amount: string, more: Partial<WalletEstimate> = {}): WalletEstimate => ({
  kind: 'estimate',
  accountId: 'acme',
  period,
  category: 'pumps',
  line: [{ value: { amount: eur(amount), method: 'survey' }, since: '2026-01-01T00:00:00.000Z' }],
  ...more,
});
const order = (on: string, amount: string, more: Partial<OrderLine> = {}): OrderLine => ({
  kind: 'order',
  accountId: 'acme',
  orderNumber: on,
  on,
  category: 'pumps',
  division: null,
  net: eur(amount),
  returned: null,
  margins: [],
  discountPercent: 0,
  ...more,
});
const spend = (period: string, amount: string, category: string | null = 'pumps'): WalletSpend => ({
  kind: 'spend',
  accountId: 'acme',
  period,
  category,
  competitor: 'Vireo',
  amount: eur(amount),
  since: '2026-01-01T00:00:00.000Z',
});
const lines = (facts: Partial<WalletFacts>) => walletLines({ estimates: [], spends: [], orders: [], ...facts }, policy, reporting);

describe('the lines of a wallet', () => {
  it('count what was ordered of the category in the period, net of returns, in the currency of the wallet', () => {
    const orders = [
      order('2025-03-01', '30.00', { returned: eur('10.00') }),
      order('2025-04-01', '20.00', { net: { amount: '20.00', currency: 'USD' } }),
      order('2025-05-01', '9.00', { net: { amount: '9.00', currency: 'GBP' } }),
      order('2025-06-01', '99.00', { category: 'valves' }),
      order('2024-12-31', '99.00'),
    ];
    expect(lines({ estimates: [estimate('2025', '120.00')], orders })).toMatchObject([
      { ours: eur('30.00'), share: 0.25, headroom: eur('90.00'), benchmark: 'within', complete: true, ordersWithoutRate: 1 },
    ]);
  });

  it('see a masked loss: more was sold, and less of the wallet; not before the period is over', () => {
    const estimates = [estimate('2024', '100.00'), estimate('2025', '300.00'), estimate('2026', '900.00')];
    const orders = [order('2024-03-01', '40.00'), order('2025-03-01', '60.00'), order('2026-03-01', '80.00')];
    expect(
      lines({ estimates, orders }).map(({ period, share, maskedLoss, previous }) => [period, share, maskedLoss, previous?.share]),
    ).toEqual([
      ['2026', expect.closeTo(0.0889, 4), null, 0.2],
      ['2025', 0.2, true, 0.4],
      ['2024', 0.4, null, undefined],
    ]);
  });

  it('take what competitors have once, whole or in parts, and what is known for the wallet where it is more', () => {
    const told = { estimates: [estimate('2025', '100.00')], orders: [order('2025-03-01', '60.00')] };
    const [line] = lines({ ...told, spends: [spend('2025', '50.00'), spend('2025-Q1', '30.00')] });
    expect(line).toMatchObject({ others: [{ competitor: 'Vireo', amount: eur('50.00') }], overtaken: true, share: 60 / 110 });
    const whole = {
      estimates: [estimate('2025', '200.00', { category: null })],
      spends: [spend('2025', '30.00'), spend('2025', '20.00', 'valves')],
    };
    expect(lines(whole)).toMatchObject([{ others: [{ amount: eur('50.00') }], share: 0 }]);
  });

  it('stand for an account by the latest period, and by everything where that is estimated', () => {
    const estimates = [estimate('2024', '1.00'), estimate('2025', '2.00'), estimate('2025', '9.00', { category: null })];
    expect(standsFor(lines({ estimates }), 1).map(({ estimate: told }) => told)).toEqual([eur('9.00')]);
    expect(standsFor(lines({ estimates: estimates.slice(0, 2) }), 1).map(({ estimate: told }) => told)).toEqual([eur('2.00')]);
  });
});

it('our share follows from our rank where all suppliers have one', () => {
  const rival = (competitor: string, rank?: number): CompetitorPresence => ({
    kind: 'competitor',
    accountId: 'acme',
    competitor,
    sightings: 1,
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: '2026-01-01T00:00:00.000Z',
    last: rank === undefined ? {} : { rank },
  });
  expect(rankShareOf([rival('Vireo', 1), rival('Kappa', 3)])).toEqual({ suppliers: 3, rank: 2, share: expect.closeTo(1 / 3, 12) });
  expect(rankShareOf([rival('Vireo', 1), rival('Kappa')])).toBeNull();
  expect(rankShareOf([])).toBeNull();
});

it('accounts stand by wallet × (1 − share) × fit; whoever is on top and no key account was overlooked', () => {
  const of = (accountId: string, wallet: string) => [accountId, lines({ estimates: [estimate('2025', wallet, { accountId })] })] as const;
  const standing = (accountId: string) => ({ fit: accountId === 'big' ? 0.1 : null, designated: accountId === 'key' });
  const ranked = upsideLines(new Map([of('big', '500.00'), of('good', '90.00'), of('key', '100.00')]), standing, reporting);
  expect(ranked.map(({ accountId, upside, overlooked }) => [accountId, upside.amount, overlooked])).toEqual([
    ['key', '100.00', false],
    ['good', '90.00', false],
    ['big', '50.00', false],
  ]);
  expect(upsideLines(new Map([of('good', '90.00')]), standing, reporting)).toMatchObject([{ overlooked: true, headroom: eur('90.00') }]);
});

describe('product lines × divisions', () => {
  const orders = [
    order('2026-01-01', '1', { division: 'Ulm' }),
    order('2026-02-01', '1', { division: 'Ulm' }),
    order('2026-02-01', '1', { division: 'Linz', category: 'valves' }),
    order('2026-02-01', '1', { category: null }),
  ];
  it('show what is bought, and where nothing is', () => {
    const { cells, rate, whiteSpace } = penetrationOf(orders, ['pumps', 'valves']);
    expect([rate, whiteSpace]).toEqual([0.5, 2]);
    expect(cells).toContainEqual({ division: 'Ulm', category: 'pumps', orders: 2, lastOrderOn: '2026-02-01' });
    expect(cells).toContainEqual({ division: 'Ulm', category: 'valves', orders: 0, lastOrderOn: null });
  });
  it('tell how many accounts buy more than one', () => {
    const others = order('2026-02-01', '1', { accountId: 'globex' });
    expect(crossSellOf([...orders, others], () => 'all')).toEqual([
      { key: 'all', accounts: 2, crossSold: 1, rate: 0.5, categoriesMean: 1.5 },
    ]);
  });
});

it('an order is held against what we want', () => {
  const wishes = { wantedCategories: ['pumps'], unwantedCategories: ['scrap'], netMin: 50, marginShareMin: 0.1, discountPercentMax: 15 };
  const margins = [{ value: eur('5.00'), since: '2026-01-01T00:00:00.000Z' }];
  const verdict = (more: Partial<OrderLine>, netIn: number | undefined = 100) => {
    const { verdict: told, because } = judged(order('2026-01-01', '100.00', more), wishes, netIn);
    return [told, ...because];
  };
  expect(verdict({})).toEqual(['wanted']);
  expect(verdict({ category: 'valves' })).toEqual(['neutral']);
  expect(verdict({ category: 'scrap', discountPercent: 20, margins }, 20)).toEqual(['unwanted', 'category', 'net', 'margin', 'discount']);
  expect(verdict({}, undefined)).toEqual(['wanted']);
});
