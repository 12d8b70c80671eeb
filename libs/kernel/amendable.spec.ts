import { describe, expect, it } from '@jest/globals';
import { type AmendmentCommands, type AmendmentEvents } from './amend.js';
import { type Message } from './message.js';
import { isRejection } from './rejection.js';
import { decideOn, stateAsTold } from './testing/amendments.js';
import { type Past, recorded } from './testing/decider.js';
import { orderAggregate, type OrderEvents } from './testing/orders.js';

type Events = OrderEvents & AmendmentEvents;

const ordered = (number: string, amount: number) => ({ type: 'Ordered', data: { number, amount, credit: { employeeId: 'ann' } } }) as const;
const returned = (number: string, amount: number) => ({ type: 'Returned', data: { number, amount } }) as const;
const noted = { type: 'Noted', data: { text: 'late' } } as const;

const given = (...events: readonly Past<Events>[]) => {
  const history = recorded<Events>(events, 'orders-a');
  const decide = (command: Message<AmendmentCommands>) => decideOn(orderAggregate, history, command);
  return {
    history,
    withdraw: (fact: string, reason = 'another account') => decide({ type: 'WithdrawFact', data: { fact, reason } }),
    correct: (fact: string, data: Omit<AmendmentCommands['CorrectFact'], 'fact' | 'reason'>) =>
      decide({ type: 'CorrectFact', data: { fact, reason: 'misread', ...data } }),
  };
};

const refusal = (decision: object) => {
  expect(isRejection(decision) ? decision : { accepted: decision }).toHaveProperty('rejected');
  return decision as { readonly rejected: string; readonly detail: string; readonly field?: string };
};

describe('withdrawing a fact', () => {
  it('is a fact that names it and says why [M12]', () => {
    expect(given(noted, ordered('o-1', 10)).withdraw('event-2')).toEqual([
      { type: 'FactWithdrawn', data: { fact: 'event-2', reason: 'another account' } },
    ]);
  });

  it('is refused for what the stream does not have, and for amendments, with the fact behind them', () => {
    const world = given(noted, ordered('o-1', 10), {
      type: 'FactCorrected',
      data: { fact: 'event-2', changes: { amount: 9 }, reason: 'x' },
    });
    expect(refusal(world.withdraw('event-9'))).toMatchObject({ rejected: 'FACT_NOT_FOUND', field: '/fact' });
    expect(refusal(world.withdraw('event-9')).detail).toMatch(/orders a has no event event-9/);
    expect(refusal(world.withdraw('event-3'))).toMatchObject({ rejected: 'FACT_IS_A_CORRECTION', field: '/fact' });
    expect(refusal(world.withdraw('event-3')).detail).toMatch(/event-2/);
    expect(refusal(given().withdraw('event-1')).rejected).toBe('FACT_NOT_FOUND');
  });

  it('twice for the same reason is already so; for another it is refused with who did it, when, and why', () => {
    const world = given(noted, ordered('o-1', 10), { type: 'FactWithdrawn', data: { fact: 'event-2', reason: 'another account' } });
    expect(world.withdraw('event-2')).toEqual([]);
    const { rejected, detail } = refusal(world.withdraw('event-2', 'a joke'));
    expect(rejected).toBe('FACT_WITHDRAWN');
    expect(detail).toMatch(/by tester on 2026-03-01, because: another account/);
  });

  it('is refused while others rest on it: by an id that it gave, as its evidence, as the first fact', () => {
    const world = given(noted, ordered('o-1', 10), returned('o-1', 3), noted);
    const { rejected, detail } = refusal(world.withdraw('event-2'));
    expect(rejected).toBe('FACT_IN_USE');
    expect(detail).toMatch(/Ordered \(version 2, event-2\) rest Returned \(version 3, event-3\): withdraw or correct those first/);
    expect(detail).not.toMatch(/event-4/);
    expect(refusal(world.withdraw('event-1')).detail).toMatch(/event-2.*event-3.*event-4/);
    expect(given(noted).withdraw('event-1')).toHaveLength(1);

    const [first, evidence, resting] = given(noted, noted, noted).history;
    const history = [first!, evidence!, { ...resting!, meta: { ...resting!.meta, evidence: ['event-2'] } }];
    const decision = decideOn(orderAggregate, history, { type: 'WithdrawFact', data: { fact: 'event-2', reason: 'x' } });
    expect(refusal(decision)).toMatchObject({ rejected: 'FACT_IN_USE' });
  });

  it('names five of many that rest on it, and says that there are more', () => {
    const { detail } = refusal(
      given(noted, ordered('o-1', 10), ...Array.from({ length: 7 }, () => returned('o-1', 1))).withdraw('event-2'),
    );
    expect(detail.match(/Returned/g)).toHaveLength(5);
    expect(detail).toMatch(/and more/);
  });

  it('goes through once what rests on it is withdrawn, or belongs to another that gives the same id', () => {
    const gone = { type: 'FactWithdrawn', data: { fact: 'event-3', reason: 'x' } } as const;
    expect(given(noted, ordered('o-1', 10), returned('o-1', 3), gone).withdraw('event-2')).toHaveLength(1);
    expect(given(noted, ordered('o-1', 10), returned('o-1', 3), ordered('o-1', 10)).withdraw('event-2')).toHaveLength(1);
  });
});

describe('correcting a fact', () => {
  it('records what changes, the date and the credit that was decided with it [M12][T9]', () => {
    const world = given(noted, ordered('o-1', 10));
    expect(world.correct('event-2', { changes: { amount: 12 } })).toEqual([
      { type: 'FactCorrected', data: { fact: 'event-2', changes: { amount: 12 }, reason: 'misread' } },
    ]);
    expect(world.correct('event-2', { occurredAt: '2026-02-01T00:00:00.000Z' })).toMatchObject([
      { data: { occurredAt: '2026-02-01T00:00:00.000Z', credit: { employeeId: 'whoever had it on 2026-02-01' } } },
    ]);
    expect(world.correct('event-2', { employeeId: 'ben' })).toEqual([
      { type: 'FactCorrected', data: { fact: 'event-2', credit: { employeeId: 'ben' }, reason: 'misread' } },
    ]);
    expect(world.correct('event-2', { employeeId: null })).toMatchObject([{ data: { credit: {} } }]);
    expect(world.correct('event-1', { occurredAt: '2026-02-01T00:00:00.000Z' })).toEqual([
      { type: 'FactCorrected', data: { fact: 'event-1', occurredAt: '2026-02-01T00:00:00.000Z', reason: 'misread' } },
    ]);
  });

  it('corrects with it what follows from it', () => {
    const world = given(noted, ordered('o-1', 10), { type: 'Returned', data: { number: 'o-1', amount: 3, month: '2026-03' } });
    expect(world.correct('event-3', { occurredAt: '2026-02-01T00:00:00.000Z' })).toMatchObject([
      { data: { changes: { month: '2026-02' } } },
    ]);
    expect(world.correct('event-3', { changes: { amount: 4 } })).toMatchObject([{ data: { changes: { amount: 4 } } }]);
    expect(world.correct('event-3', { changes: { month: '1999-01' } })).toEqual([]);
  });

  it('that says what is told already is already so', () => {
    const corrected = { type: 'FactCorrected', data: { fact: 'event-2', changes: { amount: 12 }, reason: 'x' } } as const;
    const world = given(noted, ordered('o-1', 10), corrected);
    expect(world.correct('event-2', { changes: { amount: 12 } })).toEqual([]);
    expect(world.correct('event-2', { changes: { amount: 10 } })).toHaveLength(1);
    expect(world.correct('event-2', { changes: { remark: null } })).toEqual([]);
  });

  it('is refused where it would say nothing, what no such fact says, or what is yet to come', () => {
    const world = given(noted, ordered('o-1', 10));
    expect(refusal(world.correct('event-2', {}))).toMatchObject({ rejected: 'CORRECTION_INVALID' });
    expect(refusal(world.correct('event-2', { changes: { credit: {} } }))).toMatchObject({ field: '/changes/credit' });
    expect(refusal(world.correct('event-1', { employeeId: 'ben' }))).toMatchObject({ field: '/employeeId' });
    expect(refusal(world.correct('event-2', { changes: { amount: null } }))).toMatchObject({ field: '/changes/amount' });
    expect(refusal(world.correct('event-2', { employeeId: 'nobody' }))).toMatchObject({ rejected: 'UNKNOWN_EMPLOYEE' });
    expect(refusal(world.correct('event-2', { occurredAt: '2031-01-01T00:00:00.000Z' }))).toMatchObject({
      rejected: 'OCCURRED_IN_FUTURE',
      field: '/occurredAt',
    });
  });

  it('is refused for a withdrawn fact', () => {
    const world = given(noted, ordered('o-1', 10), { type: 'FactWithdrawn', data: { fact: 'event-2', reason: 'x' } });
    expect(refusal(world.correct('event-2', { changes: { amount: 1 } }))).toMatchObject({ rejected: 'FACT_WITHDRAWN', field: '/fact' });
  });

  it('does not take an id from those who name it, nor give one twice, nor name what is not there', () => {
    const world = given(noted, ordered('o-1', 10), returned('o-1', 3), ordered('o-2', 5));
    expect(refusal(world.correct('event-2', { changes: { number: 'o-3' } }))).toMatchObject({ rejected: 'FACT_IN_USE' });
    expect(refusal(world.correct('event-4', { changes: { number: 'o-1' } }))).toMatchObject({
      rejected: 'CORRECTION_INVALID',
      field: '/changes/number',
    });
    expect(refusal(world.correct('event-4', { changes: { number: 'o-1' } })).detail).toMatch(/Ordered \(version 2\)/);
    expect(refusal(world.correct('event-3', { changes: { number: 'o-9' } })).detail).toMatch(/no order o-9/);
    expect(world.correct('event-4', { changes: { number: 'o-3' } })).toHaveLength(1);
    expect(world.correct('event-3', { changes: { number: 'o-2' } })).toHaveLength(1);
  });

  it('is refused where what is known would contradict itself, but not for what did before', () => {
    const world = given(noted, ordered('o-1', 10), returned('o-1', 3), ordered('o-2', 5), returned('o-2', 9));
    const { rejected, detail } = refusal(world.correct('event-2', { changes: { amount: 2 } }));
    expect(rejected).toBe('HISTORY_CONTRADICTED');
    expect(detail).toMatch(/RETURNS_EXCEED_ORDER: 3 of order o-1 were returned, and 2 were ordered/);
    expect(detail).not.toMatch(/o-2/);
    expect(world.correct('event-4', { changes: { amount: 4 } })).toHaveLength(1);
  });

  it('decides on the history as it is told, not as it was written', () => {
    const corrected = { type: 'FactCorrected', data: { fact: 'event-3', changes: { amount: 8 }, reason: 'x' } } as const;
    const world = given(noted, ordered('o-1', 10), returned('o-1', 3), corrected);
    expect(refusal(world.correct('event-2', { changes: { amount: 5 } })).rejected).toBe('HISTORY_CONTRADICTED');
    expect(stateAsTold(orderAggregate, world.history)).toMatchObject({ orders: { byNumber: { 'o-1': { returned: 8 } } } });
  });
});
