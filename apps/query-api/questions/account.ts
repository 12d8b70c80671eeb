import { addAmounts } from '#libs/analytics/money.js';
import { type Instant } from '#libs/kernel/message.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { daysInStage, salesOfMonths, type StageBoardLine, territoryOn } from '#libs/read-models/stage-board/stage-board.js';
import { type View } from '../view.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';

/** An account as a line of the portfolio. */
export interface AccountLine extends Omit<StageBoardLine, 'nameKey' | 'sales' | 'interactions' | 'territories' | 'closedBeforeMerger'> {
  /** In force at the moment asked for; `null` where there is none yet. */
  readonly territory: string | null;
  /** Calendar days in the present stage. */
  readonly daysInStage: number;
  /** Orders, deliveries or invoices: what policy `reporting` says sales are. Returns are not taken off. */
  readonly grossSales: readonly Money[];
  /** Returns; where sales are invoices, credit notes. */
  readonly returns: readonly Money[];
  /** Gross sales less returns. */
  readonly netSales: readonly Money[];
  /**
   * Accounts that it speaks for, directly or by way of others: its orders, its sales and its last dates are of all of them together,
   * what else is said is its own.
   */
  readonly absorbed: readonly Absorbed[];
}

/** An account that was merged into another one, and its part. */
export type Absorbed = Pick<StageBoardLine, 'accountId' | 'name' | 'mergedInto' | 'mergedAt' | 'orders'> & Pick<AccountLine, 'netSales'>;

/**
 * A line of the stage board as it is answered, with those of the accounts that it speaks for: its ages counted to a day of the company,
 * its sales by what sales are.
 */
export const accountAnswer = (own: StageBoardLine, merged: readonly StageBoardLine[], reporting: Reporting): AccountLine => {
  const { sales: _months, interactions: _kept, nameKey: _sorted, territories, closedBeforeMerger: _before, ...line } = own;
  const { basisOf, today, timeZone } = reporting;
  const all = [own, ...merged];
  const sold = all.map((one) => salesOfMonths(one, basisOf));
  return {
    ...line,
    orders: all.reduce((sum, { orders }) => sum + orders, 0),
    lastOrderAt: latestOf(all.map(({ lastOrderAt }) => lastOrderAt)),
    lastInteractionAt: latestOf(all.map(({ lastInteractionAt }) => lastInteractionAt)),
    territory: territoryOn({ territories }, today),
    daysInStage: daysInStage({ since: dayIn(timeZone, line.since) }, today),
    grossSales: moneysOf(sold.map(({ gross }) => gross).reduce(addAmounts)),
    returns: moneysOf(sold.map(({ returns }) => returns).reduce(addAmounts)),
    netSales: moneysOf(sold.map(({ net }) => net).reduce(addAmounts)),
    absorbed: merged.map(({ accountId, name, mergedInto, mergedAt, orders, ...one }) => {
      const netSales = moneysOf(salesOfMonths(one, basisOf).net);
      return { accountId, name, mergedInto, mergedAt, orders, netSales };
    }),
  };
};

const latestOf = (moments: readonly (Instant | null)[]): Instant | null =>
  moments
    .filter((at) => at !== null)
    .toSorted()
    .at(-1) ?? null;

/** Lines by id, in the order of the ids, of those that there are. */
export const linesOf = async (
  board: Pick<View<StageBoardLine>, 'get'>,
  accountIds: Iterable<string>,
): Promise<ReadonlyMap<string, StageBoardLine>> => {
  const lines = new Map<string, StageBoardLine>();
  for (const id of accountIds) {
    const line = await board.get(id);
    if (line !== undefined) lines.set(id, line);
  }
  return lines;
};
