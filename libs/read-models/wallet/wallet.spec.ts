import { describe, expect, it } from '@jest/globals';
import { type Message } from '#libs/kernel/message.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { type AnyEvents, Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { keptOf, type OrderLine, wallet } from './wallet.js';

itKeepsTheLaws(wallet);

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const told = (...facts: readonly (readonly [day: string, fact: Message<AnyEvents>])[]) => {
  const log = new Log();
  for (const [day, fact] of facts) log.append('account-acme', fact, day);
  return projection(wallet).given(...log.events).document;
};
const estimated = (amount: string, day: string) =>
  [day, { type: 'WalletEstimated', data: { category: 'pumps', period: '2026', amount: eur(amount), method: 'survey' } }] as const;
const sighted = (day: string, offer: string) => [day, { type: 'CompetitorSighted', data: { competitor: 'Vireo', offer } }] as const;

describe('the wallet of an account', () => {
  it('keeps its estimates by when they were made, whenever they were told', () => {
    const document = told(estimated('200', '2026-03-01'), estimated('100', '2026-02-01'))('estimate|acme|["2026","pumps"]');
    expect(document).toMatchObject({ category: 'pumps', line: [{ value: { amount: eur('100') } }, { value: { amount: eur('200') } }] });
  });

  it('shows a competitor as it was seen last', () => {
    expect(told(sighted('2026-03-01', 'service'), sighted('2026-02-01', 'price'))('competitor|acme|Vireo')).toMatchObject({
      sightings: 2,
      firstSeenAt: '2026-02-01T12:00:00.000Z',
      lastSeenAt: '2026-03-01T12:00:00.000Z',
      last: { offer: 'service' },
    });
  });

  it('has an order with its product line, what came back of it, its margin and its discount', () => {
    const credit = {};
    const order = told(
      ['2026-02-01', { type: 'OrderRecorded', data: { orderNumber: 'o', net: eur('100.00'), category: 'pumps', division: 'Ulm', credit } }],
      ['2026-02-02', { type: 'ReturnRecorded', data: { orderNumber: 'o', returnNumber: 'r', net: eur('10.00'), credit } }],
      ['2026-02-03', { type: 'ReturnRecorded', data: { orderNumber: 'o', returnNumber: 's', net: eur('5.00'), credit } }],
      ['2026-02-04', { type: 'MarginRecorded', data: { orderNumber: 'o', margin: eur('20.00'), credit } }],
      ['2026-02-05', { type: 'DiscountGranted', data: { orderNumber: 'o', percent: 4, reason: 'volume' } }],
      ['2026-02-06', { type: 'DiscountGranted', data: { percent: 9, reason: 'in general' } }],
    )('order|acme|o') as OrderLine;
    expect(order).toMatchObject({ on: '2026-02-01', category: 'pumps', division: 'Ulm', discountPercent: 4, returned: eur('15.00') });
    expect(order.margins.map(({ value }) => value)).toEqual([eur('20.00')]);
    expect(keptOf(order)).toEqual([eur('100.00'), eur('-15.00')]);
  });
});
