import { minorDigits } from './money.js';

/** From a day on, one unit of `from` is worth `rate` units of `to`. */
export interface ExchangeRate {
  readonly from: string;
  readonly to: string;
  /** A decimal above zero, as text: `1.0842`. */
  readonly rate: string;
  readonly validOn: string;
}

/** Rates by pair, each line by day: what {@link convertMinor} looks in. */
export type ExchangeRates = ReadonlyMap<string, readonly ExchangeRate[]>;

/** Digits of a rate before and behind its point: enough for any pair of currencies, few enough to be read. */
export const RATE_DIGITS_MAX = 12;

const RATE = /^(\d+)(?:\.(\d+))?$/;

/** Why a text is no rate; `undefined` where it is one. */
export const rateProblem = (rate: string): string | undefined => {
  const [, whole, fraction = ''] = RATE.exec(rate) ?? [];
  if (whole === undefined) return `"${rate.slice(0, 40)}" is no rate: write a decimal number above zero, 1.0842.`;
  if (whole.length > RATE_DIGITS_MAX || fraction.length > RATE_DIGITS_MAX)
    return `A rate has at most ${RATE_DIGITS_MAX} digits before and ${RATE_DIGITS_MAX} behind its point: round it.`;
  return /[1-9]/.test(rate) ? undefined : 'A rate of 0 makes money into nothing: write what one unit is worth, above zero.';
};

/** Puts rates in the order in which they are looked up; what is no rate is left out. Of two of one pair and day the last given holds. */
export const exchangeRates = (rates: Iterable<ExchangeRate>): ExchangeRates => {
  const pairs = Map.groupBy(
    [...rates].filter(({ rate }) => rateProblem(rate) === undefined),
    ({ from, to }) => `${from}/${to}`,
  );
  return new Map([...pairs].map(([pair, line]) => [pair, line.toSorted((left, right) => compare(left.validOn, right.validOn))]));
};

/**
 * An amount in another currency by the rates of a day, in whole minor units, rounded half away from zero; `undefined` where no rate leads
 * there. A pair's rate is the latest at or before the day, told in either direction (of both, the later one; on one day, the direct one).
 * Where the pair has none, it goes through the reporting currency and through no other, and is rounded once.
 */
export const convertMinor = (
  minor: bigint,
  { from, to, on, reporting }: { readonly from: string; readonly to: string; readonly on: string; readonly reporting: string },
  rates: ExchangeRates,
): bigint | undefined => {
  if (from === to) return minor;
  const direct = ratioOn(rates, from, to, on);
  const crossed = direct ?? times(ratioOn(rates, from, reporting, on), ratioOn(rates, reporting, to, on));
  if (crossed === undefined) return undefined;
  const above = minor * crossed.above * 10n ** BigInt(minorDigits(to));
  return rounded(above, crossed.below * 10n ** BigInt(minorDigits(from)));
};

interface Ratio {
  readonly above: bigint;
  readonly below: bigint;
}

const ratioOn = (rates: ExchangeRates, from: string, to: string, on: string): Ratio | undefined => {
  const told = latest(rates.get(`${from}/${to}`), on);
  const reverse = latest(rates.get(`${to}/${from}`), on);
  if (told !== undefined && (reverse === undefined || told.validOn >= reverse.validOn)) return ratioOf(told.rate);
  if (reverse === undefined) return undefined;
  const { above, below } = ratioOf(reverse.rate);
  return { above: below, below: above };
};

const latest = (line: readonly ExchangeRate[] | undefined, on: string): ExchangeRate | undefined =>
  line?.findLast(({ validOn }) => validOn <= on);

const ratioOf = (rate: string): Ratio => {
  const [, whole = '', fraction = ''] = RATE.exec(rate) ?? [];
  return { above: BigInt(whole + fraction), below: 10n ** BigInt(fraction.length) };
};

const times = (one: Ratio | undefined, other: Ratio | undefined): Ratio | undefined =>
  one && other && { above: one.above * other.above, below: one.below * other.below };

/** Half away from zero, as invoices are rounded. */
const rounded = (above: bigint, below: bigint): bigint => {
  const size = above < 0n ? -above : above;
  const whole = (2n * size + below) / (2n * below);
  return above < 0n ? -whole : whole;
};

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
