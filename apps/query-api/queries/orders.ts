import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Day } from '#libs/kernel/message.js';
import { dueOf, inTimeOf, orderBook, type OrderEntry, type Waiting, waitingOf } from '#libs/read-models/order-book/order-book.js';
import { type Listed } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { list } from '../list.js';
import { policyInForce } from '../policy-in-force.js';
import { reportingOf } from '../reporting.js';

/** An order, how it stands, and whether the customer has to be told. */
export type OrderLine = OrderEntry
  & Waiting & {
    readonly dueOn: Day | null;
    /** Null: it cannot be said, no day was named or it may still come in time. */
    readonly inTime: boolean | null;
  };

export type OrdersAnswer = Listed<OrderLine>;

/** Orders by the day on which they were placed, with what we owe of them. */
export const orders = list({
  name: 'Orders',
  path: '/v1/orders',
  summary: 'Orders by the day of their placing: delivered in time or waiting, and whether the customer is owed an update',
  readModel: orderBook,
  filters: { accountId: id, status: oneOf(['waiting', 'delivered']) },
  parameters: { owes: oneOf(['update', 'delivery']) },
  accountIn: 'accountId',
  prepare: async ({ sources, moment, until }) => ({
    closed: await closedAccounts(sources, moment),
    today: (await reportingOf(sources, moment, until)).today,
    orderUpdateDays: (await policyInForce(sources.store, 'promise', moment, until)).orderUpdateDays,
  }),
  // Nothing is owed of what was delivered.
  where: ({ parameters: { owes } }) => (owes === undefined ? {} : { status: 'waiting' }),
  sort: { field: 'placedOn' },
  item: (order, _, { today, orderUpdateDays, closed }): OrderLine => ({
    ...order,
    ...waitingOf(order, today, orderUpdateDays),
    ...(closed.has(order.accountId) ? { owesUpdate: false, daysOverdue: 0 } : {}),
    dueOn: dueOf(order) ?? null,
    inTime: inTimeOf(order, today) ?? null,
  }),
  keep: ({ owesUpdate, daysOverdue }: OrderLine, { parameters: { owes } }) =>
    owes === undefined || (owes === 'update' ? owesUpdate : daysOverdue > 0),
});
