import { id } from '#libs/kernel/kinds.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type Listed } from '../answers.js';
import { compare, customersOf, isCustomerOn, orderDays } from '../customers.js';
import { pageOf } from '../page.js';
import { question } from '../question.js';
import { nextPurchase, type NextPurchase } from '#libs/analytics/next-purchase.js';
import { type Day } from '#libs/kernel/message.js';
import { reportingOf } from '../reporting.js';

/** When an account is to be expected again, and when it was last delivered to. */
export interface NextPurchaseLine extends NextPurchase {
  readonly accountId: string;
  /** The latest delivery; null: none is told. What is agreed after it decides about the next order. */
  readonly deliveredOn: Day | null;
}

export type NextPurchasesAnswer = Listed<NextPurchaseLine>;

/** Who is to order again when, by its own intervals: who is late the longest first. */
export const nextPurchases = question({
  name: 'NextPurchases',
  path: '/v1/next-purchases',
  summary: 'When each customer is to be expected to order again, by its own intervals, those that are late first',
  parameters: { accountId: id },
  read: { records: churnRecord, orders: orderBook },
  paged: true,
  answer: async ({ records, orders, parameters, sources, moment, until }): Promise<Omit<NextPurchasesAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const { today } = reporting;
    const lines = (await customersOf({ records, orders }))
      .filter(({ accountId, record }) => (parameters.accountId ?? accountId) === accountId && isCustomerOn(record, today, reporting))
      .flatMap((customer): readonly NextPurchaseLine[] => {
        const next = nextPurchase(orderDays(customer, today), today);
        if (next === undefined) return [];
        const delivered = customer.orders.flatMap(({ deliveredOn }) => deliveredOn ?? []).toSorted();
        return [{ accountId: customer.accountId, ...next, deliveredOn: delivered.at(-1) ?? null }];
      })
      .toSorted(
        (left, right) =>
          right.daysLate - left.daysLate || compare(left.expectedOn, right.expectedOn) || compare(left.accountId, right.accountId),
      );
    return pageOf(lines, parameters);
  },
});
