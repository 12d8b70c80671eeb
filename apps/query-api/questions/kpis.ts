import { firstMonth, lastMonth, type Period, periodOf, previousPeriod } from '#libs/analytics/calendar.js';
import { topShare } from '#libs/analytics/concentration.js';
import { fromMinor, ratioOf } from '#libs/analytics/money.js';
import { type Money } from '#libs/domain/values.js';
import { accountsBehind } from '#libs/read-models/team-kpis/accounts-behind.js';
import { add, type Counters, NOTHING } from '#libs/read-models/team-kpis/counters.js';
import { kpisOf, type KpiRow, openPromises, rollUp } from '#libs/read-models/team-kpis/roll-up.js';
import { type Grouping, type KpiCell, type KpiTarget, type KpiTotal } from '#libs/read-models/team-kpis/team-kpis.js';
import { moneys } from './account.js';
import { hasRetention, retentionAgainst, type RetentionByCurrency } from './retention.js';

/** Accounts that a summary names, the largest first. */
export const TOP_ACCOUNTS = 5;

/** What is asked: whose figures, by which periods, over which months (both included, whole periods: figures then sum to their totals). */
export interface KpiQuestion {
  readonly by: Grouping;
  readonly period: Period;
  /** One employee's or team's; absent: of all. */
  readonly key?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The figures of one month, quarter or year, or of the whole range. */
export interface KpiAnswer {
  readonly by: Grouping;
  /** `all` for the company, `unassigned` for facts that carry nobody. */
  readonly key: string;
  readonly name: string | null;
  /** `2026-03`, `2026-Q1`, `2026`; for the whole range `2026-01..2026-11`. */
  readonly period: string;
  readonly orders: number;
  readonly netSales: readonly Money[];
  readonly returns: readonly Money[];
  readonly netSalesAfterReturns: readonly Money[];
  readonly margin: readonly Money[];
  readonly costToServe: readonly Money[];
  /** Against the period before, 0.1 for ten percent more, by currency; `null` where there was nothing before. */
  readonly netSalesGrowth: Readonly<Record<string, number | null>>;
  /** Of quarters and years against the period before, by currency. */
  readonly retention?: RetentionByCurrency;
  readonly promises: {
    readonly made: number;
    /** Late ones included. */
    readonly kept: number;
    readonly keptLate: number;
    readonly broken: number;
    /** Made and neither kept nor broken by the end of the period, from the beginning of the log. */
    readonly open: number;
    /** Kept in time ÷ (kept + broken). */
    readonly keptInTimeRate: number | null;
    readonly averageDaysLate: number | null;
  };
  readonly interactions: { readonly recorded: number; readonly retracted: number; readonly executive: number };
  readonly stages: { readonly advances: number; readonly regressions: number };
  readonly accounts: { readonly opened: number; readonly lost: number; readonly wonBack: number; readonly riskFlags: number };
  readonly targets: readonly { readonly kpi: string; readonly value: string }[];
}

/** The whole range, with the accounts that carry it. */
export interface KpiSummary extends KpiAnswer {
  /** By currency: how much of net sales, as sold, the largest accounts bring, and which they are. */
  readonly concentration: readonly {
    readonly currency: string;
    /** Accounts with net sales above zero. */
    readonly accounts: number;
    readonly topShare: number | null;
    readonly top: readonly { readonly accountId: string; readonly netSales: Money; readonly share: number }[];
  }[];
}

/** Documents that the figures are made of: totals from the beginning of the log, cells as {@link cellsNeeded} tells. */
export interface KpiMaterial {
  readonly totals: readonly KpiTotal[];
  readonly cells: readonly KpiCell[];
  readonly targets: readonly KpiTarget[];
  readonly nameOf: (by: Grouping, key: string) => string | null;
}

/** Which cells the answers need: the range's, and with retention also those of the period before, of everyone. */
export const cellsNeeded = ({ period, key, from, to }: KpiQuestion): Pick<KpiQuestion, 'key' | 'from' | 'to'> => {
  const until = to === undefined ? {} : { to };
  if (!hasRetention(period)) return { ...(key === undefined ? {} : { key }), ...(from === undefined ? {} : { from }), ...until };
  return { ...(from === undefined ? {} : { from: firstMonth(previousPeriod(periodOf(from, period))) }), ...until };
};

/** Every period in the range, by key and time. */
export const kpiAnswers = (
  { by, period, from, to }: KpiQuestion,
  { totals, cells, targets, nameOf }: KpiMaterial,
): readonly KpiAnswer[] => {
  const open = openAtEnd(totals, period);
  const retention = hasRetention(period) ? retentionAgainst(cells, period) : undefined;
  return rollUp(totals, { by, period })
    .filter((row) => (from === undefined || firstMonth(row.period) >= from) && (to === undefined || lastMonth(row.period) <= to))
    .map((row) => ({
      ...answer(row, open.get(`${row.key}|${row.period}`) ?? 0),
      ...(retention && { retention: retention(row) }),
      name: nameOf(by, row.key),
      targets: targets.filter(({ key, period: at }) => key === row.key && at === row.period).map(({ kpi, value }) => ({ kpi, value })),
    }));
};

/** One summary a key over the whole range. */
export const kpiSummaries = ({ by, from, to }: KpiQuestion, { totals, cells, nameOf }: KpiMaterial): readonly KpiSummary[] => {
  const lies = ({ month }: { readonly month: string }) => (from === undefined || month >= from) && (to === undefined || month <= to);
  const inRange = totals.filter(lies);
  const shown = cells.filter(lies);
  return [...Map.groupBy(inRange, ({ key }) => key)]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, own]) => {
      const counters = own.reduce<Counters>((sum, total) => add(sum, total), NOTHING);
      const months = own.map(({ month }) => month).toSorted();
      const open = openPromises(totals.filter((total) => total.key === key && (to === undefined || total.month <= to)));
      const row: KpiRow = {
        by,
        key,
        period: `${months[0]}..${months.at(-1)}`,
        counters,
        kpis: { ...kpisOf(counters), netSalesGrowth: {} },
      };
      return { ...answer(row, open), name: nameOf(by, key), concentration: concentration(shown, by, key, counters) };
    });
};

const answer = ({ by, key, period, counters, kpis }: KpiRow, open: number): Omit<KpiAnswer, 'name'> => ({
  by,
  key,
  period,
  orders: counters.orders,
  netSales: moneys(counters.netSalesMinor),
  returns: moneys(counters.returnsMinor),
  netSalesAfterReturns: moneys(kpis.netSalesAfterReturnsMinor),
  margin: moneys(counters.marginMinor),
  costToServe: moneys(counters.costToServeMinor),
  netSalesGrowth: kpis.netSalesGrowth,
  promises: {
    made: counters.promisesMade,
    kept: counters.promisesKeptInTime + counters.promisesKeptLate,
    keptLate: counters.promisesKeptLate,
    broken: counters.promisesBroken,
    open,
    keptInTimeRate: kpis.promiseKeptRate,
    averageDaysLate: kpis.averageDaysLate,
  },
  interactions: {
    recorded: counters.interactions,
    retracted: counters.interactionsRetracted,
    executive: counters.executiveInteractions,
  },
  stages: { advances: counters.stageAdvances, regressions: counters.stageRegressions },
  accounts: {
    opened: counters.accountsOpened,
    lost: counters.accountsLost,
    wonBack: counters.accountsWonBack,
    riskFlags: counters.riskFlags,
  },
  targets: [],
});

/** Open promises at the end of each period, by `key|period`: a running sum over the months from the beginning. */
const openAtEnd = (totals: readonly KpiTotal[], period: Period): ReadonlyMap<string, number> => {
  const open = new Map<string, number>();
  for (const [key, own] of Map.groupBy(totals, (total) => total.key)) {
    let running = 0;
    for (const total of own.toSorted((left, right) => (left.month < right.month ? -1 : 1))) {
      running += openPromises([total]);
      open.set(`${key}|${periodOf(total.month, period)}`, running);
    }
  }
  return open;
};

const concentration = (cells: readonly KpiCell[], by: Grouping, key: string, counters: Counters): KpiSummary['concentration'] =>
  Object.keys(counters.netSalesMinor).map((currency) => {
    const accounts = accountsBehind(cells, { by, key, currency });
    const whole = accounts.reduce((sum, { netSalesMinor }) => (netSalesMinor > 0n ? sum + netSalesMinor : sum), 0n);
    return {
      currency,
      accounts: accounts.filter(({ netSalesMinor }) => netSalesMinor > 0n).length,
      topShare:
        topShare(
          accounts.map(({ netSalesMinor }) => netSalesMinor),
          TOP_ACCOUNTS,
        ) ?? null,
      top: accounts.slice(0, TOP_ACCOUNTS).map(({ accountId, netSalesMinor }) => ({
        accountId,
        netSales: { amount: fromMinor(netSalesMinor, currency), currency },
        share: ratioOf(netSalesMinor, whole) ?? 0,
      })),
    };
  });
