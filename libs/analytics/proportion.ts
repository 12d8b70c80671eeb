/** The two-sided 95 % quantile of the standard normal distribution. */
const Z_95 = 1.959_963_984_540_054;

/** Bounds of what is estimated, lower and upper. */
export type Interval = readonly [lower: number, upper: number];

/** So many of so many: a share with the interval in which the true one lies with 95 % confidence. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly interval: Interval;
}

/**
 * A share and its score interval: (p̂ + z²/2n ± z√(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), 0…1. Unlike the textbook's it holds for few
 * answers and for shares near 0 and 1. `undefined` where nobody was asked.
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
 * @throws RangeError for counts that are no whole numbers, or more than all
 */
export const proportion = (count: number, of: number): Proportion | undefined => {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(of) || count < 0 || count > of)
    throw new RangeError(`${count} of ${of} is no share: count whole numbers, and no more than all.`);
  return of === 0 ? undefined : { count, of, share: count / of, interval: wilson(count / of, of) };
};

const wilson = (share: number, of: number): Interval => {
  const z2 = Z_95 ** 2;
  const centre = share + z2 / (2 * of);
  const margin = Z_95 * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of ** 2));
  // At 0 and 1 the bound is exact, and rounding would leave a trace of it.
  const [lower, upper] = [(centre - margin) / (1 + z2 / of), (centre + margin) / (1 + z2 / of)];
  return [share === 0 ? 0 : lower, share === 1 ? 1 : upper];
};

/** How much larger one share is than another, with 95 % confidence; an interval without 0 is a difference that is more than chance. */
export interface Difference {
  readonly difference: number;
  readonly interval: Interval;
}

/**
 * The difference of two independent shares with its hybrid score interval: from the Wilson bounds of both,
 * d − √((p₁ − l₁)² + (u₂ − p₂)²) … d + √((u₁ − p₁)² + (p₂ − l₂)²). `undefined` where one of them is.
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), method 10.
 */
export const differenceOf = (one: Proportion | undefined, other: Proportion | undefined): Difference | undefined => {
  if (one === undefined || other === undefined) return undefined;
  const difference = one.share - other.share;
  const [[lower1, upper1], [lower2, upper2]] = [one.interval, other.interval];
  return {
    difference,
    interval: [
      difference - Math.hypot(one.share - lower1, upper2 - other.share),
      difference + Math.hypot(upper1 - one.share, other.share - lower2),
    ],
  };
};

/**
 * The interval of a difference of two shares of the same answers, promoters less detractors: (b − c)/(n + 2) with one of each added, ±
 * z√((p + q − (p − q)²)/(n + 2)), cut at −1 and 1. `undefined` where nobody answered.
 * D. G. Bonett, R. M. Price, "Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data", Journal of
 * Educational and Behavioral Statistics 37 (2012).
 */
export const netShareInterval = (more: number, less: number, of: number): Interval | undefined => {
  if (of === 0) return undefined;
  const [p, q] = [(more + 1) / (of + 2), (less + 1) / (of + 2)];
  const margin = Z_95 * Math.sqrt((p + q - (p - q) ** 2) / (of + 2));
  return [Math.max(-1, p - q - margin), Math.min(1, p - q + margin)];
};
