import { type Instant } from '#libs/kernel/message.js';
import { complaintDesk } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { valueLedger } from '#libs/read-models/value-ledger/value-ledger.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { type BothSides, bothSides, type InvestmentLine, investmentLines, type TailoringLine, tailoringLines } from '../questions/value.js';
import { type FrictionTrend, frictionTrend } from '../questions/friction.js';
import { reportingOf } from '../reporting.js';
import { type Months, monthsUpTo } from '../window.js';

/** The value ledger of an account with those that it has absorbed. */
export interface AccountValue extends BothSides {
  readonly accountId: string;
  readonly months: Months;
  readonly briefings: number;
  readonly lastBriefedAt: Instant | null;
  readonly tailorings: readonly TailoringLine[];
  readonly investments: readonly InvestmentLine[];
  /** What went wrong between us meanwhile. */
  readonly friction: FrictionTrend;
  readonly absorbed: readonly string[];
}

export type ValueAnswer = AccountValue & { readonly asOf: AsOf };

/** What both sides have of each other. */
export const accountValue = question({
  name: 'Value',
  path: '/v1/accounts/{id}/value',
  summary: 'The value ledger: their side and ours, discounts against joint value, tailored deliveries, return on investments',
  read: { ledgers: valueLedger, board: stageBoard, desk: complaintDesk },
  answer: async ({ ledgers, board, desk, id, spokenFor, moment, until, sources }): Promise<AccountValue> => {
    found(await board.get(id), id, moment);
    const reporting = await reportingOf(sources, moment, until);
    const { windowDays } = await policyInForce(sources.store, 'resource-allocation', moment, until);
    const months = monthsUpTo(reporting.today, windowDays);
    const of = {
      ledgers: (await Promise.all(spokenFor.map((one) => ledgers.get(one)))).filter((one) => one !== undefined),
      lines: (await Promise.all(spokenFor.map((one) => board.get(one)))).filter((one) => one !== undefined),
    };
    const frictions = (await Promise.all(spokenFor.map((accountId) => desk.all({ kind: 'friction', accountId })))).flat();
    // Months before there was an account would make every beginning a rise.
    const opened = of.lines.map(({ openedAt }) => openedAt.slice(0, 7)).reduce((first, month) => (month < first ? month : first));
    return {
      accountId: id,
      months,
      ...bothSides(of, months, reporting),
      briefings: of.ledgers.reduce((sum, { briefings }) => sum + briefings, 0),
      lastBriefedAt:
        of.ledgers
          .flatMap(({ lastBriefedAt }) => lastBriefedAt ?? [])
          .toSorted()
          .at(-1) ?? null,
      tailorings: tailoringLines(of.ledgers),
      investments: investmentLines(of.ledgers),
      friction: frictionTrend(frictions, opened > months.from ? { ...months, from: opened } : months),
      absorbed: spokenFor.slice(1),
    };
  },
});
