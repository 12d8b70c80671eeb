import { daysOverdue, isOverdue, promiseLedger, type PromiseRecord } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { type Listed } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { list } from '../list.js';
import { reportingOf } from '../reporting.js';

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
  prepare: async ({ sources, moment, until, spokenFor }) => ({
    today: (await reportingOf(sources, moment, until)).today,
    closed: await closedAccounts(sources, moment, spokenFor),
  }),
  // Nobody notices that a day passes: overdue is open, and due before the company's today. Nothing of a closed account is.
  where: ({ parameters: { status }, id }, { today, closed }) =>
    status === 'overdue' ? { status: 'open', due: { lt: closed.has(id) ? '' : today } } : status === undefined ? {} : { status },
  sort: { field: 'due' },
  item: (promise, _, { today, closed }): PromiseLine => ({
    ...promise,
    overdue: !closed.has(promise.accountId) && isOverdue(promise, today),
    daysOverdue: closed.has(promise.accountId) ? 0 : daysOverdue(promise, today),
  }),
});
