import { firstMonth, lastMonth, lengthOf, periodsFrom } from './calendar.js';
import { ratioOf } from './money.js';

/** What a customer spends on a category in a period, in whole minor units of one currency. */
export interface Spend {
  /** What it bought from us. */
  readonly ours: bigint;
  /** What it is known to have bought from others. */
  readonly others: bigint;
  /** All that it is estimated to spend. */
  readonly estimate: bigint;
  /** The bounds within which the estimate is believed; the estimate itself where none are told. */
  readonly low?: bigint;
  readonly high?: bigint;
}

/** The share of a wallet, 0…1 all of them, and what is left to be won. */
export interface WalletShare {
  readonly share: number;
  /** Ours of the larger bound of the estimate, and of the smaller one. */
  readonly low: number;
  readonly high: number;
  /** The wallet that the share is one of: the estimate, or what is known to be spent where that is more. */
  readonly wallet: bigint;
  /** Wallet × (1 − share): what the customer spends elsewhere. */
  readonly headroom: bigint;
  /** More is known to be spent than was estimated: the estimate is too low and wants to be made anew. */
  readonly overtaken: boolean;
}

/**
 * Share of wallet: ours ÷ all that the customer spends on the category in the period (Cooil, Keiningham, Aksoy & Hsu, "A Longitudinal
 * Analysis of Customer Satisfaction and Share of Wallet", Journal of Marketing 71, 2007). What is known to be spent is the least that a
 * wallet can hold, so that no share is above 1, whatever was estimated. Amounts below zero count as none; `undefined` where nothing is
 * spent. The interval is the estimate's: ours is exact.
 */
export const shareOfWallet = ({ ours: net, others, estimate, low = estimate, high = estimate }: Spend): WalletShare | undefined => {
  const ours = atLeastZero(net);
  const known = ours + atLeastZero(others);
  const [wallet, least, most] = [larger(estimate, known), larger(low, known), larger(high, known)];
  const share = ratioOf(ours, wallet);
  if (share === undefined) return undefined;
  const [lowest, highest] = [ratioOf(ours, larger(most, wallet)) ?? share, least > 0n && least < wallet ? ratioOf(ours, least) : share];
  return { share, low: lowest, high: highest ?? share, wallet, headroom: wallet - ours, overtaken: known > estimate };
};

/**
 * Wallet Allocation Rule: share of wallet from our rank among the suppliers that the customer uses, where nobody knows what it spends:
 * (1 − rank ÷ (N + 1)) × 2 ÷ N (Keiningham, Aksoy, Buoye & Cooil, "Customer Loyalty Isn't Enough. Grow Your Share of Wallet", Harvard
 * Business Review, October 2011). Over all ranks it sums to 1. Suppliers that tie have the mean of their ranks, so that halves are ranks.
 * @throws RangeError for a number of suppliers that is no whole number from 1 on, and for a rank that is not within 1…N
 */
export const walletAllocation = (rank: number, suppliers: number): number => {
  if (!Number.isInteger(suppliers) || suppliers < 1)
    throw new RangeError(`${suppliers} suppliers share no wallet: give a whole number from 1 on.`);
  if (!(rank >= 1 && rank <= suppliers))
    throw new RangeError(`There is no rank ${rank} among ${suppliers}: give one from 1 to ${suppliers}.`);
  return (1 - rank / (suppliers + 1)) * (2 / suppliers);
};

/** Sales and share of two periods of one length. */
export interface ShareMove {
  readonly salesBefore: bigint;
  readonly sales: bigint;
  readonly shareBefore: number;
  readonly share: number;
}

/** A masked loss: we sell more, and of what the customer spends we have less by more than a tolerance (0…1, a share of the wallet). */
export const isMaskedLoss = ({ salesBefore, sales, shareBefore, share }: ShareMove, tolerance = 0): boolean =>
  sales > salesBefore && shareBefore - share > tolerance;

/** How a share lies to the band that practice calls usual; bounds belong to the band. */
export const benchmarkOf = (share: number, { low, high }: { readonly low: number; readonly high: number }): 'below' | 'within' | 'above' =>
  share < low ? 'below' : share > high ? 'above' : 'within';

/**
 * What was spent in a period where amounts were told for it and for the periods within: the larger of what was told for the whole and of
 * the sum over its parts, so that a year that is told beside its quarters counts once, whichever of the two is less complete.
 */
export const spentIn = (period: string, told: (period: string) => bigint, fiscalYearStartsIn = 1): bigint => {
  const parts = partsOf(period, fiscalYearStartsIn).map((part) => spentIn(part, told, fiscalYearStartsIn));
  return larger(
    told(period),
    parts.reduce((sum, part) => sum + part, 0n),
  );
};

/** A year's quarters, a quarter's months. */
const partsOf = (period: string, fiscalYearStartsIn: number): readonly string[] => {
  const length = lengthOf(period);
  if (length === 'year') return ['Q1', 'Q2', 'Q3', 'Q4'].map((quarter) => `${period}-${quarter}`);
  return length === 'quarter' ? periodsFrom(firstMonth(period, fiscalYearStartsIn), lastMonth(period, fiscalYearStartsIn)) : [];
};

/** Whether one period lies within another, or is the same. */
export const liesWithin = (part: string, whole: string, fiscalYearStartsIn = 1): boolean =>
  firstMonth(part, fiscalYearStartsIn) >= firstMonth(whole, fiscalYearStartsIn)
  && lastMonth(part, fiscalYearStartsIn) <= lastMonth(whole, fiscalYearStartsIn);

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
const atLeastZero = (value: bigint): bigint => larger(value, 0n);
