import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { valueLedger } from '#libs/read-models/value-ledger/value-ledger.js';
import { survivors } from '../absorbed.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { type BothSides, bothSides, investedIn } from '../questions/value.js';
import { type ReportedAmount, reported, returnOf } from '../questions/work-money.js';
import { reportingOf } from '../reporting.js';
import { type Months, monthsUpTo } from '../window.js';

/** What both sides of one account have, and what was invested in it. */
export interface ValueLine extends BothSides {
  readonly accountId: string;
  readonly name: string;
  readonly invested: ReportedAmount;
  readonly returned: ReportedAmount;
  /** (Returned − invested) ÷ invested; `null` where nothing was invested, or a part has no rate. */
  readonly returnOnInvestment: number | null;
}

export interface ValuesAnswer {
  readonly months: Months;
  readonly items: readonly ValueLine[];
  readonly asOf: AsOf;
}

/** The value ledgers of all open accounts, by name. */
export const values = question({
  name: 'Values',
  path: '/v1/value',
  summary: 'Both sides of every account: joint value against discounts, and the return on what was invested',
  read: { ledgers: valueLedger, board: stageBoard },
  answer: async ({ ledgers, board, moment, until, sources }): Promise<Omit<ValuesAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const { windowDays } = await policyInForce(sources.store, 'resource-allocation', moment, until);
    const months = monthsUpTo(reporting.today, windowDays);
    const all = await board.all({});
    const into = survivors(all.map(({ accountId: id, mergedInto }) => ({ id, mergedInto })));
    const survivorOf = ({ accountId }: { readonly accountId: string }) => into.get(accountId) ?? accountId;
    const linesOf = Map.groupBy(all, survivorOf);
    const ledgersOf = Map.groupBy(await ledgers.all({}), survivorOf);
    const items = all
      .filter(({ status }) => status === 'open')
      .toSorted((left, right) => (left.nameKey < right.nameKey ? -1 : 1))
      .map(({ accountId, name }): ValueLine => {
        const of = { ledgers: ledgersOf.get(accountId) ?? [], lines: linesOf.get(accountId) ?? [] };
        const { spent, returned } = investedIn(of.ledgers, until, reporting);
        return {
          accountId,
          name,
          ...bothSides(of, months, reporting),
          invested: reported(spent, reporting),
          returned: reported(returned, reporting),
          returnOnInvestment: returnOf(spent, returned),
        };
      });
    return { months, items };
  },
});
