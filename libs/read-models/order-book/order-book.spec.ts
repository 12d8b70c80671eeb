import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { inTimeOf, orderBook, waitingOf } from './order-book.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Order 7 of 1 March over 100, and what was told of it. */
const told = (terms: object, ...facts: readonly (readonly [day: string, message: Parameters<Log['append']>[1]])[]) => {
  const log = new Log();
  log.append('account-acme', { type: 'OrderRecorded', data: { orderNumber: '7', net: eur('100.00'), ...terms, credit: {} } }, '2025-03-01');
  for (const [day, message] of facts) log.append('account-acme', message, day);
  return projection(orderBook)
    .given(...log.events)
    .document('acme/7')!;
};
const delivery = (deliveryNumber: string, amount?: string) =>
  ({ type: 'DeliveryRecorded', data: { orderNumber: '7', deliveryNumber, ...(amount && { net: eur(amount) }), credit: {} } }) as const;
const update = (expectedOn?: string) =>
  ({ type: 'CustomerUpdateRecorded', data: { orderNumber: '7', update: 'soon', ...(expectedOn && { expectedOn }), credit: {} } }) as const;

describe('the order book', () => {
  it('knows when all of an order was delivered, in whatever order its parts are told', () => {
    expect(told({}, ['2025-03-09', delivery('b', '60.00')])).toMatchObject({
      status: 'waiting',
      deliveredOn: '2025-03-09',
      delivered: eur('60.00'),
    });
    const all = told({}, ['2025-03-09', delivery('b', '60.00')], ['2025-03-05', delivery('a', '40.00')]);
    expect(all).toMatchObject({ status: 'delivered', deliveredOn: '2025-03-09' });
    expect(told({}, ['2025-03-05', delivery('a')])).toMatchObject({ status: 'delivered', delivered: eur('100.00') });
  });

  it('is in time by the day that they require, else by the lead time that we named; unsaid while it may still come', () => {
    const required = told({ requiredOn: '2025-03-10', leadTimeDays: 30 }, ['2025-03-11', delivery('a')]);
    expect(inTimeOf(required, '2025-04-01')).toBe(false);
    const named = told({ leadTimeDays: 10 }, ['2025-03-11', delivery('a')]);
    expect(inTimeOf(named, '2025-04-01')).toBe(true);
    const waiting = told({ leadTimeDays: 10 });
    expect([inTimeOf(waiting, '2025-03-11'), inTimeOf(waiting, '2025-03-12')]).toEqual([undefined, false]);
    expect(inTimeOf(told({}, ['2025-03-11', delivery('a')]), '2025-04-01')).toBeUndefined();
  });

  it('owes the customer an update two weeks after the last one', () => {
    const silent = told({});
    expect(['2025-03-14', '2025-03-15'].map((day) => waitingOf(silent, day, 14).owesUpdate)).toEqual([false, true]);
    const updated = told({}, ['2025-03-10', update()], ['2025-03-04', update('2025-03-20')]);
    expect(updated).toMatchObject({ updatedOn: '2025-03-10', updates: 2 });
    expect(waitingOf(updated, '2025-03-20', 14)).toEqual({ daysWithoutUpdate: 10, owesUpdate: false, daysOverdue: 0 });
    expect(waitingOf(updated, '2025-03-24', 14)).toMatchObject({ daysWithoutUpdate: 14, owesUpdate: true });
  });

  it('owes one as soon as the lead time is over, unless another day was said', () => {
    const due = told({ leadTimeDays: 5 });
    expect(['2025-03-06', '2025-03-07'].map((day) => waitingOf(due, day, 14).owesUpdate)).toEqual([false, true]);
    const put = told({ leadTimeDays: 5 }, ['2025-03-06', update('2025-03-12')]);
    expect(['2025-03-12', '2025-03-13'].map((day) => waitingOf(put, day, 14))).toMatchObject([
      { owesUpdate: false, daysOverdue: 6 },
      { owesUpdate: true, daysOverdue: 7 },
    ]);
    const delivered = told({ leadTimeDays: 5 }, ['2025-03-30', delivery('a')]);
    expect(waitingOf(delivered, '2025-05-01', 14)).toEqual({ daysWithoutUpdate: 0, owesUpdate: false, daysOverdue: 0 });
  });

  itKeepsTheLaws(orderBook);
});

describe('what orders earned', () => {
  it('is what was last said for when, less what came back, known from when it was written down', () => {
    const log = new Log();
    const acme = 'account-acme';
    log.append(acme, { type: 'OrderRecorded', data: { orderNumber: 'SO/1', net: eur('100.00'), credit: {} } }, '2026-03-01', '2026-03-04');
    log.append(acme, { type: 'MarginRecorded', data: { orderNumber: 'SO/1', margin: eur('-4.00'), credit: {} } }, '2026-04-01');
    log.append(acme, { type: 'MarginRecorded', data: { orderNumber: 'SO/1', margin: eur('12.00'), credit: {} } }, '2026-03-10');
    for (const returnNumber of ['r-1', 'r-2'])
      log.append(acme, { type: 'ReturnRecorded', data: { returnNumber, orderNumber: 'SO/1', net: eur('2.50'), credit: {} } }, '2026-04-02');
    expect(
      projection(orderBook)
        .given(...log.events)
        .document('acme/SO/1'),
    ).toMatchObject({
      placedOn: '2026-03-01',
      knownOn: '2026-03-04',
      returned: eur('5.00'),
      margins: [{ value: eur('12.00') }, { value: eur('-4.00') }],
    });
  });
});
