import { type Days } from '#libs/analytics/calendar.js';
import { addAmounts, type Amounts, minorOf } from '#libs/analytics/money.js';
import { retention, type Retention } from '#libs/analytics/retention.js';
import { type Sales } from '#libs/domain/money.js';
import { type Grouping, type KpiCell, keyOf } from './documents.js';
import { type Reporting } from './reporting.js';
import { type Converted, convertedIn, salesIn } from './sales.js';

/** Whose accounts; `key` is `all` for the company. */
export interface Whose {
  readonly by: Grouping;
  readonly key: string;
}

/** One account with what it bought in a range. */
export interface AccountSales extends Sales {
  readonly accountId: string;
}

/** What each account under someone's charge bought, in a range of days, by id. */
export const accountsBehind = (cells: readonly KpiCell[], whose: Whose, days: Days, reporting: Reporting): readonly AccountSales[] =>
  [...Map.groupBy(cells, ({ accountId }) => accountId)]
    .map(([accountId, own]) => ({
      accountId,
      ...salesIn(
        own.filter((cell) => isOf(cell, whose)),
        days,
        reporting,
      ),
    }))
    .toSorted((left, right) => (left.accountId < right.accountId ? -1 : 1));

/** Two windows of equal length. */
export interface Windows {
  readonly before: Days;
  readonly after: Days;
}

/** Retention on one base: net sales, which are less returns, of the accounts that were in someone's charge in the first window. */
export interface RetentionFigures {
  /** Accounts that bought in the first window, in whatever currency, and those of them that still buy. */
  readonly accounts: number;
  readonly accountsKept: number;
  readonly byCurrency: Readonly<Record<string, Retention>>;
  /** All that could be converted. */
  readonly reported: Retention;
  /** What could not, of both windows. */
  readonly withoutRate: Amounts;
}

/**
 * Retention between two windows. Each account counts with all that it bought, whoever served it: a handover is neither churn nor growth.
 * Give the cells of all employees and teams.
 */
export const retentionOf = (cells: readonly KpiCell[], whose: Whose, windows: Windows, reporting: Reporting): RetentionFigures => {
  const accounts = [...Map.groupBy(cells, ({ accountId }) => accountId).values()]
    .map((own) => accountIn(own, whose, windows, reporting))
    .filter(({ ours }) => Object.values(ours).some((minor) => BigInt(minor) > 0n));
  const currencies = [...new Set(accounts.flatMap(({ ours }) => Object.keys(ours)))].toSorted();
  const inCurrency = (currency: string): Retention =>
    retention(
      accounts
        .filter(({ ours }) => minorOf(ours, currency) > 0n)
        .map(({ before, after }) => ({ before: minorOf(before, currency), after: minorOf(after, currency) })),
    );
  return {
    accounts: accounts.length,
    accountsKept: accounts.filter(({ after }) => Object.values(after).some((minor) => BigInt(minor) > 0n)).length,
    byCurrency: Object.fromEntries(currencies.map((currency) => [currency, inCurrency(currency)])),
    reported: retention(accounts.map(({ reported }) => reported)),
    withoutRate: accounts.map((account) => account.withoutRate).reduce(addAmounts, {}),
  };
};

const accountIn = (cells: readonly KpiCell[], whose: Whose, windows: Windows, reporting: Reporting) => {
  const [before, after] = [windows.before, windows.after].map((days) => salesIn(cells, days, reporting)) as [Sales, Sales];
  const converted = [convertedAs(before, cells, windows.before, reporting), convertedAs(after, cells, windows.after, reporting)] as const;
  const own = cells.filter((cell) => isOf(cell, whose));
  return {
    ours: (own.length === cells.length ? before : salesIn(own, windows.before, reporting)).net,
    before: before.net,
    after: after.net,
    reported: { before: converted[0].minor, after: converted[1].minor },
    withoutRate: addAmounts(converted[0].withoutRate, converted[1].withoutRate),
  };
};

/** What is all in the reporting currency needs no rates. */
const convertedAs = (sales: Sales, cells: readonly KpiCell[], days: Days, reporting: Reporting): Converted =>
  [...Object.keys(sales.gross), ...Object.keys(sales.returns)].every((currency) => currency === reporting.currency)
    ? { minor: minorOf(sales.net, reporting.currency), withoutRate: {} }
    : convertedIn(cells, days, 'net', reporting);

/** Whether a cell counts for someone: for the company, every one does. */
export const isOf = (cell: KpiCell, { by, key }: Whose): boolean => by === 'company' || keyOf(cell, by) === key;
