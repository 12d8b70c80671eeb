import { businessDayOf, dayIn, UTC } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { addMoney } from '#libs/domain/money.js';
import { type Credit, type Money } from '#libs/domain/values.js';

/** An order with what came back of it and what it earned. */
export interface OrderEntry {
  readonly kind: 'order';
  readonly accountId: string;
  readonly orderNumber: string;
  readonly on: Day;
  /** The day on which it was written down: what is asked of the past knows it from then on. */
  readonly knownOn: Day;
  readonly net: Money;
  readonly returned?: Money;
  /** What it was said to earn, from when on; the latest holds. */
  readonly margins: DatedLine<Money>;
  /** The day of the latest delivery. */
  readonly deliveredOn?: Day;
  readonly credit: Credit;
}

/** What serving an account cost in a month, as one fact told it. */
export interface CostEntry {
  readonly kind: 'cost';
  readonly accountId: string;
  readonly month: string;
  readonly cost: Money;
  readonly what?: string;
}

export type OrderBookEntry = OrderEntry | CostEntry;

type Ordered = Pick<CommerceEvents, 'OrderRecorded' | 'DeliveryRecorded' | 'ReturnRecorded' | 'MarginRecorded'>;
type Events = Ordered & Pick<CommerceEvents, 'CostToServeRecorded'>;

const keyOf = (event: Fact<Events>): string =>
  event.type === 'CostToServeRecorded' ? `${idOf(event.stream)}/cost/${event.id}` : `${idOf(event.stream)}/order/${event.data.orderNumber}`;

/** Every order of an account, one document each, and what serving it cost: when it buys, and what that earns. */
export const orderBook: Projection<OrderBookEntry, Events> = {
  name: 'order-book',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'accountId'],
    ['kind', 'on'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    OrderRecorded: (_, event) => ({
      kind: 'order',
      accountId: idOf(event.stream),
      orderNumber: event.data.orderNumber,
      on: businessDayOf(event),
      knownOn: dayIn(event.meta.zone ?? UTC, event.meta.recordedAt),
      net: event.data.net,
      margins: [],
      credit: event.data.credit,
    }),
    DeliveryRecorded: (order, event) => {
      if (order?.kind !== 'order') return order;
      const on = businessDayOf(event);
      return { ...order, deliveredOn: (order.deliveredOn ?? '') > on ? order.deliveredOn! : on };
    },
    ReturnRecorded: (order, { data: { net } }) =>
      order?.kind === 'order' ? { ...order, returned: order.returned === undefined ? net : addMoney(order.returned, net) } : order,
    MarginRecorded: (order, { data: { margin }, meta }) =>
      order?.kind === 'order' ? { ...order, margins: withValue(order.margins, margin, meta.occurredAt).slice(-MARGINS_MAX) } : order,
    CostToServeRecorded: (_, { stream, data: { month, cost, kind: what } }) => ({
      kind: 'cost',
      accountId: idOf(stream),
      month,
      cost,
      ...(what === undefined ? {} : { what }),
    }),
  },
};

/** Margins that one order keeps: the present one, and those that a correction falls back on. */
export const MARGINS_MAX = 20;
