import { quantile } from 'simple-statistics';
import { daysBetween } from './calendar.js';

/** When the next purchase is to be expected, by the intervals between those of before. */
export interface NextPurchase {
  readonly lastOn: string;
  /** How many intervals it rests on. */
  readonly intervals: number;
  /** Days between two purchases: the median, and the range in which the middle half lies. */
  readonly medianDays: number;
  readonly lowerQuartileDays: number;
  readonly upperQuartileDays: number;
  /** The last purchase and the median interval. */
  readonly expectedOn: string;
  /** The last purchase and the upper quartile: later than three purchases in four. */
  readonly lateFrom: string;
  readonly daysSince: number;
  /** Days past `lateFrom`; 0 until then. */
  readonly daysLate: number;
}

/** Intervals below which nothing is expected: one interval is an accident. */
export const INTERVALS_MIN = 2;

/**
 * The next purchase by the account's own intervals, which need no model and show their spread; `undefined` for fewer than
 * {@link INTERVALS_MIN} of them. Days are distinct (`2026-03-01`) and may come in any order; those after `today` do not count.
 */
export const nextPurchase = (purchased: readonly string[], today: string): NextPurchase | undefined => {
  const days = [...new Set(purchased)].filter((day) => day <= today).toSorted();
  const intervals = days.slice(1).map((day, index) => daysBetween(days[index]!, day));
  const lastOn = days.at(-1);
  if (lastOn === undefined || intervals.length < INTERVALS_MIN) return undefined;
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => Math.round(quantile(intervals, share))) as [number, number, number];
  const lateFrom = later(lastOn, upper);
  return {
    lastOn,
    intervals: intervals.length,
    medianDays: median,
    lowerQuartileDays: lower,
    upperQuartileDays: upper,
    expectedOn: later(lastOn, median),
    lateFrom,
    daysSince: daysBetween(lastOn, today),
    daysLate: Math.max(0, daysBetween(lateFrom, today)),
  };
};

const later = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
