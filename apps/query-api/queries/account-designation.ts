import { type DesignationCriteriaPolicy } from '#libs/domain/policy/documents.js';
import { policyRules } from '#libs/domain/registry.js';
import { type CriteriaScores, evaluate, type Evaluation } from '#libs/domain/designation/criteria.js';
import { isRetired } from '#libs/domain/designation/state.js';
import { present } from '#libs/domain/dated-line.js';
import { type AccountType, type DesignationBasis, type DesignationKind, type StrategicRole } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { Problem } from '#libs/platform/problem.js';
import { type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type AsOf, type Moment } from '../answers.js';
import { versionNumber } from '../parameters.js';
import { policyInForce, policyState } from '../policy-in-force.js';
import { found } from '../problems.js';
import { isKey } from '../questions/account-lines.js';
import { type FunnelStage, funnelStageOf } from '../questions/funnel.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';
import { type Sources } from '../sources.js';

/** An evaluation with what its scores come to under the criteria that were asked for. */
interface Scorecard extends Evaluation {
  readonly at: Instant;
  readonly scores: CriteriaScores;
}

/** A designation or its end. */
interface DesignationStep {
  readonly at: Instant;
  readonly kind: DesignationKind | null;
  readonly basis: DesignationBasis | null;
  readonly effectiveFrom: Day | null;
  /** The rationale of a designation, or the reason of a retirement. */
  readonly why: string;
}

export interface AccountDesignationAnswer {
  readonly accountId: string;
  readonly isKeyAccount: boolean;
  readonly stage: FunnelStage;
  readonly type: AccountType | null;
  readonly role: StrategicRole | null;
  readonly history: readonly DesignationStep[];
  readonly nominations: readonly { readonly at: Instant; readonly as: 'nominated' | 'declined'; readonly why: string }[];
  /** Under the version that was asked for, else the one in force; 0 is the default. */
  readonly criteriaVersion: number | null;
  readonly scorecards: readonly Scorecard[];
  readonly asOf: AsOf;
}

/** Whether an account is a key account and how it came to it; its scores under any version of the criteria. */
export const accountDesignation = question({
  name: 'AccountDesignation',
  path: '/v1/accounts/{id}/designation',
  summary: 'Nominations, scores under any version of the criteria, designations and their ends',
  parameters: { criteriaVersion: versionNumber },
  read: { board: segmentsAndTiers },
  answer: async ({ board, id, parameters, sources, moment, until }): Promise<Omit<AccountDesignationAnswer, 'asOf'>> => {
    const account = found(await board.get(`account-${id}`), id, moment) as SegmentedAccount;
    const { today } = await reportingOf(sources, moment, until);
    const { criteriaVersion } = parameters;
    const criteria =
      criteriaVersion === undefined
        ? await policyInForce(sources.store, 'designation-criteria', moment, until)
        : await versionOf(sources, criteriaVersion, moment);
    const { nominations, evaluations, designations, types, roles } = account.designation;
    return {
      accountId: id,
      isKeyAccount: isKey(account, { at: until, day: today }),
      stage: funnelStageOf(account, { at: until, day: today }),
      type: present(types)?.type ?? null,
      role: present(roles)?.role ?? null,
      history: designations.map(({ value, since }) => {
        if (isRetired(value)) return { at: since, kind: null, basis: null, effectiveFrom: null, why: value.retired };
        const { kind, basis, effectiveFrom = null, rationale } = value;
        return { at: since, kind, basis, effectiveFrom, why: rationale };
      }),
      nominations: nominations.map(({ value, since }) => ({ at: since, ...value })),
      criteriaVersion: criteriaVersion ?? null,
      scorecards: evaluations.map(({ value, since }) => ({ at: since, scores: value, ...evaluate(value, criteria) })),
    };
  },
});

const versionOf = async ({ store }: Sources, version: number, moment: Moment | undefined): Promise<DesignationCriteriaPolicy> => {
  const state = await policyState(store, 'designation-criteria', moment);
  const published = policyRules.version(state, 'designation-criteria', version)?.document;
  if (published !== undefined) return published as DesignationCriteriaPolicy;
  const detail = `Policy designation-criteria has no version ${version}: GET /v1/policies shows the one in force; 0 is the default.`;
  throw new Problem('POLICY_VERSION_NOT_FOUND', detail, { errors: [{ pointer: '/criteriaVersion', detail }] });
};
