import {
  type Days,
  daysOf,
  lastMonth,
  type Period,
  periodOf,
  periodsFrom,
  previousPeriod,
  sameSpanBefore,
} from '#libs/analytics/calendar.js';
import { growthBridge } from '#libs/analytics/deals.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { retention } from '#libs/analytics/retention.js';
import { type Day } from '#libs/kernel/message.js';
import { fromMinor, moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { type KpiCell } from './documents.js';
import { type Reporting } from './reporting.js';
import { convertedIn } from './sales.js';

/** How net sales came from one period to the next, account by account, in the reporting currency. */
export interface GrowthLine {
  readonly period: string;
  /** Whether the period is over. One that is not is compared with as long a part of the one before. */
  readonly complete: boolean;
  readonly before: Money;
  /** Of accounts that bought in both periods: what they bought more, and less. */
  readonly expansion: Money;
  readonly contraction: Money;
  /** Of accounts that bought in the period before alone. */
  readonly lost: Money;
  /** Of accounts that never bought before. */
  readonly newAccounts: Money;
  /** Of accounts that had bought, and not in the period before. */
  readonly returning: Money;
  readonly after: Money;
  /** Of what was sold, the share of accounts that had ever bought before the period; `null` where nothing was sold. */
  readonly existingShare: number | null;
  readonly grossRevenueRetention: number | null;
  readonly netRevenueRetention: number | null;
  /** Sales of both periods in currencies for which no rate is known; they are in no figure. */
  readonly withoutRate: readonly Money[];
}

/** The bridge of every period from the first to the last one. */
export const growthLines = (
  cells: readonly KpiCell[],
  { period, from, to }: { readonly period: Period; readonly from: string; readonly to: string },
  reporting: Reporting,
): readonly GrowthLine[] => {
  const { fiscalYearStartsIn } = reporting;
  const accounts = [...Map.groupBy(cells, ({ accountId }) => accountId).values()];
  const [first, last] = [periodOf(from, period, fiscalYearStartsIn), periodOf(to, period, fiscalYearStartsIn)];
  return periodsFrom(first, last).map((one) => growthLine(accounts, one, reporting));
};

const growthLine = (accounts: readonly (readonly KpiCell[])[], period: string, reporting: Reporting): GrowthLine => {
  const { currency, fiscalYearStartsIn, lastDay } = reporting;
  const { now, before } = spansOf(period, lastDay, fiscalYearStartsIn);
  let withoutRate: Amounts = {};
  const windows = accounts.map((cells) => {
    const sold = (days: Days) => {
      const { minor, withoutRate: apart } = convertedIn(cells, days, 'net', reporting);
      withoutRate = addAmounts(withoutRate, apart);
      return minor;
    };
    return { before: sold(before), after: sold(now), hadBought: cells.some(({ month }) => month < now.from.slice(0, 7)) };
  });
  const bridge = growthBridge(windows);
  const isFirst = ({ before: earlier, hadBought }: (typeof windows)[number]) => earlier <= 0n && !hadBought;
  const newAccounts = growthBridge(windows.filter(isFirst)).new;
  const kept = retention(windows);
  const money = (minor: bigint) => fromMinor(minor, currency);
  return {
    period,
    complete: lastDay >= daysOf(period, fiscalYearStartsIn).to,
    before: money(bridge.before),
    expansion: money(bridge.expansion),
    contraction: money(bridge.contraction),
    lost: money(bridge.lost),
    newAccounts: money(newAccounts),
    returning: money(bridge.new - newAccounts),
    after: money(bridge.after),
    existingShare: bridge.after === 0n ? null : Number(bridge.after - newAccounts) / Number(bridge.after),
    grossRevenueRetention: kept.grossRevenueRetention ?? null,
    netRevenueRetention: kept.netRevenueRetention ?? null,
    withoutRate: moneysOf(withoutRate),
  };
};

/** A period that is not over is compared with the same span of the one before. */
const spansOf = (period: string, lastDay: Day, fiscalYearStartsIn: number): { readonly now: Days; readonly before: Days } => {
  const whole = daysOf(period, fiscalYearStartsIn);
  if (lastDay >= whole.to || lastDay < whole.from) return { now: whole, before: daysOf(previousPeriod(period), fiscalYearStartsIn) };
  return { now: { from: whole.from, to: lastDay }, before: sameSpanBefore(period, lastDay, fiscalYearStartsIn) };
};

/** The months of a range that is asked for, from the first one that has a figure to the present one where it is left open. */
export const growthRange = (
  cells: readonly KpiCell[],
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  { fiscalYearStartsIn, lastDay }: Reporting,
): { readonly from: string; readonly to: string } => {
  const earliest = cells.reduce((least, { month }) => (month < least ? month : least), lastDay.slice(0, 7));
  return { from: from ?? earliest, to: to === undefined ? lastDay.slice(0, 7) : lastMonth(to, fiscalYearStartsIn) };
};
