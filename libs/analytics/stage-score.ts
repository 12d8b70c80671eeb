/**
 * Relationship maturity from six items of 1 to 4 points each. Bands after Millman & Wilson (1994, "From Key Account Selling to Key
 * Account Management") and McDonald, Rogers & Woodburn (2000, "Key Customers"); that contact structure and differentiated service,
 * not stated intent, separate the types is from Davies & Ryals (2013, "Attitudes and behaviours of key account managers").
 */

/** The lowest total, in points, that supports each stage above the first. */
export interface StageScores {
  readonly value: number;
  readonly strategic: number;
}

/** Transactional up to 10 points, value 11–16, strategic from 17. */
export const STAGE_SCORES: StageScores = { value: 11, strategic: 17 };

/** The sum of the item scores, 6–24 points. */
export const maturityTotal = (scores: Readonly<Record<string, number>>): number =>
  Object.values(scores).reduce((total, score) => total + score, 0);

/** The stage that a total supports. */
export const supportedStage = (total: number, from: StageScores = STAGE_SCORES): 'transactional' | 'value' | 'strategic' => {
  if (total >= from.strategic) return 'strategic';
  return total >= from.value ? 'value' : 'transactional';
};

/** A kind of relationship as the literature tells them apart. */
export type MaturityBand = 'basic' | 'cooperative' | 'interdependent' | 'integrated';

/** The lowest total, in points, of each band above the first. */
export type BandScores = Readonly<Record<Exclude<MaturityBand, 'basic'>, number>>;

/** 6–10 basic, 11–16 cooperative, 17–22 interdependent, 23–24 integrated. */
export const BAND_SCORES: BandScores = { cooperative: 11, interdependent: 17, integrated: 23 };

/** The literature's band of a total. */
export const maturityBand = (total: number, from: BandScores = BAND_SCORES): MaturityBand => {
  if (total >= from.integrated) return 'integrated';
  if (total >= from.interdependent) return 'interdependent';
  return total >= from.cooperative ? 'cooperative' : 'basic';
};
