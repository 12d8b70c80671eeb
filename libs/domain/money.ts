import {
  addAmounts,
  type Amounts,
  amountsOf,
  fromMinor as textOf,
  isCurrencyCode,
  minorOf,
  nearestCurrencies,
  negated,
  subtractAmounts,
  toMinor as parse,
} from '#libs/analytics/money.js';
import { type Money, type SalesBasis } from './values.js';

/**
 * Whole minor units of an amount, `{ amount: '1265.5', currency: 'EUR' }` → 126550n, at any size. `undefined` for what is no exact amount
 * of the currency: another form than a plain decimal, a fraction of a minor unit, or no currency code.
 */
export const toMinor = (money: Money): bigint | undefined => {
  try {
    return parse(money.amount, money.currency);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** The inverse of {@link toMinor}: always with all the decimals of the currency. */
export const fromMinor = (minor: bigint, currency: string): Money => ({ amount: textOf(minor, currency), currency });

/** The sum of two amounts of one currency, exact at any size; what is no exact amount counts as nothing. */
export const addMoney = (one: Money, other: Money): Money => fromMinor((toMinor(one) ?? 0n) + (toMinor(other) ?? 0n), one.currency);

/** What is left of an amount after another of the same currency; below zero where that is larger. */
export const subtractMoney = (one: Money, other: Money): Money => fromMinor((toMinor(one) ?? 0n) - (toMinor(other) ?? 0n), one.currency);

/** Below zero, zero or above, as the one amount is smaller than, as large as, or larger than the other of the same currency. */
export const compareMoney = (one: Money, other: Money): number => {
  const difference = (toMinor(one) ?? 0n) - (toMinor(other) ?? 0n);
  return Number(difference > 0n) - Number(difference < 0n);
};

/** Why a value is no currency that ISO 4217 books in, with what was most likely meant; `undefined` where it is one. */
export const currencyProblem = (value: unknown): string | undefined => {
  if (typeof value === 'string' && isCurrencyCode(value)) return undefined;
  const near = typeof value === 'string' ? nearestCurrencies(value) : [];
  return `must be the code of a currency of ISO 4217 such as EUR${near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`}`;
};

/** Sums by currency as money, in the order of the codes. */
export const moneysOf = (amounts: Amounts = {}): readonly Money[] =>
  Object.entries(amounts)
    .map(([currency, minor]) => fromMinor(BigInt(minor), currency))
    .toSorted((left, right) => (left.currency < right.currency ? -1 : 1));

/** For people to read: `1265.50 EUR`. */
export const format = ({ amount, currency }: Money): string => `${amount} ${currency}`;

/** All that could be sales, as sums: which of it is, says policy `reporting`. */
export interface Sold {
  /** Net of discounts. */
  readonly orders?: Amounts;
  /** What of orders was delivered. */
  readonly deliveries?: Amounts;
  /** Those of zero and above. */
  readonly invoices?: Amounts;
  /** Invoices below zero, as what was credited. */
  readonly creditNotes?: Amounts;
  readonly returns?: Amounts;
}

/** What was sold, what came back of it, and what is left: `net` is what "net sales" means everywhere. */
export interface Sales {
  readonly gross: Amounts;
  /** Returns; where sales are invoices, credit notes, which a return comes with. */
  readonly returns: Amounts;
  readonly net: Amounts;
}

/** What is taken off of sales of that kind: a return comes with a credit note where sales are invoices. */
const takenOff = (sold: Sold, basis: SalesBasis): Amounts | undefined => (basis === 'invoices' ? sold.creditNotes : sold.returns);

/** The sales in what was ordered, delivered and invoiced. */
export const salesOf = (sold: Sold, basis: SalesBasis): Sales => {
  const gross = sold[basis] ?? {};
  const returns = takenOff(sold, basis) ?? {};
  return { gross, returns, net: subtractAmounts(gross, returns) };
};

/** The net of {@link salesOf} alone: where nothing came back, as it mostly is, nothing is computed. */
export const netOf = (sold: Sold, basis: SalesBasis): Amounts => {
  const [gross = {}, returns] = [sold[basis], takenOff(sold, basis)];
  return returns === undefined ? gross : subtractAmounts(gross, returns);
};

/** An invoice is a credit note where it is below zero. */
export const soldBy = (kind: 'orders' | 'deliveries' | 'invoices' | 'returns', net: Money): Sold => {
  const amounts = amountsOf(net);
  return kind === 'invoices' && minorOf(amounts, net.currency) < 0n ? { creditNotes: negated(amounts) } : { [kind]: amounts };
};

export const NO_SALES: Sales = { gross: {}, returns: {}, net: {} };

/** The sum of two. */
export const addSales = (one: Sales, other: Sales): Sales => ({
  gross: addAmounts(one.gross, other.gross),
  returns: addAmounts(one.returns, other.returns),
  net: addAmounts(one.net, other.net),
});
