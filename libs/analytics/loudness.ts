import { kaplanMeier, medianSurvival, type Observation } from './kaplan-meier.js';
import { type Difference, differenceOf, proportion, type Proportion } from './proportion.js';

/** A complaint as it was served: how long it took or has taken, and by whom it was told. */
export interface Served extends Observation {
  /** Whether it came from a customer who complains often. */
  readonly isLoud: boolean;
  /** Resolved in time, not in time, or not to be said yet. */
  readonly inTime: boolean | undefined;
}

/** How one group of customers was served. */
export interface Service {
  readonly complaints: number;
  /** The time within which half of the complaints are resolved, those counted that still wait; absent while more than half do. */
  readonly median?: number;
  /** Of those of which it can be said; absent where there are none. */
  readonly inTime?: Proportion;
}

/** Whether loud customers are served before quiet ones. */
export interface LoudnessBias {
  readonly loud: Service;
  readonly quiet: Service;
  /** How many times as long the quiet wait: above 1, whoever shouts is served first. Absent while one of the medians is. */
  readonly ratio?: number;
  /** The share of the loud that is served in time less that of the quiet. */
  readonly inTimeDifference?: Difference;
}

/**
 * Compares how long quiet and loud customers wait for the resolution of their complaints. Complaints that still wait are censored and not
 * left out: whoever is never served would else make the quiet look well served. Kaplan & Meier (1958), Newcombe (1998).
 */
export const loudnessBias = (complaints: readonly Served[]): LoudnessBias => {
  const loud = serviceOf(complaints.filter(({ isLoud }) => isLoud));
  const quiet = serviceOf(complaints.filter(({ isLoud }) => !isLoud));
  const ratio = loud.median === undefined || quiet.median === undefined || loud.median === 0 ? undefined : quiet.median / loud.median;
  const inTimeDifference = differenceOf(loud.inTime, quiet.inTime);
  return { loud, quiet, ...(ratio === undefined ? {} : { ratio }), ...(inTimeDifference === undefined ? {} : { inTimeDifference }) };
};

const serviceOf = (complaints: readonly Served[]): Service => {
  const median = medianSurvival(kaplanMeier(complaints));
  const said = complaints.filter(({ inTime }) => inTime !== undefined);
  const inTime = proportion(said.filter((complaint) => complaint.inTime).length, said.length);
  return { complaints: complaints.length, ...(median === undefined ? {} : { median }), ...(inTime === undefined ? {} : { inTime }) };
};
