import { periodsFrom } from '#libs/analytics/calendar.js';
import { type DeskDocument } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { trendOf } from '#libs/analytics/tiers.js';
import { type Months } from '../window.js';
import { rounded } from './account-lines.js';

/** Frictions by month, and whether they become fewer. */
export interface FrictionTrend {
  readonly frictions: number;
  readonly severe: number;
  readonly perMonth: number;
  /** Every month of the window from the opening of the account on, the oldest first. */
  readonly months: readonly { readonly month: string; readonly frictions: number }[];
  /** The slope of the straight line through the months, as a share of their mean a month; null where there was none. */
  readonly slope: number | null;
  readonly trend: 'falling' | 'rising' | 'steady' | null;
}

/** The frictions of a window of months. */
export const frictionTrend = (documents: readonly DeskDocument[], { from, to }: Months): FrictionTrend => {
  const frictions = documents.flatMap((document) =>
    document.kind === 'friction' && document.on.slice(0, 7) >= from && document.on.slice(0, 7) <= to ? [document] : [],
  );
  const counts = Map.groupBy(frictions, ({ on }) => on.slice(0, 7));
  const months = periodsFrom(from, to).map((month) => ({ month, frictions: counts.get(month)?.length ?? 0 }));
  const slope = trendOf(months.map((one) => BigInt(one.frictions)))?.slope;
  return {
    frictions: frictions.length,
    severe: frictions.filter(({ severity }) => severity === 'high' || severity === 'severe').length,
    perMonth: rounded(frictions.length / months.length),
    months,
    slope: slope === undefined ? null : rounded(slope),
    trend: slope === undefined ? null : rounded(slope) === 0 ? 'steady' : slope < 0 ? 'falling' : 'rising',
  };
};
