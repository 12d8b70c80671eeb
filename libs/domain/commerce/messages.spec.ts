import { describe, expect, it } from '@jest/globals';
import { checkFields, exampleOf, type Fields } from '#libs/kernel/fields.js';
import { type CommerceCommands, commerceCommands } from './messages.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const order = { orderNumber: '10248', net: eur('100.00') };

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
