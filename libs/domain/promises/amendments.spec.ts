import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { type Promises } from './promises.js';

const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;

/** An account with promise `p-1` of 5 February, due on the 15th. */
const account = () => {
  const world = simulate();
  const tell = (commandId: string, type: string, day: number, data: object) =>
    world.send({ stream: 'account-acme', commandId, type, occurredAt: on(day), data });
  tell('open', 'OpenAccount', 1, { name: 'Acme' });
  tell('order', 'RecordOrder', 5, { orderNumber: 'o-1', net: { amount: '1.00', currency: 'EUR' } });
  tell('made', 'MakePromise', 5, { promiseId: 'p-1', what: 'a pump', due: '2026-02-15', orderNumber: 'o-1' });
  return {
    tell,
    promise: () => (world.states.get('account-acme')!['promises'] as Promises).byId.get('p-1'),
    correct: (id: string, correction: object) =>
      tell(`correct-${id}`, 'CorrectFact', 25, { fact: `${id}#0`, reason: 'misread', ...correction }),
    withdraw: (id: string) => tell(`withdraw-${id}`, 'WithdrawFact', 25, { fact: `${id}#0`, reason: 'mistaken' }),
  };
};

const refused = (decision: unknown) => (isRejection(decision as never) ? (decision as { rejected: string; detail: string }) : undefined);

describe('M12: what is recorded of promises', () => {
  it('is withdrawn: an end, an agreement, and then the promise itself, whose id stays taken', () => {
    const { tell, withdraw, promise } = account();
    const before = promise();
    tell('moved', 'RenegotiatePromise', 10, { promiseId: 'p-1', due: '2026-02-20', reason: 'customs' });
    tell('kept', 'KeepPromise', 18, { promiseId: 'p-1' });
    expect(refused(withdraw('made'))?.rejected).toBe('FACT_IN_USE');
    expect(withdraw('kept')).toHaveLength(1);
    expect(promise()?.ended).toBeUndefined();
    expect(withdraw('moved')).toHaveLength(1);
    expect(promise()).toEqual(before);
    expect(withdraw('made')).toHaveLength(1);
    expect(promise()).toBeUndefined();
    const again = { promiseId: 'p-1', what: 'a pump', due: '2026-02-15' };
    expect(refused(tell('anew', 'MakePromise', 6, again))).toMatchObject({
      rejected: 'PROMISE_ID_TAKEN',
      detail: expect.stringContaining('withdrawn'),
    });
  });

  it('is corrected, and lateness with it', () => {
    const { tell, correct, promise } = account();
    expect(tell('kept', 'KeepPromise', 18, { promiseId: 'p-1' })).toMatchObject([{ data: { daysLate: 3 } }]);
    expect(correct('kept', { occurredAt: on(16) })).toMatchObject([{ type: 'FactCorrected', data: { changes: { daysLate: 1 } } }]);
    expect(promise()?.ended).toEqual({ as: 'kept', at: on(16) });
    expect(correct('made', { changes: { due: '2026-02-16' } })).toHaveLength(1);
  });

  it.each<[code: string, id: string, correction: object]>([
    ['PROMISE_ENDED_BEFORE_MADE', 'made', { occurredAt: on(19) }],
    ['PROMISE_CHANGED_BEFORE_MADE', 'made', { occurredAt: on(11) }],
    ['PROMISE_ENDED_BEFORE_MADE', 'kept', { occurredAt: on(4) }],
    ['PROMISE_CHANGED_BEFORE_MADE', 'moved', { occurredAt: on(4) }],
    ['PROMISE_CHANGED_AFTER_END', 'moved', { occurredAt: on(19) }],
    ['PROMISE_CHANGED_AFTER_END', 'kept', { occurredAt: on(9) }],
    ['PROMISE_DUE_IN_PAST', 'made', { changes: { due: '2026-02-04' } }],
    ['PROMISE_DUE_IN_PAST', 'moved', { changes: { due: '2026-02-09' } }],
    ['PROMISE_ENDED_TWICE', 'other-kept', { changes: { promiseId: 'p-1' } }],
    ['PROMISE_BEFORE_ORDER', 'made', { occurredAt: on(4) }],
    ['PROMISE_BEFORE_ORDER', 'order', { occurredAt: on(6) }],
  ])('is refused with %s where %s would be told as %j', (code, id, correction) => {
    const { tell, correct, promise } = account();
    tell('moved', 'RenegotiatePromise', 10, { promiseId: 'p-1', due: '2026-02-20', reason: 'customs' });
    tell('kept', 'KeepPromise', 18, { promiseId: 'p-1' });
    tell('other', 'MakePromise', 6, { promiseId: 'p-2', what: 'a call', due: '2026-02-20' });
    expect(tell('other-kept', 'KeepPromise', 18, { promiseId: 'p-2' })).toHaveLength(1);
    const before = promise();
    expect(refused(correct(id, correction))).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
    expect(promise()).toBe(before);
  });
});

describe('T10: an account that is closed', () => {
  it('has its promises settled afterwards, those too that are told late', () => {
    const { tell, promise } = account();
    expect(tell('close', 'CloseAccount', 20, { reason: 'insolvent' })).toMatchObject([{ type: 'AccountClosed' }]);
    tell('broken', 'BreakPromise', 20, { promiseId: 'p-1', reason: 'insolvent' });
    expect(promise()?.ended?.as).toBe('broken');
    tell('late', 'MakePromise', 10, { promiseId: 'p-2', what: 'a call', due: '2026-02-12' });
    expect(tell('kept', 'KeepPromise', 22, { promiseId: 'p-2' })).toMatchObject([{ data: { daysLate: 10 } }]);
  });
});
