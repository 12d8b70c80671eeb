import { type Facet } from '#libs/kernel/decider.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { isMonth } from '#libs/kernel/calendar.js';
import { requireDay } from '../days.js';
import { requireOrder } from '../guards.js';
import { addMoney, compareMoney, format, fromMinor, requireAmount, subtractMoney } from '../money.js';
import { type Ownership } from '../ownership/ownership.js';
import { type Credit, type Money } from '../values.js';
import { type CommerceCommands, type CommerceEvents } from './messages.js';

export interface Order {
  readonly net: Money;
  /** In the order's currency, as what was returned. */
  readonly delivered: Money;
  readonly returned: Money;
  readonly credit: Credit;
  readonly margin?: Money;
}

export interface Commerce {
  readonly orders: PersistentMap<string, Order>;
  /**
   * Delivery, invoice and return numbers already used, each with its kind before it: `return:R-1`. Facts without a number of their own
   * (costs, discounts, declined orders) are known by the command that recorded them: `fact:<command id>`.
   */
  readonly numbers: PersistentMap<string, true>;
}

export type CommerceCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'INVALID_AMOUNT'
  | 'INVALID_DAY'
  | 'INVALID_MONTH'
  | 'INVALID_PERCENT'
  | 'CURRENCY_MISMATCH'
  | 'ORDER_NOT_FOUND'
  | 'ORDER_NUMBER_TAKEN'
  | 'DELIVERY_NUMBER_TAKEN'
  | 'INVOICE_NUMBER_TAKEN'
  | 'RETURN_NUMBER_TAKEN'
  | 'RETURN_EXCEEDS_ORDER';

interface Needs {
  readonly ownership: Ownership;
  readonly commerce: Commerce;
}

/** What is said of an order counts for whom the order counts for; what is said of the account, for its owner at that time. */
export const commerce: Facet<'commerce', Commerce, CommerceCommands, CommerceEvents, CommerceCode, Needs> = {
  name: 'commerce',
  initial: { orders: PersistentMap.empty(), numbers: PersistentMap.empty() },
  decide: {
    RecordOrder: ({ occurredAt, data: { employeeId, ...order } }, { ownership, commerce: { orders } }, context) => {
      const { currency } = order.net;
      const refusal =
        requireAmount(order.net, '/net', 'not-negative')
        ?? requireAmount(order.gross, '/gross', 'not-negative')
        ?? requireAmount(order.freight, '/freight', 'not-negative')
        ?? requireCurrency(order.gross, currency, '/gross')
        ?? requireCurrency(order.freight, currency, '/freight')
        ?? requireDay(order.requiredOn, '/requiredOn');
      if (refusal) return refusal;
      if (orders.has(order.orderNumber)) {
        const detail = `Order ${order.orderNumber} is recorded already: numbers are unique in the account, check which order is meant.`;
        return reject('ORDER_NUMBER_TAKEN', detail, '/orderNumber');
      }
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'OrderRecorded', data: { ...order, credit } }] : credit;
    },

    RecordDelivery: ({ commandId, data }, { commerce: state }) => {
      const { orderNumber, deliveryNumber = commandId } = data;
      const order = requireOrder(state, orderNumber);
      if (isRejection(order)) return order;
      if (state.numbers.has(`delivery:${deliveryNumber}`)) {
        return reject('DELIVERY_NUMBER_TAKEN', `Delivery ${deliveryNumber} is recorded already: check its number.`, '/deliveryNumber');
      }
      // A delivery says no amount: it is taken for all of the order that was not delivered before.
      const net = subtractMoney(order.net, order.delivered);
      return [{ type: 'DeliveryRecorded', data: { orderNumber, deliveryNumber, net, credit: order.credit } }];
    },

    RecordInvoice: ({ occurredAt, data }, { ownership, commerce: state }, context) => {
      const refusal = requireAmount(data.net, '/net', 'any');
      if (refusal) return refusal;
      const order = data.orderNumber === undefined ? undefined : requireOrder(state, data.orderNumber);
      if (order !== undefined && isRejection(order)) return order;
      if (state.numbers.has(`invoice:${data.invoiceNumber}`)) {
        return reject('INVOICE_NUMBER_TAKEN', `Invoice ${data.invoiceNumber} is recorded already: check its number.`, '/invoiceNumber');
      }
      const mismatch = order && requireCurrency(data.net, order.net.currency, '/net');
      if (mismatch) return mismatch;
      const credit = order?.credit ?? creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'InvoiceRecorded', data: { ...data, credit } }] : credit;
    },

    RecordReturn: ({ data }, { commerce: state }) => {
      const refusal = requireAmount(data.net, '/net', 'positive');
      if (refusal) return refusal;
      const order = requireOrder(state, data.orderNumber);
      if (isRejection(order)) return order;
      if (state.numbers.has(`return:${data.returnNumber}`)) {
        return reject('RETURN_NUMBER_TAKEN', `Return ${data.returnNumber} is recorded already: check its number.`, '/returnNumber');
      }
      return (
        requireCurrency(data.net, order.net.currency, '/net')
        ?? requireRemaining(order, data) ?? [{ type: 'ReturnRecorded', data: { ...data, credit: order.credit } }]
      );
    },

    RecordMargin: ({ data }, { commerce: state }) => {
      const refusal = requireAmount(data.margin, '/margin', 'any');
      if (refusal) return refusal;
      const order = requireOrder(state, data.orderNumber);
      if (isRejection(order)) return order;
      const mismatch = requireCurrency(data.margin, order.net.currency, '/margin');
      if (mismatch) return mismatch;
      const same = order.margin !== undefined && compareMoney(order.margin, data.margin) === 0;
      return same ? [] : [{ type: 'MarginRecorded', data: { ...data, credit: order.credit } }];
    },

    RecordCostToServe: ({ commandId, occurredAt, data }, { ownership, commerce: { numbers } }, context) => {
      const refusal = requireMonth(data.month) ?? requireAmount(data.cost, '/cost', 'not-negative');
      if (refusal) return refusal;
      if (numbers.has(`fact:${commandId}`)) return [];
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'CostToServeRecorded', data: { ...data, credit } }] : credit;
    },

    GrantDiscount: ({ commandId, data }, { commerce: state }) => {
      const refusal = requirePercent(data.percent);
      if (refusal) return refusal;
      const order = data.orderNumber === undefined ? undefined : requireOrder(state, data.orderNumber);
      if (order !== undefined && isRejection(order)) return order;
      return state.numbers.has(`fact:${commandId}`) ? [] : [{ type: 'DiscountGranted', data }];
    },

    /** The order need not be known: what is declined is rarely recorded. */
    DeclineOrder: ({ commandId, data }, { commerce: { numbers } }) =>
      numbers.has(`fact:${commandId}`) ? [] : [{ type: 'OrderDeclined', data }],
  },

  evolve: {
    OrderRecorded: (state, { data: { orderNumber, net, credit } }) => ({
      ...state,
      orders: state.orders.with(orderNumber, {
        net,
        delivered: fromMinor(0n, net.currency),
        returned: fromMinor(0n, net.currency),
        credit,
      }),
    }),
    DeliveryRecorded: (state, { data: { orderNumber, deliveryNumber } }) =>
      used(
        withOrder(state, orderNumber, (order) => ({ ...order, delivered: order.net })),
        `delivery:${deliveryNumber}`,
      ),
    InvoiceRecorded: (state, { data }) => used(state, `invoice:${data.invoiceNumber}`),
    ReturnRecorded: (state, { data: { returnNumber, orderNumber, net } }) =>
      used(
        withOrder(state, orderNumber, (order) => ({ ...order, returned: addMoney(order.returned, net) })),
        `return:${returnNumber}`,
      ),
    MarginRecorded: (state, { data: { orderNumber, margin } }) => withOrder(state, orderNumber, (order) => ({ ...order, margin })),
    CostToServeRecorded: (state, { meta }) => used(state, `fact:${meta.commandId}`),
    DiscountGranted: (state, { meta }) => used(state, `fact:${meta.commandId}`),
    OrderDeclined: (state, { meta }) => used(state, `fact:${meta.commandId}`),
  },
};

/** What is left of an order after its returns. */
const remainingOf = (order: Order): Money => subtractMoney(order.net, order.returned);

const requireRemaining = (
  order: Order,
  { orderNumber, net }: CommerceCommands['RecordReturn'],
): Rejection<'RETURN_EXCEEDS_ORDER'> | undefined => {
  if (compareMoney(net, remainingOf(order)) <= 0) return undefined;
  const remaining = format(remainingOf(order));
  const detail = `A return of ${format(net)} exceeds order ${orderNumber}: ${remaining} remain of it; return at most that.`;
  return reject('RETURN_EXCEEDS_ORDER', detail, '/net');
};

const requireCurrency = (money: Money | undefined, currency: string, field: string): Rejection<'CURRENCY_MISMATCH'> | undefined =>
  money === undefined || money.currency === currency
    ? undefined
    : reject('CURRENCY_MISMATCH', `${format(money)} is not in ${currency}, the currency of the order: convert it.`, `${field}/currency`);

const requireMonth = (month: string): Rejection<'INVALID_MONTH'> | undefined =>
  isMonth(month) ? undefined : reject('INVALID_MONTH', `${month} is no month: write it as year-month, 2026-03.`, '/month');

const requirePercent = (percent: number): Rejection<'INVALID_PERCENT'> | undefined =>
  percent > 0 && percent <= 100
    ? undefined
    : reject('INVALID_PERCENT', `A discount of ${percent} % is none: give a percentage above 0 and up to 100.`, '/percent');

const used = (state: Commerce, number: string): Commerce => ({ ...state, numbers: state.numbers.with(number, true) });

const withOrder = (state: Commerce, orderNumber: string, change: (order: Order) => Order): Commerce => {
  const order = state.orders.get(orderNumber);
  return order === undefined ? state : { ...state, orders: state.orders.with(orderNumber, change(order)) };
};
