import { exampleOf } from '#libs/kernel/fields.js';
import { type CommandDeclaration } from '#libs/kernel/messages.js';
import { commerceCommands } from './messages.js';
import { describe, expect, it } from '@jest/globals';
import { isNeed } from '#libs/kernel/decider.js';
import { contextOf, type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { notOpen, open, owned, people, survivor, unowned } from '../testing/world.js';
import { type CommerceEvents, type CommerceCommands } from './messages.js';
import { commerce } from './commerce.js';

const facet = decider(commerce, { profile: open, ownership: owned });
const given = (...events: readonly Past<CommerceEvents>[]) => {
  const history = facet.given(...events);
  return {
    slice: history.slice,
    when: (command: Parameters<typeof history.when>[0], world: World = {}) => history.when(command, { others: people, ...world }),
  };
};

type Asked = {
  readonly [T in keyof CommerceCommands]: { readonly type: T; readonly data: CommerceCommands[T] };
}[keyof CommerceCommands];

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const usd = (amount: string) => ({ amount, currency: 'USD' });
const ann = { employeeId: 'ann', teamId: 'north' };
const bob = { employeeId: 'bob', teamId: 'south' };
const FEBRUARY = '2026-02-01T12:00:00.000Z';

const order = { orderNumber: '10248', net: eur('100.00') };
const ordered: Past<CommerceEvents> = { type: 'OrderRecorded', data: { ...order, credit: ann } };
const returnOf = (returnNumber: string, net = eur('60.00')) =>
  ({ type: 'RecordReturn', data: { returnNumber, orderNumber: '10248', net } }) as const;
const returned = (returnNumber: string, net = eur('60.00')): Past<CommerceEvents> => ({
  type: 'ReturnRecorded',
  data: { returnNumber, orderNumber: '10248', net, credit: ann },
});

const delivery = (deliveryNumber: string) => ({ type: 'RecordDelivery', data: { orderNumber: '10248', deliveryNumber } }) as const;
const invoice = (invoiceNumber: string) => ({ type: 'RecordInvoice', data: { invoiceNumber, net: eur('1') } }) as const;

describe('an update to the customer', () => {
  it('is of an order that was placed by then, and counts for whom the order counts for, once a command', () => {
    const data = { orderNumber: '10248', update: 'The pumps leave on Thursday.', expectedOn: '2026-03-05' };
    const updated: Past<CommerceEvents> = { type: 'CustomerUpdateRecorded', data: { ...data, credit: ann } };
    const tell = { type: 'RecordCustomerUpdate', data } as const;
    given(ordered).when(tell).thenEvents(updated);
    given(ordered, updated).when(tell, { commandId: 'command-2' }).thenEvents();
    given(ordered, updated).when(tell).thenEvents(updated);
    given(ordered).when(tell, { occurredAt: FEBRUARY }).thenRejected('ORDER_NOT_PLACED_YET');
    given().when(tell).thenRejected('ORDER_NOT_FOUND');
  });
});

describe('an order', () => {
  it('is recorded with all that is known of it and counts for the owner of its time', () => {
    const data = { ...order, gross: eur('119.00'), freight: eur('0'), lines: 3, requiredOn: '2026-03-20' };
    given()
      .when({ type: 'RecordOrder', data })
      .thenEvents({ type: 'OrderRecorded', data: { ...data, credit: bob } });
    given()
      .when({ type: 'RecordOrder', data }, { occurredAt: FEBRUARY })
      .thenEvents({ type: 'OrderRecorded', data: { ...data, credit: ann } });
  });

  it('counts for the person in charge of it where one is named', () => {
    given()
      .when({ type: 'RecordOrder', data: { ...order, employeeId: 'cay' } })
      .thenEvents({ type: 'OrderRecorded', data: { ...order, credit: { employeeId: 'cay', teamId: 'south' } } });
  });

  it('counts for nobody while nobody owns the account', () => {
    decider(commerce, { profile: open, ownership: unowned })
      .given()
      .when({ type: 'RecordOrder', data: order })
      .thenEvents({ type: 'OrderRecorded', data: { ...order, credit: {} } });
  });

  it('asks for the stream of the person before it is decided', () => {
    const state = { profile: open, ownership: owned, commerce: commerce.initial };
    const asked = { type: 'RecordOrder', data: order, stream: 'account-acme', commandId: 'c', occurredAt: FEBRUARY, actor: 'a' } as const;
    const decision = commerce.decide.RecordOrder(asked, state, contextOf());
    expect(isNeed(decision) && decision.needs).toEqual(['employee-ann']);
  });

  it('is refused for a person who was never registered', () => {
    given()
      .when({ type: 'RecordOrder', data: { ...order, employeeId: 'nobody' } })
      .thenRejected('UNKNOWN_EMPLOYEE');
  });

  it('has a number that is unique in the account', () => {
    given(ordered)
      .when({ type: 'RecordOrder', data: { ...order, net: eur('5') } })
      .thenRejected('ORDER_NUMBER_TAKEN', '10248');
  });

  it.each([
    ['/gross/currency', { gross: usd('119.00') }],
    ['/freight/currency', { freight: usd('9.00') }],
  ])('is in one currency: %s', (field, change) => {
    const { decision } = given().when({ type: 'RecordOrder', data: { ...order, ...change } });
    expect(decision).toMatchObject({ rejected: 'CURRENCY_MISMATCH', field });
  });
});

describe('what is said of an order', () => {
  it('counts for whom the order counts for, whoever owns the account by now', () => {
    const net = eur('10.00');
    given(ordered)
      .when({ type: 'RecordDelivery', data: { orderNumber: '10248', deliveryNumber: 'D-1' } })
      .thenEvents({ type: 'DeliveryRecorded', data: { orderNumber: '10248', deliveryNumber: 'D-1', net: eur('100.00'), credit: ann } });
    given(ordered)
      .when({ type: 'RecordInvoice', data: { invoiceNumber: 'I-1', orderNumber: '10248', net } })
      .thenEvents({ type: 'InvoiceRecorded', data: { invoiceNumber: 'I-1', orderNumber: '10248', net, credit: ann } });
    given(ordered).when(returnOf('R-1')).thenEvents(returned('R-1'));
    given(ordered)
      .when({ type: 'RecordMargin', data: { orderNumber: '10248', margin: eur('-3.50') } })
      .thenEvents({ type: 'MarginRecorded', data: { orderNumber: '10248', margin: eur('-3.50'), credit: ann } });
  });

  it('is invoiced in its currency; an invoice for no order may be in any', () => {
    const inDollars = { type: 'RecordInvoice', data: { invoiceNumber: 'I-1', orderNumber: '10248', net: usd('10.00') } } as const;
    given(ordered).when(inDollars).thenRejected('CURRENCY_MISMATCH', 'not in EUR', '/net/currency');
    const { orderNumber: _, ...data } = inDollars.data;
    given(ordered)
      .when({ type: 'RecordInvoice', data })
      .thenEvents({ type: 'InvoiceRecorded', data: { ...data, credit: bob } });
  });

  const unknown: readonly Asked[] = [
    { type: 'RecordDelivery', data: { orderNumber: '1' } },
    { type: 'RecordInvoice', data: { invoiceNumber: 'I-1', orderNumber: '1', net: eur('1') } },
    { type: 'RecordReturn', data: { returnNumber: 'R-1', orderNumber: '1', net: eur('1') } },
    { type: 'RecordMargin', data: { orderNumber: '1', margin: eur('1') } },
    { type: 'GrantDiscount', data: { orderNumber: '1', percent: 5, reason: 'volume' } },
  ];
  it.each(unknown)('$type is refused where the order is unknown', (command) => {
    const { decision } = given(ordered).when(command);
    expect(decision).toMatchObject({ rejected: 'ORDER_NOT_FOUND', field: '/orderNumber' });
  });

  it('has a number that is unique among its kind', () => {
    const used = given(
      ordered,
      { type: 'DeliveryRecorded', data: { orderNumber: '10248', deliveryNumber: 'N-1', credit: ann } },
      { type: 'InvoiceRecorded', data: { invoiceNumber: 'N-2', net: eur('1'), credit: ann } },
      returned('N-3'),
    );
    used.when(delivery('N-1')).thenRejected('DELIVERY_NUMBER_TAKEN');
    used.when(invoice('N-2')).thenRejected('INVOICE_NUMBER_TAKEN');
    used.when(returnOf('N-3', eur('1'))).thenRejected('RETURN_NUMBER_TAKEN');
    for (const command of [delivery('N-2'), invoice('N-3'), returnOf('N-1', eur('1'))]) {
      expect(used.when(command).decision).toHaveLength(1);
    }
  });

  it('U2: is delivered as much of the order as was not before', () => {
    const first = { orderNumber: '10248', deliveryNumber: 'D-1', net: eur('100.00'), credit: ann };
    given(ordered).when(delivery('D-1')).thenEvents({ type: 'DeliveryRecorded', data: first });
    given(ordered, { type: 'DeliveryRecorded', data: first })
      .when(delivery('D-2'))
      .thenEvents({ type: 'DeliveryRecorded', data: { ...first, deliveryNumber: 'D-2', net: eur('0.00') } });
  });

  it('is a delivery under the id of its command where it has no number', () => {
    const unnumbered = { type: 'RecordDelivery', data: { orderNumber: '10248' } } as const;
    const event: Past<CommerceEvents> = {
      type: 'DeliveryRecorded',
      data: { orderNumber: '10248', deliveryNumber: 'command-now', net: eur('100.00'), credit: ann },
    };
    given(ordered).when(unnumbered).thenEvents(event);
    given(ordered, event).when(unnumbered).thenRejected('DELIVERY_NUMBER_TAKEN');
  });

  it('is an invoice of the account where it names no order, and a credit note where it is negative', () => {
    given()
      .when({ type: 'RecordInvoice', data: { invoiceNumber: 'I-1', net: eur('-20.00') } })
      .thenEvents({ type: 'InvoiceRecorded', data: { invoiceNumber: 'I-1', net: eur('-20.00'), credit: bob } });
  });

  it.each<Asked>([
    { type: 'RecordDelivery', data: { orderNumber: '10248' } },
    { type: 'RecordInvoice', data: { invoiceNumber: 'I-1', orderNumber: '10248', net: eur('1') } },
    { type: 'RecordReturn', data: { returnNumber: 'R-1', orderNumber: '10248', net: eur('1') } },
    { type: 'RecordMargin', data: { orderNumber: '10248', margin: eur('1') } },
    { type: 'GrantDiscount', data: { orderNumber: '10248', percent: 5, reason: 'volume' } },
  ])('T7: $type did not happen before the day on which the order was placed', (command) => {
    const placed = given({ ...ordered, occurredAt: '2026-02-10T12:00:00.000Z' });
    placed.when(command, { occurredAt: '2026-02-09T23:59:00.000Z' }).thenRejected('ORDER_NOT_PLACED_YET', '2026-02-10', '/occurredAt');
    expect(placed.when(command, { occurredAt: '2026-02-10T00:00:00.000Z' }).decision).toHaveLength(1);
    placed
      .when(command, { occurredAt: '2026-02-10T00:00:00.000Z', timeZone: 'America/Los_Angeles' })
      .thenRejected('ORDER_NOT_PLACED_YET', 'after 2026-02-09');
  });
});

describe('costs, discounts and declined orders', () => {
  it('are recorded as they are told', () => {
    const cost = { month: '2026-02', cost: eur('815'), kind: 'logistics' };
    given()
      .when({ type: 'RecordCostToServe', data: cost })
      .thenEvents({ type: 'CostToServeRecorded', data: { ...cost, credit: bob } });
    const discount = { orderNumber: '10248', percent: 7.5, reason: 'volume' };
    given(ordered).when({ type: 'GrantDiscount', data: discount }).thenEvents({ type: 'DiscountGranted', data: discount });
    const declined = { orderNumber: 'never recorded', reason: 'outside the range' };
    given().when({ type: 'DeclineOrder', data: declined }).thenEvents({ type: 'OrderDeclined', data: declined });
  });

  it('may say the same twice, but not by the same command', () => {
    const declined = { reason: 'outside the range' };
    const once: Past<CommerceEvents> = { type: 'OrderDeclined', data: declined };
    given(once).when({ type: 'DeclineOrder', data: declined }).thenEvents(once);
    given(once).when({ type: 'DeclineOrder', data: declined }, { commandId: 'command-1' }).thenEvents();
  });

  it('D1: is said by another sender under the same command id, too: discounts, costs and declined orders alike', () => {
    const again = { commandId: 'command-1', source: '/b' };
    const declined = { reason: 'outside the range' };
    given({ type: 'OrderDeclined', data: declined })
      .when({ type: 'DeclineOrder', data: declined }, again)
      .thenEvents({ type: 'OrderDeclined', data: declined });
    const discount = { percent: 5, reason: 'volume' };
    given({ type: 'DiscountGranted', data: discount })
      .when({ type: 'GrantDiscount', data: discount }, again)
      .thenEvents({ type: 'DiscountGranted', data: discount });
    const cost = { month: '2026-02', cost: eur('3') };
    const recorded = { ...cost, credit: bob };
    expect(
      given({ type: 'CostToServeRecorded', data: recorded }).when({ type: 'RecordCostToServe', data: cost }, again).decision,
    ).toHaveLength(1);
  });
});

describe('the commerce of an account that is not open', () => {
  it.each(notOpen)('is closed to every command: %s', (code, profile) => {
    for (const [type, { fields, standing }] of Object.entries<CommandDeclaration>(commerceCommands)) {
      // What settles is taken by an account that was closed or merged (R9).
      if (standing === 'settling' && code !== 'ACCOUNT_NOT_FOUND') continue;
      decider(commerce, { profile, ownership: owned })
        .given()
        .when({ type, data: exampleOf(fields) } as never, survivor)
        .thenRejected(code);
    }
  });
});
