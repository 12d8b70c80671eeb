/** Calendar arithmetic on text, all in UTC: months `2026-03`, quarters `2026-Q1`, years `2026`, instants as the kernel writes them. */

export const PERIODS = ['month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;

/** The month of an instant or a day. */
export const monthOf = (at: string): string => at.slice(0, 7);

/** The month, quarter or year that a month lies in: `periodOf('2026-05', 'quarter')` is `2026-Q2`. */
export const periodOf = (month: string, period: Period): string => {
  if (period === 'month') return month;
  const year = month.slice(0, 4);
  return period === 'year' ? year : `${year}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
};

/** The first month of a month, quarter or year. */
export const firstMonth = (period: string): string => {
  if (period.length === 4) return `${period}-01`;
  return period[5] === 'Q' ? shiftMonth(`${period.slice(0, 4)}-01`, 3 * (Number(period[6]) - 1)) : period;
};

/** The last month of a month, quarter or year. */
export const lastMonth = (period: string): string => {
  const months = period.length === 4 ? 12 : period[5] === 'Q' ? 3 : 1;
  return shiftMonth(firstMonth(period), months - 1);
};

/** The period of the same length before it: `2025-Q4` for `2026-Q1`. */
export const previousPeriod = (period: string): string => {
  if (period.length === 4) return String(Number(period) - 1).padStart(4, '0');
  return period[5] === 'Q' ? periodOf(shiftMonth(firstMonth(period), -3), 'quarter') : shiftMonth(period, -1);
};

/** A month so many months later (earlier where negative). */
export const shiftMonth = (month: string, by: number): string => {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
};

/** Days from one instant or day to another, with fractions; negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** Whole calendar days from one instant's day to another's. */
export const calendarDaysBetween = (from: string, to: string): number => daysBetween(from.slice(0, 10), to.slice(0, 10));
