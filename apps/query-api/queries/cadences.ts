import { cadence } from '#libs/read-models/cadence/cadence.js';
import { type Compliance, complianceOf } from '#libs/read-models/cadence/compliance.js';
import { type Listed } from '../answers.js';
import { restingAccounts } from '../closed.js';
import { list } from '../list.js';
import { policyInForce } from '../policy-in-force.js';
import { reportingOf } from '../reporting.js';

/** How disciplined an account is worked. */
export interface CadenceLine {
  readonly accountId: string;
  readonly compliance: number;
  /** What is late. */
  readonly late: readonly Compliance['rhythms'][number]['what'][];
  /** Initiatives that were announced too late, or are to be announced. */
  readonly notices: readonly Pick<Compliance['notices'][number], 'initiativeId' | 'status'>[];
  /** Months whose report was missed, of the latest twelve. */
  readonly reportsMissed: readonly string[];
}

export type CadencesAnswer = Listed<CadenceLine>;

/** The discipline of every account. */
export const cadences = list({
  name: 'Cadences',
  path: '/v1/cadence',
  summary: 'Which accounts are reviewed, planned, visited and informed in time',
  readModel: cadence,
  prepare: async ({ sources, moment, until }) => ({
    resting: await restingAccounts(sources, moment),
    today: (await reportingOf(sources, moment, until)).today,
    policy: await policyInForce(sources.store, 'cadence', moment, until),
  }),
  sort: { field: 'accountId' },
  item: (document, _, { today, policy, resting }): CadenceLine => {
    const { compliance, rhythms, notices, reports } = complianceOf(document, today, policy, resting.has(document.accountId));
    return {
      accountId: document.accountId,
      compliance,
      late: rhythms.filter(({ inTime }) => !inTime).map(({ what }) => what),
      notices: notices
        .filter(({ status }) => status !== 'in-time' && status !== 'ahead')
        .map(({ initiativeId, status }) => ({ initiativeId, status })),
      reportsMissed: reports.filter(({ status }) => status === 'missed').map(({ month }) => month),
    };
  },
});
