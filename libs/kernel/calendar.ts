import { type Day, type Instant } from './message.js';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;

/** Whether a text is a day that the calendar has, `2026-03-01`; `2026-02-30` is none. Years run from 0001 to 9999. */
export const isDay = (text: string): text is Day => {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return year !== undefined && year !== '0000' && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
};

/** Whether a text is a month, `2026-03`. */
export const isMonth = (text: string): boolean => isDay(`${text}-01`);

/** Whether a text is a year, a quarter or a month: `2026`, `2026-Q1`, `2026-03`. */
export const isPeriod = (text: string): boolean => /^(?!0000)\d{4}(-Q[1-4])?$/.test(text) || isMonth(text);

/**
 * Reads an RFC 3339 date-time, which always names its zone, and gives it in UTC with milliseconds (finer digits are cut off).
 * `undefined` for anything else: a day that the calendar does not have, a 25th hour, a leap second, a time without a zone, or one
 * that leaves the years 0001 to 9999 when it is turned to UTC.
 */
export const parseInstant = (text: string): Instant | undefined => {
  const [, day, hour, minute, second, , zoneHour = '00', zoneMinute = '00'] = DATE_TIME.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  const instant = new Date(text.toUpperCase()).toISOString();
  return /^(?!0000)\d{4}-/.test(instant) ? instant : undefined;
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};
