import { type Day, type Instant, type Metadata } from './message.js';

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

/** The zone that holds where none is stated. */
export const UTC = 'UTC';

/** Whether a text names a time zone that this Node knows: `Asia/Shanghai`. An offset such as `+08:00` is none: it has no summer time. */
export const isTimeZone = (text: string): boolean => /^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*)*$/.test(text) && formatterOf(text) !== undefined;

/**
 * The day of an instant in a time zone: `dayIn('Asia/Shanghai', '2026-03-31T23:30:00.000Z')` is `2026-04-01`. The first and the last day
 * of the calendar stay what they are in UTC. @throws RangeError for a zone that this Node does not know
 */
export const dayIn = (timeZone: string, instant: Instant): Day => {
  const day = instant.slice(0, 10);
  if (timeZone === UTC || day === FIRST_DAY || day === LAST_DAY) return day;
  const formatter = formatterOf(timeZone);
  if (formatter === undefined) throw new RangeError(`Time zone "${timeZone}" is unknown to this Node: bring it up to date.`);
  const parts = new Map(formatter.formatToParts(Date.parse(instant)).map(({ type, value }) => [type, value]));
  return `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
};

/** The last millisecond of a day in a time zone: `endOfDay('Asia/Shanghai', '2026-03-31')` is `2026-03-31T15:59:59.999Z`. */
export const endOfDay = (timeZone: string, day: Day): Instant => {
  // No zone is further from UTC than that; within it the day changes once.
  let [inside, outside] = [Date.parse(day) - ZONE_MS_MAX, Date.parse(day) + DAY_MS + ZONE_MS_MAX];
  if (timeZone === UTC || day === FIRST_DAY || day === LAST_DAY) return `${day}T23:59:59.999Z`;
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (dayIn(timeZone, new Date(middle).toISOString()) <= day) inside = middle;
    else outside = middle;
  }
  return new Date(inside).toISOString();
};

const DAY_MS = 86_400_000;
const ZONE_MS_MAX = 16 * 3_600_000;

/** The business day of a recorded fact: that of `occurredAt` in the zone that was stamped on it. @throws RangeError as {@link dayIn} */
export const businessDayOf = ({ meta }: { readonly meta: Pick<Metadata, 'occurredAt' | 'zone'> }): Day =>
  dayIn(meta.zone ?? UTC, meta.occurredAt);

const [FIRST_DAY, LAST_DAY] = ['0001-01-01', '9999-12-31'];

/** Formatters that are kept: a company has had one zone or two, a test some more. */
const FORMATTERS_MAX = 64;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a thousand times what asking one does. */
const formatterOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
  const known = formatters.get(timeZone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', year: 'numeric', month: '2-digit', day: '2-digit' });
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    formatters.set(timeZone, made);
    return made;
  } catch {
    return undefined;
  }
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};
