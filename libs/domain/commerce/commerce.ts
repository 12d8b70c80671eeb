import { identityOf } from '#libs/kernel/command-identity.js';
import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Facet } from '#libs/kernel/decider.js';
import { type Fact } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit, ownerAt } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { addMoney, compareMoney, format, subtractMoney } from '../money.js';
import { type Ownership } from '../ownership/ownership.js';
import { type Money } from '../values.js';
import { creditOf, discountOf, requireAuthority } from './authority.js';
import { type CommerceCommands, type CommerceEvents } from './messages.js';
import { contradictionsOf, deliverable, happenedOn, type Order, placed, undelivered } from './order.js';

export interface Commerce {
  readonly orders: PersistentMap<string, Order>;
  /**
   * Numbers of deliveries, invoices and returns, each with its kind before it: `return:R-1`. They are the ledger's own, so that a number is
   * free again once its fact was withdrawn: what was told wrongly is told anew under the same one. So is the number of an order.
   */
  readonly numbers: PersistentMap<string, true>;
  /** What names the commands of facts that have no number: updates, costs, discounts, declined orders. */
  readonly commands: PersistentMap<string, true>;
}

export type CommerceCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'CURRENCY_MISMATCH'
  | 'ORDER_NUMBER_TAKEN'
  | 'DELIVERY_NUMBER_TAKEN'
  | 'INVOICE_NUMBER_TAKEN'
  | 'RETURN_NUMBER_TAKEN'
  | 'DELIVERY_EXCEEDS_ORDER'
  | 'RETURN_EXCEEDS_ORDER'
  | 'BEYOND_AUTHORITY';

interface Needs {
  readonly ownership: Ownership;
  readonly commerce: Commerce;
}

/**
 * What is said of an order counts for whom the order counts for; what is said of the account, for its owner at that time. That an order
 * which is named is there, and was placed by then, is looked up before (references.ts).
 */
export const commerce: Facet<'commerce', Commerce, CommerceCommands, CommerceEvents, CommerceCode, Needs> = {
  name: 'commerce',
  initial: { orders: PersistentMap.empty(), numbers: PersistentMap.empty(), commands: PersistentMap.empty() },
  decide: {
    RecordOrder: ({ occurredAt, data: { employeeId, ...order } }, { ownership, commerce: { orders } }, context) => {
      const { currency } = order.net;
      const refusal = requireCurrency(order.gross, currency, '/gross') ?? requireCurrency(order.freight, currency, '/freight');
      if (refusal) return refusal;
      if (orders.has(order.orderNumber)) {
        const detail = `Order ${order.orderNumber} is recorded already: numbers are unique in the account, check which order is meant.`;
        return reject('ORDER_NUMBER_TAKEN', detail, '/orderNumber');
      }
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'OrderRecorded', data: { ...order, credit } }] : credit;
    },

    RecordDelivery: ({ commandId, data }, { commerce: { orders, numbers } }) => {
      const { orderNumber, deliveryNumber = commandId } = data;
      const order = orders.get(orderNumber)!;
      if (numbers.has(`delivery:${deliveryNumber}`)) {
        return reject('DELIVERY_NUMBER_TAKEN', `Delivery ${deliveryNumber} is recorded already: check its number.`, '/deliveryNumber');
      }
      const { net = undelivered(order) } = data;
      const refusal = requireCurrency(net, order.net.currency, '/net') ?? requireUndelivered(order, orderNumber, net);
      return refusal ?? [{ type: 'DeliveryRecorded', data: { orderNumber, deliveryNumber, net, credit: order.credit } }];
    },

    RecordCustomerUpdate: (command, { commerce: { orders, commands } }) => {
      if (commands.has(identityOf(command))) return [];
      const { credit } = orders.get(command.data.orderNumber)!;
      return [{ type: 'CustomerUpdateRecorded', data: { ...command.data, credit } }];
    },

    RecordInvoice: ({ occurredAt, data }, { ownership, commerce: { orders, numbers } }, context) => {
      if (numbers.has(`invoice:${data.invoiceNumber}`)) {
        return reject('INVOICE_NUMBER_TAKEN', `Invoice ${data.invoiceNumber} is recorded already: check its number.`, '/invoiceNumber');
      }
      const order = data.orderNumber === undefined ? undefined : orders.get(data.orderNumber);
      const mismatch = order && requireCurrency(data.net, order.net.currency, '/net');
      if (mismatch) return mismatch;
      const credit = order?.credit ?? creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'InvoiceRecorded', data: { ...data, credit } }] : credit;
    },

    RecordReturn: ({ data }, { commerce: { orders, numbers } }) => {
      const order = orders.get(data.orderNumber)!;
      if (numbers.has(`return:${data.returnNumber}`)) {
        return reject('RETURN_NUMBER_TAKEN', `Return ${data.returnNumber} is recorded already: check its number.`, '/returnNumber');
      }
      const refusal = requireCurrency(data.net, order.net.currency, '/net') ?? requireNotReturned(order, data);
      return refusal ?? [{ type: 'ReturnRecorded', data: { ...data, credit: order.credit } }];
    },

    RecordMargin: ({ occurredAt, data }, { commerce: { orders } }) => {
      const { net, credit, margins } = orders.get(data.orderNumber)!;
      const mismatch = requireCurrency(data.margin, net.currency, '/margin');
      if (mismatch) return mismatch;
      const previous = valueAt(margins, occurredAt);
      if (previous === undefined) return [{ type: 'MarginRecorded', data: { ...data, credit } }];
      return compareMoney(previous, data.margin) === 0 ? [] : [{ type: 'MarginRecorded', data: { ...data, previous, credit } }];
    },

    RecordCostToServe: (command, { ownership, commerce: { commands } }, context) => {
      if (commands.has(identityOf(command))) return [];
      const { occurredAt, data } = command;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'CostToServeRecorded', data: { ...data, credit } }] : credit;
    },

    GrantDiscount: (command, { ownership, commerce: { commands } }, context) => {
      if (commands.has(identityOf(command))) return [];
      const { occurredAt, data } = command;
      const refusal = requireAuthority(discountOf(data.percent), data.grantedBy ?? ownerAt(ownership, occurredAt), context);
      return refusal ?? [{ type: 'DiscountGranted', data }];
    },

    GrantPaymentTerms: (command, { ownership, commerce: { commands } }, context) => {
      if (commands.has(identityOf(command))) return [];
      const { occurredAt, data } = command;
      const refusal = requireAuthority(creditOf(data.paymentDays), data.grantedBy ?? ownerAt(ownership, occurredAt), context);
      return refusal ?? [{ type: 'PaymentTermsGranted', data }];
    },

    /** The order need not be known: what is declined is rarely recorded. */
    DeclineOrder: (command, { commerce: { commands } }) =>
      commands.has(identityOf(command)) ? [] : [{ type: 'OrderDeclined', data: command.data }],
  },

  evolve: {
    OrderRecorded: (state, event) => {
      const { orderNumber, ...terms } = event.data;
      return { ...state, orders: state.orders.with(orderNumber, placed(terms, businessDayOf(event))) };
    },
    DeliveryRecorded: (state, event) => {
      const { orderNumber, deliveryNumber, net } = event.data;
      // An event that is older than the field says no amount: it is taken for all of the order.
      const told = happened(state, event, orderNumber, net, (order) => ({
        ...order,
        delivered: net === undefined ? order.net : addMoney(order.delivered, net),
      }));
      return { ...told, numbers: told.numbers.with(`delivery:${deliveryNumber}`, true) };
    },
    CustomerUpdateRecorded: (state, event) => byCommand(happened(state, event, event.data.orderNumber), event),
    InvoiceRecorded: (state, event) => {
      const { orderNumber, invoiceNumber, net } = event.data;
      const told = happened(state, event, orderNumber, net);
      return { ...told, numbers: told.numbers.with(`invoice:${invoiceNumber}`, true) };
    },
    ReturnRecorded: (state, event) => {
      const { orderNumber, returnNumber, net } = event.data;
      const told = happened(state, event, orderNumber, net, (order) => ({ ...order, returned: addMoney(order.returned, net) }));
      return { ...told, numbers: told.numbers.with(`return:${returnNumber}`, true) };
    },
    MarginRecorded: (state, event) => {
      const { orderNumber, margin } = event.data;
      return happened(state, event, orderNumber, margin, (order) => ({
        ...order,
        margins: withValue(order.margins, margin, event.meta.occurredAt),
      }));
    },
    CostToServeRecorded: byCommand,
    DiscountGranted: (state, event) => byCommand(happened(state, event, event.data.orderNumber), event),
    PaymentTermsGranted: byCommand,
    OrderDeclined: byCommand,
  },

  withdrawn: {
    CustomerUpdateRecorded: byCommand,
    CostToServeRecorded: byCommand,
    DiscountGranted: byCommand,
    PaymentTermsGranted: byCommand,
    OrderDeclined: byCommand,
  },
  invariants: ({ commerce: { orders } }) => orders.entries().flatMap(([orderNumber, order]) => contradictionsOf(orderNumber, order)),
};

const requireUndelivered = (order: Order, orderNumber: string, net: Money): Rejection<'DELIVERY_EXCEEDS_ORDER'> | undefined => {
  const left = deliverable(order);
  if (compareMoney(net, left) <= 0) return undefined;
  const detail = `A delivery of ${format(net)} exceeds order ${orderNumber}: ${format(left)} of it are not delivered; deliver at most that.`;
  return reject('DELIVERY_EXCEEDS_ORDER', detail, '/net');
};

const requireNotReturned = (
  order: Order,
  { orderNumber, net }: CommerceCommands['RecordReturn'],
): Rejection<'RETURN_EXCEEDS_ORDER'> | undefined => {
  const left = subtractMoney(order.net, order.returned);
  if (compareMoney(net, left) <= 0) return undefined;
  const detail = `A return of ${format(net)} exceeds order ${orderNumber}: ${format(left)} remain of it; return at most that.`;
  return reject('RETURN_EXCEEDS_ORDER', detail, '/net');
};

const requireCurrency = (money: Money | undefined, currency: string, field: string): Rejection<'CURRENCY_MISMATCH'> | undefined =>
  money === undefined || money.currency === currency
    ? undefined
    : reject('CURRENCY_MISMATCH', `${format(money)} is not in ${currency}, the currency of the order: convert it.`, `${field}/currency`);

/** A fact about an order, where it names one that is known. */
function happened(
  state: Commerce,
  event: Fact<CommerceEvents>,
  orderNumber: string | undefined,
  money?: Money,
  change: (order: Order) => Order = (order) => order,
): Commerce {
  const order = orderNumber === undefined ? undefined : state.orders.get(orderNumber);
  if (orderNumber === undefined || order === undefined) return state;
  return { ...state, orders: state.orders.with(orderNumber, happenedOn(change(order), businessDayOf(event), money)) };
}

/** A fact without a number is known by its command, also once it was withdrawn. */
function byCommand(state: Commerce, { meta }: Fact<CommerceEvents>): Commerce {
  return { ...state, commands: state.commands.with(identityOf(meta), true) };
}
