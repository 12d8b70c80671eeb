/** What is lost with an account, and how fast the others grow, in whole minor units of one currency. */
export interface Loss {
  /** Revenue of the account within twelve months. */
  readonly revenueMinor: bigint;
  /** Margin of the account within twelve months; absent: not known. */
  readonly marginMinor?: bigint;
  /** By how much the monthly revenue of all others grew from one month to the next, on average; below zero where it shrank. */
  readonly monthlyGrowthMinor: bigint;
}

export interface LossImpact {
  readonly revenueMinor: bigint;
  readonly marginMinor?: bigint;
  readonly revenueAMonthMinor: bigint;
  /** Months until the growth of the others has made up for what is lost each month; absent: it never does. */
  readonly monthsToRecover?: number;
  /** Revenue that is missing until then: L + (L − g) + … */
  readonly shortfallMinor?: bigint;
}

/**
 * What a loss does: the revenue and margin of a year, and the months until the others, growing as they did, make up for it. A straight
 * line and no forecast: what the others grow by is taken to go on.
 */
export const lossImpact = ({ revenueMinor, marginMinor, monthlyGrowthMinor: growth }: Loss): LossImpact => {
  const lost = revenueMinor / 12n;
  const impact = { revenueMinor, ...(marginMinor === undefined ? {} : { marginMinor }), revenueAMonthMinor: lost };
  if (lost <= 0n) return { ...impact, monthsToRecover: 0, shortfallMinor: 0n };
  if (growth <= 0n) return impact;
  const months = (lost + growth - 1n) / growth;
  return { ...impact, monthsToRecover: Number(months), shortfallMinor: months * lost - (growth * months * (months - 1n)) / 2n };
};

/**
 * The average step from one month to the next: the slope of the least-squares line through the months, in order, in whole minor units.
 * 0 for fewer than two months.
 */
export const monthlySlope = (months: readonly bigint[]): bigint => {
  const n = BigInt(months.length);
  if (n < 2n) return 0n;
  const sum = months.reduce((all, month) => all + month, 0n);
  const weighted = months.reduce((all, month, index) => all + BigInt(index) * month, 0n);
  const [indexes, squares] = [(n * (n - 1n)) / 2n, ((n - 1n) * n * (2n * n - 1n)) / 6n];
  return (n * weighted - indexes * sum) / (n * squares - indexes * indexes);
};
