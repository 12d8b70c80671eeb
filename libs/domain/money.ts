import { fromMinor as textOf, minorDigits, toMinor as parse } from '#libs/analytics/money.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Money } from './values.js';

/**
 * Whole minor units of an amount, `{ amount: '1265.5', currency: 'EUR' }` → 126550. `undefined` for what is no exact amount of the
 * currency: another form than a plain decimal, a fraction of a minor unit, more than 2^53 − 1 minor units, or no currency code.
 */
export const toMinor = (money: Money): number | undefined => {
  const minor = attempt(money);
  return typeof minor === 'number' ? minor : undefined;
};

/** The inverse of {@link toMinor}: always with all the decimals of the currency. @throws RangeError for what is no whole amount */
export const fromMinor = (minor: number, currency: string): Money => ({ amount: textOf(minor, currency), currency });

/** For people to read: `1265.50 EUR`. */
export const format = ({ amount, currency }: Money): string => `${amount} ${currency}`;

/** Refuses what {@link toMinor} does not know, and the wrong sign; a field that was left out passes. */
export const requireAmount = (
  money: Money | undefined,
  field: string,
  sign: 'any' | 'positive' | 'not-negative',
): Rejection<'INVALID_AMOUNT'> | undefined => {
  if (money === undefined) return undefined;
  const minor = attempt(money);
  if (typeof minor !== 'number')
    return reject('INVALID_AMOUNT', minor.message, `${field}/${isCurrency(money.currency) ? 'amount' : 'currency'}`);
  if ((sign === 'positive' && minor <= 0) || (sign === 'not-negative' && minor < 0)) {
    const bound = sign === 'positive' ? 'above zero' : 'zero or above';
    return reject(
      'INVALID_AMOUNT',
      `${format(money)} must be ${bound}: state how much it was, the command says in which direction.`,
      `${field}/amount`,
    );
  }
  return undefined;
};

/** A decider answers with values: what the mathematics throws becomes one. */
const attempt = ({ amount, currency }: Money): number | RangeError => {
  try {
    return parse(amount, currency);
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
};

const isCurrency = (code: string): boolean => {
  try {
    return minorDigits(code) >= 0;
  } catch {
    return false;
  }
};
