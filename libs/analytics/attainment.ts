import { calendarDaysBetween, type Days } from './calendar.js';

/** What is to be reached, whether more or less of it is better, and by how much of it one may miss it. */
export interface Aim {
  readonly expected: number;
  readonly better: 'higher' | 'lower';
  /** A share of what is expected, 0–1. */
  readonly toleranceShare: number;
}

/**
 * How much of what is to be reached in a period is expected by a day of it, both as shares: days that have come ÷ days of the period, in even
 * steps. Who sells by seasons sets targets by month. 0 before it begins, 1 once it is over.
 */
export const elapsedShare = ({ from, to }: Days, today: string): number => {
  const days = calendarDaysBetween(from, to) + 1;
  const come = calendarDaysBetween(from, today) + 1;
  return Math.min(1, Math.max(0, come / days));
};

/**
 * Whether a figure misses what is expected by no more than the tolerance: `expected − actual ≤ tolerance · |expected|`, the other way round
 * where less is better. Unlike actual ÷ target this holds for targets of nothing and below nothing: of −5 %, −4 % is reached and −6 % is
 * not.
 * @throws RangeError for what is no number, or a tolerance that is no share
 */
export const isOnTrack = (actual: number, { expected, better, toleranceShare }: Aim): boolean => {
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) throw new RangeError('Give finite numbers.');
  if (!(toleranceShare >= 0 && toleranceShare <= 1)) throw new RangeError(`${toleranceShare} is no share: give 0 to 1.`);
  const missed = better === 'higher' ? expected - actual : actual - expected;
  return missed <= toleranceShare * Math.abs(expected) + ROUNDING * Math.max(1, Math.abs(expected));
};

/** 0.9 of 1 is missed by 0.09999999999999998. */
const ROUNDING = 1e-12;

/** How many of the latest values in a row lie above a bound. */
export const latestAbove = (values: readonly (number | null)[], bound: number): number =>
  values.length - 1 - values.findLastIndex((value) => value === null || value <= bound);
