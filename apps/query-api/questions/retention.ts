import { firstMonth, lastMonth, type Period, periodOf, previousPeriod } from '#libs/analytics/calendar.js';
import { isOf, type Months, retentionOf } from '#libs/read-models/team-kpis/accounts-behind.js';
import { type KpiRow } from '#libs/read-models/team-kpis/roll-up.js';
import { type KpiCell } from '#libs/read-models/team-kpis/team-kpis.js';

/**
 * What became of the net sales, less returns, that the accounts of the period before brought; shares of those, 0.1 for ten percent.
 * While a period still runs, they grow with every order.
 */
export interface KpiRetention {
  /** Gross revenue retention: (R0 − churn − contraction) ÷ R0. */
  readonly gross: number;
  /** Net revenue retention: (R0 + expansion − churn − contraction) ÷ R0. */
  readonly net: number;
  /** Accounts that still buy ÷ accounts that bought. */
  readonly logo: number;
  /** Accounts that bought in the period before. */
  readonly accounts: number;
}

/** By currency; `null` where nothing was sold in the period before. */
export type RetentionByCurrency = Readonly<Record<string, KpiRetention | null>>;

/** Periods over which retention is measured: from one month to the next, most accounts order nothing and are not lost. */
export const hasRetention = (period: Period): boolean => period !== 'month';

/** Answers a row's retention from the cells of all employees and teams, which must reach back to the period before the first row. */
export const retentionAgainst = (cells: readonly KpiCell[], period: Period): ((row: KpiRow) => RetentionByCurrency) => {
  const byPeriod = Map.groupBy(cells, ({ month }) => periodOf(month, period));
  return ({ by, key, period: at }) => {
    const windows = { before: monthsOf(previousPeriod(at)), after: monthsOf(at) };
    const both = [...(byPeriod.get(previousPeriod(at)) ?? []), ...(byPeriod.get(at) ?? [])];
    const ours = both.filter((cell) => isOf(cell, { by, key }));
    const currencies = [...new Set(ours.flatMap(({ netSalesMinor }) => Object.keys(netSalesMinor)))].toSorted();
    return Object.fromEntries(currencies.map((currency) => [currency, shares(retentionOf(both, { by, key, currency }, windows))]));
  };
};

const shares = ({ accounts, ...rates }: ReturnType<typeof retentionOf>): KpiRetention | null => {
  const { grossRevenueRetention: gross, netRevenueRetention: net, logoRetention: logo } = rates;
  return gross === undefined || net === undefined || logo === undefined ? null : { gross, net, logo, accounts };
};

const monthsOf = (period: string): Months => ({ from: firstMonth(period), to: lastMonth(period) });
