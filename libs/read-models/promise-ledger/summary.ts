import { proportion, type Proportion } from '#libs/analytics/proportion.js';
import { type Day } from '#libs/kernel/message.js';
import { isOverdue, type PromiseRecord } from './promise-ledger.js';

/** How we promise, and whether we keep it. */
export interface PromiseSummary {
  readonly made: number;
  readonly open: number;
  readonly overdue: number;
  readonly kept: number;
  readonly broken: number;
  /** Kept in time, of all that are kept, broken or overdue. */
  readonly keptInTime: Proportion | null;
  /** Mean days late of those that were kept late; null: none was. */
  readonly meanDaysLate: number | null;
  /** Made although nobody allowed it and nothing said that it could be kept. */
  readonly withoutAuthority: Proportion | null;
  /** Unplanned and urgent ones, of those of which it was said: the more, the more we react instead of leading. */
  readonly reactive: Proportion | null;
  /** Urgent ones that were kept in time all the same. */
  readonly heroics: number;
}

/** Figures of promises as of a day; those of closed accounts are never overdue. */
export const promiseSummary = (
  promises: readonly PromiseRecord[],
  today: Day,
  isClosed: (accountId: string) => boolean,
): PromiseSummary => {
  const overdue = promises.filter((promise) => isOverdue(promise, today) && !isClosed(promise.accountId));
  const kept = promises.filter(({ status }) => status === 'kept');
  const broken = promises.filter(({ status }) => status === 'broken');
  const late = kept.flatMap(({ daysLate = 0 }) => (daysLate > 0 ? [daysLate] : []));
  const said = promises.filter(({ urgency }) => urgency !== undefined);
  const share = (count: number, of: number) => proportion(count, of) ?? null;
  return {
    made: promises.length,
    open: promises.filter(({ status }) => status === 'open').length,
    overdue: overdue.length,
    kept: kept.length,
    broken: broken.length,
    keptInTime: share(kept.length - late.length, kept.length + broken.length + overdue.length),
    meanDaysLate: late.length === 0 ? null : Math.round((10 * late.reduce((sum, days) => sum + days, 0)) / late.length) / 10,
    withoutAuthority: share(promises.filter(({ authority }) => authority === undefined).length, promises.length),
    reactive: share(said.filter(({ urgency }) => urgency !== 'planned').length, said.length),
    heroics: kept.filter(({ urgency, late: isLate }) => urgency === 'urgent' && !isLate).length,
  };
};
