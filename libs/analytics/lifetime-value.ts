/** How far ahead is looked, and how much less an amount is worth a year later. */
export interface LifetimeBounds {
  readonly horizonMonths: number;
  /** A share of one a year. */
  readonly discountRate: number;
}

/**
 * What a customer's purchases to come are worth today: of each month ahead the expected purchases × their expected value, discounted to
 * the middle of the month. The sum that Fader, Hardie & Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", Journal of
 * Marketing Research 42 (2005), take continuously, by months and up to a horizon. In the unit of `value`.
 * @param expectedWithin purchases that are expected within so many months from now on; it does not fall
 * @throws RangeError for a horizon without a month, or a rate of −100 % or less
 */
export const lifetimeValue = (
  expectedWithin: (months: number) => number,
  value: number,
  { horizonMonths, discountRate }: LifetimeBounds,
): number => {
  if (!Number.isInteger(horizonMonths) || horizonMonths < 1)
    throw new RangeError(`A horizon has whole months from 1 on: ${horizonMonths}.`);
  if (!(discountRate > -1)) throw new RangeError(`A rate of ${discountRate} leaves nothing to divide by.`);
  let [sum, before] = [0, 0];
  for (let month = 1; month <= horizonMonths; month += 1) {
    const until = expectedWithin(month);
    sum += ((until - before) * value) / (1 + discountRate) ** ((month - 0.5) / MONTHS_A_YEAR);
    before = until;
  }
  return sum;
};

const MONTHS_A_YEAR = 12;
