import { present } from '../dated-line.js';
import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { type Commerce } from './commerce.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const usd = (amount: string) => ({ amount, currency: 'USD' });
const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;

/** An account with order `o-1` of 5 February over 100 EUR; what is told is told by the id of its event, `<id>#0`. */
const account = () => {
  const world = simulate();
  const tell = (commandId: string, type: string, day: number, data: object) =>
    world.send({ stream: 'account-acme', commandId, type, occurredAt: on(day), data });
  tell('open', 'OpenAccount', 1, { name: 'Acme' });
  tell('order', 'RecordOrder', 5, { orderNumber: 'o-1', net: eur('100.00'), freight: eur('5.00') });
  return {
    tell,
    commerce: () => world.states.get('account-acme')!['commerce'] as Commerce,
    correct: (id: string, correction: object) =>
      tell(`correct-${id}`, 'CorrectFact', 25, { fact: `${id}#0`, reason: 'misread', ...correction }),
    withdraw: (id: string) => tell(`withdraw-${id}`, 'WithdrawFact', 25, { fact: `${id}#0`, reason: 'mistaken' }),
  };
};

const refused = (decision: unknown) => (isRejection(decision as never) ? (decision as { rejected: string; detail: string }) : undefined);

describe('M12: whatever is recorded of orders is withdrawn', () => {
  const facts: readonly (readonly [type: string, data: object])[] = [
    ['RecordDelivery', { orderNumber: 'o-1', deliveryNumber: 'n-1' }],
    ['RecordInvoice', { orderNumber: 'o-1', invoiceNumber: 'n-1', net: eur('-5') }],
    ['RecordReturn', { orderNumber: 'o-1', returnNumber: 'n-1', net: eur('60.00') }],
    ['RecordMargin', { orderNumber: 'o-1', margin: eur('12') }],
    ['RecordCostToServe', { month: '2026-02', cost: eur('3') }],
    ['GrantDiscount', { orderNumber: 'o-1', percent: 5, reason: 'volume' }],
    ['DeclineOrder', { orderNumber: 'o-2', reason: 'too small' }],
  ];

  it.each(facts)('%s leaves nothing, and is told anew under its number', (type, data) => {
    const { tell, withdraw, commerce } = account();
    const { orders } = commerce();
    const before = orders.get('o-1');
    expect(tell('fact', type, 6, data)).toHaveLength(1);
    expect(withdraw('fact')).toHaveLength(1);
    expect(commerce().orders.get('o-1')).toEqual(before);
    expect(tell('again', type, 7, data)).toHaveLength(1);
  });

  it.each(facts.filter(([, data]) => 'orderNumber' in data && data.orderNumber === 'o-1'))(
    'an order is not, while %s rests on it',
    (type, data) => {
      const { tell, withdraw } = account();
      tell('fact', type, 6, data);
      expect(refused(withdraw('order'))?.rejected).toBe('FACT_IN_USE');
      withdraw('fact');
      expect(withdraw('order')).toHaveLength(1);
    },
  );

  it('a mistaken order, whose number is free again: it is the ledger’s, and told rightly under the same one', () => {
    const { tell, withdraw, commerce } = account();
    withdraw('order');
    expect(commerce().orders.has('o-1')).toBe(false);
    expect(refused(tell('return', 'RecordReturn', 6, { orderNumber: 'o-1', returnNumber: 'n-1', net: eur('1') }))?.rejected).toBe(
      'ORDER_NOT_FOUND',
    );
    expect(tell('anew', 'RecordOrder', 4, { orderNumber: 'o-1', net: usd('90.00') })).toHaveLength(1);
    expect(commerce().orders.get('o-1')).toMatchObject({ net: usd('90.00'), placedOn: '2026-02-04' });
  });

  it('a fact without a number is not told again by its own command', () => {
    const { tell, withdraw } = account();
    const cost = { month: '2026-02', cost: eur('3') };
    tell('cost', 'RecordCostToServe', 6, cost);
    withdraw('cost');
    expect(tell('cost', 'RecordCostToServe', 6, cost)).toEqual([]);
  });
});

describe('M12: whatever is recorded of orders is corrected', () => {
  it('amount, date and number, and what is known follows', () => {
    const { tell, correct, commerce } = account();
    tell('return', 'RecordReturn', 10, { orderNumber: 'o-1', returnNumber: 'n-1', net: eur('60.00') });
    expect(correct('order', { changes: { net: eur('80.00') }, occurredAt: on(3) })).toHaveLength(1);
    expect(commerce().orders.get('o-1')).toMatchObject({ net: eur('80.00'), placedOn: '2026-02-03', returned: eur('60.00') });
    correct('return', { changes: { returnNumber: 'n-2', net: eur('10.00') } });
    expect(commerce().orders.get('o-1')?.returned).toEqual(eur('10.00'));
    expect(commerce().numbers.has('return:n-1')).toBe(false);
    expect(refused(tell('other', 'RecordReturn', 11, { orderNumber: 'o-1', returnNumber: 'n-2', net: eur('1') }))?.rejected).toBe(
      'RETURN_NUMBER_TAKEN',
    );
  });

  it.each<[code: string, id: string, correction: object]>([
    ['HISTORY_CONTRADICTED: RETURNS_EXCEED_ORDER', 'order', { changes: { net: eur('59.99') } }],
    ['HISTORY_CONTRADICTED: RETURNS_EXCEED_ORDER', 'return', { changes: { net: eur('100.01') } }],
    ['HISTORY_CONTRADICTED: DELIVERIES_EXCEED_ORDER', 'order', { changes: { net: eur('60.00') } }],
    ['HISTORY_CONTRADICTED: ORDER_PLACED_TOO_LATE', 'order', { occurredAt: on(11) }],
    ['HISTORY_CONTRADICTED: ORDER_PLACED_TOO_LATE', 'delivery', { occurredAt: on(4) }],
    ['HISTORY_CONTRADICTED: ORDER_PLACED_TOO_LATE', 'discount', { occurredAt: on(4) }],
    ['HISTORY_CONTRADICTED: ORDER_CURRENCIES_DIFFER', 'order', { changes: { net: usd('100.00') } }],
    ['HISTORY_CONTRADICTED: ORDER_CURRENCIES_DIFFER', 'order', { changes: { freight: usd('5.00') } }],
    ['HISTORY_CONTRADICTED: ORDER_CURRENCIES_DIFFER', 'return', { changes: { net: usd('60.00') } }],
    ['HISTORY_CONTRADICTED: ORDER_CURRENCIES_DIFFER', 'invoice', { changes: { net: usd('1') } }],
    ['FACT_IN_USE', 'order', { changes: { orderNumber: 'o-9' } }],
    ['CORRECTION_INVALID', 'return', { changes: { orderNumber: 'o-9' } }],
    ['CORRECTION_INVALID', 'return', { changes: { net: eur('0.00') } }],
    ['CORRECTION_INVALID', 'order', { changes: { net: eur('-1') } }],
    ['CORRECTION_INVALID', 'delivery', { changes: { deliveryNumber: 'n-0' } }],
    ['CORRECTION_INVALID', 'delivery', { changes: { deliveryNumber: null } }],
  ])('%s: %s %j', (code, id, correction) => {
    const { tell, correct, commerce } = account();
    tell('delivery-0', 'RecordDelivery', 8, { orderNumber: 'o-1', deliveryNumber: 'n-0', net: eur('40.00') });
    tell('return', 'RecordReturn', 10, { orderNumber: 'o-1', returnNumber: 'n-1', net: eur('60.00') });
    tell('delivery', 'RecordDelivery', 10, { orderNumber: 'o-1', deliveryNumber: 'n-1', net: eur('90.00') });
    tell('invoice', 'RecordInvoice', 10, { orderNumber: 'o-1', invoiceNumber: 'n-1', net: eur('1') });
    tell('discount', 'GrantDiscount', 10, { orderNumber: 'o-1', percent: 5, reason: 'volume' });
    tell('margin', 'RecordMargin', 12, { orderNumber: 'o-1', margin: eur('10') });
    expect(tell('margin-2', 'RecordMargin', 14, { orderNumber: 'o-1', margin: eur('12') })).toHaveLength(1);
    const before = commerce();
    const refusal = refused(correct(id, correction));
    expect(`${refusal?.rejected}: ${refusal?.detail}`).toContain(code.split(': ')[0]);
    expect(refusal?.detail).toContain(code.split(': ')[1] ?? '');
    expect(commerce()).toBe(before);
  });

  it('M2: the margin that holds by amount and date; each of them is corrected and withdrawn alone', () => {
    const { tell, correct, withdraw, commerce } = account();
    tell('margin', 'RecordMargin', 12, { orderNumber: 'o-1', margin: eur('100') });
    tell('margin-2', 'RecordMargin', 14, { orderNumber: 'o-1', margin: eur('120') });
    expect(correct('margin-2', { changes: { margin: eur('130') }, occurredAt: on(13) })).toHaveLength(1);
    expect(present(commerce().orders.get('o-1')!.margins)).toEqual(eur('130'));
    expect(correct('margin', { changes: { margin: eur('110') } })).toHaveLength(1);
    expect(present(commerce().orders.get('o-1')!.margins)).toEqual(eur('130'));
    expect(withdraw('margin-2')).toHaveLength(1);
    expect(present(commerce().orders.get('o-1')!.margins)).toEqual(eur('110'));
    expect(withdraw('margin')).toHaveLength(1);
  });
});
