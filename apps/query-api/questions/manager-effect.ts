import { shiftDay, twelveMonthsTo } from '#libs/analytics/calendar.js';
import { varianceExplained } from '#libs/analytics/variance-explained.js';
import { type Money } from '#libs/domain/values.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { type Instant } from '#libs/kernel/message.js';
import { type Gathered } from '../people-material.js';
import { moneyOf } from './people-risk.js';
import { NO_SALES_LINE, partOf } from './sales-lines.js';

/** What the accounts of one manager came to. */
export interface ManagerLine {
  readonly employeeId: string;
  readonly name: string;
  readonly accounts: number;
  readonly netSales: Money;
  /** The mean growth of their accounts over twelve months; null where none sold before. */
  readonly growthMean: number | null;
}

/** How much of how accounts differ goes with who manages them. */
export interface ManagerEffect {
  readonly managers: readonly ManagerLine[];
  /** Accounts with an owner and with sales in both spans of twelve months. */
  readonly accounts: number;
  /** η²: the part of the variance of growth that lies between managers; null where it cannot be told. */
  readonly growthExplained: number | null;
}

/** The effect of who manages an account on how it grows; by the owner of the end of the span. */
export const managerEffect = ({ accounts, sales, reporting, names }: Gathered, at: Instant): ManagerEffect => {
  const { from, to } = twelveMonthsTo(reporting.today);
  const known = [...accounts].flatMap(([accountId, [own]]) => {
    const owner = own && valueAt(own.owners, at);
    if (owner === undefined) return [];
    const line = sales.byAccount.get(accountId) ?? NO_SALES_LINE;
    const sold = line.between(from, to);
    const before = line.between(shiftDay(from, -12), shiftDay(to, -12));
    return [{ owner, sold, growth: partOf(sold - before, before) }];
  });
  const managers = [...Map.groupBy(known, ({ owner }) => owner)];
  const growths = managers.map(([, theirs]) => theirs.flatMap(({ growth }) => growth ?? []));
  return {
    managers: managers
      .map(([employeeId, theirs], index) => ({
        employeeId,
        name: names.get(employeeId) ?? employeeId,
        accounts: theirs.length,
        netSales: moneyOf(
          theirs.reduce((sum, { sold }) => sum + sold, 0n),
          reporting,
        ),
        growthMean: meanOf(growths[index]!),
      }))
      .toSorted((one, other) => (one.employeeId < other.employeeId ? -1 : 1)),
    accounts: growths.flat().length,
    growthExplained: varianceExplained(growths) ?? null,
  };
};

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
