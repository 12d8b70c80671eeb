import { dossier, dossierOn, type DossierState } from '#libs/read-models/dossier/dossier.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { policyInForce } from '../policy-in-force.js';
import { reportingOf } from '../reporting.js';

/** How complete a dossier is. */
export type DossierLine = Omit<DossierState, 'sections'> & { readonly accountId: string };

export type DossiersAnswer = Listed<DossierLine>;

/** Every dossier with its completeness: those below the threshold of policy `dossier` are a mistake that can be mended. */
export const dossiers = list({
  name: 'Dossiers',
  path: '/v1/dossiers',
  summary: 'Completeness of every dossier; `state=incomplete` for those below the threshold of policy dossier',
  readModel: dossier,
  parameters: { state: oneOf(['complete', 'incomplete']) },
  prepare: async ({ sources, moment, until }) => ({
    today: (await reportingOf(sources, moment, until)).today,
    policy: await policyInForce(sources.store, 'dossier', moment, until),
  }),
  sort: { field: 'accountId' },
  keep: ({ complete }: DossierLine, { parameters: { state } }) => state === undefined || (state === 'complete') === complete,
  item: (document, { until }, { today, policy }): DossierLine => {
    const { sections: _, ...line } = dossierOn(document, { today, until }, policy);
    return { accountId: document.accountId, ...line };
  },
});
