import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { orderBook } from './order-book.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('the order book', () => {
  it('knows of each order when it was placed and known, what came back, and what it earned by when that was so', () => {
    const log = new Log();
    const acme = 'account-acme';
    log.append(acme, { type: 'OrderRecorded', data: { orderNumber: 'SO/1', net: eur('100.00'), credit: {} } }, '2026-03-01', '2026-03-04');
    log.append(acme, { type: 'MarginRecorded', data: { orderNumber: 'SO/1', margin: eur('-4.00'), credit: {} } }, '2026-04-01');
    log.append(acme, { type: 'MarginRecorded', data: { orderNumber: 'SO/1', margin: eur('12.00'), credit: {} } }, '2026-03-10');
    for (const returnNumber of ['r-1', 'r-2'])
      log.append(acme, { type: 'ReturnRecorded', data: { returnNumber, orderNumber: 'SO/1', net: eur('2.50'), credit: {} } }, '2026-04-02');
    log.append(
      acme,
      { type: 'CostToServeRecorded', data: { month: '2026-03', cost: eur('7.00'), kind: 'express', credit: {} } },
      '2026-04-03',
    );
    const { document, keys } = projection(orderBook).given(...log.events);
    expect(document('acme/order/SO/1')).toMatchObject({
      on: '2026-03-01',
      knownOn: '2026-03-04',
      net: eur('100.00'),
      returned: eur('5.00'),
    });
    expect(document('acme/order/SO/1')).toMatchObject({ margins: [{ value: eur('12.00') }, { value: eur('-4.00') }] });
    expect(document(keys().find((key) => key.includes('/cost/'))!)).toEqual({
      kind: 'cost',
      accountId: 'acme',
      month: '2026-03',
      cost: eur('7.00'),
      what: 'express',
    });
  });

  itKeepsTheLaws(orderBook);
});
