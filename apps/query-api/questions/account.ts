import { dayIn } from '#libs/kernel/calendar.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { daysInStage, salesOfMonths, type StageBoardLine, territoryOn } from '#libs/read-models/stage-board/stage-board.js';
import { isOrderingAgain, type Supported, supportedOf } from '#libs/read-models/stage-board/supported.js';
import { type Judging } from '../judging.js';

/** What a line is made of, and not told. */
type Unsaid = 'nameKey' | 'sales' | 'interactions' | 'territories' | 'evidence' | 'moves' | 'holds' | 'reopenedAt';

/** An account as a line of the portfolio. */
export interface AccountLine extends Omit<StageBoardLine, Unsaid>, Supported {
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
}

/** A line of the stage board as it is answered: its ages counted to a day of the company, its sales by what sales are. */
export const accountAnswer = (
  document: StageBoardLine,
  { reporting: { basisOf, today, timeZone }, stageEvidence, asked }: Judging,
): AccountLine => {
  const {
    sales,
    interactions: _kept,
    nameKey: _sorted,
    evidence: _seen,
    moves: _moves,
    holds: _dates,
    reopenedAt: _anew,
    ...told
  } = document;
  const { territories, ...line } = told;
  const { gross, returns, net } = salesOfMonths({ sales }, basisOf);
  return {
    ...line,
    territory: territoryOn({ territories }, today),
    ...supportedOf(document, asked, stageEvidence),
    daysInStage: line.lostSince === null ? daysInStage({ since: dayIn(timeZone, line.since) }, today) : null,
    orderingAgain: isOrderingAgain(line),
    grossSales: moneysOf(gross),
    returns: moneysOf(returns),
    netSales: moneysOf(net),
  };
};
