/**
 * Decimal text ⇄ whole minor units. Sums are made in minor units only, so no float ever rounds money.
 * The number of digits is a table and not `Intl`: stored sums must not change with the ICU data of a Node release, and CLDR gives
 * the digits that people print (HUF 0, IQD 0, IDR 0), not those that ISO 4217 books.
 */

/** Currencies whose minor unit is not a hundredth (ISO 4217, list one, 2024). */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Whole minor units by currency: `{ EUR: 126550 }`. */
export type Amounts = Readonly<Record<string, number>>;

/**
 * Digits after the point of a currency's minor unit: EUR 2, JPY 0, KWD 3.
 * @throws RangeError for anything but three capital letters
 */
export const minorDigits = (currency: string): number => {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Currency "${currency}" is no ISO 4217 code: use three capital letters, EUR.`);
  return DIGITS.get(currency) ?? 2;
};

/**
 * `toMinor('1265.50', 'EUR')` is 126550. Zeros beyond the minor unit are accepted, other digits are not.
 * @throws RangeError for text that is no plain decimal, for a fraction of a minor unit, and beyond ±(2^53 − 1)
 */
export const toMinor = (amount: string, currency: string): number => {
  const digits = minorDigits(currency);
  const [, sign, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined) throw new RangeError(`Amount "${amount}" is no decimal number: write it as 1265.50.`);
  if (/[1-9]/.test(fraction.slice(digits))) {
    throw new RangeError(`Amount ${amount} ${currency} has a fraction of a minor unit: ${currency} has ${digits} digits after the point.`);
  }
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  if (!Number.isSafeInteger(minor)) throw new RangeError(`Amount ${amount} ${currency} is too large to be summed exactly.`);
  return sign === '-' && minor !== 0 ? -minor : minor;
};

/**
 * `fromMinor(126550, 'EUR')` is `'1265.50'`; the inverse of {@link toMinor}.
 * @throws RangeError for a number that is no safe integer
 */
export const fromMinor = (minor: number, currency: string): string => {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is no whole number of minor units: sum integers only.`);
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

/** The sum of two sets of amounts, currency by currency; currencies are never mixed. */
export const addAmounts = (left: Amounts, right: Amounts): Amounts => {
  const sum: Record<string, number> = { ...left };
  for (const [currency, minor] of Object.entries(right)) sum[currency] = (sum[currency] ?? 0) + minor;
  return sum;
};

/** A money value as amounts, to be added: `{ EUR: 126550 }`. @throws RangeError as {@link toMinor} */
export const amountsOf = (money: { readonly amount: string; readonly currency: string }): Amounts => ({
  [money.currency]: toMinor(money.amount, money.currency),
});
