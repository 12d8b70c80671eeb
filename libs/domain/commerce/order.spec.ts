import { present } from '../dated-line.js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Past } from '#libs/kernel/testing/decider.js';
import { fromMinor } from '../money.js';
import { decider } from '../testing/decide.js';
import { open, owned } from '../testing/world.js';
import { type Money } from '../values.js';
import { commerce } from './commerce.js';
import { type CommerceEvents } from './messages.js';

const { given } = decider(commerce, { profile: open, ownership: owned });
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const usd = (amount: string) => ({ amount, currency: 'USD' });
const ann = { employeeId: 'ann', teamId: 'north' };
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

describe('a margin', () => {
  const margin = (amount: string) => ({ type: 'RecordMargin', data: { orderNumber: '10248', margin: eur(amount) } }) as const;
  const earned = (amount: string, previous?: string): Past<CommerceEvents> => ({
    type: 'MarginRecorded',
    data: { orderNumber: '10248', margin: eur(amount), ...(previous && { previous: eur(previous) }), credit: ann },
  });

  it('M2: replaces the one before, and says so', () => {
    given(ordered, earned('100')).when(margin('120')).thenEvents(earned('120', '100'));
    const { slice } = given(ordered, earned('100'), earned('120', '100'));
    expect(present(slice.orders.get('10248')!.margins)).toEqual(eur('120'));
    expect(present(given(ordered, earned('100'), earned('120')).slice.orders.get('10248')!.margins)).toEqual(eur('120'));
  });

  it('is told once, and in the currency of the order', () => {
    given(ordered, earned('12.50')).when(margin('12.5')).thenEvents();
    given(ordered, earned('12.50')).when(margin('12.51')).thenEvents(earned('12.51', '12.50'));
    given(ordered)
      .when({ type: 'RecordMargin', data: { orderNumber: '10248', margin: usd('1') } })
      .thenRejected('CURRENCY_MISMATCH');
  });

  it('M2, T2: is a line of its own: one told late of an earlier moment, corrected or withdrawn leaves the later one', () => {
    const placed = { ...ordered, occurredAt: FEBRUARY };
    const given120 = given(placed, earned('120'));
    given120.when(margin('100'), { occurredAt: FEBRUARY }).thenEvents(earned('100'));
    const { slice } = given(placed, earned('120'), { ...earned('100'), occurredAt: FEBRUARY });
    expect(present(slice.orders.get('10248')!.margins)).toEqual(eur('120'));
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

describe('what is told of an order', () => {
  it('T2: comes to the same in whatever order it is told', () => {
    const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;
    const facts: readonly Past<CommerceEvents>[] = [
      {
        type: 'DeliveryRecorded',
        data: { orderNumber: '10248', deliveryNumber: 'D-1', net: eur('30.00'), credit: ann },
        occurredAt: day(3),
      },
      {
        type: 'DeliveryRecorded',
        data: { orderNumber: '10248', deliveryNumber: 'D-2', net: eur('70.00'), credit: ann },
        occurredAt: day(9),
      },
      { ...returned('R-1', eur('10.00')), occurredAt: day(5) },
      { ...returned('R-2', eur('0.01')), occurredAt: day(6) },
      {
        type: 'InvoiceRecorded',
        data: { orderNumber: '10248', invoiceNumber: 'I-1', net: eur('-10.01'), credit: ann },
        occurredAt: day(7),
      },
      { type: 'MarginRecorded', data: { orderNumber: '10248', margin: eur('12'), credit: ann }, occurredAt: day(8) },
      { type: 'DiscountGranted', data: { orderNumber: '10248', percent: 2, reason: 'volume' }, occurredAt: day(2) },
    ];
    const told = (events: readonly Past<CommerceEvents>[]) => {
      const { orders, numbers } = given({ ...ordered, occurredAt: FEBRUARY }, ...events).slice;
      return [orders.get('10248'), new Map(numbers.entries())];
    };
    expect(told(facts)[0]).toMatchObject({ delivered: eur('100.00'), returned: eur('10.01'), firstOn: '2026-03-02' });
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (shuffled) => {
        expect(told(shuffled)).toEqual(told(facts));
      }),
    );
  });
});
