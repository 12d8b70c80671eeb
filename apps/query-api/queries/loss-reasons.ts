import { type ParetoLine } from '#libs/analytics/deals.js';
import { type DealReason } from '#libs/domain/values.js';
import { lossReasons as reasonsOf, type RepeatedLoss } from '#libs/read-models/opportunity-board/figures.js';
import { opportunityBoard } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { DEALS, dealsOf } from '../questions/deals.js';
import { reportingOf } from '../reporting.js';

/** Repeated losses that one answer tells: those with most losses. */
const REPEATED_LOSSES_MAX = 200;

/** Why deals and tenders were lost. */
export interface LossReasonsAnswer {
  readonly lost: number;
  /** The most frequent reason first; a loss with two reasons counts under both. */
  readonly pareto: readonly ParetoLine<DealReason>[];
  /** Accounts that were lost for one reason as often as policy `opportunities` calls repeated. */
  readonly repeated: readonly RepeatedLoss[];
  readonly asOf: AsOf;
}

/** Why deals were lost, and where the same reason came back. */
export const lossReasons = question({
  name: 'LossReasons',
  path: '/v1/loss-reasons',
  summary: 'Why deals were lost, as a Pareto chart, and accounts that were lost for the same reason again',
  parameters: DEALS,
  read: { board: opportunityBoard },
  answer: async ({ board, parameters, sources, moment, until }): Promise<Omit<LossReasonsAnswer, 'asOf'>> => {
    const { fiscalYearStartsIn } = await reportingOf(sources, moment, until);
    const { contests } = await dealsOf(board, parameters, { sources, moment, fiscalYearStartsIn });
    const { repeatedLossesMin } = await policyInForce(sources.store, 'opportunities', moment, until);
    const { pareto, repeated } = reasonsOf(contests, repeatedLossesMin);
    return { lost: contests.filter(({ won }) => !won).length, pareto, repeated: repeated.slice(0, REPEATED_LOSSES_MAX) };
  },
});
