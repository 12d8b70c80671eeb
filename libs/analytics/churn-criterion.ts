import { daysBetween } from './calendar.js';

/**
 * Whether an account counts as lost by its silence: no order for `inactivityDays`, or, from `ordersMin` days with orders on, for
 * `intervalFactor` times the mean interval between them: who buys weekly is missed sooner than who buys once a year.
 */
export interface ChurnCriterion {
  readonly inactivityDays: number;
  readonly intervalFactor: number;
  readonly ordersMin: number;
}

/** What the criterion came to, with all that it was computed from. */
export interface CriterionResult {
  readonly met: boolean;
  /** Days on which something was ordered, up to the day in question. */
  readonly orderDays: number;
  /** Absent: nothing was ever ordered. */
  readonly lastOrderOn?: string;
  /** Whole days since the last order; where there is none, since the account was opened. */
  readonly daysSilent: number;
  /** Mean days between two order days, rounded; absent where the account has too few to say. */
  readonly intervalDays?: number;
}

/** Evaluates the criterion on a day, of order days (`2026-03-01`) in any order; what comes after that day does not count. */
export const churnCriterion = (
  { inactivityDays, intervalFactor, ordersMin }: ChurnCriterion,
  ordered: readonly string[],
  openedOn: string,
  today: string,
): CriterionResult => {
  const days = [...new Set(ordered)].filter((day) => day <= today).toSorted();
  const last = days.at(-1);
  const daysSilent = Math.max(0, daysBetween(last ?? openedOn, today));
  const interval = days.length >= ordersMin ? daysBetween(days[0]!, last!) / (days.length - 1) : undefined;
  return {
    met: daysSilent >= inactivityDays || (interval !== undefined && daysSilent >= intervalFactor * interval),
    orderDays: days.length,
    ...(last === undefined ? {} : { lastOrderOn: last }),
    daysSilent,
    ...(interval === undefined ? {} : { intervalDays: Math.round(interval) }),
  };
};
