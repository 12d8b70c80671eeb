/**
 * The part of the variance of a figure that lies between groups, 0…1: η² = SS between ÷ SS total of a one-way analysis of variance
 * (Fisher 1925). `undefined` for fewer than two groups or values, and where nothing varies. It says how much goes with the group, and not
 * that the group is its cause; small groups raise it by chance.
 */
export const varianceExplained = (groups: readonly (readonly number[])[]): number | undefined => {
  const filled = groups.filter((group) => group.length > 0);
  const values = filled.flat();
  const mean = meanOf(values);
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (filled.length < 2 || values.length < 2 || total === 0) return undefined;
  const between = filled.reduce((sum, group) => sum + group.length * (meanOf(group) - mean) ** 2, 0);
  return Math.min(1, between / total);
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
