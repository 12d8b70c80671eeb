import { calendarDaysBetween, shiftByDays } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type OrderEntry } from './order-book.js';

/** The day by which an order has to be there: what they require, else the lead time that we named; `undefined` where neither was said. */
export const dueOf = ({ requiredOn, leadTimeDays, on }: OrderEntry): Day | undefined =>
  requiredOn ?? (leadTimeDays === undefined ? undefined : shiftByDays(on, leadTimeDays));

/** Whether an order came in time; `undefined` where that cannot be said: no day was named, or it waits and is not late yet. */
export const inTimeOf = (order: OrderEntry, today: Day): boolean | undefined => {
  const due = dueOf(order);
  if (due === undefined) return undefined;
  if (order.status === 'delivered') return order.deliveredOn! <= due;
  return today > due ? false : undefined;
};

/** What is wrong with an order that waits. */
export interface Waiting {
  /** Days since the customer last heard of it: since it was placed, or since the last update. */
  readonly daysWithoutUpdate: number;
  /** It is past the day by which it has to be there, or so long without an update: the customer has to be told. */
  readonly owesUpdate: boolean;
  readonly daysOverdue: number;
}

/**
 * How an order that waits stands on a day. The customer is owed an update once `orderUpdateDays` have passed since the last one, or once the
 * order is due and nothing was said since that day. Nothing is owed of what is delivered.
 */
export const waitingOf = (order: OrderEntry, today: Day, orderUpdateDays: number): Waiting => {
  if (order.status === 'delivered') return { daysWithoutUpdate: 0, owesUpdate: false, daysOverdue: 0 };
  const { on, updatedOn, expectedOn } = order;
  const heardOn = updatedOn ?? on;
  const due = dueOf(order);
  // Whoever was told another day waits for that one.
  const counted = due === undefined || expectedOn === undefined ? due : expectedOn > due ? expectedOn : due;
  const daysWithoutUpdate = Math.max(0, calendarDaysBetween(heardOn, today));
  const isPast = counted !== undefined && today > counted && heardOn <= counted;
  return {
    daysWithoutUpdate,
    owesUpdate: isPast || daysWithoutUpdate >= orderUpdateDays,
    daysOverdue: due === undefined ? 0 : Math.max(0, calendarDaysBetween(due, today)),
  };
};
