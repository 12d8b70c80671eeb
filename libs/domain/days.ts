import { nearest } from '#libs/kernel/nearest.js';
import { dayIn, isTimeZone } from '#libs/kernel/calendar.js';
import { type Command, type Context } from '#libs/kernel/decider.js';
import { type Day, type MessageMap } from '#libs/kernel/message.js';

/**
 * Calendar days. A fact's day is its business day: that of `occurredAt` in the company's time zone when it was decided. Deciders ask
 * {@link businessDay}, folds ask `businessDayOf` of the kernel, which reads the zone that was stamped on the event.
 */

const DAY_MS = 86_400_000;

/** The business day of what a command tells. */
export const businessDay = ({ occurredAt }: Pick<Command<MessageMap>, 'occurredAt'>, { timeZone }: Pick<Context, 'timeZone'>): Day =>
  dayIn(timeZone, occurredAt);

/** Days from one day to another; negative where the other lies before it. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Days after the due day; 0 on it and before it. */
export const daysLate = (due: Day, day: Day): number => Math.max(0, daysBetween(due, day));

/** Why a value names no time zone, with what was most likely meant; `undefined` where it names one. */
export const timeZoneProblem = (value: unknown): string | undefined => {
  if (typeof value === 'string' && isTimeZone(value)) return undefined;
  const near = typeof value === 'string' ? nearest(value, Intl.supportedValuesOf('timeZone')) : [];
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return `must be the name of a time zone of the IANA database such as Europe/Berlin, or UTC${hint}`;
};
