import { isDay } from '#libs/kernel/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';

/** Calendar days in UTC. Pure: the present day comes in as data. */

const DAY_MS = 86_400_000;

/** The day of an instant. */
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
