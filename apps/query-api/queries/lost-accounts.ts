import { churnCriterion, type CriterionResult } from '#libs/analytics/churn-criterion.js';
import { endOfDay } from '#libs/kernel/calendar.js';
import { type Instant } from '#libs/kernel/message.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { standingOf } from '#libs/domain/risk/standing.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type Listed } from '../answers.js';
import { CRITERION, criterionOf, type NamedCriterion } from '../churn-criteria.js';
import { compare, customersOf, orderDays } from '../customers.js';
import { pageOf } from '../page.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** An account that is lost by the criterion, by somebody's word, or by both. */
export interface LostLine extends CriterionResult {
  readonly accountId: string;
  /** When somebody declared it lost; null: nobody did. */
  readonly declaredAt: Instant | null;
  /** Whether criterion and people say the same. */
  readonly agreement: 'both' | 'criterion-only' | 'declared-only';
}

export interface LostAccountsAnswer extends Listed<LostLine> {
  readonly criterion: NamedCriterion;
  readonly counts: Readonly<Record<LostLine['agreement'], number>>;
}

/** Who is lost under a criterion, whichever version of it, on the day of the question. */
export const lostAccounts = question({
  name: 'LostAccounts',
  path: '/v1/lost-accounts',
  summary: 'Who is lost under any version of the churn criterion, beside who was declared lost, the longest silent first',
  parameters: { ...CRITERION, agreement: oneOf(['both', 'criterion-only', 'declared-only']) },
  read: { records: churnRecord, orders: orderBook },
  paged: true,
  answer: async ({ records, orders, parameters, sources, moment, until }): Promise<Omit<LostAccountsAnswer, 'asOf'>> => {
    const { version, inactivityDays, intervalFactor, ordersMin, agreement, ...paging } = parameters;
    const { today, timeZone } = await reportingOf(sources, moment, until);
    const criterion = await criterionOf(sources, { version, inactivityDays, intervalFactor, ordersMin } as never, moment, until);
    const at = endOfDay(timeZone, today);
    const lines = (await customersOf({ records, orders }))
      .filter(({ record }) => record.openedOn <= today && record.closed.findLast(({ since }) => since <= at)?.value !== true)
      .map((customer): LostLine | undefined => {
        const result = churnCriterion(criterion, orderDays(customer, today), customer.record.openedOn, today);
        const declaredAt = standingOf(customer.record.moves, at).lostSince ?? null;
        if (!result.met && declaredAt === null) return undefined;
        const says = result.met ? (declaredAt === null ? 'criterion-only' : 'both') : 'declared-only';
        return { accountId: customer.accountId, ...result, declaredAt, agreement: says };
      })
      .filter((line) => line !== undefined)
      .toSorted((left, right) => right.daysSilent - left.daysSilent || compare(left.accountId, right.accountId));
    const asked = lines.filter((line) => agreement === undefined || line.agreement === agreement);
    const count = (says: LostLine['agreement']) => lines.filter((line) => line.agreement === says).length;
    return {
      ...pageOf(asked, paging),
      criterion,
      counts: { both: count('both'), 'criterion-only': count('criterion-only'), 'declared-only': count('declared-only') },
    };
  },
});
