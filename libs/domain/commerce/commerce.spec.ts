import { checkFields, exampleOf, type Fields } from '#libs/kernel/fields.js';
import { type CommandDeclaration } from '#libs/kernel/messages.js';
import { commerceCommands } from './messages.js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isNeed } from '#libs/kernel/decider.js';
import { contextOf, type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { fromMinor } from '../money.js';
import { type Money } from '../values.js';
import { notOpen, open, owned, people, unowned } from '../testing/world.js';
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

describe('what cannot be told', () => {
  const inOrder = (type: keyof CommerceCommands, data: object) =>
    checkFields(commerceCommands[type].fields, data, '').map(({ pointer }) => pointer);

  it.each<[pointer: string, type: keyof CommerceCommands, change: object]>([
    ['/net/amount', 'RecordOrder', { net: eur('1.005') }],
    ['/net/amount', 'RecordOrder', { net: eur('-1') }],
    ['/gross/currency', 'RecordOrder', { gross: { amount: '1', currency: 'euro' } }],
    ['/gross/amount', 'RecordOrder', { gross: eur('-0.01') }],
    ['/freight/amount', 'RecordOrder', { freight: eur('free') }],
    ['/requiredOn', 'RecordOrder', { requiredOn: '2026-02-30' }],
    ['/net/amount', 'RecordDelivery', { net: eur('-1') }],
    ['/net/amount', 'RecordReturn', { net: eur('0.00') }],
    ['/net/amount', 'RecordReturn', { net: eur('-1') }],
    ['/month', 'RecordCostToServe', { month: '2026-13' }],
    ['/month', 'RecordCostToServe', { month: '2026' }],
    ['/month', 'RecordCostToServe', { month: '2026-3' }],
    ['/cost/amount', 'RecordCostToServe', { cost: eur('-1') }],
    ['/percent', 'GrantDiscount', { percent: 0 }],
    ['/percent', 'GrantDiscount', { percent: -5 }],
    ['/percent', 'GrantDiscount', { percent: 100.01 }],
    ['/percent', 'GrantDiscount', { percent: Number.NaN }],
  ])('is refused at %s before a rule sees it: %s %j', (pointer, type, change) => {
    const example = exampleOf<Fields>(commerceCommands[type].fields);
    expect(inOrder(type, example)).toEqual([]);
    expect(inOrder(type, { ...example, ...change })).toEqual([pointer]);
  });

  it('is no amount at its bound', () => {
    expect(inOrder('RecordOrder', { ...order, net: eur('0.00') })).toEqual([]);
    expect(inOrder('RecordInvoice', { invoiceNumber: 'I-1', net: eur('-20.00') })).toEqual([]);
    expect(inOrder('GrantDiscount', { percent: 100, reason: 'a sample' })).toEqual([]);
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

describe('a margin', () => {
  const margin = (amount: string) => ({ type: 'RecordMargin', data: { orderNumber: '10248', margin: eur(amount) } }) as const;
  const earned = (amount: string, previous?: string): Past<CommerceEvents> => ({
    type: 'MarginRecorded',
    data: { orderNumber: '10248', margin: eur(amount), ...(previous && { previous: eur(previous) }), credit: ann },
  });

  it('M2: replaces the one before, and says so', () => {
    given(ordered, earned('100')).when(margin('120')).thenEvents(earned('120', '100'));
    const { slice } = given(ordered, earned('100'), earned('120', '100'));
    expect(slice.orders.get('10248')?.margin?.amount).toEqual(eur('120'));
    expect(given(ordered, earned('100'), earned('120')).slice.orders.get('10248')?.margin?.amount).toEqual(eur('120'));
  });

  it('is told once, and in the currency of the order', () => {
    given(ordered, earned('12.50')).when(margin('12.5')).thenEvents();
    given(ordered, earned('12.50')).when(margin('12.51')).thenEvents(earned('12.51', '12.50'));
    given(ordered)
      .when({ type: 'RecordMargin', data: { orderNumber: '10248', margin: usd('1') } })
      .thenRejected('CURRENCY_MISMATCH');
  });

  it('is not told as of a moment before the one that holds: that one is corrected', () => {
    const placed = { ...ordered, occurredAt: FEBRUARY };
    given(placed, earned('100'))
      .when(margin('120'), { occurredAt: FEBRUARY })
      .thenRejected('MARGIN_SUPERSEDED', 'CorrectFact', '/occurredAt');
  });
});

describe('a delivery', () => {
  const of = (net: Money, deliveryNumber = 'D-1') =>
    ({ type: 'RecordDelivery', data: { orderNumber: '10248', deliveryNumber, net } }) as const;
  const delivered = (net: Money, deliveryNumber = 'D-1'): Past<CommerceEvents> => ({
    type: 'DeliveryRecorded',
    data: { orderNumber: '10248', deliveryNumber, net, credit: ann },
  });

  it('U2: says how much of the order it was, at most what is left', () => {
    given(ordered)
      .when(of(eur('30.00')))
      .thenEvents(delivered(eur('30.00')));
    given(ordered, delivered(eur('30.00'), 'D-0'))
      .when(delivery('D-1'))
      .thenEvents(delivered(eur('70.00')));
    given(ordered, delivered(eur('30.00'), 'D-0'))
      .when(of(eur('70.01')))
      .thenRejected('DELIVERY_EXCEEDS_ORDER', '70.00 EUR of it are not delivered', '/net');
    given(ordered)
      .when(of(usd('1')))
      .thenRejected('CURRENCY_MISMATCH');
  });

  it('replaces what came back', () => {
    const again = given(ordered, delivered(eur('100.00'), 'D-0'), returned('R-1', eur('60.00')));
    again.when(of(eur('60.00'))).thenEvents(delivered(eur('60.00')));
    again.when(delivery('D-1')).thenEvents(delivered(eur('0.00')));
    again.when(of(eur('60.01'))).thenRejected('DELIVERY_EXCEEDS_ORDER');
  });

  it('is all of the order where an event is older than the amount', () => {
    const old: Past<CommerceEvents> = { type: 'DeliveryRecorded', data: { orderNumber: '10248', deliveryNumber: 'D-0', credit: ann } };
    given(ordered, old)
      .when(of(eur('0.01')))
      .thenRejected('DELIVERY_EXCEEDS_ORDER');
  });
});

describe('a return', () => {
  it('cannot exceed what was bought, all returns of the order together, and says what remains', () => {
    given(ordered, returned('R-1'))
      .when(returnOf('R-2', eur('40.00')))
      .thenEvents(returned('R-2', eur('40.00')));
    const { decision } = given(ordered, returned('R-1')).when(returnOf('R-2', eur('40.01')));
    expect(decision).toEqual({
      rejected: 'RETURN_EXCEEDS_ORDER',
      detail: 'A return of 40.01 EUR exceeds order 10248: 40.00 EUR remain of it; return at most that.',
      field: '/net',
    });
  });

  it('is in the currency of the order', () => {
    given(ordered)
      .when(returnOf('R-1', usd('1.00')))
      .thenRejected('CURRENCY_MISMATCH', 'not in EUR');
  });

  it('M1: never exceeds the order, whatever is asked in whatever order, at any size', () => {
    const cents = fc.oneof(fc.bigInt({ min: 1n, max: 9_000n }), fc.bigInt({ min: 1n, max: 10n ** 17n - 1n }));
    fc.assert(
      fc.property(cents, fc.array(cents, { maxLength: 20 }), (bought, asked) => {
        const history: Past<CommerceEvents>[] = [{ type: 'OrderRecorded', data: { ...order, net: fromMinor(bought, 'EUR'), credit: ann } }];
        let accepted = 0n;
        for (const [index, minor] of asked.entries()) {
          const command = returnOf(`R-${index}`, fromMinor(minor, 'EUR'));
          const fits = accepted + minor <= bought;
          expect(Array.isArray(given(...history).when(command).decision)).toBe(fits);
          if (!fits) continue;
          accepted += minor;
          history.push(returned(`R-${index}`, fromMinor(minor, 'EUR')));
        }
        expect(given(...history).slice.orders.get('10248')?.returned).toEqual(fromMinor(accepted, 'EUR'));
      }),
    );
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
});

describe('the commerce of an account that is not open', () => {
  it.each(notOpen)('is closed to every command: %s', (code, profile) => {
    for (const [type, { fields, standing }] of Object.entries<CommandDeclaration>(commerceCommands)) {
      if (standing === 'settling' && code === 'ACCOUNT_NOT_OPEN') continue;
      decider(commerce, { profile, ownership: owned })
        .given()
        .when({ type, data: exampleOf(fields) } as never)
        .thenRejected(code);
    }
  });
});
