import { type Days, lastDayOf, monthOf } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { addSales, NO_SALES, type Sales, salesOf, type Sold } from '#libs/domain/money.js';
import { type SalesBasis } from '#libs/domain/values.js';
import { add, type Counters, type DailyCounters } from './counters.js';
import { type Reporting } from './reporting.js';

/** Figures of one month, day by day. */
export interface Daily {
  readonly month: string;
  readonly days: DailyCounters;
}

/** An amount in one currency, and what could not be converted because no rate is known for its day. */
export interface Converted {
  readonly minor: bigint;
  readonly withoutRate: Amounts;
}

/** The sales in counters of one month, by what sales are in it. */
const salesInMonth = (counters: Counters, basis: SalesBasis): Sales => {
  const known = salesByCounters[basis].get(counters);
  if (known) return known;
  const sales = salesOf(soldIn(counters), basis);
  salesByCounters[basis].set(counters, sales);
  return sales;
};

/** Counters of whole months are kept (see `wholeMonth`), so their sales are. */
const salesByCounters: Readonly<Record<SalesBasis, WeakMap<Counters, Sales>>> = {
  orders: new WeakMap(),
  deliveries: new WeakMap(),
  invoices: new WeakMap(),
};

/** What counters say that was sold. */
export const soldIn = (counters: Counters): Sold => {
  const { ordersMinor, deliveriesMinor, invoicesMinor, creditNotesMinor, returnsMinor } = counters;
  return {
    ...(ordersMinor && { orders: ordersMinor }),
    ...(deliveriesMinor && { deliveries: deliveriesMinor }),
    ...(invoicesMinor && { invoices: invoicesMinor }),
    ...(creditNotesMinor && { creditNotes: creditNotesMinor }),
    ...(returnsMinor && { returns: returnsMinor }),
  };
};

/** The counters of all documents, of the days that lie in a range. */
export const sumIn = (documents: readonly Daily[], days: Days): Counters =>
  inRange(documents, days).reduce<Counters>((sum, document) => add(sum, countersIn(document, days)), {});

/** The sales of all documents, of the days that lie in a range. */
export const salesIn = (documents: readonly Daily[], days: Days, { basisOf }: Pick<Reporting, 'basisOf'>): Sales =>
  inRange(documents, days)
    .map((document) => salesInMonth(countersIn(document, days), basisOf(document.month)))
    .reduce((sum, sales) => (sum === NO_SALES ? sales : addSales(sum, sales)), NO_SALES);

/** Net or gross sales in the reporting currency, each day's converted by the rates of that day and rounded. */
export const convertedIn = (documents: readonly Daily[], days: Days, of: 'net' | 'gross', reporting: Reporting): Converted => {
  const { currency: to, rates, basisOf } = reporting;
  let minor = 0n;
  let withoutRate: Amounts = {};
  for (const { month, days: daily } of inRange(documents, days)) {
    for (const [day, counters] of Object.entries(daily)) {
      if (!lies(`${month}-${day}`, days)) continue;
      for (const [from, amount] of Object.entries(salesInMonth(counters, basisOf(month))[of])) {
        const converted = convertMinor(BigInt(amount), { from, to, on: `${month}-${day}`, reporting: to }, rates);
        if (converted === undefined) withoutRate = addAmounts(withoutRate, { [from]: amount });
        else minor += converted;
      }
    }
  }
  return { minor, withoutRate };
};

const inRange = (documents: readonly Daily[], { from, to }: Days): readonly Daily[] =>
  documents.filter(({ month }) => month >= monthOf(from) && month <= monthOf(to));

const countersIn = ({ month, days }: Daily, range: Days): Counters => {
  if (range.from <= `${month}-01` && range.to >= lastDayOf(month)) return wholeMonth(days);
  return sumOf(Object.entries(days).flatMap(([day, counters]) => (lies(`${month}-${day}`, range) ? [counters] : [])));
};

/** The sum of a month is asked for many times: by its quarter, its year, and the twelve months of every period around. */
const wholeMonth = (days: DailyCounters): Counters => {
  const known = sums.get(days) ?? sumOf(Object.values(days));
  sums.set(days, known);
  return known;
};

const sums = new WeakMap<DailyCounters, Counters>();

const sumOf = (all: readonly Counters[]): Counters => all.reduce<Counters>(add, {});

const lies = (day: string, { from, to }: Days): boolean => from <= day && day <= to;
