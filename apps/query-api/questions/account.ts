import { type Amounts, fromMinor } from '#libs/analytics/money.js';
import { daysInStage, type StageBoardLine, territoryOn } from '#libs/read-models/stage-board/stage-board.js';
import { type Money } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';

/** An account as a line of the portfolio. */
export interface AccountLine extends Omit<StageBoardLine, 'nameKey' | 'netSalesMinor' | 'interactions' | 'territories'> {
  /** In force at the moment asked for; `null` where there is none yet. */
  readonly territory: string | null;
  /** Calendar days in the present stage. */
  readonly daysInStage: number;
  /** Orders net of discounts, as sold, by currency. */
  readonly netSales: readonly Money[];
}

/** A line of the stage board as it is answered, its ages counted to a moment. */
export const accountAnswer = (
  { netSalesMinor, interactions: _kept, nameKey: _sorted, territories, ...line }: StageBoardLine,
  until: Instant,
): AccountLine => ({
  ...line,
  territory: territoryOn({ territories }, until.slice(0, 10)),
  daysInStage: daysInStage(line, until.slice(0, 10)),
  netSales: moneys(netSalesMinor),
});

/** Whole minor units as money, currencies in alphabetical order. */
export const moneys = (amounts: Amounts): readonly Money[] =>
  Object.entries(amounts)
    .map(([currency, minor]) => ({ amount: fromMinor(minor, currency), currency }))
    .toSorted((left, right) => (left.currency < right.currency ? -1 : 1));
