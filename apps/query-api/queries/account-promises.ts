import { daysOverdue, isOverdue, promiseLedger, type PromiseRecord } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Listed, type Moment } from '../answers.js';
import { list } from '../list.js';
import { reportingOf } from '../reporting.js';
import { type Sources } from '../sources.js';
import { openView } from '../view.js';

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
    closed: await closedOf(sources, spokenFor, moment),
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

/** Those of the accounts that are closed: what is open in them may be settled, and is overdue no more. */
const closedOf = async (sources: Sources, accountIds: readonly string[], moment: Moment | undefined): Promise<ReadonlySet<string>> => {
  const closed = new Set<string>();
  for (const accountId of accountIds) {
    await using board = await openView<StageBoardLine>(sources, stageBoard, { stream: `account-${accountId}` }, moment);
    if ((await board.get(accountId))?.status === 'closed') closed.add(accountId);
  }
  return closed;
};
