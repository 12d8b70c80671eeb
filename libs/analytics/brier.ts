/** A probability that was stated, 0–1, and whether what it was stated of came true. */
export interface Forecast {
  readonly probability: number;
  readonly cameTrue: boolean;
}

/** The score of forecasts, and what it is made of: `score = reliability − resolution + uncertainty`. */
export interface BrierScore {
  readonly forecasts: number;
  /** Mean squared distance between what was stated and what came, 0–1; lower is better, 0.25 is what a coin gives. */
  readonly score: number;
  /** How far stated probabilities are from how often that came true which was stated so, 0–1; lower is better. */
  readonly reliability: number;
  /** How far these frequencies are from the frequency over all, 0–1; higher is better. */
  readonly resolution: number;
  /** What the events themselves leave open, 0–0.25: nobody's merit and nobody's fault. */
  readonly uncertainty: number;
  /** 1 − score ÷ uncertainty: above 0 is better than always stating the frequency over all; `null` where all or none came true. */
  readonly skill: number | null;
}

/**
 * Brier score (Brier 1950, "Verification of forecasts expressed in terms of probability", for events that happen or not) with its
 * decomposition by distinct probability (Murphy 1973, "A new vector partition of the probability score"): exact, since forecasts of one
 * probability form one group. `undefined` for no forecast. @throws RangeError for a probability outside 0–1
 */
export const brierOf = (forecasts: readonly Forecast[]): BrierScore | undefined => {
  const wrong = forecasts.find(({ probability }) => !(probability >= 0 && probability <= 1));
  if (wrong) throw new RangeError(`A probability lies between 0 and 1, ${wrong.probability} does not: divide percents by 100.`);
  const n = forecasts.length;
  if (n === 0) return undefined;
  const frequency = forecasts.filter(({ cameTrue }) => cameTrue).length / n;
  const groups = [...Map.groupBy(forecasts, ({ probability }) => probability)].map(([probability, group]) => ({
    probability,
    size: group.length,
    frequency: group.filter(({ cameTrue }) => cameTrue).length / group.length,
  }));
  const mean = (of: (group: (typeof groups)[number]) => number) => groups.reduce((sum, group) => sum + group.size * of(group), 0) / n;
  const score = forecasts.reduce((sum, forecast) => sum + squaredError(forecast), 0) / n;
  const uncertainty = frequency * (1 - frequency);
  return {
    forecasts: n,
    score,
    reliability: mean((group) => (group.probability - group.frequency) ** 2),
    resolution: mean((group) => (group.frequency - frequency) ** 2),
    uncertainty,
    skill: uncertainty === 0 ? null : 1 - score / uncertainty,
  };
};

/** The score of one forecast, 0–1; 0 where it was certain and right. */
export const squaredError = ({ probability, cameTrue }: Forecast): number => (probability - Number(cameTrue)) ** 2;
