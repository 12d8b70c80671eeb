import { type Period, periodOf, previousPeriod } from '#libs/analytics/calendar.js';
import { type Amounts, minorOf, ratioOf, subtractAmounts } from '#libs/analytics/money.js';
import { add, type Counters, NOTHING } from './counters.js';
import { type Grouping, type KpiTotal } from './team-kpis.js';

/** Figures that do not add up and are therefore computed from those that do. `null`: there is nothing to divide by. */
export interface Kpis {
  readonly netSalesAfterReturnsMinor: Amounts;
  /** Kept in time ÷ (kept + broken), 0…1. */
  readonly promiseKeptRate: number | null;
  /** Calendar days, of the promises kept late. */
  readonly averageDaysLate: number | null;
  /** Executive interactions ÷ interactions, 0…1. */
  readonly executiveShare: number | null;
  /** Net sales ÷ those of the period before − 1, by currency. */
  readonly netSalesGrowth: Readonly<Record<string, number | null>>;
}

/** A month, quarter or year of the company, an employee or a team. */
export interface KpiRow {
  readonly by: Grouping;
  readonly key: string;
  readonly period: string;
  readonly counters: Counters;
  readonly kpis: Kpis;
}

/**
 * Sums months to periods, sorted by key, then period. Growth looks at the period before in the same documents: ask for one period
 * more than you show. Totals of other groupings are left out.
 */
export const rollUp = (
  documents: Iterable<KpiTotal>,
  { by, period }: { readonly by: Grouping; readonly period: Period },
): readonly KpiRow[] => {
  const sums = new Map<string, Omit<KpiRow, 'kpis'>>();
  for (const total of documents) {
    if (total.by !== by) continue;
    const row = { by, key: total.key, period: periodOf(total.month, period) };
    sums.set(idOf(row), { ...row, counters: add(sums.get(idOf(row))?.counters ?? NOTHING, total) });
  }
  const rows = [...sums.values()].toSorted((left, right) => compare(left.key, right.key) || compare(left.period, right.period));
  return rows.map(({ key, period: at, counters }) => {
    const before = sums.get(idOf({ key, period: previousPeriod(at) }));
    return { by, key, period: at, counters, kpis: kpisOf(counters, before?.counters) };
  });
};

const idOf = ({ key, period }: Pick<KpiRow, 'key' | 'period'>): string => `${key}|${period}`;

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);

/** The figures that follow from counters, and the growth against those of the period before. */
export const kpisOf = (counters: Counters, before?: Counters): Kpis => {
  const kept = counters.promisesKeptInTime + counters.promisesKeptLate;
  return {
    netSalesAfterReturnsMinor: subtractAmounts(counters.netSalesMinor, counters.returnsMinor),
    promiseKeptRate: ratio(counters.promisesKeptInTime, kept + counters.promisesBroken),
    averageDaysLate: ratio(counters.promiseDaysLate, counters.promisesKeptLate),
    executiveShare: ratio(counters.executiveInteractions, counters.interactions),
    netSalesGrowth: Object.fromEntries(
      Object.entries(counters.netSalesMinor).map(([currency, minor]) => {
        const past = minorOf(before?.netSalesMinor ?? {}, currency);
        return [currency, ratioOf(BigInt(minor) - past, past) ?? null];
      }),
    ),
  };
};

/** Promises made and neither kept nor broken, over all the totals given: give everything from the beginning. */
export const openPromises = (documents: Iterable<Counters>): number => {
  let open = 0;
  for (const { promisesMade, promisesKeptInTime, promisesKeptLate, promisesBroken } of documents) {
    open += promisesMade - promisesKeptInTime - promisesKeptLate - promisesBroken;
  }
  return open;
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
