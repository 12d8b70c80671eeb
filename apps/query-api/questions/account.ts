import { addAmounts, type Amounts, fromMinor } from '#libs/analytics/money.js';
import { daysInStage, type StageBoardLine, territoryOn } from '#libs/read-models/stage-board/stage-board.js';
import { type Money } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';

/** An account as a line of the portfolio. */
export interface AccountLine extends Omit<
  StageBoardLine,
  'nameKey' | 'netSalesMinor' | 'interactions' | 'territories' | 'closedBeforeMerger'
> {
  /** In force at the moment asked for; `null` where there is none yet. */
  readonly territory: string | null;
  /** Calendar days in the present stage. */
  readonly daysInStage: number;
  /** Orders net of discounts, as sold, by currency. */
  readonly netSales: readonly Money[];
  /**
   * Accounts that it speaks for, directly or by way of others, in the order in which they were found: its orders, its net sales and its
   * last dates are of all of them together, what else is said is its own.
   */
  readonly absorbed: readonly Absorbed[];
}

/** An account that was merged into another one. */
export type Absorbed = Pick<StageBoardLine, 'accountId' | 'name' | 'mergedInto' | 'mergedAt' | 'orders'> & Pick<AccountLine, 'netSales'>;

/** A line of the stage board as it is answered, with those of the accounts that it speaks for, its ages counted to a moment. */
export const accountAnswer = (own: StageBoardLine, merged: readonly StageBoardLine[], until: Instant): AccountLine => {
  const { netSalesMinor, interactions: _kept, nameKey: _sorted, territories, closedBeforeMerger: _before, ...line } = together(own, merged);
  return {
    ...line,
    territory: territoryOn({ territories }, until.slice(0, 10)),
    daysInStage: daysInStage(line, until.slice(0, 10)),
    netSales: moneys(netSalesMinor),
    absorbed: merged.map((one) => ({
      accountId: one.accountId,
      name: one.name,
      mergedInto: one.mergedInto,
      mergedAt: one.mergedAt,
      orders: one.orders,
      netSales: moneys(one.netSalesMinor),
    })),
  };
};

/** What accounts traded and when they last did belongs to the one that speaks for them; its stage, its owner and its risk are its own. */
const together = (own: StageBoardLine, merged: readonly StageBoardLine[]): StageBoardLine => {
  const all = [own, ...merged];
  return {
    ...own,
    orders: all.reduce((sum, { orders }) => sum + orders, 0),
    netSalesMinor: all.map(({ netSalesMinor }) => netSalesMinor).reduce(addAmounts),
    lastOrderAt: latestOf(all.map(({ lastOrderAt }) => lastOrderAt)),
    lastInteractionAt: latestOf(all.map(({ lastInteractionAt }) => lastInteractionAt)),
  };
};

const latestOf = (moments: readonly (Instant | null)[]): Instant | null =>
  moments
    .filter((at) => at !== null)
    .toSorted()
    .at(-1) ?? null;

/** Whole minor units as money, currencies in alphabetical order. */
export const moneys = (amounts: Amounts): readonly Money[] =>
  Object.entries(amounts)
    .map(([currency, minor]) => ({ amount: fromMinor(minor, currency), currency }))
    .toSorted((left, right) => (left.currency < right.currency ? -1 : 1));
