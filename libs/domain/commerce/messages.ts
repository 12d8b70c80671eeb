import { described, optional } from '#libs/kernel/fields.js';
import { day, integer, month, oneOf, percent, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import {
  category,
  credit,
  division,
  documentNumber,
  employee,
  money,
  moneyAboveZero,
  moneyFromZero,
  newId,
  orderNumber as anyOrderNumber,
  reason,
  reference,
} from '../kinds.js';
import { CHANNELS } from '../values.js';

const newOrder = newId('order', anyOrderNumber);
const orderNumber = reference('order', anyOrderNumber);
const order = {
  orderNumber: newOrder,
  net: described(moneyFromZero, 'Net of discounts, without freight.'),
  gross: optional(moneyFromZero, 'In the currency of net, as is freight.'),
  freight: optional(moneyFromZero),
  lines: optional(integer(0, 100_000, 3, 1)),
  requiredOn: optional(day),
  category: optional(category, 'The product line, where it is of one.'),
  division: optional(division, 'The part of the customer that ordered.'),
  leadTimeDays: optional(integer(0, 3_650, 10, 21), 'Days that we said it takes, from the day of the order on.'),
};
const deliveryNumber = newId('delivery', documentNumber('D-118-1', 'D-2'));
const invoice = {
  invoiceNumber: newId('invoice', documentNumber('I-2026-77', 'I-2', 'I-3')),
  orderNumber: optional(orderNumber),
  net: described(money, 'A negative amount is a credit note.'),
};
const returned = {
  returnNumber: newId('return', documentNumber('R-9', 'R-2', 'R-3')),
  orderNumber,
  net: moneyAboveZero,
  reason: optional(reason),
};
const margin = { orderNumber, margin: money };
const cost = { month, cost: moneyFromZero, kind: optional(text(100, 'express freight')) };
const grantedBy = optional(employee, 'Who granted it, by policy authority; the owner at that time where it is left out.');
const discount = { orderNumber: optional(orderNumber), percent, reason, grantedBy };
const paymentTerms = { paymentDays: described(integer(0, 365, 60, 30), 'Days after the invoice, from then on.'), reason, grantedBy };
const declined = {
  orderNumber: optional(anyOrderNumber, 'It need not be known: what is declined is rarely recorded.'),
  reason,
  category: optional(category),
  value: optional(moneyFromZero, 'What it would have brought.'),
};
const update = {
  orderNumber,
  update: text(2_000, 'The pumps leave on Thursday.'),
  expectedOn: optional(day, 'When they may count on it now.'),
  channel: optional(oneOf(CHANNELS)),
};
const ofOrder = when('orderNumber', ' for order {orderNumber}');

/** What can have happened. Stored contract; `credit` names whom the fact counts for, as it was when it happened. */
export const commerceEvents = {
  OrderRecorded: event(
    'Order recorded',
    `Order {orderNumber} over {net} net${when('lines', ', {lines, plural, one {# line} other {# lines}}')}${when('requiredOn', ', required on {requiredOn}')}${when('category', ', {category}')}${when('division', ' for {division}')}`,
    { ...order, credit },
  ),
  DeliveryRecorded: event('Delivery recorded', `Delivery {deliveryNumber} of order {orderNumber}${when('net', ' over {net} net')}`, {
    orderNumber,
    deliveryNumber,
    net: optional(moneyFromZero, 'What of the order was delivered. Absent where the event is older than the field.'),
    credit,
  }),
  CustomerUpdateRecorded: event(
    'Customer updated',
    `Of order {orderNumber}: {update}${when('expectedOn', ' (expected on {expectedOn})')}`,
    { ...update, credit },
    'The customer was told how an order stands.',
  ),
  InvoiceRecorded: event('Invoice recorded', `Invoice {invoiceNumber} over {net} net${ofOrder}`, { ...invoice, credit }),
  ReturnRecorded: event('Return recorded', `Return {returnNumber} of {net} for order {orderNumber}${when('reason', ': {reason}')}`, {
    ...returned,
    credit,
  }),
  MarginRecorded: event('Margin recorded', `{margin} for order {orderNumber}${when('previous', ', instead of {previous}')}`, {
    ...margin,
    previous: optional(money, 'The margin that this one replaces; figures count the difference.'),
    credit,
  }),
  CostToServeRecorded: event('Cost to serve recorded', `{cost} in {month}${when('kind', ' for {kind}')}`, { ...cost, credit }),
  DiscountGranted: event('Discount granted', `{percent} %${ofOrder}${when('grantedBy', ' by {grantedBy}')}: {reason}`, discount),
  PaymentTermsGranted: event(
    'Payment terms granted',
    `{paymentDays, plural, one {# day} other {# days}}${when('grantedBy', ' by {grantedBy}')}: {reason}`,
    paymentTerms,
    'The credit that a supplier gives: until when what was delivered is to be paid.',
  ),
  OrderDeclined: event(
    'Order declined',
    `We declined ${when('orderNumber', 'order {orderNumber}', 'an order')}${when('value', ' over {value}')}: {reason}`,
    declined,
  ),
};

/** What may be asked. */
export const commerceCommands = {
  RecordOrder: command('An order of the customer; its number is unique in the account.', {
    ...order,
    employeeId: optional(employee, 'The person in charge of this order; the owner at that time where it is left out.'),
  }),
  RecordDelivery: command(
    'What was delivered of an order.',
    {
      orderNumber,
      deliveryNumber: optional(deliveryNumber, 'The command id where it is left out.'),
      net: optional(moneyFromZero, 'What of the order was delivered; all that was not before, where it is left out.'),
    },
    'settling',
  ),
  RecordCustomerUpdate: command('The customer was told how an order stands.', update, 'settling'),
  RecordInvoice: command('An invoice or, with a negative amount, a credit note.', invoice, 'settling'),
  RecordReturn: command('Goods that came back, at most what was ordered.', returned, 'settling'),
  RecordMargin: command('What an order earned; a later one replaces it.', margin, 'settling'),
  RecordCostToServe: command('What serving the account cost in a month.', cost),
  GrantDiscount: command('A discount on an order, or in general, within the authority of whoever grants it.', discount),
  GrantPaymentTerms: command('Credit: how long after the invoice they may pay, within the authority of whoever grants it.', paymentTerms),
  DeclineOrder: command('An order that we did not take.', declined),
};

export type CommerceEvents = MessagesOf<typeof commerceEvents>;
export type CommerceCommands = MessagesOf<typeof commerceCommands>;
