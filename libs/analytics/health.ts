/** What is known of one dimension of an account's health. */
export interface Signal {
  /** 0 (worst) to 100. */
  readonly score: number;
  /** Days since it was last known. */
  readonly ageDays: number;
}

export type HealthBand = 'poor' | 'fair' | 'good';

/** How signals are weighed. */
export interface HealthRules<Dimension extends string> {
  readonly weights: Readonly<Record<Dimension, number>>;
  /** Days after which a signal counts for half. */
  readonly halfLifeDays: number;
  /** Upper bounds of the two lower bands: (0, poorMax], (poorMax, fairMax], (fairMax, 100]. */
  readonly bands: { readonly poorMax: number; readonly fairMax: number };
  /** Conditions that cap the score, in order: the first that holds decides. */
  readonly overrides: readonly { readonly when: string; readonly scoreMax: number }[];
}

/** One dimension's part of a score. */
export interface HealthPart<Dimension extends string> extends Signal {
  readonly dimension: Dimension;
  /** 2^(−age ÷ half-life). */
  readonly freshness: number;
  /** Its share of all weights that are present, 0–1. */
  readonly share: number;
  /** Share × score: the parts add up to what was computed. */
  readonly points: number;
}

export interface Health<Dimension extends string> {
  /** After overrides. */
  readonly score: number;
  readonly band: HealthBand;
  /** Before overrides: Σ w·s ÷ Σ w. */
  readonly computed: number;
  readonly parts: readonly HealthPart<Dimension>[];
  /** What capped the score; absent where nothing did. */
  readonly override?: { readonly when: string; readonly scoreMax: number };
}

/**
 * The weighted mean of the dimensions that are present, each weight decayed by the age of what is known: what is missing is missing, and no
 * zero. `undefined` where nothing is known. A weighted composite with exponential forgetting (Brown 1959) as customer-success practice has it.
 */
export const healthScore = <Dimension extends string>(
  signals: Readonly<Partial<Record<Dimension, Signal>>>,
  { weights, halfLifeDays, bands, overrides }: HealthRules<Dimension>,
  holding: ReadonlySet<string>,
): Health<Dimension> | undefined => {
  const present = (Object.entries(signals) as [Dimension, Signal | undefined][]).flatMap(([dimension, signal]) => {
    if (signal === undefined || !(weights[dimension] > 0)) return [];
    const freshness = 2 ** (-Math.max(0, signal.ageDays) / halfLifeDays);
    return [{ dimension, ...signal, freshness, weight: weights[dimension] * freshness }];
  });
  const all = present.reduce((sum, { weight }) => sum + weight, 0);
  if (all === 0) return undefined;
  const parts = present.map(({ weight, ...part }) => ({ ...part, share: weight / all, points: (weight / all) * part.score }));
  const computed = parts.reduce((sum, { points }) => sum + points, 0);
  const override = overrides.find(({ when }) => holding.has(when));
  const capped = override !== undefined && override.scoreMax < computed;
  const score = capped ? override.scoreMax : computed;
  return { score, band: bandOf(score, bands), computed, parts, ...(capped ? { override } : {}) };
};

const bandOf = (score: number, { poorMax, fairMax }: HealthRules<string>['bands']): HealthBand =>
  score <= poorMax ? 'poor' : score <= fairMax ? 'fair' : 'good';

/** What of a change is due to one dimension, or to the overrides. */
export interface Contribution<Dimension extends string> {
  readonly dimension: Dimension | 'override';
  readonly points: number;
}

/**
 * Why a score differs from another: the contributions add up to the difference. A dimension contributes by its own change at its mean
 * share, and by the change of its share as far as it lies above or below the mean score; one that is missing on one side is taken to have
 * been as it is on the other, with no share. (The symmetric two-factor decomposition; Bortkiewicz 1911, Kitagawa 1955.)
 */
export const healthContributions = <Dimension extends string>(
  before: Health<Dimension>,
  after: Health<Dimension>,
): readonly Contribution<Dimension>[] => {
  const middle = (before.computed + after.computed) / 2;
  const dimensions = [...new Set([...before.parts, ...after.parts].map(({ dimension }) => dimension))];
  const contributions = dimensions.map((dimension): Contribution<Dimension> => {
    const [was, is] = [before, after].map(({ parts }) => parts.find((part) => part.dimension === dimension));
    const [scoreWas, scoreIs] = [was?.score ?? is!.score, is?.score ?? was!.score];
    const [shareWas, shareIs] = [was?.share ?? 0, is?.share ?? 0];
    const ownChange = ((shareWas + shareIs) / 2) * (scoreIs - scoreWas);
    return { dimension, points: ownChange + (shareIs - shareWas) * ((scoreWas + scoreIs) / 2 - middle) };
  });
  const overridden = after.score - after.computed - (before.score - before.computed);
  return overridden === 0 ? contributions : [...contributions, { dimension: 'override', points: overridden }];
};
