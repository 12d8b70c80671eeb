import { isotonic } from './isotonic.js';

/** How satisfied a customer is, from least to most. */
export const SATISFACTION_LEVELS = ['veryDissatisfied', 'dissatisfied', 'neutral', 'satisfied', 'verySatisfied'] as const;
export type SatisfactionLevel = (typeof SATISFACTION_LEVELS)[number];
/** `noOpinion` stands beside them: silence is no place between two opinions, and no safe one. */
export type Satisfaction = SatisfactionLevel | 'noOpinion';

/** Every level, those that are in order first. */
export const SATISFACTIONS: readonly Satisfaction[] = [...SATISFACTION_LEVELS, 'noOpinion'];

/** Prior probability of leaving within the horizon by level, and for how many observed customers it counts at each. */
export type ChurnPrior = Readonly<Record<Satisfaction, number>> & { readonly weight: number };

/** Customers who were on a level, and how many of them left within the horizon. */
export interface Observed {
  readonly customers: number;
  readonly left: number;
}

/** What a level comes to. */
export interface LevelChurn extends Observed {
  readonly level: Satisfaction;
  readonly prior: number;
  /** (m·p + c) ÷ (m + n): prior and observation, as the mean of a beta posterior. */
  readonly posterior: number;
  /** The posterior once levels are put in order: who is more satisfied is never likelier to leave. */
  readonly probability: number;
  /** c ÷ n; absent where nobody was observed. */
  readonly observedRate?: number;
}

/**
 * The probability of leaving by satisfaction: a beta prior of weight m, updated by what was observed, made monotone by pooling levels that
 * are out of order ({@link isotonic}, weights m + n). With weight 0 and nobody observed the prior stands.
 * Gelman et al., "Bayesian Data Analysis", ch. 2 (beta-binomial).
 */
export const churnBySatisfaction = (
  prior: ChurnPrior,
  observed: Readonly<Partial<Record<Satisfaction, Observed>>>,
): readonly LevelChurn[] => {
  const levels = SATISFACTIONS.map((level) => {
    const { customers, left } = observed[level] ?? { customers: 0, left: 0 };
    const weight = prior.weight + customers;
    const posterior = weight === 0 ? prior[level] : (prior.weight * prior[level] + left) / weight;
    return { weight: weight || 1, told: { level, customers, left, prior: prior[level], posterior } };
  });
  const ordered = levels.slice(0, SATISFACTION_LEVELS.length).toReversed();
  const pooled = isotonic(ordered.map(({ told, weight }) => ({ value: told.posterior, weight }))).toReversed();
  return levels.map(({ told }, index) => ({
    ...told,
    probability: pooled[index] ?? told.posterior,
    ...(told.customers === 0 ? {} : { observedRate: told.left / told.customers }),
  }));
};

/** Revenue of twelve months, in whole minor units, and how likely it is to go. */
export interface AtRisk {
  readonly revenueMinor: bigint;
  readonly probability: number;
}

/** Σ revenue × P(leaving), in whole minor units, each rounded down; expected leavers beside it, Σ P. Revenue below zero is none. */
export const revenueAtRisk = (accounts: Iterable<AtRisk>): { readonly minor: bigint; readonly expectedLeavers: number } => {
  let [minor, expectedLeavers] = [0n, 0];
  for (const { revenueMinor, probability } of accounts) {
    expectedLeavers += probability;
    if (revenueMinor > 0n) minor += shareOfMinor(revenueMinor, probability);
  }
  return { minor, expectedLeavers };
};

/** A share of an amount in whole minor units, rounded down to one; shares are told to nine digits. */
export const shareOfMinor = (minor: bigint, share: number): bigint => (minor * BigInt(Math.round(share * 1e9))) / 1_000_000_000n;

/** How close told probabilities came to what happened: the mean squared error, 0 (certain and right) to 1 (certain and wrong); Brier (1950). */
export const brierScore = (told: readonly { readonly probability: number; readonly happened: boolean }[]): number | undefined =>
  told.length === 0
    ? undefined
    : told.reduce((sum, { probability, happened }) => sum + (probability - Number(happened)) ** 2, 0) / told.length;
