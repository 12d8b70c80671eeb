import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Facet } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce } from '../commerce/commerce.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { businessDay, daysLate } from '../days.js';
import { changed, ended, lifeCycle, type Lives } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type PromiseCommands, type PromiseEvents } from './messages.js';
import { contradictionsOf, dueOf, missedDueOf, type PromiseState } from './promise.js';

export interface Promises {
  readonly byId: Lives<PromiseState>;
  /** Ids of withdrawn promises: they are ours, and stand in answers and links; none is given twice. */
  readonly withdrawn: PersistentMap<string, true>;
}

export type PromiseCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'PROMISE_ID_TAKEN'
  | 'PROMISE_DUE_IN_PAST'
  | 'PROMISE_NOT_FOUND'
  | 'PROMISE_ENDED'
  | 'PROMISE_NOT_MADE_YET'
  | 'PROMISE_RENEGOTIATED_LATER';

interface Needs {
  readonly ownership: Ownership;
  readonly commerce: Commerce;
  readonly promises: Promises;
}

/** That an open promise is overdue follows from its due day alone: `isOverdue` of the promise ledger. */
export const promises: Facet<'promises', Promises, PromiseCommands, PromiseEvents, PromiseCode, Needs> = {
  name: 'promises',
  initial: { byId: PersistentMap.empty(), withdrawn: PersistentMap.empty() },
  decide: {
    MakePromise: (command, { ownership, promises: { byId, withdrawn } }, context) => {
      const { commandId, occurredAt, data } = command;
      const { employeeId, promiseId = commandId, ...promise } = data;
      const refusal = requireDueAhead(promise.due, businessDay(command, context)) ?? cycle.requireFree(byId, promiseId);
      if (refusal) return refusal;
      if (withdrawn.has(promiseId)) return taken(promiseId, 'withdrawn');
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'PromiseMade', data: { promiseId, ...promise, credit } }] : credit;
    },

    KeepPromise: (command, { promises: { byId } }, context) => {
      const { promiseId } = command.data;
      const promise = findEnding(byId, promiseId, 'kept', command.occurredAt);
      if (promise === 'already') return [];
      if (isRejection(promise)) return promise;
      const [due, missedDue] = [dueOf(promise), missedDueOf(promise)];
      const late = daysLate(missedDue ?? due, businessDay(command, context));
      const data = { promiseId, due, ...(missedDue && { missedDue }), daysLate: late, credit: promise.credit };
      return [{ type: 'PromiseKept', data }];
    },

    BreakPromise: ({ data: { promiseId, reason }, occurredAt }, { promises: { byId } }) => {
      const promise = findEnding(byId, promiseId, 'broken', occurredAt);
      if (promise === 'already') return [];
      if (isRejection(promise)) return promise;
      return [{ type: 'PromiseBroken', data: { promiseId, reason, due: dueOf(promise), credit: promise.credit } }];
    },

    RenegotiatePromise: (command, { promises: { byId } }, context) => {
      const { data, occurredAt } = command;
      const promise = cycle.findRunning(byId, data.promiseId, occurredAt);
      if (isRejection(promise)) return promise;
      const { due: previousDue } = valueAt(promise.dues, occurredAt)!;
      if (previousDue === data.due) return [];
      return requireDueAhead(data.due, businessDay(command, context)) ?? [{ type: 'PromiseRenegotiated', data: { ...data, previousDue } }];
    },
  },

  evolve: {
    PromiseMade: (state, event) => {
      const { promiseId, due, credit, orderNumber } = event.data;
      const [begun, madeOn] = [event.meta.occurredAt, businessDayOf(event)];
      const dues = [{ value: { due, agreedOn: madeOn }, since: begun }];
      return { ...state, byId: state.byId.with(promiseId, { begun, madeOn, dues, credit, orderNumber }) };
    },
    PromiseKept: (state, { data, meta }) => ending(state, data.promiseId, 'kept', meta.occurredAt),
    PromiseBroken: (state, { data, meta }) => ending(state, data.promiseId, 'broken', meta.occurredAt),
    PromiseRenegotiated: (state, event) => {
      const { promiseId, due } = event.data;
      const agreed = { due, agreedOn: businessDayOf(event) };
      const dues = (promise: PromiseState) => withValue(promise.dues, agreed, event.meta.occurredAt);
      return { ...state, byId: changed(state.byId, promiseId, (promise) => ({ ...promise, dues: dues(promise) })) };
    },
  },

  derived: (event) => {
    if (event.type !== 'PromiseKept') return {};
    const { due, missedDue = due } = event.data;
    return { daysLate: daysLate(missedDue, businessDayOf(event)) };
  },
  withdrawn: {
    PromiseMade: (state, { data: { promiseId } }) => ({ ...state, withdrawn: state.withdrawn.with(promiseId, true) }),
  },
  invariants: ({ promises: { byId }, commerce: { orders } }) =>
    byId.entries().flatMap(([promiseId, promise]) => {
      const { orderNumber } = promise;
      return contradictionsOf(promiseId, promise, orderNumber === undefined ? undefined : orders.get(orderNumber)?.placedOn);
    }),
};

const taken = (promiseId: string, how: string): Rejection<'PROMISE_ID_TAKEN'> =>
  reject('PROMISE_ID_TAKEN', `Promise ${promiseId} was ${how} already: give the new one another id.`, '/promiseId');

const cycle = lifeCycle<PromiseState, PromiseCode>({
  taken: (promiseId) => taken(promiseId, 'made'),
  unknown: (promiseId) =>
    reject('PROMISE_NOT_FOUND', `There is no promise ${promiseId}: make it with MakePromise, or check the id.`, '/promiseId'),
  over: (promiseId, { ended: end }) => {
    const detail = `Promise ${promiseId} was ${end?.as}, which ends it: make a new one with MakePromise.`;
    return reject('PROMISE_ENDED', detail, '/promiseId');
  },
  early: (promiseId, { madeOn, begun }, at) => {
    const detail = `Promise ${promiseId} was made on ${madeOn} (${begun}), after ${at}: correct occurredAt.`;
    return reject('PROMISE_NOT_MADE_YET', detail, '/occurredAt');
  },
});

/** A promise that may end so at that moment: it is open, and nothing was agreed about it later. */
const findEnding = (
  byId: Lives<PromiseState>,
  promiseId: string,
  as: 'kept' | 'broken',
  at: Instant,
): PromiseState | 'already' | Rejection<PromiseCode> => {
  const promise = cycle.findEnding(byId, promiseId, as, at);
  if (promise === 'already' || isRejection(promise)) return promise;
  const { since, value } = promise.dues.at(-1)!;
  if (since <= at) return promise;
  const detail = `On ${value.agreedOn} (${since}) promise ${promiseId} was open: another day, ${value.due}, was agreed. Correct occurredAt.`;
  return reject('PROMISE_RENEGOTIATED_LATER', detail, '/occurredAt');
};

const requireDueAhead = (due: Day, day: Day): Rejection<'PROMISE_DUE_IN_PAST'> | undefined =>
  due >= day
    ? undefined
    : reject('PROMISE_DUE_IN_PAST', `${due} is past on ${day}, when it is promised: name a later day, or correct occurredAt.`, '/due');

const ending = (state: Promises, promiseId: string, as: 'kept' | 'broken', at: Instant): Promises => {
  const twice = state.byId.get(promiseId)?.ended !== undefined;
  const byId = ended(state.byId, promiseId, as, at);
  return { ...state, byId: twice ? changed(byId, promiseId, (promise) => ({ ...promise, endedTwice: true })) : byId };
};
