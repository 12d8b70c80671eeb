import { businessDayOf, dayIn, UTC } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { calendarDaysBetween, shiftByDays } from '#libs/analytics/calendar.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { addMoney, compareMoney, fromMinor } from '#libs/domain/money.js';
import { type Credit, type Money } from '#libs/domain/values.js';

/** An order, how far it is delivered, when the customer was last told how it stands, what came back of it and what it earned. */
export interface OrderEntry {
  readonly accountId: string;
  readonly orderNumber: string;
  readonly placedAt: Instant;
  readonly placedOn: Day;
  /** The day on which it was written down: what is asked of the past knows it from then on. */
  readonly knownOn: Day;
  readonly net: Money;
  readonly requiredOn: Day | null;
  readonly leadTimeDays: number | null;
  readonly status: 'waiting' | 'delivered';
  readonly delivered: Money;
  /** The day of the latest delivery, of all of it once it is delivered; null: nothing was. */
  readonly deliveredOn: Day | null;
  /** When the customer was last told how it stands; null: never. */
  readonly updatedOn: Day | null;
  readonly updates: number;
  /** What was last said of when they may count on it. */
  readonly expectedOn: Day | null;
  readonly returned: Money;
  /** What it was said to earn, from when on; the latest holds. The latest {@link MARGINS_MAX}. */
  readonly margins: DatedLine<Money>;
  readonly credit: Credit;
}

/** Margins that one order keeps: the present one, and those that a correction falls back on. */
export const MARGINS_MAX = 20;

type Events = Pick<CommerceEvents, 'OrderRecorded' | 'DeliveryRecorded' | 'CustomerUpdateRecorded' | 'ReturnRecorded' | 'MarginRecorded'>;

/** Orders from the day on which they were placed to the day on which all of them was delivered, and what they earned. */
export const orderBook: Projection<OrderEntry, Events> = {
  name: 'order-book',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['placedOn'],
    ['status', 'placedOn'],
    ['accountId', 'placedOn'],
    ['accountId', 'status', 'placedOn'],
    ['credit.employeeId', 'placedOn'],
  ],
  keys: ({ stream, data }) => [`${idOf(stream)}/${data.orderNumber}`],
  on: {
    OrderRecorded: (_, event) => {
      const { orderNumber, net, requiredOn = null, leadTimeDays = null, credit } = event.data;
      return {
        accountId: idOf(event.stream),
        orderNumber,
        placedAt: event.meta.occurredAt,
        placedOn: businessDayOf(event),
        knownOn: dayIn(event.meta.zone ?? UTC, event.meta.recordedAt),
        net,
        requiredOn,
        leadTimeDays,
        status: 'waiting',
        delivered: fromMinor(0n, net.currency),
        deliveredOn: null,
        updatedOn: null,
        updates: 0,
        expectedOn: null,
        returned: fromMinor(0n, net.currency),
        margins: [],
        credit,
      };
    },
    DeliveryRecorded: (order, event) => order && delivered(order, event),
    // Rules keep a return in its order's currency; what an older log says otherwise is not taken off.
    ReturnRecorded: (order, { data: { net } }) =>
      order?.net.currency === net.currency ? { ...order, returned: addMoney(order.returned, net) } : order,
    MarginRecorded: (order, { data: { margin }, meta }) =>
      order && { ...order, margins: withValue(order.margins, margin, meta.occurredAt).slice(-MARGINS_MAX) },
    CustomerUpdateRecorded: (order, event) => {
      if (order === undefined) return undefined;
      const { expectedOn = order.expectedOn } = event.data;
      const on = businessDayOf(event);
      const isLatest = order.updatedOn === null || order.updatedOn <= on;
      return { ...order, updates: order.updates + 1, ...(isLatest ? { updatedOn: on, expectedOn } : {}) };
    },
  },
};

/** A delivery that says no amount is older than that field: it is taken for all of the order. */
const delivered = (order: OrderEntry, event: Fact<Events, 'DeliveryRecorded'>): OrderEntry => {
  const on = businessDayOf(event);
  const sum = event.data.net === undefined ? order.net : addMoney(order.delivered, event.data.net);
  const deliveredOn = order.deliveredOn === null || order.deliveredOn < on ? on : order.deliveredOn;
  return { ...order, delivered: sum, deliveredOn, status: compareMoney(sum, order.net) >= 0 ? 'delivered' : 'waiting' };
};

/** The day by which an order has to be there: what they require, else the lead time that we named; `undefined` where neither was said. */
export const dueOf = ({ requiredOn, leadTimeDays, placedOn }: OrderEntry): Day | undefined =>
  requiredOn ?? (leadTimeDays === null ? undefined : shiftByDays(placedOn, leadTimeDays));

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
  const { placedOn, updatedOn, expectedOn } = order;
  const heardOn = updatedOn ?? placedOn;
  const due = dueOf(order);
  // Whoever was told another day waits for that one.
  const counted = due === undefined || expectedOn === null ? due : expectedOn > due ? expectedOn : due;
  const daysWithoutUpdate = Math.max(0, calendarDaysBetween(heardOn, today));
  const isPast = counted !== undefined && today > counted && heardOn <= counted;
  return {
    daysWithoutUpdate,
    owesUpdate: isPast || daysWithoutUpdate >= orderUpdateDays,
    daysOverdue: due === undefined ? 0 : Math.max(0, calendarDaysBetween(due, today)),
  };
};
