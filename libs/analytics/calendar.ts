/**
 * Calendar arithmetic on text: days `2026-03-01`, months `2026-03`, fiscal quarters `2026-Q1` and fiscal years `2026`. Days come in as
 * business days: which zone they are of was settled before. A fiscal year begins on the first day of a month and bears the number of the
 * calendar year in which it ends: where it starts in April, 2026 runs from April 2025 to March 2026.
 */

export const PERIODS = ['month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** Days from the first to the last, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** The month of an instant or a day. */
export const monthOf = (at: string): string => at.slice(0, 7);

/** The month, fiscal quarter or fiscal year that a month lies in: `periodOf('2026-05', 'quarter')` is `2026-Q2`. */
export const periodOf = (month: string, period: Period, fiscalYearStartsIn = 1): string => {
  if (period === 'month') return month;
  const sinceStart = (Number(month.slice(5, 7)) - fiscalYearStartsIn + 12) % 12;
  const year = shiftMonth(month, 11 - sinceStart).slice(0, 4);
  return period === 'year' ? year : `${year}-Q${Math.floor(sinceStart / 3) + 1}`;
};

/** How long a period is. */
export const lengthOf = (period: string): Period => (period.length === 4 ? 'year' : period[5] === 'Q' ? 'quarter' : 'month');

/** The first month of a month, quarter or year. */
export const firstMonth = (period: string, fiscalYearStartsIn = 1): string => {
  if (lengthOf(period) === 'month') return period;
  const quarters = lengthOf(period) === 'quarter' ? Number(period[6]) - 1 : 0;
  return shiftMonth(`${period.slice(0, 4)}-12`, fiscalYearStartsIn === 1 ? 3 * quarters - 11 : fiscalYearStartsIn - 24 + 3 * quarters);
};

/** The last month of a month, quarter or year. */
export const lastMonth = (period: string, fiscalYearStartsIn = 1): string =>
  shiftMonth(firstMonth(period, fiscalYearStartsIn), MONTHS[lengthOf(period)] - 1);

const MONTHS: Readonly<Record<Period, number>> = { month: 1, quarter: 3, year: 12 };

/** All days of a month, quarter or year. */
export const daysOf = (period: string, fiscalYearStartsIn = 1): Days => ({
  from: `${firstMonth(period, fiscalYearStartsIn)}-01`,
  to: lastDayOf(lastMonth(period, fiscalYearStartsIn)),
});

/** The period of the same length so many later, earlier where negative: `2025-Q4` for `shiftPeriod('2026-Q1', -1)`. */
export const shiftPeriod = (period: string, by: number): string => {
  if (lengthOf(period) === 'month') return shiftMonth(period, by);
  if (lengthOf(period) === 'year') return String(Number(period) + by).padStart(4, '0');
  return periodOf(shiftMonth(firstMonth(period), 3 * by), 'quarter');
};

/** The period of the same length before it. */
export const previousPeriod = (period: string): string => shiftPeriod(period, -1);

/** Every period from one to another of the same length, both included; none where the first comes later. */
export const periodsFrom = (first: string, last: string): readonly string[] => {
  const periods: string[] = [];
  for (let period = first; period <= last; period = shiftPeriod(period, 1)) periods.push(period);
  return periods;
};

/**
 * The part of the period before that is as long as a period is old on a day of it: the same months and the same day of the month, and a
 * month that is over against a month that is over. `sameSpanBefore('2026-Q2', '2026-05-15')` is 1 January to 15 February.
 */
export const sameSpanBefore = (period: string, until: string, fiscalYearStartsIn = 1): Days => {
  const before = daysOf(previousPeriod(period), fiscalYearStartsIn);
  return { from: before.from, to: shiftDay(until, -MONTHS[lengthOf(period)]) };
};

/** The twelve months that end with a day. */
export const twelveMonthsTo = (day: string): Days => ({ from: nextDay(shiftDay(day, -12)), to: day });

/** The same day of the month so many months later, earlier where negative; the last day of a month becomes the last day. */
export const shiftDay = (day: string, months: number): string => {
  const month = shiftMonth(monthOf(day), months);
  const last = lastDayOf(month);
  if (day === lastDayOf(monthOf(day))) return last;
  const shifted = `${month}-${day.slice(8, 10)}`;
  return shifted < last ? shifted : last;
};

/** The day after a day. */
export const nextDay = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** The day so many days later, earlier where negative. */
export const shiftByDays = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The last day of a month. */
export const lastDayOf = (month: string): string => new Date(Date.parse(`${shiftMonth(month, 1)}-01`) - DAY_MS).toISOString().slice(0, 10);

/** A month so many months later (earlier where negative). */
export const shiftMonth = (month: string, by: number): string => {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
};

/** Days from one instant or day to another, with fractions; negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** Whole calendar days from one instant's day to another's. */
export const calendarDaysBetween = (from: string, to: string): number => daysBetween(from.slice(0, 10), to.slice(0, 10));
