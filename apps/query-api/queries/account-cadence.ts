import { cadence as readModel } from '#libs/read-models/cadence/cadence.js';
import { type Compliance, complianceOf } from '#libs/read-models/cadence/compliance.js';
import { type AsOf } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { policyInForce } from '../policy-in-force.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** Whether what is to be done again and again was done in time. */
export interface AccountCadence extends Compliance {
  readonly accountId: string;
  readonly absorbed: readonly (Compliance & { readonly accountId: string })[];
}

export type CadenceAnswer = AccountCadence & { readonly asOf: AsOf };

/** Reviews, updates of the plan, executive contacts, reports and notices of an account, held against policy `cadence`. */
export const accountCadence = question({
  name: 'Cadence',
  path: '/v1/accounts/{id}/cadence',
  summary: 'Reviews, plan updates, executive contacts, intelligence reports and notices: what is in time and what is not',
  read: { cadences: readModel },
  answer: async ({ cadences, id, spokenFor, moment, until, sources }): Promise<AccountCadence> => {
    const own = found(await cadences.get(id), id, moment);
    const policy = await policyInForce(sources.store, 'cadence', moment, until);
    const { today } = await reportingOf(sources, moment, until);
    const isClosed = (await closedAccounts(sources, moment, [id])).has(id);
    const absorbed = await Promise.all(spokenFor.slice(1).map((accountId) => cadences.get(accountId)));
    return {
      accountId: id,
      ...complianceOf(own, today, policy, isClosed),
      absorbed: absorbed.flatMap((one) => (one ? [{ accountId: one.accountId, ...complianceOf(one, today, policy) }] : [])),
    };
  },
});
