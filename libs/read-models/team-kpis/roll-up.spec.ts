import { describe, expect, it } from '@jest/globals';
import { type Counters, NOTHING } from './counters.js';
import { kpisOf, openPromises, rollUp } from './roll-up.js';
import { type Grouping, type KpiTotal } from './team-kpis.js';

const total = (by: Grouping, key: string, month: string, counters: Partial<Counters>): KpiTotal => ({
  kind: 'total',
  by,
  key,
  month,
  ...NOTHING,
  ...counters,
});

const MONTHS = [
  total('team', 'north', '2025-12', { netSalesMinor: { EUR: '100' } }),
  total('team', 'north', '2026-01', { netSalesMinor: { EUR: '50', USD: '7' }, orders: 1 }),
  total('team', 'north', '2026-03', { netSalesMinor: { EUR: '70' }, orders: 2 }),
  total('team', 'north', '2026-04', { netSalesMinor: { EUR: '60' } }),
  total('team', 'south', '2026-01', { netSalesMinor: { EUR: '1' } }),
  total('company', 'all', '2026-01', { netSalesMinor: { EUR: '51' } }),
];

describe('rolling months up', () => {
  it('sums months to quarters, one row a key and period, with the growth against the quarter before', () => {
    const rows = rollUp(MONTHS.toReversed(), { by: 'team', period: 'quarter' });
    expect(rows.map(({ key, period, counters, kpis }) => [key, period, counters.netSalesMinor['EUR'], kpis.netSalesGrowth])).toEqual([
      ['north', '2025-Q4', '100', { EUR: null }],
      ['north', '2026-Q1', '120', { EUR: 0.2, USD: null }],
      ['north', '2026-Q2', '60', { EUR: -0.5 }],
      ['south', '2026-Q1', '1', { EUR: null }],
    ]);
    expect(rows[1]?.counters).toMatchObject({ orders: 3, netSalesMinor: { EUR: '120', USD: '7' } });
  });

  it('gives months as they are and years as their sum', () => {
    expect(rollUp(MONTHS, { by: 'team', period: 'month' })).toHaveLength(5);
    const [before, year] = rollUp(MONTHS, { by: 'team', period: 'year' });
    expect([before?.period, year?.period, year?.counters.netSalesMinor['EUR']]).toEqual(['2025', '2026', '180']);
    expect(year?.kpis.netSalesGrowth['EUR']).toBeCloseTo(0.8, 12);
  });

  it('takes the promise-kept rate of what was settled: late is not kept', () => {
    const counters = { ...NOTHING, promisesMade: 9, promisesKeptInTime: 3, promisesKeptLate: 2, promisesBroken: 1, promiseDaysLate: 9 };
    expect(kpisOf(counters)).toMatchObject({ promiseKeptRate: 0.5, averageDaysLate: 4.5 });
    expect(kpisOf(NOTHING)).toEqual({
      netSalesAfterReturnsMinor: {},
      promiseKeptRate: null,
      averageDaysLate: null,
      executiveShare: null,
      netSalesGrowth: {},
    });
  });

  it('takes returns off, in the currency that they have', () => {
    const counters = { ...NOTHING, netSalesMinor: { EUR: '100' }, returnsMinor: { EUR: '30', USD: '5' } };
    expect(kpisOf(counters).netSalesAfterReturnsMinor).toEqual({ EUR: '70', USD: '-5' });
  });

  it('leaves open what was made and not settled, over everything', () => {
    const made = total('company', 'all', '2026-01', { promisesMade: 5 });
    const settled = total('company', 'all', '2026-07', { promisesKeptInTime: 1, promisesKeptLate: 1, promisesBroken: 1 });
    expect(openPromises([made, settled])).toBe(2);
  });
});
