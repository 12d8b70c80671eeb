import { shiftDay } from '#libs/analytics/calendar.js';
import { type AccountHistory, type Backtest, backtestCriterion } from '#libs/analytics/criterion-backtest.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { day, oneOf } from '#libs/kernel/kinds.js';
import { lossesOf } from '#libs/domain/risk/standing.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type AsOf } from '../answers.js';
import { CRITERION, criterionOf, type NamedCriterion } from '../churn-criteria.js';
import { type Customer, customersOf } from '../customers.js';
import { wholeNumber } from '../parameters.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** Days within which a loss has to follow an alarm, unless told. */
const HORIZON_DAYS = 365;
/** Months that are replayed unless told. */
const MONTHS_BACK = 36;
/** Alarms and missed losses that are told one by one, the latest; the figures are of all. */
const TOLD_MAX = 500;

/**
 * What an alarm may rest on: orders that were on record on its day, or all that had been placed by then. A history that was imported
 * afterwards was on record on no day of it.
 */
const KNOWLEDGE = ['recorded', 'occurred'] as const;

/** How a criterion would have done, and on what it was tried. */
export interface CriterionBacktest extends Backtest {
  readonly criterion: NamedCriterion;
  readonly from: string;
  readonly until: string;
  readonly horizonDays: number;
  readonly accounts: number;
  readonly knowledge: (typeof KNOWLEDGE)[number];
}

export type ChurnCriterionBacktestAnswer = CriterionBacktest & { readonly asOf: AsOf };

/** What a criterion would have foretold of the losses that came, from what was on record at the time. */
export const churnCriterionBacktest = question({
  name: 'ChurnCriterionBacktest',
  path: '/v1/churn-criterion-backtest',
  summary: 'What any version of the churn criterion, or a draft, would have foretold: precision, recall and lead time',
  parameters: { ...CRITERION, from: day, to: day, horizonDays: wholeNumber(1, 3_650), knowledge: oneOf(KNOWLEDGE) },
  read: { records: churnRecord, orders: orderBook },
  answer: async ({ records, orders, parameters, sources, moment, until }): Promise<CriterionBacktest> => {
    const { version, inactivityDays, intervalFactor, ordersMin, horizonDays = HORIZON_DAYS, knowledge = 'recorded' } = parameters;
    const { today, timeZone } = await reportingOf(sources, moment, until);
    const criterion = await criterionOf(sources, { version, inactivityDays, intervalFactor, ordersMin } as never, moment, until);
    const to = parameters.to !== undefined && parameters.to < today ? parameters.to : today;
    const range = { from: parameters.from ?? shiftDay(to, -MONTHS_BACK), until: to, horizonDays };
    const customers = await customersOf({ records, orders });
    const result = backtestCriterion(
      customers.map((customer) => historyOf(customer, timeZone, knowledge)),
      criterion,
      range,
    );
    return {
      criterion,
      ...range,
      accounts: customers.length,
      knowledge,
      ...result,
      alarms: result.alarms.slice(-TOLD_MAX),
      missed: result.missed.slice(-TOLD_MAX),
    };
  },
});

const historyOf = ({ accountId, record, orders }: Customer, timeZone: string, knowledge: (typeof KNOWLEDGE)[number]): AccountHistory => ({
  accountId,
  openedOn: record.openedOn,
  orders: orders.map(({ placedOn: on, knownOn }) => ({ on, knownOn: knowledge === 'recorded' ? knownOn : on })),
  losses: lossesOf(record.moves).map(({ since, until }) => ({
    on: dayIn(timeZone, since),
    ...(until === undefined ? {} : { until: dayIn(timeZone, until) }),
  })),
});
