import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';
import { type Credit, type Urgency } from '#libs/domain/values.js';

/** A promise of ours and what became of it. */
export interface PromiseRecord {
  readonly accountId: string;
  readonly promiseId: string;
  readonly what: string;
  readonly status: 'open' | 'kept' | 'broken';
  /** The due day in force. */
  readonly due: Day;
  /** Due days that were renegotiated, by when that was, at most {@link DUE_HISTORY_MAX}, the latest. */
  readonly dueHistory: readonly Renegotiated[];
  /** The first due day that had passed when another was agreed: it stays missed, and lateness counts from it. */
  readonly missedDue?: Day;
  readonly renegotiations: number;
  readonly madeAt: Instant;
  readonly keptAt?: Instant;
  readonly brokenAt?: Instant;
  readonly brokenBecause?: string;
  /** Calendar days after the due day, or the missed one; known once it is kept. */
  readonly daysLate?: number;
  /** Kept, but after that day. */
  readonly late: boolean;
  /** Whom it counts for: who promised, and that person's team, when it was made. */
  readonly credit: Credit;
  readonly promisedTo?: string;
  readonly authority?: string;
  readonly orderNumber?: string;
  /** To whom it was promised, by id. */
  readonly stakeholderId?: string;
  /** Whether it stood in our plans; absent where nobody said. */
  readonly urgency?: Urgency;
}

/** A due day in place of which another was agreed: at which moment and on which business day, and why. */
export interface Renegotiated {
  readonly due: Day;
  readonly at: Instant;
  readonly on: Day;
  readonly reason: string;
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
  version: 3,
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
    PromiseKept: (promise, event) => promise && kept(promise, businessDayOf(event), event.meta.occurredAt),
    PromiseBroken: (promise, { data, meta }) =>
      promise && { ...promise, status: 'broken', brokenAt: meta.occurredAt, brokenBecause: data.reason },
    PromiseRenegotiated: (promise, event) => promise && renegotiated(promise, event),
  },
};

/** What an event said of lateness was true when it was told; what is known now counts from the days as they are told now. */
const kept = (promise: PromiseRecord, day: Day, keptAt: Instant): PromiseRecord => {
  const daysLate = Math.max(0, calendarDaysBetween(promise.missedDue ?? promise.due, day));
  return { ...promise, status: 'kept', keptAt, daysLate, late: daysLate > 0 };
};

/** Another day in its place by when it was agreed: agreements may be told in any order. */
const renegotiated = (promise: PromiseRecord, event: Fact<PromiseEvents, 'PromiseRenegotiated'>): PromiseRecord => {
  const { due, reason } = event.data;
  const { occurredAt: at } = event.meta;
  const place = promise.dueHistory.findLastIndex((before) => before.at <= at) + 1;
  const next = promise.dueHistory[place];
  const agreed = { due: next?.due ?? promise.due, at, on: businessDayOf(event), reason };
  const later = next === undefined ? [] : [{ ...next, due }];
  const dueHistory = promise.dueHistory.toSpliced(place, 1, agreed, ...later).slice(-DUE_HISTORY_MAX);
  const renegotiations = promise.renegotiations + 1;
  const missedDue = missedIn(dueHistory, renegotiations > DUE_HISTORY_MAX ? promise.missedDue : undefined);
  const { missedDue: _, ...others } = promise;
  return { ...others, due: next === undefined ? due : promise.due, renegotiations, dueHistory, ...(missedDue && { missedDue }) };
};

/** `before`: what was missed among those that are kept no more. */
const missedIn = (dueHistory: readonly Renegotiated[], before: Day | undefined): Day | undefined =>
  before ?? dueHistory.find(({ due, on }) => on > due)?.due;

/** Whether a promise is open after its due day. A due date passes by itself: nobody has to notice, so it is asked, not stored. */
export const isOverdue = (promise: PromiseRecord, today: Day): boolean => daysOverdue(promise, today) > 0;

/** Calendar days that an open promise is past its due day; 0 for every other. */
export const daysOverdue = (promise: PromiseRecord, today: Day): number =>
  promise.status === 'open' ? Math.max(0, calendarDaysBetween(promise.due, today)) : 0;
