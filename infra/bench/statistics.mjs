/** The arithmetic of the benchmarks: pure, and exact, because all samples are kept. */

/**
 * The smallest sample that at least this share of the samples does not exceed (nearest rank). `sorted` ascends.
 * @throws RangeError for no samples
 */
export const quantile = (sorted, share) => {
  if (sorted.length === 0) throw new RangeError('No samples: nothing was measured.');
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
};

const ascending = (values) => [...values].toSorted((a, b) => a - b);

/** Minimum, median and maximum of repetitions; the median of an even number is the lower one, which flatters nobody. */
export const spreadOf = (values) => {
  const sorted = ascending(values);
  return { min: quantile(sorted, 0), median: quantile(sorted, 0.5), max: quantile(sorted, 1) };
};

/** Latencies in milliseconds. */
export const latenciesOf = (samples) => {
  const sorted = ascending(samples);
  return {
    samples: sorted.length,
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    p999: quantile(sorted, 0.999),
    max: quantile(sorted, 1),
  };
};

/** So many a second. */
export const rateOf = ({ count, ms }) => (count * 1_000) / ms;

/** Microseconds of processor time that each took in the process of the benchmark; 0 where nobody looked. */
const cpuOf = ({ count, cpuMicros = 0 }) => cpuMicros / count;

/** Pairs of one run, ours beside raw: the spread of both rates, and of the ratio within each pair. */
export const comparisonOf = (pairs) => ({
  ours: spreadOf(pairs.map(({ ours }) => rateOf(ours))),
  raw: spreadOf(pairs.map(({ raw }) => rateOf(raw))),
  ratio: spreadOf(pairs.map(({ ours, raw }) => rateOf(ours) / rateOf(raw))),
  cpu: { ours: spreadOf(pairs.map(({ ours }) => cpuOf(ours))), raw: spreadOf(pairs.map(({ raw }) => cpuOf(raw))) },
});
