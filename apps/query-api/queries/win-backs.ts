import { id, oneOf } from '#libs/kernel/kinds.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Listed } from '../answers.js';
import { customersOf } from '../customers.js';
import { pageOf } from '../page.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { type WinBackLine, type WinBackOverview, winBacks as winBacksOf } from '../questions/win-backs.js';
import { reportingOf } from '../reporting.js';

/** Tries to win accounts back, the latest first; figures are of all. */
export interface WinBacksAnswer extends Listed<WinBackLine>, WinBackOverview {}

/** What was done about losses, what it cost, and what came back. */
export const winBacks = question({
  name: 'WinBacks',
  path: '/v1/win-backs',
  summary: 'The funnel of winning accounts back: offers, cost, regained revenue, second lives, and offers above the cap',
  parameters: { accountId: id, status: oneOf(['open', 'won-back', 'lost-again']) },
  read: { records: churnRecord, figures: teamKpis },
  paged: true,
  answer: async ({ records, figures, parameters, sources, moment, until }): Promise<Omit<WinBacksAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const policy = await policyInForce(sources.store, 'win-back', moment, until);
    const { lines, ...overview } = winBacksOf(await customersOf({ records, figures }), policy, reporting);
    const { accountId, status } = parameters;
    const asked = lines
      .filter((line) => accountId === undefined || line.accountId === accountId)
      .filter((line) => status === undefined || line.status === status);
    return { ...pageOf(asked, parameters), ...overview };
  },
});
