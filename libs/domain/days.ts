import { nearest } from '#libs/kernel/nearest.js';
import { dayIn, isDay, isTimeZone } from '#libs/kernel/calendar.js';
import { type Command, type Context } from '#libs/kernel/decider.js';
import { type Day, type Instant, type MessageMap } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';

/**
 * Calendar days. A fact's day is its business day: that of `occurredAt` in the company's time zone when it was decided. Deciders ask
 * {@link businessDay}, folds ask `businessDayOf` of the kernel, which reads the zone that was stamped on the event.
 */

const DAY_MS = 86_400_000;

/** The business day of what a command tells. */
export const businessDay = ({ occurredAt }: Pick<Command<MessageMap>, 'occurredAt'>, { timeZone }: Pick<Context, 'timeZone'>): Day =>
  dayIn(timeZone, occurredAt);

/** The day of an instant in UTC. Of a fact, ask {@link businessDay}. */
export const dayOf = (instant: Instant): Day => instant.slice(0, 10);

/** Days from one day to another; negative where the other lies before it. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Days after the due day; 0 on it and before it. */
export const daysLate = (due: Day, day: Day): number => Math.max(0, daysBetween(due, day));

/** Refuses what is no day of the calendar; a field that was left out passes. */
export const requireDay = (text: string | undefined, field: string): Rejection<'INVALID_DAY'> | undefined =>
  text === undefined || isDay(text)
    ? undefined
    : reject('INVALID_DAY', `${text} is no day of the calendar: write it as year-month-day, 2026-03-01.`, field);

/** Why a value names no time zone, with what was most likely meant; `undefined` where it names one. */
export const timeZoneProblem = (value: unknown): string | undefined => {
  if (typeof value === 'string' && isTimeZone(value)) return undefined;
  const near = typeof value === 'string' ? nearest(value, Intl.supportedValuesOf('timeZone')) : [];
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return `must be the name of a time zone of the IANA database such as Europe/Berlin, or UTC${hint}`;
};
