import { addAmounts } from '#libs/analytics/money.js';
import { type Instant } from '#libs/kernel/message.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { daysInStage, salesOfMonths, type StageBoardLine, territoryOn } from '#libs/read-models/stage-board/stage-board.js';
import { isOrderingAgain, type Scored, scoredBy, type Supported, supportedOf } from '#libs/read-models/stage-board/supported.js';
import { type Judging } from '../judging.js';
import { type View } from '../view.js';

/** What a line is made of, and not told. */
type Unsaid = 'nameKey' | 'sales' | 'interactions' | 'territories' | 'closedBeforeMerger' | 'evidence' | 'moves' | 'holds' | 'reopenedAt';

/** An account as a line of the portfolio. */
export interface AccountLine extends Omit<StageBoardLine, Unsaid>, Supported, Scored {
  /** In force at the moment asked for; `null` where there is none yet. */
  readonly territory: string | null;
  /** Calendar days of the present stay in the stage; null for a lost account, which is in none. */
  readonly daysInStage: number | null;
  /** A lost account has ordered since it was lost: a sign of return. It is won back when somebody declares it. */
  readonly orderingAgain: boolean;
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

const toldOf = (line: StageBoardLine): Omit<StageBoardLine, Unsaid> => {
  const { sales: _months, interactions: _kept, nameKey: _sorted, territories: _line, closedBeforeMerger: _before, ...more } = line;
  const { evidence: _seen, moves: _moves, holds: _dates, reopenedAt: _anew, ...told } = more;
  return told;
};

/**
 * A line of the stage board as it is answered, with those of the accounts that it speaks for: its ages counted to a day of the company,
 * its sales by what sales are, its stage by what the policy in force asks for.
 */
export const accountAnswer = (own: StageBoardLine, merged: readonly StageBoardLine[], judging: Judging): AccountLine => {
  const { stageEvidence, asked } = judging;
  const { basisOf, today, timeZone } = judging.reporting;
  const line = toldOf(own);
  const all = [own, ...merged];
  const sold = all.map((one) => salesOfMonths(one, basisOf));
  const lastOrderAt = latestOf(all.map((one) => one.lastOrderAt));
  return {
    ...line,
    orders: all.reduce((sum, { orders }) => sum + orders, 0),
    lastOrderAt,
    lastInteractionAt: latestOf(all.map(({ lastInteractionAt }) => lastInteractionAt)),
    territory: territoryOn(own, today),
    ...supportedOf(own, asked, stageEvidence),
    ...scoredBy(own, asked),
    daysInStage: line.lostSince === null ? daysInStage({ since: dayIn(timeZone, line.since) }, today) : null,
    orderingAgain: isOrderingAgain({ lostSince: line.lostSince, lastOrderAt }),
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
