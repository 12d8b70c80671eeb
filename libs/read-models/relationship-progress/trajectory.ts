import { daysBetween, shiftDay, shiftMonth } from '#libs/analytics/calendar.js';
import { velocity } from '#libs/analytics/velocity.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type MonthReviewed, type RelationshipProgress } from './relationship-progress.js';

/** How a score moves, and where it would come to beside what was planned. */
export interface Trajectory {
  /** Points a year, over the reviews of the last twelve months; null where fewer than two months were reviewed. */
  readonly velocity: number | null;
  /** Null where no strategy in force names the points that are to be reached, or nothing was ever reviewed. */
  readonly plan: PlannedScore | null;
}

/** The straight way from where the strategy began to where it is to lead. */
export interface PlannedScore {
  readonly since: Day;
  readonly until: Day;
  readonly from: number;
  readonly target: number;
  /** Where the straight way is now, in points. */
  readonly dueNow: number;
  /** The latest review less that: below 0 it lags behind. */
  readonly ahead: number;
  /** Where it comes to at the end at the present velocity, 6–24 points; null where that is not known. */
  readonly projected: number | null;
}

const YEAR_DAYS = 365.25;
const [SCORE_MIN, SCORE_MAX] = [6, 24];

/** The trajectory at a moment, from what was known of reviews and strategies by then. */
export const trajectoryOf = (progress: Pick<RelationshipProgress, 'reviews' | 'strategies'>, at: Instant, today: Day): Trajectory => {
  const reviews = progress.reviews.filter(({ until }) => until <= at);
  const latest = reviews.at(-1);
  if (latest === undefined) return { velocity: null, plan: null };
  const recent = reviews.filter(({ month }) => month > shiftMonth(latest.month, -12));
  const speed = velocity(recent.map(({ until, total }) => ({ time: daysBetween(recent[0]!.until, until) / YEAR_DAYS, value: total })));
  return { velocity: speed === undefined ? null : rounded(speed), plan: planned(progress, reviews, latest, speed, at, today) };
};

const planned = (
  { strategies }: Pick<RelationshipProgress, 'strategies'>,
  reviews: readonly MonthReviewed[],
  latest: MonthReviewed,
  speed: number | undefined,
  at: Instant,
  today: Day,
): PlannedScore | null => {
  const strategy = strategies.findLast(({ since }) => since <= at);
  if (strategy?.value.targetScore === undefined) return null;
  const since = strategy.since.slice(0, 10);
  const until = shiftDay(since, 12 * strategy.value.horizonYears);
  const target = strategy.value.targetScore;
  const from = (reviews.findLast((review) => review.until <= strategy.since) ?? reviews[0]!).total;
  const passed = Math.min(1, Math.max(0, daysBetween(since, today) / daysBetween(since, until)));
  const dueNow = rounded(from + (target - from) * passed);
  const yearsLeft = Math.max(0, daysBetween(latest.until, until) / YEAR_DAYS);
  const projected = speed === undefined ? null : rounded(Math.min(SCORE_MAX, Math.max(SCORE_MIN, latest.total + speed * yearsLeft)));
  return { since, until, from, target, dueNow, ahead: rounded(latest.total - dueNow), projected };
};

const rounded = (value: number): number => Math.round(value * 100) / 100;
