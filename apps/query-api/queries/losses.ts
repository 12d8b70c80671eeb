import { PERIODS } from '#libs/analytics/calendar.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { CHURN_REASONS } from '#libs/domain/values.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Listed } from '../answers.js';
import { customersOf } from '../customers.js';
import { pageOf } from '../page.js';
import { question } from '../question.js';
import {
  type LossFlow,
  lossFlows,
  type LossLine,
  lossLines,
  type LossPeriod,
  lossPeriods,
  lossTrend,
  reasonPareto,
  type ReasonShare,
} from '../questions/losses.js';
import { reportingOf } from '../reporting.js';

/** Losses, the latest first, and what they come to. Figures are of all that the reason leaves, whatever the page. */
export interface LossesAnswer extends Listed<LossLine> {
  readonly periods: readonly LossPeriod[];
  /** Losses a period more (below zero: fewer) on average. */
  readonly trend: number;
  readonly flows: readonly LossFlow[];
  readonly reasons: readonly ReasonShare[];
}

/** Which accounts were lost when, why, and where to. */
export const losses = question({
  name: 'Losses',
  path: '/v1/losses',
  summary: 'Losses by period with their trend, where they went and why, down to the events that say so',
  parameters: { period: oneOf(PERIODS), by: oneOf(['reason', 'segment', 'country', 'industry']), reason: oneOf(CHURN_REASONS) },
  read: { records: churnRecord, figures: teamKpis },
  paged: true,
  answer: async ({ records, figures, parameters, sources, moment, until }): Promise<Omit<LossesAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const { period = 'quarter', by = 'reason', reason } = parameters;
    const all = lossLines(await customersOf({ records, figures }), reporting).filter(
      ({ told }) => reason === undefined || told.reasons.includes(reason),
    );
    const lines = all.map(({ told }) => told).toReversed();
    const periods = lossPeriods(all, period, reporting);
    return {
      ...pageOf(lines, parameters),
      periods,
      trend: lossTrend(periods),
      flows: lossFlows(all, by, reporting),
      reasons: reasonPareto(all, reporting),
    };
  },
});
