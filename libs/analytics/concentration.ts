/**
 * Share of the whole that the `n` largest values have, 0…1; `undefined` where the values sum to nothing.
 * Values at or below zero take no part. @throws RangeError for an `n` that is no whole number from 1 on
 */
export const topShare = (values: readonly number[], n: number): number | undefined => {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`The top ${n} cannot be named: ask for a whole number from 1 on.`);
  const positive = values.filter((value) => value > 0).toSorted((left, right) => right - left);
  const whole = positive.reduce((sum, value) => sum + value, 0);
  return whole === 0 ? undefined : positive.slice(0, n).reduce((sum, value) => sum + value, 0) / whole;
};
