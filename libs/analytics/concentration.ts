import { ratioOf } from './money.js';

/**
 * Share of the whole that the `n` largest values have, 0…1; `undefined` where the values sum to nothing. Values are whole minor units.
 * Values at or below zero take no part. @throws RangeError for an `n` that is no whole number from 1 on
 */
export const topShare = (values: readonly bigint[], n: number): number | undefined => {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`The top ${n} cannot be named: ask for a whole number from 1 on.`);
  const positive = values.filter((value) => value > 0n).toSorted((left, right) => Number(right > left) - Number(right < left));
  return ratioOf(sumOf(positive.slice(0, n)), sumOf(positive));
};

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

/**
 * Herfindahl–Hirschman index of shares that sum to one: Σ s², from 1/N for N equal shares to 1 for a single one (Hirschman 1945, Herfindahl
 * 1950). `undefined` where there are none.
 */
export const herfindahl = (shares: readonly number[]): number | undefined =>
  shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share ** 2, 0);

/** How many equal shares would be as concentrated: 1 ÷ Σ s². `undefined` where there are none. */
export const effectiveNumber = (shares: readonly number[]): number | undefined => {
  const index = herfindahl(shares);
  return index === undefined || index === 0 ? undefined : 1 / index;
};
