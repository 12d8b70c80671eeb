/** One subject under observation. */
export interface Observation {
  /** How long it was observed, in any unit, ≥ 0. */
  readonly time: number;
  /** True: it ended then. False: it had not ended when we last looked (censored). */
  readonly ended: boolean;
}

/** The survival curve after one time at which something ended. */
export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly ended: number;
  /** The estimated probability to last longer than `time`. */
  readonly survival: number;
  /** Greenwood's standard error of `survival`. */
  readonly standardError: number;
}

/**
 * The product-limit estimate S(t) = Π (1 − dᵢ/nᵢ) over the times at which something ended; what is censored at such a time still
 * counts as at risk. Standard error S(t)·√Σ dᵢ/(nᵢ(nᵢ − dᵢ)).
 * Kaplan & Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958); Greenwood (1926).
 * @throws RangeError for a time that is negative or no number
 */
export const kaplanMeier = (observations: readonly Observation[]): readonly SurvivalStep[] => {
  const wrong = observations.find(({ time }) => !(time >= 0));
  if (wrong) throw new RangeError(`A time of ${wrong.time} was observed: times are numbers from 0 on.`);
  const sorted = observations.toSorted((left, right) => left.time - right.time);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let index = 0; index < sorted.length;) {
    const { time } = sorted[index]!;
    const atRisk = sorted.length - index;
    let ended = 0;
    for (; index < sorted.length && sorted[index]!.time === time; index += 1) ended += sorted[index]!.ended ? 1 : 0;
    if (ended === 0) continue;
    survival *= 1 - ended / atRisk;
    greenwood += ended / (atRisk * (atRisk - ended));
    steps.push({ time, atRisk, ended, survival, standardError: survival === 0 ? 0 : survival * Math.sqrt(greenwood) });
  }
  return steps;
};

/** The first time at which at most half survive; `undefined` while more than half do. */
export const medianSurvival = (steps: readonly SurvivalStep[]): number | undefined => steps.find(({ survival }) => survival <= HALF)?.time;

/** A half, with room for the rounding of a product of fractions. */
const HALF = 0.5 + 1e-12;
