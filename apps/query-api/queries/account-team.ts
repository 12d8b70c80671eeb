import { twelveMonthsTo } from '#libs/analytics/calendar.js';
import { taskBoard } from '#libs/read-models/task-board/task-board.js';
import { type AsOf } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { peopleMaterial } from '../people-material.js';
import { policyInForce } from '../policy-in-force.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type AccountTeam, accountTeam } from '../questions/account-team.js';
import { NO_SALES_LINE, partOf } from '../questions/sales-lines.js';

export type AccountTeamAnswer = AccountTeam & { readonly asOf: AsOf };

/** Who of ours works for an account, what each took upon oneself, and where work is stuck. */
export const team = question({
  name: 'AccountTeam',
  path: '/v1/accounts/{id}/team',
  summary: 'The team of an account: departments, commitments kept, work that is stuck',
  read: { board: taskBoard },
  answer: async ({ board, id, spokenFor, moment, until, sources }): Promise<AccountTeam> => {
    const material = await peopleMaterial(sources, moment, until, false);
    const { accounts, sales, reporting } = material;
    const account = [...accounts.values()].flat().find(({ accountId }) => accountId === id);
    if (account === undefined) await demandAccount(sources.store, id, moment);
    const closed = await closedAccounts(sources, moment, spokenFor);
    const tasks = (await Promise.all(spokenFor.map((accountId) => board.all({ accountId })))).flat();
    const { from, to } = twelveMonthsTo(reporting.today);
    const share = partOf((sales.byAccount.get(id) ?? NO_SALES_LINE).between(from, to), sales.all.between(from, to));
    const policy = await policyInForce(sources.store, 'account-team', moment, until);
    return accountTeam(account, tasks, share ?? null, { at: until, today: reporting.today, closed }, policy);
  },
});
