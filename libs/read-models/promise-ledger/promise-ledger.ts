import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';
import { type Credit } from '#libs/domain/values.js';

/** A promise of ours and what became of it. */
export interface PromiseRecord {
  readonly accountId: string;
  readonly promiseId: string;
  readonly what: string;
  readonly status: 'open' | 'kept' | 'broken';
  /** The due day in force. */
  readonly due: Day;
  /** Due days that were renegotiated, oldest first, at most {@link DUE_HISTORY_MAX}. */
  readonly dueHistory: readonly { readonly due: Day; readonly at: Instant; readonly reason: string }[];
  readonly renegotiations: number;
  readonly madeAt: Instant;
  readonly keptAt?: Instant;
  readonly brokenAt?: Instant;
  readonly brokenBecause?: string;
  /** Calendar days after the due day; known once it is kept. */
  readonly daysLate?: number;
  /** Kept, but after the due day. */
  readonly late: boolean;
  /** Whom it counts for: who promised, and that person's team, when it was made. */
  readonly credit: Credit;
  readonly promisedTo?: string;
  readonly authority?: string;
  readonly orderNumber?: string;
}

/** Due days that one promise keeps; the timeline has all of them. */
export const DUE_HISTORY_MAX = 20;

const keyOf = (event: Fact<PromiseEvents>): string => `${idOf(event.stream)}/${event.data.promiseId}`;

/**
 * What we promised, by when, and whether we kept it.
 * A promise that is kept or moved without having been made stays unknown: history that is cut at a business time can look like that.
 */
export const promiseLedger: Projection<PromiseRecord, PromiseEvents> = {
  name: 'promise-ledger',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['accountId', 'due'],
    ['accountId', 'status', 'due'],
    ['status', 'due'],
    ['credit.employeeId', 'status', 'due'],
    ['credit.teamId', 'status', 'due'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    PromiseMade: (_, event) => ({
      ...event.data,
      accountId: idOf(event.stream),
      status: 'open',
      dueHistory: [],
      renegotiations: 0,
      madeAt: event.meta.occurredAt,
      late: false,
    }),
    PromiseKept: (promise, { data, meta }) =>
      promise && { ...promise, status: 'kept', due: data.due, keptAt: meta.occurredAt, daysLate: data.daysLate, late: data.daysLate > 0 },
    PromiseBroken: (promise, { data, meta }) =>
      promise && { ...promise, status: 'broken', due: data.due, brokenAt: meta.occurredAt, brokenBecause: data.reason },
    PromiseRenegotiated: (promise, { data, meta }) =>
      promise && {
        ...promise,
        due: data.due,
        renegotiations: promise.renegotiations + 1,
        dueHistory: [...promise.dueHistory, { due: data.previousDue, at: meta.occurredAt, reason: data.reason }].slice(-DUE_HISTORY_MAX),
      },
  },
};

/** Whether a promise is open after its due day. A due date passes by itself: nobody has to notice, so it is asked, not stored. */
export const isOverdue = (promise: PromiseRecord, today: Day): boolean => daysOverdue(promise, today) > 0;

/** Calendar days that an open promise is past its due day; 0 for every other. */
export const daysOverdue = (promise: PromiseRecord, today: Day): number =>
  promise.status === 'open' ? Math.max(0, calendarDaysBetween(promise.due, today)) : 0;
