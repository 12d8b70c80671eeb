import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toMinor } from './money.js';
import { abcOf, cellsOf, CELLS, histogramOf, inBuckets, migrationOf, segmentsOf, type Series, variationOf, xyzOf } from './segmentation.js';
import { tiersOf } from './tiers.js';

const values = (...amounts: readonly number[]) => amounts.map((value, index) => ({ id: `a${index}`, value: BigInt(value) }));
const ABC = { aBelow: 0.8, bBelow: 0.95 };
const XYZ = { xMax: 0.5, yMax: 1 };

describe('ABC', () => {
  it('classes by the share before the account, so that the one that crosses a bound is above it', () => {
    expect([...abcOf(values(5, 79, 10, 6), ABC)]).toEqual([
      ['a1', 'A'],
      ['a2', 'A'],
      ['a3', 'B'],
      ['a0', 'C'],
    ]);
    expect(abcOf(values(100), ABC).get('a0')).toBe('A');
    expect([...abcOf(values(80, 20), ABC).values()]).toEqual(['A', 'B']);
  });

  it('is C where nothing was brought, which counts for nothing', () => {
    expect([...abcOf(values(100, 0, -900), ABC).values()]).toEqual(['A', 'C', 'C']);
    expect([...abcOf(values(0, -1), ABC).values()]).toEqual(['C', 'C']);
  });

  it('breaks ties by the id, at any size and in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -5n, max: 9_007_199_254_740_993_000n }), { maxLength: 30 }), fc.nat(), (amounts, turn) => {
        const accounts = amounts.map((value, index) => ({ id: `a${String(index).padStart(2, '0')}`, value }));
        const turned = [...accounts.slice(turn % 30), ...accounts.slice(0, turn % 30)];
        expect(abcOf(turned, ABC)).toEqual(abcOf(accounts, ABC));
      }),
    );
  });
});

describe('XYZ', () => {
  it('is the population deviation over the mean, zeros included', () => {
    expect(variationOf([10n, 10n, 10n])).toBe(0);
    expect(variationOf([2n, 4n, 4n, 4n, 5n, 5n, 7n, 9n])).toBeCloseTo(0.4, 12);
    expect(variationOf([0n, 0n, 0n, 4n])).toBeCloseTo(Math.sqrt(3), 12);
  });

  it('says nothing where nothing is brought on the whole, and asks for more than one bucket', () => {
    expect(variationOf([0n, 0n])).toBeUndefined();
    expect(variationOf([5n, -9n])).toBeUndefined();
    expect(() => variationOf([5n])).toThrow(RangeError);
  });

  it('includes its upper bounds', () => {
    expect([0.5, 0.500_001, 1, 1.000_001, undefined].map((variation) => xyzOf(variation, XYZ))).toEqual(['X', 'Y', 'Y', 'Z', 'Z']);
  });

  it('puts months into full buckets only', () => {
    expect(inBuckets([1n, 2n, 3n, 4n, 5n, 6n, 7n], 3)).toEqual([6n, 15n]);
  });

  it('is shown as a histogram whose last bar has no end', () => {
    const bars = histogramOf([0, 0.24, 0.25, 9, undefined], 0.25, 3);
    expect(bars).toEqual([
      { from: 0, to: 0.25, count: 2 },
      { from: 0.25, to: 0.5, count: 1 },
      { from: 0.5, to: null, count: 1 },
    ]);
  });
});

describe('runs that follow one another', () => {
  it('tell who moved, who came and who went, and how many kept their class', () => {
    const before = new Map<string, string>(Object.entries({ a: 'AX', b: 'AX', c: 'BZ', gone: 'CZ' }));
    const after = new Map<string, string>(Object.entries({ a: 'AX', b: 'AZ', c: 'BZ', fresh: 'CZ' }));
    expect(migrationOf(before, after)).toEqual({
      matrix: [
        { from: 'AX', to: 'AX', count: 1 },
        { from: 'AX', to: 'AZ', count: 1 },
        { from: 'BZ', to: 'BZ', count: 1 },
        { from: 'CZ', to: null, count: 1 },
        { from: null, to: 'CZ', count: 1 },
      ],
      inBoth: 3,
      kept: 2,
      stability: 2 / 3,
    });
    expect(migrationOf(new Map(), after).stability).toBeUndefined();
  });
});

const DATA = process.env['RAPPORT_TEST_DATA'];
const onData = (file: string, sentence: string, test: (rows: readonly string[][]) => void): void => {
  const path = join(DATA ?? '', file);
  if (DATA !== undefined && existsSync(path)) {
    it(sentence, () =>
      test(
        readFileSync(path, 'utf8')
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.trimEnd().split(',')),
      ),
    );
  } else it(`not run: ${sentence} (RAPPORT_TEST_DATA names no folder with ${file})`, () => expect(true).toBe(true));
};

/** Customers of UCI Online Retail with what they bought, month by month; cancellations and what is not positive left out. */
const customersOf = (rows: readonly string[][], months: readonly string[] | undefined): readonly Series[] => {
  const all = months ?? [...new Set(rows.map(([, , at]) => at!.slice(0, 7)))].toSorted();
  const series = new Map<string, bigint[]>();
  for (const [, customer, at, , , amount, , cancelled] of rows) {
    const [month, value] = [all.indexOf(at!.slice(0, 7)), toMinor(amount!, 'GBP')];
    if (customer === '' || cancelled !== '0' || value <= 0n || month === -1) continue;
    const buckets = series.get(customer!) ?? all.map(() => 0n);
    buckets[month] = buckets[month]! + value;
    series.set(customer!, buckets);
  }
  return [...series].map(([id, buckets]) => ({ id, buckets }));
};
const YEAR = ['2010-12', ...Array.from({ length: 11 }, (_, month) => `2011-${String(month + 1).padStart(2, '0')}`)];

describe('the real data sets', () => {
  onData('uci-online-retail/invoices.csv', '31: UCI Online Retail, December 2010 to November 2011, has the published classes', (rows) => {
    const monthly = customersOf(rows, YEAR);
    expect(monthly).toHaveLength(4_297);
    const bounds = { ...ABC, ...XYZ };
    const byMonth = segmentsOf(monthly, bounds);
    const count = (abc: string) => byMonth.filter((account) => account.abc === abc).length;
    expect([count('A'), count('B'), count('C')]).toEqual([1_152, 1_457, 1_688]);
    const none = Object.fromEntries(CELLS.map((cell) => [cell, 0]));
    expect(cellsOf(byMonth)).toEqual({ ...none, AX: 34, AY: 273, AZ: 845, BY: 10, BZ: 1_447, CZ: 1_688 });
    const quarterly = monthly.map(({ id, buckets }) => ({ id, buckets: inBuckets(buckets, 3) }));
    expect(cellsOf(segmentsOf(quarterly, bounds))).toEqual({
      AX: 373,
      AY: 445,
      AZ: 334,
      BX: 61,
      BY: 307,
      BZ: 1_089,
      CX: 1,
      CY: 26,
      CZ: 1_661,
    });
    // The textbook's bounds put every real account in Z.
    expect(cellsOf(segmentsOf(monthly, { ...ABC, xMax: 0.1, yMax: 0.25 }))).toMatchObject({ AX: 0, AY: 0, AZ: 1_152 });
  });

  const sums = (series: readonly Series[]) =>
    series.map(({ id, buckets }) => ({ id, value: buckets.reduce((sum, value) => sum + value, 0n) }));
  const percent = (share: number | undefined) => (share! * 100).toFixed(3);

  onData('uci-online-retail/invoices.csv', '20, 21: UCI Online Retail has its published tiers', (rows) => {
    const { tiers } = tiersOf(sums(customersOf(rows, undefined)), { coreShare: 0.05, secondShare: 0.25 });
    expect(tiers.map(({ accounts, share }) => [accounts, percent(share)])).toEqual([
      [217, '50.378'],
      [868, '28.751'],
      [3_253, '20.871'],
    ]);
  });

  onData('maven-crm/sales_pipeline.csv', '20: the first 5 % of the Maven accounts bring 12.1 % only', (rows) => {
    const won = Map.groupBy(
      rows.filter(([, , , , stage]) => stage === 'Won'),
      ([, , , account]) => account!,
    );
    const accounts = [...won].map(([id, deals]) => ({ id, value: deals.reduce((sum, deal) => sum + BigInt(deal[7]!), 0n) }));
    expect(accounts).toHaveLength(85);
    const [core] = tiersOf(accounts, { coreShare: 0.05, secondShare: 0.25 }).tiers;
    expect([core!.accounts, percent(core!.share)]).toEqual([5, '12.094']);
  });
});
