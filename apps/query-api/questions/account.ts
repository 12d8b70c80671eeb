import { dayIn } from '#libs/kernel/calendar.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { daysInStage, salesOfMonths, type StageBoardLine, territoryOn } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';

/** An account as a line of the portfolio. */
export interface AccountLine extends Omit<StageBoardLine, 'nameKey' | 'sales' | 'interactions' | 'territories'> {
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
}

/** A line of the stage board as it is answered: its ages counted to a day of the company, its sales by what sales are. */
export const accountAnswer = (
  { sales, interactions: _kept, nameKey: _sorted, territories, ...line }: StageBoardLine,
  { basisOf, today, timeZone }: Reporting,
): AccountLine => {
  const { gross, returns, net } = salesOfMonths({ sales }, basisOf);
  return {
    ...line,
    territory: territoryOn({ territories }, today),
    daysInStage: daysInStage({ since: dayIn(timeZone, line.since) }, today),
    grossSales: moneysOf(gross),
    returns: moneysOf(returns),
    netSales: moneysOf(net),
  };
};
