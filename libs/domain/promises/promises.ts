import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Facet } from '#libs/kernel/decider.js';
import { type Day } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce } from '../commerce/commerce.js';
import { creditAt, isCredit } from '../credit.js';
import { businessDay, daysLate, requireDay } from '../days.js';
import { requireOrder } from '../guards.js';
import { type Ownership } from '../ownership/ownership.js';
import { type Credit } from '../values.js';
import { type PromiseCommands, type PromiseEvents } from './messages.js';

export interface PromiseState {
  readonly status: 'open' | 'kept' | 'broken';
  /** The due day in force. */
  readonly due: Day;
  readonly madeOn: Day;
  readonly credit: Credit;
}

export interface Promises {
  readonly byId: PersistentMap<string, PromiseState>;
}

export type PromiseCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'ORDER_NOT_FOUND'
  | 'INVALID_DAY'
  | 'PROMISE_ID_TAKEN'
  | 'PROMISE_DUE_IN_PAST'
  | 'PROMISE_NOT_FOUND'
  | 'PROMISE_ENDED'
  | 'PROMISE_KEPT_BEFORE_MADE';

interface Needs {
  readonly ownership: Ownership;
  readonly commerce: Commerce;
  readonly promises: Promises;
}

/** Days are business days of the company. That an open promise is overdue follows from its due day alone: `isOverdue` of the promise ledger. */
export const promises: Facet<'promises', Promises, PromiseCommands, PromiseEvents, PromiseCode, Needs> = {
  name: 'promises',
  initial: { byId: PersistentMap.empty() },
  decide: {
    MakePromise: (command, { ownership, commerce, promises: { byId } }, context) => {
      const { commandId, occurredAt, data } = command;
      const { employeeId, promiseId = commandId, ...promise } = data;
      const refusal = requireDay(promise.due, '/due') ?? requireDueAhead(promise.due, businessDay(command, context));
      if (refusal) return refusal;
      if (byId.has(promiseId)) {
        return reject('PROMISE_ID_TAKEN', `Promise ${promiseId} was made already: give the new one another id.`, '/promiseId');
      }
      const order = promise.orderNumber === undefined ? undefined : requireOrder(commerce, promise.orderNumber);
      if (order !== undefined && isRejection(order)) return order;
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'PromiseMade', data: { promiseId, ...promise, credit } }] : credit;
    },

    KeepPromise: (command, { promises: state }, context) => {
      const { promiseId } = command.data;
      const promise = requirePromise(state, promiseId);
      if (isRejection(promise)) return promise;
      if (promise.status === 'kept') return [];
      if (promise.status === 'broken') return ended(promiseId, promise);
      const { due, madeOn, credit } = promise;
      const day = businessDay(command, context);
      if (day < madeOn) {
        const detail = `Promise ${promiseId} was made on ${madeOn} and cannot be kept on ${day}: correct occurredAt.`;
        return reject('PROMISE_KEPT_BEFORE_MADE', detail);
      }
      return [{ type: 'PromiseKept', data: { promiseId, due, daysLate: daysLate(due, day), credit } }];
    },

    BreakPromise: ({ data: { promiseId, reason } }, { promises: state }) => {
      const promise = requirePromise(state, promiseId);
      if (isRejection(promise)) return promise;
      if (promise.status === 'broken') return [];
      if (promise.status === 'kept') return ended(promiseId, promise);
      const { due, credit } = promise;
      return [{ type: 'PromiseBroken', data: { promiseId, reason, due, credit } }];
    },

    RenegotiatePromise: (command, { promises: state }, context) => {
      const { data } = command;
      const promise = requirePromise(state, data.promiseId);
      if (isRejection(promise)) return promise;
      if (promise.status !== 'open') return ended(data.promiseId, promise);
      if (promise.due === data.due) return [];
      const refusal = requireDay(data.due, '/due') ?? requireDueAhead(data.due, businessDay(command, context));
      return refusal ?? [{ type: 'PromiseRenegotiated', data: { ...data, previousDue: promise.due } }];
    },
  },

  evolve: {
    PromiseMade: (state, event) => {
      const { promiseId, due, credit } = event.data;
      return withPromise(state, promiseId, { status: 'open', due, madeOn: businessDayOf(event), credit });
    },
    PromiseKept: (state, { data: { promiseId } }) => changed(state, promiseId, { status: 'kept' }),
    PromiseBroken: (state, { data: { promiseId } }) => changed(state, promiseId, { status: 'broken' }),
    PromiseRenegotiated: (state, { data: { promiseId, due } }) => changed(state, promiseId, { due }),
  },
};

const requirePromise = (known: Promises, promiseId: string): PromiseState | Rejection<'PROMISE_NOT_FOUND'> =>
  known.byId.get(promiseId)
  ?? reject('PROMISE_NOT_FOUND', `There is no promise ${promiseId}: make it with MakePromise, or check the id.`, '/promiseId');

const requireDueAhead = (due: Day, day: Day): Rejection<'PROMISE_DUE_IN_PAST'> | undefined =>
  due >= day
    ? undefined
    : reject('PROMISE_DUE_IN_PAST', `${due} is past on ${day}, when it is promised: name a later day, or correct occurredAt.`, '/due');

const ended = (promiseId: string, { status }: PromiseState): Rejection<'PROMISE_ENDED'> =>
  reject('PROMISE_ENDED', `Promise ${promiseId} was ${status}, which ends it: make a new one with MakePromise.`, '/promiseId');

const withPromise = (state: Promises, promiseId: string, promise: PromiseState): Promises => ({
  byId: state.byId.with(promiseId, promise),
});

const changed = (state: Promises, promiseId: string, changes: Partial<PromiseState>): Promises => {
  const promise = state.byId.get(promiseId);
  return promise === undefined ? state : withPromise(state, promiseId, { ...promise, ...changes });
};
