import { type ChurnCriterion } from '#libs/analytics/churn-criterion.js';
import { type ChurnCriterionPolicy } from '#libs/domain/policy/documents.js';
import { policyRules } from '#libs/domain/registry.js';
import { type ActivePolicy, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { Problem } from '#libs/platform/problem.js';
import { type Moment } from './answers.js';
import { decimalNumber, type ValuesOf, wholeNumber } from './parameters.js';
import { policyState } from './policy-in-force.js';
import { type Sources } from './sources.js';

/** What a question about a criterion takes: a version that was published, and figures in its place where they are given. */
export const CRITERION = {
  version: wholeNumber(0, 1_000_000),
  inactivityDays: wholeNumber(1, 3_650),
  intervalFactor: decimalNumber(1, 100),
  ordersMin: wholeNumber(2, 1_000),
} as const;

/** A churn criterion, and which version it is of. */
export interface NamedCriterion extends ChurnCriterion {
  /** `churn-criterion@2`; `draft` where figures were given in place of a version's. */
  readonly criterion: string;
}

/** The criterion that is asked for: any published version, or the one in force; with the figures that are given instead. */
export const criterionOf = async (
  { store }: Sources,
  { version, ...given }: ValuesOf<typeof CRITERION>,
  moment: Moment | undefined,
  until: Instant,
): Promise<NamedCriterion> => {
  const isDraft = Object.values(given).some((figure) => figure !== undefined);
  // A version that is named is tried on the past, whenever it was published; what was in force is asked of the moment.
  const state = await policyState(store, 'churn-criterion', version === undefined ? moment : undefined);
  const { ref, document } = version === undefined ? policyRules.inForce(state, 'churn-criterion', until) : published(state, version);
  const figures = Object.fromEntries(Object.entries(given).filter(([, figure]) => figure !== undefined));
  return { criterion: isDraft ? 'draft' : ref, ...(document as ChurnCriterionPolicy), ...figures };
};

/** @throws Problem for a version that was never published */
const published = (state: State, version: number): ActivePolicy => {
  const known = policyRules.version(state, 'churn-criterion', version);
  if (known !== undefined) return known;
  const detail = `Policy churn-criterion has no version ${version}: 0 is the default; GET /v1/policies lists them.`;
  throw new Problem('POLICY_VERSION_NOT_FOUND', detail, { errors: [{ pointer: '/version', detail }] });
};
