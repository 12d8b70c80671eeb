import { ratioOf } from './money.js';

/** What an account brought in each bucket of time, the earliest first, in whole minor units of one currency; zeros are told. */
export interface Series {
  readonly id: string;
  readonly buckets: readonly bigint[];
}

/** What an account brought in all, in whole minor units of one currency. */
export interface Valued {
  readonly id: string;
  readonly value: bigint;
}

export type AbcClass = 'A' | 'B' | 'C';
export type XyzClass = 'X' | 'Y' | 'Z';
/** A cell of the combined table: `AX`. */
export type Cell = `${AbcClass}${XyzClass}`;

export const ABC_CLASSES: readonly AbcClass[] = ['A', 'B', 'C'];
export const XYZ_CLASSES: readonly XyzClass[] = ['X', 'Y', 'Z'];
/** The nine cells, from the largest and most regular on. */
export const CELLS: readonly Cell[] = ABC_CLASSES.flatMap((abc) => XYZ_CLASSES.map((xyz): Cell => `${abc}${xyz}`));

/** Bounds of ABC: shares of one of the value of all, the first not above the second. */
export interface AbcBounds {
  readonly aBelow: number;
  readonly bBelow: number;
}

/** Bounds of XYZ: coefficients of variation, the first not above the second. */
export interface XyzBounds {
  readonly xMax: number;
  readonly yMax: number;
}

/** Digits of a bound that count: shares are compared as whole numbers, so that nothing is rounded at any size of the sums. */
const PARTS = 1_000_000n;

const partsOf = (share: number): bigint => BigInt(Math.round(share * Number(PARTS)));

/** The largest first; of equal ones the id that comes first. */
export const byValue = (left: Valued, right: Valued): number =>
  left.value === right.value ? Number(left.id > right.id) - Number(left.id < right.id) : left.value > right.value ? -1 : 1;

/** What a product of floating point may lie above the whole number that it stands for. */
const EPSILON = 1e-9;

/** The ranks that make up a share of so many accounts; a part of an account is a whole one. */
export const ranksIn = (accounts: number, share: number): number => Math.ceil(accounts * share - EPSILON);

/**
 * ABC analysis: accounts by descending value, A while the cumulative share before the account lies below `aBelow`, B while it lies below
 * `bBelow`, else C; what brought nothing or less is C and counts for nothing. So the account that crosses a bound still belongs to the
 * class above it, and a single account is A. Dickie, "ABC Inventory Analysis Shoots for Dollars, not Pennies" (1951), after Pareto.
 */
export const abcOf = (accounts: readonly Valued[], { aBelow, bBelow }: AbcBounds): ReadonlyMap<string, AbcClass> => {
  const total = accounts.reduce((sum, { value }) => (value > 0n ? sum + value : sum), 0n);
  const [a, b] = [partsOf(aBelow) * total, partsOf(bBelow) * total];
  let before = 0n;
  return new Map(
    accounts.toSorted(byValue).map(({ id, value }) => {
      const share = before * PARTS;
      if (value > 0n) before += value;
      return [id, value <= 0n ? 'C' : share < a ? 'A' : share < b ? 'B' : 'C'];
    }),
  );
};

/**
 * The coefficient of variation over full buckets: population standard deviation ÷ mean, without unit; buckets without anything count as
 * zeros. `undefined` where the mean is zero or below: nothing can be said to vary around it.
 * @throws RangeError for fewer than two buckets
 */
export const variationOf = (buckets: readonly bigint[]): number | undefined => {
  if (buckets.length < 2) throw new RangeError(`${buckets.length} buckets do not vary: take a longer window or shorter buckets.`);
  let sum = 0;
  for (const value of buckets) sum += Number(value);
  const mean = sum / buckets.length;
  if (mean <= 0) return undefined;
  let squares = 0;
  for (const value of buckets) squares += (Number(value) - mean) ** 2;
  return Math.sqrt(squares / buckets.length) / mean;
};

/** XYZ by the coefficient of variation: X up to `xMax`, Y up to `yMax`, else Z; what does not vary around anything is Z. */
export const xyzOf = (variation: number | undefined, { xMax, yMax }: XyzBounds): XyzClass =>
  variation === undefined || variation > yMax ? 'Z' : variation <= xMax ? 'X' : 'Y';

/** An account in the combined table. */
export interface Segmented {
  readonly id: string;
  readonly value: bigint;
  readonly abc: AbcClass;
  readonly xyz: XyzClass;
  readonly variation?: number;
}

/** ABC by the value of the whole window and XYZ by its buckets, the largest first. */
export const segmentsOf = (series: readonly Series[], bounds: AbcBounds & XyzBounds): readonly Segmented[] => {
  const valued = series.map(({ id, buckets }) => ({ id, buckets, value: buckets.reduce((sum, value) => sum + value, 0n) }));
  const classes = abcOf(valued, bounds);
  return valued.toSorted(byValue).map(({ id, buckets, value }) => {
    const variation = variationOf(buckets);
    return { id, value, abc: classes.get(id)!, xyz: xyzOf(variation, bounds), ...(variation === undefined ? {} : { variation }) };
  });
};

/** How many accounts stand in each cell. */
export const cellsOf = (segmented: readonly Pick<Segmented, 'abc' | 'xyz'>[]): Readonly<Record<Cell, number>> => {
  const counts = Object.fromEntries(CELLS.map((cell) => [cell, 0])) as Record<Cell, number>;
  for (const { abc, xyz } of segmented) counts[`${abc}${xyz}`] += 1;
  return counts;
};

/** A bar of a histogram: from `from` on, below `to`; the last one has no end. */
export interface Bar {
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
}

/** How variations are spread: bars of `width` from 0 on, the last of `bars` for everything above. What does not vary is left out. */
export const histogramOf = (variations: readonly (number | undefined)[], width = 0.25, bars = 13): readonly Bar[] => {
  const counts = Array.from({ length: bars }, () => 0);
  for (const variation of variations) {
    if (variation === undefined) continue;
    const bar = Math.min(bars - 1, Math.floor(variation / width));
    counts[bar] = counts[bar]! + 1;
  }
  return counts.map((count, index) => ({ from: index * width, to: index === bars - 1 ? null : (index + 1) * width, count }));
};

/** Sums months into buckets of so many, from the first month on; the last ones that make up no full bucket are left out. */
export const inBuckets = (months: readonly bigint[], size: number): readonly bigint[] =>
  Array.from({ length: Math.floor(months.length / size) }, (_, bucket) => {
    let sum = 0n;
    for (let month = bucket * size; month < (bucket + 1) * size; month += 1) sum += months[month]!;
    return sum;
  });

/** From one class to another one, or from and to none: an account that is new, or brought nothing any more. */
export interface Migration<Class extends string> {
  readonly from: Class | null;
  readonly to: Class | null;
  readonly count: number;
}

/** How classes have moved between two runs, and how stable they are: the share of the accounts in both that kept theirs. */
export const migrationOf = <Class extends string>(
  before: ReadonlyMap<string, Class>,
  after: ReadonlyMap<string, Class>,
): { readonly matrix: readonly Migration<Class>[]; readonly inBoth: number; readonly kept: number; readonly stability?: number } => {
  const counts = new Map<string, { readonly from: Class | null; readonly to: Class | null; count: number }>();
  const [both, kept] = [{ count: 0 }, { count: 0 }];
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [from, to] = [before.get(id) ?? null, after.get(id) ?? null];
    const entry = counts.get(`${from}|${to}`) ?? { from, to, count: 0 };
    entry.count += 1;
    counts.set(`${from}|${to}`, entry);
    if (from !== null && to !== null) both.count += 1;
    if (from !== null && from === to) kept.count += 1;
  }
  const order = (one: Class | null) => one ?? '~';
  const matrix = [...counts.values()].toSorted((left, right) =>
    `${order(left.from)}|${order(left.to)}` < `${order(right.from)}|${order(right.to)}` ? -1 : 1,
  );
  const stability = ratioOf(BigInt(kept.count), BigInt(both.count));
  return { matrix, inBoth: both.count, kept: kept.count, ...(stability === undefined ? {} : { stability }) };
};
