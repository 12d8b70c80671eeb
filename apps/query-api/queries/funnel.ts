import {
  businessOf,
  dealSum,
  type DealSum,
  type Focus,
  focusOf,
  funnelOf,
  type FunnelStage,
  type WinLine,
  winLines,
} from '#libs/read-models/opportunity-board/figures.js';
import { opportunityBoard, type OpportunityRecord } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { DEALS, dealsOf } from '../questions/deals.js';
import { reportingOf } from '../reporting.js';

/** What is pursued by stage, existing business apart from new, and what became of what was decided. */
export interface FunnelAnswer {
  readonly stages: readonly FunnelStage[];
  readonly open: { readonly existing: DealSum; readonly new: DealSum };
  /** By kind of business; `key` is `existing` or `new`. */
  readonly decided: readonly WinLine[];
  readonly focus: Focus;
  readonly asOf: AsOf;
}

/** The funnel. `from` and `to` bound what was decided; what is open is open. */
export const funnel = question({
  name: 'Funnel',
  path: '/v1/funnel',
  summary: 'Open deals by stage, existing business apart from new; win rate; strategic against tactical',
  parameters: DEALS,
  read: { board: opportunityBoard },
  answer: async ({ board, parameters, sources, moment, until }): Promise<Omit<FunnelAnswer, 'asOf'>> => {
    const { fiscalYearStartsIn } = await reportingOf(sources, moment, until);
    const { deals, accounts, contests } = await dealsOf(board, parameters, { sources, moment, fiscalYearStartsIn });
    const business = (deal: OpportunityRecord) => businessOf(deal, accounts.get(deal.accountId));
    const open = deals.filter(({ status }) => status === 'open');
    const of = (kind: 'existing' | 'new') => dealSum(open.filter((deal) => business(deal) === kind));
    return {
      stages: funnelOf(deals, business),
      open: { existing: of('existing'), new: of('new') },
      decided: winLines(contests, 'business'),
      focus: focusOf(deals, await policyInForce(sources.store, 'opportunities', moment, until)),
    };
  },
});
