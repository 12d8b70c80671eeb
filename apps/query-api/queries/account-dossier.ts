import { dossier as readModel, dossierOn, type DossierState } from '#libs/read-models/dossier/dossier.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** What is known of an account, how much of what is needed that is, and how fresh. */
export interface AccountDossier extends DossierState {
  readonly accountId: string;
  /** The dossiers of the accounts that it has absorbed. */
  readonly absorbed: readonly (DossierState & { readonly accountId: string })[];
}

export type DossierAnswer = AccountDossier & { readonly asOf: AsOf };

/** The dossier of an account, as of any day. */
export const dossier = question({
  name: 'Dossier',
  path: '/v1/accounts/{id}/dossier',
  summary: 'What is known of an account: sections with age and source, completeness, what is missing or stale',
  read: { dossiers: readModel },
  answer: async ({ dossiers, id, spokenFor, moment, until, sources }): Promise<AccountDossier> => {
    const own = found(await dossiers.get(id), id, moment);
    const policy = await policyInForce(sources.store, 'dossier', moment, until);
    const { today } = await reportingOf(sources, moment, until);
    const absorbed = await Promise.all(spokenFor.slice(1).map((accountId) => dossiers.get(accountId)));
    return {
      accountId: id,
      ...dossierOn(own, { today, until }, policy),
      absorbed: absorbed.flatMap((one) => (one ? [{ accountId: one.accountId, ...dossierOn(one, { today, until }, policy) }] : [])),
    };
  },
});
