import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { commerce } from '../commerce/commerce.js';
import { notOpen, open, owned, people, survivor } from '../testing/world.js';
import { type PromiseEvents, type PromiseCommands } from './messages.js';
import { promises } from './promises.js';

const bob = { employeeId: 'bob', teamId: 'south' };
const orders = commerce.initial.orders.with('10248', {
  net: { amount: '1', currency: 'EUR' },
  placedOn: '2026-02-25',
  delivered: { amount: '0.00', currency: 'EUR' },
  returned: { amount: '0.00', currency: 'EUR' },
  credit: {},
  margins: [],
});
const around = { profile: open, ownership: owned, commerce: { ...commerce.initial, orders } };
const facet = decider(promises, around);
const given = (...events: readonly Past<PromiseEvents>[]) => {
  const history = facet.given(...events);
  return {
    slice: history.slice,
    when: (command: Parameters<typeof history.when>[0], world: World = {}) => history.when(command, { others: people, ...world }),
  };
};
const at = (day: string): World => ({ occurredAt: `${day}T12:00:00.000Z` });

const promise = { promiseId: 'p-1', what: 'a replacement pump on site', due: '2026-03-20' };
const make = (changes: Partial<PromiseCommands['MakePromise']> = {}) =>
  ({ type: 'MakePromise', data: { ...promise, ...changes } }) as const;
const keep = { type: 'KeepPromise', data: { promiseId: 'p-1' } } as const;
const breakIt = { type: 'BreakPromise', data: { promiseId: 'p-1', reason: 'discontinued' } } as const;
const renegotiate = (due: string) => ({ type: 'RenegotiatePromise', data: { promiseId: 'p-1', due, reason: 'customs' } }) as const;

const made: Past<PromiseEvents> = { type: 'PromiseMade', data: { ...promise, credit: bob } };
const kept = (daysLate: number, due = promise.due): Past<PromiseEvents> => ({
  type: 'PromiseKept',
  data: { promiseId: 'p-1', due, daysLate, credit: bob },
});
const broken: Past<PromiseEvents> = {
  type: 'PromiseBroken',
  data: { promiseId: 'p-1', reason: 'discontinued', due: promise.due, credit: bob },
};
const moved = (due: string, previousDue = promise.due): Past<PromiseEvents> => ({
  type: 'PromiseRenegotiated',
  data: { promiseId: 'p-1', due, previousDue, reason: 'customs' },
});

describe('a promise', () => {
  it('is made with what, until when, to whom, on whose authority and for which order, and counts for the owner of that time', () => {
    const data = { ...promise, promisedTo: 'Plant Manager', authority: 'stock confirmed', orderNumber: '10248' };
    given()
      .when({ type: 'MakePromise', data })
      .thenEvents({ type: 'PromiseMade', data: { ...data, credit: bob } });
  });

  it('counts for who made it where that is told', () => {
    given()
      .when(make({ employeeId: 'ann' }))
      .thenEvents({ type: 'PromiseMade', data: { ...promise, credit: { employeeId: 'ann', teamId: 'north' } } });
    given()
      .when(make({ employeeId: 'nobody' }))
      .thenRejected('UNKNOWN_EMPLOYEE');
  });

  it('goes by the id of its command where it has none', () => {
    const { promiseId: _, ...data } = promise;
    const event: Past<PromiseEvents> = { type: 'PromiseMade', data: { ...data, promiseId: 'command-now', credit: bob } };
    given().when({ type: 'MakePromise', data }).thenEvents(event);
    given(event).when({ type: 'MakePromise', data }).thenRejected('PROMISE_ID_TAKEN');
  });

  it('has an id of its own, also once it has ended', () => {
    given(made).when(make()).thenRejected('PROMISE_ID_TAKEN', 'another id');
    given(made, broken).when(make()).thenRejected('PROMISE_ID_TAKEN');
  });

  it('is due on a day of the calendar, today at the earliest', () => {
    given().when(make(), at('2026-03-20')).thenEvents(made);
    const { decision } = given().when(make(), at('2026-03-21'));
    expect(decision).toMatchObject({ rejected: 'PROMISE_DUE_IN_PAST', field: '/due' });
  });

  it('T6: is in time on its due day where the company is, and due there', () => {
    const coast = { occurredAt: '2026-03-21T01:00:00.000Z', timeZone: 'America/Los_Angeles' };
    given(made).when(keep, coast).thenEvents(kept(0));
    given(made)
      .when(keep, { ...coast, timeZone: 'UTC' })
      .thenEvents(kept(1));
    given().when(make(), coast).thenEvents(made);
  });

  it('names an order that there is', () => {
    given()
      .when(make({ orderNumber: '1' }))
      .thenRejected('ORDER_NOT_FOUND');
  });

  it.each([keep, breakIt, renegotiate('2026-03-25')])('is not found by $type under an unknown id', (command) => {
    given().when(command).thenRejected('PROMISE_NOT_FOUND', 'make it with MakePromise');
  });

  it('is kept in time until the end of its day, and late from the next on', () => {
    given(made).when(keep, { occurredAt: '2026-03-20T23:59:59.999Z' }).thenEvents(kept(0));
    given(made).when(keep, { occurredAt: '2026-03-21T00:00:00.000Z' }).thenEvents(kept(1));
    given(made).when(keep, at('2026-03-02')).thenEvents(kept(0));
  });

  it('is kept late against the day in force, not the one it began with', () => {
    given(made, moved('2026-03-24')).when(keep, at('2026-03-26')).thenEvents(kept(2, '2026-03-24'));
  });

  it('is late by the days between, however often it was moved', () => {
    const days = fc.integer({ min: 0, max: 400 }).map((count) => new Date(Date.UTC(2026, 2, 1 + count)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(days, { minLength: 1, maxLength: 5 }), days, (dues, day) => {
        const due = dues.at(-1)!;
        const { decision } = given(made, ...dues.map((next) => moved(next))).when(keep, at(day));
        const late = (Date.parse(day) - Date.parse(due)) / 86_400_000;
        expect(decision).toEqual([kept(late > 0 ? late : 0, due)]);
      }),
    );
  });

  it.each([keep, breakIt, renegotiate('2026-03-25')])('T7: is not ended or moved before it was made: $type', (command) => {
    given(made).when(command, at('2026-02-28')).thenRejected('PROMISE_NOT_MADE_YET', 'made on 2026-03-01', '/occurredAt');
    given(made).when(command, { occurredAt: '2026-03-01T11:59:59.999Z' }).thenRejected('PROMISE_NOT_MADE_YET');
    expect(given(made).when(command, { occurredAt: '2026-03-01T12:00:00.000Z' }).decision).toHaveLength(1);
  });

  it.each([keep, breakIt])('T7: does not end before another day was agreed for it: $type', (command) => {
    const later = { ...moved('2026-03-24'), occurredAt: '2026-03-10T12:00:00.000Z' };
    given(made, later).when(command, at('2026-03-09')).thenRejected('PROMISE_RENEGOTIATED_LATER', '2026-03-24', '/occurredAt');
    expect(given(made, later).when(command, at('2026-03-10')).decision).toHaveLength(1);
  });

  it('T7: is not made for an order that was placed only afterwards', () => {
    given()
      .when(make({ orderNumber: '10248' }), at('2026-02-24'))
      .thenRejected('ORDER_NOT_PLACED_YET', 'placed on 2026-02-25', '/occurredAt');
    expect(given().when(make({ orderNumber: '10248' }), at('2026-02-25')).decision).toHaveLength(1);
  });

  it('M4: is late by the day that had passed when another was agreed', () => {
    const due: Past<PromiseEvents> = { type: 'PromiseMade', data: { ...promise, due: '2026-03-10', credit: bob } };
    const on = (day: string, next: string, before: string) => ({ ...moved(next, before), occurredAt: `${day}T12:00:00.000Z` });
    const late = (missedDue: string, due_: string, daysLate: number): Past<PromiseEvents> => ({
      type: 'PromiseKept',
      data: { promiseId: 'p-1', due: due_, missedDue, daysLate, credit: bob },
    });
    const healed = on('2026-03-25', '2026-04-10', '2026-03-10');
    given(due, healed)
      .when(keep, at('2026-04-10'))
      .thenEvents(late('2026-03-10', '2026-04-10', 31));
    given(due, on('2026-03-10', '2026-04-10', '2026-03-10'))
      .when(keep, at('2026-04-10'))
      .thenEvents(kept(0, '2026-04-10'));
    given(due, healed, on('2026-04-11', '2026-05-01', '2026-04-10'))
      .when(keep, at('2026-05-01'))
      .thenEvents(late('2026-03-10', '2026-05-01', 52));
  });

  it('T2: has the day that was agreed last, in whatever order the agreements are told', () => {
    const on = (day: number): Past<PromiseEvents> => ({
      ...moved(`2026-04-${String(day).padStart(2, '0')}`),
      occurredAt: `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    });
    const days = fc.uniqueArray(fc.integer({ min: 2, max: 28 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(days, (told) => {
        const inOrder = told.toSorted((one, other) => one - other);
        expect(given(made, ...told.map(on)).slice.byId.get('p-1')).toEqual(given(made, ...inOrder.map(on)).slice.byId.get('p-1'));
      }),
    );
    given(made, on(20)).when(renegotiate('2026-04-15'), at('2026-03-15')).thenEvents(moved('2026-04-15', promise.due));
  });

  it('is broken with a reason', () => {
    given(made).when(breakIt).thenEvents(broken);
    given(made, moved('2026-03-24'))
      .when(breakIt)
      .thenEvents({ ...broken, data: { ...broken.data, due: '2026-03-24' } } as Past<PromiseEvents>);
  });

  it('moves its day by agreement, and keeps the earlier one on record', () => {
    given(made).when(renegotiate('2026-03-24')).thenEvents(moved('2026-03-24'));
    given(made, moved('2026-03-24')).when(renegotiate('2026-03-10')).thenEvents(moved('2026-03-10', '2026-03-24'));
    given(made, moved('2026-03-24')).when(renegotiate('2026-03-24')).thenEvents();
    given(made).when(renegotiate('2026-02-28')).thenRejected('PROMISE_DUE_IN_PAST');
  });

  it('ends once: the same end again is already so, another one is refused', () => {
    given(made, kept(0)).when(keep, at('2026-06-01')).thenEvents();
    given(made, broken).when(breakIt).thenEvents();
    given(made, kept(0)).when(breakIt).thenRejected('PROMISE_ENDED', 'was kept');
    given(made, broken).when(keep).thenRejected('PROMISE_ENDED', 'was broken');
    given(made, kept(0)).when(renegotiate('2026-03-24')).thenRejected('PROMISE_ENDED');
  });

  it('T10: is settled also after the account was closed', () => {
    const closed = decider(promises, { ...around, profile: notOpen.find(([code]) => code === 'ACCOUNT_NOT_OPEN')![1] }).given(made);
    closed.when(keep).thenEvents(kept(0));
    closed.when(breakIt).thenEvents(broken);
    closed.when(renegotiate('2026-03-24')).thenEvents(moved('2026-03-24'));
  });

  it.each(notOpen)('is not made in an account that is not open: %s', (code, profile) => {
    for (const command of code === 'ACCOUNT_NOT_FOUND' ? [make(), keep, breakIt, renegotiate('2026-03-24')] : [make()]) {
      decider(promises, { ...around, profile })
        .given(made)
        .when(command, survivor)
        .thenRejected(code);
    }
  });

  it('R9: is kept, broken and renegotiated under the id of its account also after that was merged', () => {
    const merged = notOpen.find(([code]) => code === 'ACCOUNT_MERGED')![1];
    for (const command of [keep, breakIt, renegotiate('2026-03-24')]) {
      const { decision } = decider(promises, { ...around, profile: merged })
        .given(made)
        .when(command);
      expect(decision).toHaveLength(1);
    }
  });
});
