import { dayIn } from '#libs/kernel/calendar.js';
import { type Day } from '#libs/kernel/message.js';

/** Months from the first to the last, both included. */
export interface Months {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** The months that the days up to a day lie in: whole months, so that 365 days up to 15 March 2026 begin with March 2025. */
export const monthsUpTo = (today: Day, days: number): Months => ({
  from: dayIn('UTC', new Date(Date.parse(today) - days * DAY_MS).toISOString()).slice(0, 7),
  to: today.slice(0, 7),
});
