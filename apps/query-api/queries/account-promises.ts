import { daysOverdue, isOverdue, promiseLedger, type PromiseRecord } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

/** A promise with what its due day has come to. */
export type PromiseLine = PromiseRecord & { readonly overdue: boolean; readonly daysOverdue: number };

export type PromisesAnswer = Listed<PromiseLine>;

/** An account's promises, by due day. */
export const promises = list({
  name: 'Promises',
  path: '/v1/accounts/{id}/promises',
  summary: 'Promises by due day, with those that are overdue',
  readModel: promiseLedger,
  parameters: { status: oneOf(['open', 'kept', 'broken', 'overdue']) },
  // Nobody notices that a day passes: overdue is open, and due before today.
  where: ({ parameters: { status }, until }) =>
    status === 'overdue' ? { status: 'open', due: { lt: until.slice(0, 10) } } : status === undefined ? {} : { status },
  sort: { field: 'due' },
  item: (promise, { until }): PromiseLine => {
    const today = until.slice(0, 10);
    return { ...promise, overdue: isOverdue(promise, today), daysOverdue: daysOverdue(promise, today) };
  },
});
