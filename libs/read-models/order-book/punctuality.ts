import { proportion, type Proportion } from '#libs/analytics/proportion.js';
import { type Day } from '#libs/kernel/message.js';
import { inTimeOf, type OrderEntry } from './order-book.js';

/** How many orders came in time. */
export interface Deliveries {
  /** Of those of which it can be said: delivered, or late already, and a day was named. */
  readonly inTime: Proportion | null;
  /** Late orders one after the other up to the last that was due: a streak. */
  readonly lateStreak: number;
  /** By the month in which orders were placed, oldest first. */
  readonly months: readonly { readonly month: string; readonly inTime: Proportion }[];
}

/** On-time rate of deliveries; an order that is overdue counts against it before it comes. */
export const deliveriesOf = (orders: readonly OrderEntry[], today: Day): Deliveries => {
  const said = orders
    .flatMap((order) => {
      const inTime = inTimeOf(order, today);
      return inTime === undefined ? [] : [{ inTime, placedOn: order.placedOn }];
    })
    .toSorted((left, right) => (left.placedOn < right.placedOn ? -1 : left.placedOn > right.placedOn ? 1 : 0));
  const shareOf = (some: readonly { readonly inTime: boolean }[]) => proportion(some.filter(({ inTime }) => inTime).length, some.length);
  return {
    inTime: shareOf(said) ?? null,
    lateStreak: said.length - 1 - said.findLastIndex(({ inTime }) => inTime),
    months: [...Map.groupBy(said, ({ placedOn }) => placedOn.slice(0, 7))].map(([month, some]) => ({ month, inTime: shareOf(some)! })),
  };
};
