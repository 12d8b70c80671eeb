import { addAmounts, type Amounts, amountsOf, minorOf, ratioOf, subtractAmounts } from '#libs/analytics/money.js';
import { type Day } from '#libs/kernel/message.js';
import { moneysOf, subtractMoney, toMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { compare } from '../customers.js';
import { type CostEntry } from '#libs/read-models/cost-to-serve/cost-to-serve.js';
import { type OrderEntry } from '#libs/read-models/order-book/order-book.js';

/** What one order earned. */
export interface OrderProfit {
  readonly accountId: string;
  readonly orderNumber: string;
  readonly on: Day;
  readonly net: Money;
  /** Net of what came back. */
  readonly kept: Money;
  readonly margin: Money;
  /** Margin ÷ what was kept; null where nothing was. */
  readonly marginRate: number | null;
}

/** Orders in a row, the latest among them, that earned less than nothing. */
export interface NegativeStreak {
  readonly orders: number;
  readonly since: Day | null;
  readonly orderNumbers: readonly string[];
}

/** What an account earns: its margins less what serving it cost, by currency. */
export interface ProfitFigures {
  readonly orders: number;
  /** Of how many of them the margin is known: the profit is no more complete than that. */
  readonly ordersWithMargin: number;
  readonly margin: readonly Money[];
  readonly costToServe: readonly Money[];
  readonly profit: readonly Money[];
  readonly lossMaking: number;
  readonly negativeStreak: NegativeStreak;
}

/** Order numbers that a streak names. */
const STREAK_MAX = 50;

/** The present margin of each order that has one, the latest order first. */
export const orderProfits = (orders: readonly OrderEntry[]): readonly OrderProfit[] =>
  orders
    .filter(({ margins }) => margins.length > 0)
    .toSorted((left, right) => compare(right.placedOn, left.placedOn) || compare(right.orderNumber, left.orderNumber))
    .map(({ accountId, orderNumber, placedOn: on, net, returned, margins }) => {
      const margin = margins.at(-1)!.value;
      const kept = returned.currency === net.currency ? subtractMoney(net, returned) : net;
      return { accountId, orderNumber, on, net, kept, margin, marginRate: ratioOf(toMinor(margin) ?? 0n, toMinor(kept) ?? 0n) ?? null };
    });

/** The sums over an account's orders and costs. */
export const profitFigures = (orders: readonly OrderEntry[], costs: readonly CostEntry[]): ProfitFigures => {
  const profits = orderProfits(orders);
  const margin = sumOf(profits.map(({ margin: earned }) => earned));
  const costToServe = sumOf(costs.map(({ cost }) => cost));
  const streak = profits.slice(
    0,
    firstThat(profits, (profit) => !isNegative(profit)),
  );
  return {
    orders: orders.length,
    ordersWithMargin: profits.length,
    margin: moneysOf(margin),
    costToServe: moneysOf(costToServe),
    profit: moneysOf(subtractAmounts(margin, costToServe)),
    lossMaking: profits.filter(isNegative).length,
    negativeStreak: {
      orders: streak.length,
      since: streak.at(-1)?.on ?? null,
      orderNumbers: streak.slice(0, STREAK_MAX).map(({ orderNumber }) => orderNumber),
    },
  };
};

const isNegative = ({ margin }: OrderProfit): boolean => minorOf(amountsOf(margin), margin.currency) < 0n;

const firstThat = <Item>(items: readonly Item[], holds: (item: Item) => boolean): number => {
  const index = items.findIndex(holds);
  return index === -1 ? items.length : index;
};

const sumOf = (moneys: readonly Money[]): Amounts => moneys.map(amountsOf).reduce<Amounts>(addAmounts, {});
