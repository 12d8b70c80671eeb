import { shiftDay } from '#libs/analytics/calendar.js';
import { type Contribution, type Health, type HealthBand, healthContributions } from '#libs/analytics/health.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Day } from '#libs/kernel/message.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { healthSignals } from '#libs/read-models/health-signals/health-signals.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type Listed } from '../answers.js';
import { compare, customersOf, isCustomerOn } from '../customers.js';
import { healthPolicies } from '../health-rules.js';
import { pageOf } from '../page.js';
import { wholeNumber } from '../parameters.js';
import { question } from '../question.js';
import { type HealthDimension, healthOn } from '../questions/health.js';
import { reportingOf } from '../reporting.js';

/** Months that a score is compared with unless told: a quarter. */
const MONTHS_BEFORE = 3;

/** An account's health, and why it differs from what it was. */
export interface HealthLine extends Health<HealthDimension> {
  readonly accountId: string;
  readonly before: {
    readonly on: Day;
    /** Null where nothing was known of it then. */
    readonly score: number | null;
    /** They add up to the difference of the two scores. */
    readonly contributions: readonly Contribution<HealthDimension>[];
  };
}

export interface HealthAnswer extends Listed<HealthLine> {
  readonly bands: Readonly<Record<HealthBand, number>>;
  /** Customers of whom nothing is known that health is made of. */
  readonly unknown: number;
}

/** How customers are, the worst first. */
export const health = question({
  name: 'Health',
  path: '/v1/health',
  summary: 'Health scores, the worst first, with the parts of each and why it changed',
  parameters: { accountId: id, band: oneOf(['poor', 'fair', 'good']), monthsBefore: wholeNumber(1, 60) },
  read: { records: churnRecord, orders: orderBook, signals: healthSignals },
  paged: true,
  answer: async ({ records, orders, signals, parameters, sources, moment, until }): Promise<Omit<HealthAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const policies = await healthPolicies(sources, moment, until);
    const day = shiftDay(reporting.today, -(parameters.monthsBefore ?? MONTHS_BEFORE));
    const customers = (await customersOf({ records, orders, signals })).filter(({ accountId, record }) =>
      parameters.accountId === undefined ? isCustomerOn(record, reporting.today, reporting) : parameters.accountId === accountId,
    );
    const lines = customers.flatMap((customer): readonly HealthLine[] => {
      const now = healthOn(customer, reporting.today, policies, reporting);
      if (now === undefined) return [];
      const was = healthOn(customer, day, policies, reporting);
      const before = { on: day, score: was?.score ?? null, contributions: was === undefined ? [] : healthContributions(was, now) };
      return [{ accountId: customer.accountId, ...now, before }];
    });
    const asked = lines
      .filter(({ band }) => parameters.band === undefined || band === parameters.band)
      .toSorted((left, right) => left.score - right.score || compare(left.accountId, right.accountId));
    const count = (band: HealthBand) => lines.filter((line) => line.band === band).length;
    return {
      ...pageOf(asked, parameters),
      bands: { poor: count('poor'), fair: count('fair'), good: count('good') },
      unknown: customers.length - lines.length,
    };
  },
});
