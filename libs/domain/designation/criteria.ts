import { type DesignationCriteriaPolicy } from '../policy/documents.js';
import { DESIGNATION_CRITERIA, type DesignationCriterion } from '../values.js';

/** Scores of an account by criterion, 1 to 5; a criterion that nobody asked for has none. */
export type CriteriaScores = { readonly [Criterion in DesignationCriterion]?: number };

/** What scores come to under a version of the policy. */
export interface Evaluation {
  readonly met: readonly DesignationCriterion[];
  readonly metCount: number;
  /** 0–100: the weighted mean of the scores, 1 counts nothing and 5 all. */
  readonly points: number;
  readonly qualifies: boolean;
}

const [LOWEST, HIGHEST] = [1, 5];

/** What scores come to under a policy: the rule of EvaluateAccount, and of the question what they would come to under another one. */
export const evaluate = (scores: CriteriaScores, { criteria, criteriaMin, scoreMet, weights }: DesignationCriteriaPolicy): Evaluation => {
  const asked = DESIGNATION_CRITERIA.filter((criterion) => criteria.includes(criterion));
  const met = asked.filter((criterion) => (scores[criterion] ?? 0) >= scoreMet);
  const weightOf = (criterion: DesignationCriterion) => weights[criterion];
  const scored = asked.filter((criterion) => scores[criterion] !== undefined);
  const whole = scored.reduce((sum, criterion) => sum + weightOf(criterion), 0);
  const reached = scored.reduce((sum, criterion) => sum + weightOf(criterion) * ((scores[criterion]! - LOWEST) / (HIGHEST - LOWEST)), 0);
  return {
    met,
    metCount: met.length,
    points: whole === 0 ? 0 : Math.round((reached / whole) * 100),
    qualifies: met.length >= criteriaMin,
  };
};
