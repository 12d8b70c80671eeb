/**
 * Decimal text ⇄ whole minor units. Sums are made of whole minor units without a bound (BigInt), so that nothing ever rounds money;
 * where they are stored they are text, since JSON has no such number.
 */
import { CURRENCY_DIGITS } from './currencies.js';
import { nearest } from '#libs/kernel/nearest.js';

/** Whole minor units by currency, as text: `{ EUR: '126550' }`. A currency of which nothing is left has no entry. */
export type Amounts = Readonly<Record<string, string>>;

/**
 * Digits before the point of the largest single amount that is taken: 999,999,999,999,999 of any currency, some ten times what the
 * world earns in a year in euros. More is a slip of the keyboard. Sums have no such bound, nor do amounts in a log that is older.
 */
export const WHOLE_DIGITS_MAX = 15;

const DECIMAL = /^(-?)0*(\d+)(?:\.(\d+))?$/;

/** Digits of what is no currency of ISO 4217 but stands in logs that were written before that was asked. */
const DIGITS_OF_UNKNOWN = 2;

/** Whether a text is the code of a currency that ISO 4217 books in (gold, baskets and test codes are none). */
export const isCurrencyCode = (code: string): boolean => Object.hasOwn(CURRENCY_DIGITS, code);

/** Codes that a wrong one most likely meant, nearest first: `EUR` for `EUT`; none where nothing is near. */
export const nearestCurrencies = (code: string): readonly string[] => nearest(code, Object.keys(CURRENCY_DIGITS));

/**
 * Digits after the point of a currency's minor unit by ISO 4217: EUR 2, JPY 0, KWD 3.
 * @throws RangeError for anything but three capital letters
 */
export const minorDigits = (currency: string): number => {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Currency "${currency}" is no ISO 4217 code: use three capital letters, EUR.`);
  return isCurrencyCode(currency) ? CURRENCY_DIGITS[currency]! : DIGITS_OF_UNKNOWN;
};

/**
 * `toMinor('1265.50', 'EUR')` is 126550n, at any size. Zeros beyond the minor unit are accepted, other digits are not.
 * @throws RangeError for text that is no plain decimal, and for a fraction of a minor unit
 */
export const toMinor = (amount: string, currency: string): bigint => {
  const digits = minorDigits(currency);
  const [, sign, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined) throw new RangeError(`Amount "${amount}" is no decimal number: write it as 1265.50.`);
  if (/[1-9]/.test(fraction.slice(digits))) {
    throw new RangeError(`Amount ${amount} ${currency} has a fraction of a minor unit: ${currency} has ${digits} digits after the point.`);
  }
  const minor = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return sign === '-' ? -minor : minor;
};

/** `fromMinor(126550n, 'EUR')` is `'1265.50'`; the inverse of {@link toMinor}. Takes an entry of {@link Amounts} as well. */
export const fromMinor = (minor: bigint | string, currency: string): string => {
  const digits = minorDigits(currency);
  const value = BigInt(minor);
  const text = String(value < 0n ? -value : value).padStart(digits + 1, '0');
  const sign = value < 0n ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

/** What is wrong with an amount that is given for the first time, and which part of it is to blame; `undefined` where nothing is. */
export const amountProblem = (
  amount: string,
  currency: string,
): { readonly part: 'amount' | 'currency'; readonly problem: string } | undefined => {
  if (!isCurrencyCode(currency)) return { part: 'currency', problem: currencyProblem(currency) };
  const wholeDigits = DECIMAL.exec(amount)?.[2]?.length ?? 0;
  if (wholeDigits > WHOLE_DIGITS_MAX) {
    const problem = `Amount ${amount.slice(0, 40)} ${currency} has ${wholeDigits} digits before the point, ${WHOLE_DIGITS_MAX} are the most: check its unit.`;
    return { part: 'amount', problem };
  }
  try {
    toMinor(amount, currency);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return { part: 'amount', problem: error.message };
    throw error;
  }
};

/** Why a text is no currency, with what was most likely meant. */
export const currencyProblem = (code: string): string => {
  const near = nearestCurrencies(code);
  const hint = near.length === 0 ? 'use one of its codes, such as EUR' : `did you mean ${near.join(' or ')}?`;
  return `Currency "${code.slice(0, 40)}" is none that ISO 4217 books in: ${hint}`.replace(/([^?])$/, '$1.');
};

/** The sum of two sets of amounts, currency by currency; currencies are never mixed. */
export const addAmounts = (left: Amounts, right: Amounts): Amounts => {
  const sum: Record<string, string> = { ...left };
  for (const [currency, minor] of Object.entries(right)) {
    const total = BigInt(sum[currency] ?? 0) + BigInt(minor);
    if (total === 0n) delete sum[currency];
    else sum[currency] = String(total);
  }
  return sum;
};

/** What is left of the one without the other. */
export const subtractAmounts = (left: Amounts, right: Amounts): Amounts => addAmounts(left, negated(right));

/** The same amounts with the other sign. */
export const negated = (amounts: Amounts): Amounts =>
  Object.fromEntries(Object.entries(amounts).map(([currency, minor]) => [currency, String(-BigInt(minor))]));

/** Whole minor units of one currency; 0n where there is no entry. */
export const minorOf = (amounts: Amounts, currency: string): bigint => BigInt(amounts[currency] ?? 0);

/** A money value as amounts, to be added: `{ EUR: '126550' }`. @throws RangeError as {@link toMinor} */
export const amountsOf = ({ amount, currency }: { readonly amount: string; readonly currency: string }): Amounts =>
  addAmounts({}, { [currency]: String(toMinor(amount, currency)) });

/**
 * Part ÷ whole at any size of both; `undefined` where there is nothing to divide by. Both are rounded to the 53 bits of a number before
 * they are divided, so the relative error is below 4 · 10⁻¹⁶: none that a percentage shows.
 */
export const ratioOf = (part: bigint, whole: bigint): number | undefined => (whole === 0n ? undefined : Number(part) / Number(whole));
