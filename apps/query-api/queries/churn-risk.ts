import { id } from '#libs/kernel/kinds.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { healthSignals } from '#libs/read-models/health-signals/health-signals.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Listed } from '../answers.js';
import { compare, customersOf, monthsOfYearTo } from '../customers.js';
import { pageOf } from '../page.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { buyingModels } from '../questions/buying.js';
import { type ChurnRisk, churnRisk as riskOf, type ChurnRiskLine } from '../questions/churn-risk.js';
import { reportingOf } from '../reporting.js';

/** Who may leave, and what would go with them: the most revenue at risk first. */
export interface ChurnRiskAnswer extends Listed<ChurnRiskLine>, Omit<ChurnRisk, 'lines'> {}

/** P(churn) by satisfaction and by repeat buying, held against what happened, and the revenue at risk. */
export const churnRisk = question({
  name: 'ChurnRisk',
  path: '/v1/churn-risk',
  summary: 'Who may leave, by satisfaction and by repeat buying, with the revenue at risk and how the probabilities did',
  parameters: { accountId: id },
  read: { records: churnRecord, orders: orderBook, signals: healthSignals, figures: teamKpis },
  paged: true,
  answer: async ({ records, orders, signals, figures, parameters, sources, moment, until }): Promise<Omit<ChurnRiskAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const prior = await policyInForce(sources.store, 'churn-prior', moment, until);
    const customers = await customersOf({ records, orders, signals, figures }, monthsOfYearTo(reporting.today));
    const { lines, ...told } = riskOf(customers, prior, buyingModels(customers, reporting.today, reporting), reporting);
    const asked = lines
      .filter(({ accountId }) => parameters.accountId === undefined || accountId === parameters.accountId)
      .toSorted((left, right) => amountOf(right) - amountOf(left) || compare(left.accountId, right.accountId));
    return { ...pageOf(asked, parameters), ...told };
  },
});

const amountOf = ({ atRiskBySatisfaction }: ChurnRiskLine): number => Number(atRiskBySatisfaction.amount.amount);
