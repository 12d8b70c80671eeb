import { type Interval, netShareInterval, proportion, type Proportion } from './proportion.js';

/** The net promoter score of some answers. */
export interface NetPromoterScore {
  readonly n: number;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** Promoters less detractors in hundredths of all, −100…100. */
  readonly score: number;
  /** In which the true score lies with 95 % confidence. */
  readonly interval: Interval;
}

/**
 * NPS of answers from 0 to 10: the share of promoters (9, 10) less that of detractors (0–6), times 100. `undefined` where nobody answered.
 * F. F. Reichheld, "The One Number You Need to Grow", Harvard Business Review 12/2003.
 */
export const netPromoterScore = (answers: readonly number[]): NetPromoterScore | undefined => {
  const promoters = answers.filter((answer) => answer >= 9).length;
  const detractors = answers.filter((answer) => answer <= 6).length;
  const n = answers.length;
  const interval = netShareInterval(promoters, detractors, n);
  if (interval === undefined) return undefined;
  const [lower, upper] = interval;
  return {
    n,
    promoters,
    passives: n - promoters - detractors,
    detractors,
    score: (100 * (promoters - detractors)) / n,
    interval: [100 * lower, 100 * upper],
  };
};

/** Customer satisfaction: the share of answers from 1 to 5 at or above `satisfiedMin`, with its mean. */
export interface CustomerSatisfaction extends Proportion {
  /** 1…5. */
  readonly mean: number;
}

/** CSAT of answers from 1 to 5: the share of those that are satisfied (usually 4 and 5). `undefined` where nobody answered. */
export const customerSatisfaction = (answers: readonly number[], satisfiedMin: number): CustomerSatisfaction | undefined => {
  const satisfied = proportion(answers.filter((answer) => answer >= satisfiedMin).length, answers.length);
  return satisfied && { ...satisfied, mean: answers.reduce((sum, answer) => sum + answer, 0) / answers.length };
};
