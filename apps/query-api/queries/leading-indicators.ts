import { id, period as anyPeriod } from '#libs/kernel/kinds.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { healthSignals } from '#libs/read-models/health-signals/health-signals.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type KpiTarget } from '#libs/read-models/team-kpis/documents.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Listed } from '../answers.js';
import { customersOf } from '../customers.js';
import { healthPolicies } from '../health-rules.js';
import { pageOf } from '../page.js';
import { question } from '../question.js';
import { type LeadingLine, leadingLines } from '../questions/leading.js';
import { reportingOf } from '../reporting.js';

export interface LeadingIndicatorsAnswer extends Listed<LeadingLine> {
  /** Lines on which the quota is met while health falls. */
  readonly drains: number;
}

/** Quotas beside the health of the accounts that they are met with. */
export const leadingIndicators = question({
  name: 'LeadingIndicators',
  path: '/v1/leading-indicators',
  summary: 'Sales quotas beside the health of the accounts behind them: a quota that is met while health falls is a drain',
  parameters: { teamId: id, period: anyPeriod },
  read: { records: churnRecord, orders: orderBook, signals: healthSignals, figures: teamKpis },
  paged: true,
  answer: async ({
    records,
    orders,
    signals,
    figures,
    parameters,
    sources,
    moment,
    until,
  }): Promise<Omit<LeadingIndicatorsAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const policies = await healthPolicies(sources, moment, until);
    const targets = (await figures.all({ kind: 'target', by: 'team' })) as readonly KpiTarget[];
    const asked = targets
      .filter(({ key }) => parameters.teamId === undefined || key === parameters.teamId)
      .filter(({ period }) => parameters.period === undefined || period === parameters.period);
    const lines = leadingLines(await customersOf({ records, orders, signals, figures }), asked, policies, reporting);
    return { ...pageOf(lines, parameters), drains: lines.filter(({ drain }) => drain).length };
  },
});
