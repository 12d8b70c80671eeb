import { ratioOf } from './money.js';
import { byValue, ranksIn, type Valued } from './segmentation.js';

/** A point of a curve; both are shares of one. */
export interface Point {
  /** Of the number of accounts. */
  readonly accounts: number;
  /** Of the value of all; above 1 where later accounts cost more than they bring. */
  readonly value: number;
}

/** Points of a curve unless told: one a per cent, and its beginning. */
const POINTS = 100;

/**
 * Cumulative share of the value, from the largest account on. For profits it is the whale curve: it rises above 1 and comes down by what
 * the last accounts lose (Kaplan & Narayanan, "Measuring and Managing Customer Profitability", 2001). Empty where all of it sums to
 * zero or below: a share of that says nothing.
 */
export const paretoCurve = (accounts: readonly Valued[], points = POINTS): readonly Point[] =>
  cumulative(accounts.toSorted(byValue), points);

/**
 * The Lorenz curve: cumulative share of the value, from the smallest account on; what is below zero counts as zero. Lorenz, "Methods of
 * Measuring the Concentration of Wealth" (1905).
 */
export const lorenzCurve = (accounts: readonly Valued[], points = POINTS): readonly Point[] =>
  cumulative(withoutLosses(accounts).toSorted(byValue).toReversed(), points);

/** The Gini coefficient, 0 (all the same) … below 1 (one has all), over values that are not negative; `undefined` where all are zero. */
export const giniOf = (accounts: readonly Valued[]): number | undefined => {
  const rising = withoutLosses(accounts).toSorted(byValue).toReversed();
  let [sum, weighted] = [0n, 0n];
  for (const [index, { value }] of rising.entries()) {
    sum += value;
    weighted += BigInt(index + 1) * value;
  }
  const n = BigInt(rising.length);
  return ratioOf(2n * weighted - (n + 1n) * sum, n * sum);
};

/** The first so many of a hundred accounts, a part of an account being a whole one. */
export const topOf = (accounts: readonly Valued[], share: number): ReadonlySet<string> =>
  new Set(
    accounts
      .toSorted(byValue)
      .slice(0, ranksIn(accounts.length, share))
      .map(({ id }) => id),
  );

const withoutLosses = (accounts: readonly Valued[]): readonly Valued[] =>
  accounts.map(({ id, value }) => ({ id, value: value > 0n ? value : 0n }));

const cumulative = (ordered: readonly Valued[], points: number): readonly Point[] => {
  const total = ordered.reduce((sum, { value }) => sum + value, 0n);
  if (total <= 0n) return [];
  const at = new Set(Array.from({ length: points + 1 }, (_, point) => Math.round((ordered.length * point) / points)));
  let sum = 0n;
  const curve: Point[] = [{ accounts: 0, value: 0 }];
  for (const [index, { value }] of ordered.entries()) {
    sum += value;
    if (at.has(index + 1)) curve.push({ accounts: (index + 1) / ordered.length, value: Number(sum) / Number(total) });
  }
  return curve;
};
