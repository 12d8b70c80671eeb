import { describe, expect, it } from '@jest/globals';
import { giniOf, lorenzCurve, paretoCurve, topOf } from './pareto.js';
import { promisingOf, type Tier, tiersOf, trendOf } from './tiers.js';

const values = (...amounts: readonly number[]) =>
  amounts.map((value, index) => ({ id: `a${String(index).padStart(2, '0')}`, value: BigInt(value) }));
const twenty = values(...Array.from({ length: 20 }, (_, index) => 20 - index));
const bounds = { coreShare: 0.05, secondShare: 0.25 };

describe('tiers', () => {
  it('20, 21: are ranks among those that brought something, with what each tier brings', () => {
    const { tierOf, tiers } = tiersOf([...twenty, { id: 'none', value: 0n }], bounds);
    expect(tiers.map(({ tier, accounts, value }) => [tier, accounts, value])).toEqual([
      ['core', 1, 20n],
      ['second', 4, 70n],
      ['rest', 16, 120n],
    ]);
    expect(tierOf.get('a00')).toBe('core');
    expect(tierOf.get('a04')).toBe('second');
    expect(tierOf.get('none')).toBe('rest');
    expect(tiersOf(values(0), bounds).tiers.map(({ share }) => share)).toEqual([undefined, undefined, undefined]);
  });

  it('22: a trend is a slope relative to the mean, and how well a line fits', () => {
    expect(trendOf([10n, 20n, 30n, 40n])).toEqual({ slope: 0.4, fit: 1 });
    expect(trendOf([40n, 30n, 20n, 10n])).toEqual({ slope: -0.4, fit: 1 });
    expect(trendOf([5n, 5n, 5n])).toEqual({ slope: 0, fit: 0 });
    expect(trendOf([1n, 2n])).toBeUndefined();
    expect(trendOf([0n, 0n, 0n])).toBeUndefined();
  });

  it('22: promising are accounts of the lowest tier that rise steadily, the steepest first', () => {
    const series = Object.entries({
      core: [100, 200, 300],
      steady: [10, 20, 30],
      steeper: [1, 5, 9],
      jumpy: [1, 90, 20],
      falling: [9, 5, 1],
    }).map(([id, buckets]) => ({ id, buckets: buckets.map(BigInt) }));
    const tierOf = new Map<string, Tier>(series.map(({ id }) => [id, id === 'core' ? 'core' : 'rest']));
    const found = promisingOf(series, tierOf, { slopeMin: 0.1, fitMin: 0.5 });
    expect(found.map(({ id, value }) => [id, value])).toEqual([
      ['steeper', 15n],
      ['steady', 60n],
    ]);
  });
});

describe('curves', () => {
  it('24: Pareto from the largest on; of profits it rises above all and comes down by the losses', () => {
    expect(paretoCurve(values(60, 30, 10), 3)).toEqual([
      { accounts: 0, value: 0 },
      { accounts: 1 / 3, value: 0.6 },
      { accounts: 2 / 3, value: 0.9 },
      { accounts: 1, value: 1 },
    ]);
    const whale = paretoCurve(values(120, -20), 2);
    expect(whale.map(({ value }) => value)).toEqual([0, 1.2, 1]);
    expect(paretoCurve(values(-5, 3))).toEqual([]);
  });

  it('24: Lorenz from the smallest on, and Gini between all the same and one that has all', () => {
    expect(lorenzCurve(values(60, 30, 10), 3).map(({ value }) => value)).toEqual([0, 0.1, 0.4, 1]);
    expect(giniOf(values(5, 5, 5, 5))).toBe(0);
    expect(giniOf(values(0, 0, 0, 8))).toBe(0.75);
    expect(giniOf(values(0, 0))).toBeUndefined();
  });

  it('has points at whole per cents, however many accounts', () => {
    const many = values(...Array.from({ length: 1_000 }, (_, index) => index));
    expect(paretoCurve(many)).toHaveLength(101);
    expect(lorenzCurve(many).at(-1)).toEqual({ accounts: 1, value: 1 });
  });

  it('names the first of a hundred, the first by id of equal ones', () => {
    expect([...topOf(values(1, 9, 9, 1, 1), 0.4)]).toEqual(['a01', 'a02']);
  });
});
