import { type BgNbd, expectedPurchases, fitBgNbd, probabilityAlive, type Purchases } from '#libs/analytics/bg-nbd.js';
import { daysBetween } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { correlation, expectedMean, fitGammaGamma, type GammaGamma } from '#libs/analytics/gamma-gamma.js';
import { type LifetimeBounds, lifetimeValue } from '#libs/analytics/lifetime-value.js';
import { nextPurchase, type NextPurchase } from '#libs/analytics/next-purchase.js';
import { type Day } from '#libs/kernel/message.js';
import { fromMinor, toMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Customer, orderDays } from '../customers.js';

const DAYS_A_WEEK = 7;
const WEEKS_A_YEAR = 365.25 / DAYS_A_WEEK;
const MONTHS_A_YEAR = 12;

/** The models of buying, fitted to all customers of the moment; weeks, and the minor unit of the reporting currency. */
export interface BuyingModels {
  /** Absent: too few customers bought, or nobody twice. */
  readonly bgNbd?: BgNbd & { readonly customers: number; readonly converged: boolean };
  readonly gammaGamma?: GammaGamma & {
    /** How often goes with how much: the model presumes that it does not. */ readonly correlation: number;
  };
}

/** What is to be expected of one customer's buying. */
export interface Buying {
  readonly accountId: string;
  readonly orderDays: number;
  readonly firstOn: Day | null;
  readonly lastOn: Day | null;
  /** It bought on one day only: the model says 1 of it by construction, so that nothing is said. */
  readonly oneTime: boolean;
  /** The probability that it has not left, by repeat buying; null where nothing can be said. */
  readonly probabilityAlive: number | null;
  /** Expected days with an order within the next twelve months; null as above. */
  readonly expectedOrders12m: number | null;
  /** Expected orders × the expected mean value of a day with orders; null where either is not known. */
  readonly expectedValue12m: Money | null;
  /** By its own intervals; null below two of them. */
  readonly next: NextPurchase | null;
}

/** What one customer is known to have bought by a day, in weeks since the first time; `undefined` before it. */
export const purchasesOf = (days: readonly Day[], today: Day): Purchases | undefined => {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const weeks = (to: Day) => daysBetween(first, to) / DAYS_A_WEEK;
  return { repeats: days.length - 1, lastAt: weeks(last), observed: weeks(today) };
};

/** Mean value of its days with orders, in whole minor units of the reporting currency, of the orders that a rate is known for. */
const spendingOf = ({ orders }: Customer, { currency, rates }: Reporting, today: Day): { purchases: number; mean: number } | undefined => {
  const byDay = new Map<Day, bigint>();
  for (const { placedOn: on, net } of orders) {
    if (on > today) continue;
    const minor = convertMinor(toMinor(net) ?? 0n, { from: net.currency, to: currency, on, reporting: currency }, rates);
    if (minor !== undefined) byDay.set(on, (byDay.get(on) ?? 0n) + minor);
  }
  const worth = [...byDay.values()].filter((minor) => minor > 0n);
  if (worth.length === 0) return undefined;
  return { purchases: worth.length, mean: Number(worth.reduce((sum, minor) => sum + minor, 0n)) / worth.length };
};

/** What a customer's purchases to come are worth today, in minor units of the reporting currency; `undefined` where either model is silent. */
export const lifetimeOf = (
  customer: Customer,
  { bgNbd, gammaGamma }: BuyingModels,
  today: Day,
  reporting: Reporting,
  bounds: LifetimeBounds,
): bigint | undefined => {
  const purchases = purchasesOf(orderDays(customer, today), today);
  const spending = spendingOf(customer, reporting, today);
  if (bgNbd === undefined || gammaGamma === undefined || purchases === undefined || purchases.repeats === 0 || spending === undefined)
    return undefined;
  const within = (months: number) => expectedPurchases(bgNbd, purchases, (months * WEEKS_A_YEAR) / MONTHS_A_YEAR);
  return BigInt(Math.round(lifetimeValue(within, expectedMean(gammaGamma, spending), bounds)));
};

/** Fits both models to all customers as they were on a day. */
export const buyingModels = (customers: readonly Customer[], today: Day, reporting: Reporting): BuyingModels => {
  const purchases = customers.flatMap((customer) => purchasesOf(orderDays(customer, today), today) ?? []);
  const spending = customers.flatMap((customer) => spendingOf(customer, reporting, today) ?? []).filter(({ purchases: x }) => x > 1);
  const fit = fitBgNbd(purchases);
  const value = fitGammaGamma(spending);
  return {
    ...(fit && { bgNbd: { ...fit.model, customers: fit.customers, converged: fit.converged } }),
    ...(value && { gammaGamma: { ...value, correlation: correlation(spending) } }),
  };
};

/** What is to be expected of a customer on a day. */
export const buyingOf = (customer: Customer, { bgNbd, gammaGamma }: BuyingModels, today: Day, reporting: Reporting): Buying => {
  const days = orderDays(customer, today);
  const purchases = purchasesOf(days, today);
  const oneTime = purchases?.repeats === 0;
  const isSaid = bgNbd !== undefined && purchases !== undefined && !oneTime;
  const expected = isSaid ? expectedPurchases(bgNbd, purchases, WEEKS_A_YEAR) : null;
  const spending = spendingOf(customer, reporting, today);
  const isWorth = expected !== null && gammaGamma !== undefined && spending !== undefined;
  return {
    accountId: customer.accountId,
    orderDays: days.length,
    firstOn: days[0] ?? null,
    lastOn: days.at(-1) ?? null,
    oneTime,
    probabilityAlive: isSaid ? probabilityAlive(bgNbd, purchases) : null,
    expectedOrders12m: expected,
    expectedValue12m: isWorth ? fromMinor(BigInt(Math.round(expected * expectedMean(gammaGamma, spending))), reporting.currency) : null,
    next: nextPurchase(days, today) ?? null,
  };
};
