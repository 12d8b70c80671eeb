/**
 * The closest sequence that never falls, by weighted least squares: neighbours that are out of order are pooled to their weighted mean.
 * Pool-adjacent-violators: Ayer, Brunk, Ewing, Reid & Silverman (1955); Barlow et al., "Statistical Inference under Order Restrictions" (1972).
 * @throws RangeError for a weight that is not above zero
 */
export const isotonic = (values: readonly { readonly value: number; readonly weight: number }[]): readonly number[] => {
  const pools: { value: number; weight: number; length: number }[] = [];
  for (const { value, weight } of values) {
    if (!(weight > 0)) throw new RangeError(`A weight of ${weight} cannot be pooled: weights are above zero.`);
    let pool = { value, weight, length: 1 };
    for (let last = pools.at(-1); last !== undefined && last.value > pool.value; last = pools.at(-1)) {
      pools.pop();
      const both = last.weight + pool.weight;
      pool = { value: (last.value * last.weight + pool.value * pool.weight) / both, weight: both, length: last.length + pool.length };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ value, length }) => Array.from({ length }, () => value));
};
