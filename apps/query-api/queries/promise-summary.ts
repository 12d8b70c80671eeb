import { id } from '#libs/kernel/kinds.js';
import { promiseLedger } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { type PromiseSummary, promiseSummary } from '#libs/read-models/promise-ledger/summary.js';
import { type AsOf } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { documentsOf } from '../parts.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

export type PromiseSummaryAnswer = PromiseSummary & { readonly asOf: AsOf };

/** How we promise, and whether we keep it. */
export const promisesSummary = question({
  name: 'PromiseSummary',
  path: '/v1/promises/summary',
  summary: 'Promises kept in time, made without authority, and how many of them were unplanned or urgent',
  parameters: { accountId: id },
  read: { ledger: promiseLedger },
  answer: async ({ ledger, parameters: { accountId }, sources, moment, until }): Promise<PromiseSummary> => {
    const { today } = await reportingOf(sources, moment, until);
    const closed = await closedAccounts(sources, moment);
    return promiseSummary(await documentsOf(ledger, { sources, moment }, accountId), today, (one) => closed.has(one));
  },
});
