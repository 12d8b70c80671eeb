import { minorOf } from '#libs/analytics/money.js';
import { retention, type Retention } from '#libs/analytics/retention.js';
import { type Grouping, type KpiCell } from './team-kpis.js';

/** Months from the first to the last, both included. */
export interface Months {
  readonly from: string;
  readonly to: string;
}

/** Whose accounts, and in which currency; `key` is `all` for the company. */
export interface Whose {
  readonly by: Grouping;
  readonly key: string;
  readonly currency: string;
}

/** Net sales, as sold, of each account under someone's charge, largest first, ties by id; whole minor units. */
export const accountsBehind = (
  cells: Iterable<KpiCell>,
  whose: Whose,
): readonly { readonly accountId: string; readonly netSalesMinor: bigint }[] => {
  const sales = new Map<string, bigint>();
  for (const cell of cells) {
    if (!isOf(cell, whose)) continue;
    sales.set(cell.accountId, (sales.get(cell.accountId) ?? 0n) + minorOf(cell.netSalesMinor, whose.currency));
  }
  return [...sales]
    .map(([accountId, netSalesMinor]) => ({ accountId, netSalesMinor }))
    .toSorted((left, right) => compare(right.netSalesMinor, left.netSalesMinor) || compare(left.accountId, right.accountId));
};

/**
 * Retention of net sales less returns between two windows of equal length, over the accounts that were in someone's charge in the first. Each account counts
 * with all that it bought, whoever served it: a handover is neither churn nor growth. Give the cells of all employees and teams.
 */
export const retentionOf = (
  cells: Iterable<KpiCell>,
  whose: Whose,
  windows: { readonly before: Months; readonly after: Months },
): Retention => {
  const accounts = new Map<string, { before: bigint; after: bigint; ours: boolean }>();
  for (const cell of cells) {
    const account = accounts.get(cell.accountId) ?? { before: 0n, after: 0n, ours: false };
    accounts.set(cell.accountId, account);
    if (lies(cell.month, windows.before)) {
      account.before += salesOf(cell, whose);
      account.ours ||= isOf(cell, whose) && salesOf(cell, whose) > 0n;
    }
    if (lies(cell.month, windows.after)) account.after += salesOf(cell, whose);
  }
  return retention([...accounts.values()].filter(({ ours }) => ours));
};

/** Less returns: what was sent back was not kept. */
const salesOf = (cell: KpiCell, { currency }: Whose): bigint =>
  minorOf(cell.netSalesMinor, currency) - minorOf(cell.returnsMinor, currency);

/** Whether a cell counts for someone: for the company, every one does. */
export const isOf = (cell: KpiCell, { by, key }: Pick<Whose, 'by' | 'key'>): boolean =>
  by === 'company' || (by === 'employee' ? cell.employeeId : cell.teamId) === key;

const lies = (month: string, { from, to }: Months): boolean => from <= month && month <= to;

const compare = <Value extends bigint | string>(left: Value, right: Value): number => Number(left > right) - Number(left < right);
