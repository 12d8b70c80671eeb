import { addedDays, days, type Field, number, share } from './fields.js';

/** What can cap an account's health, whatever its dimensions say. */
export const HEALTH_CONDITIONS = ['lost', 'critical-risk', 'elevated-risk', 'churn-criterion-met'] as const;
export type HealthCondition = (typeof HEALTH_CONDITIONS)[number];

/** Where a condition holds, the score is at most so much; the first of a list that holds decides. */
export interface HealthOverride {
  readonly when: HealthCondition;
  readonly scoreMax: number;
}

const isOverride = (value: unknown): value is HealthOverride => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { when, scoreMax } = value as { readonly [name: string]: unknown };
  return HEALTH_CONDITIONS.some((condition) => condition === when) && typeof scoreMax === 'number' && scoreMax >= 0 && scoreMax <= 100;
};

/** Caps in order, each condition once. */
const overrides = (byDefault: readonly HealthOverride[]): Field<readonly HealthOverride[]> => ({
  default: byDefault,
  allowed: `a list of { "when": one of ${HEALTH_CONDITIONS.join(', ')}, "scoreMax": a number from 0 to 100 }, each condition once`,
  accepts: (value) => Array.isArray(value) && value.every(isOverride) && new Set(value.map(({ when }) => when)).size === value.length,
  added: true,
});

/** Weights of the dimensions that are present, freshness decay, the upper bounds of the two lower bands, and what caps the score, in order. */
export const healthFields = {
  weights: {
    relationship: number(3, 0, 100),
    commerce: number(3, 0, 100),
    satisfaction: number(2, 0, 100),
    promises: number(2, 0, 100),
    contact: number(1, 0, 100),
  },
  halfLifeDays: days(90),
  bands: { poorMax: number(50, 0, 100), fairMax: number(75, 0, 100) },
  overrides: overrides([
    { when: 'lost', scoreMax: 0 },
    { when: 'critical-risk', scoreMax: 25 },
    { when: 'churn-criterion-met', scoreMax: 40 },
    { when: 'elevated-risk', scoreMax: 50 },
  ]),
};

/**
 * What acquiring a customer costs against retaining one, the share of an account's yearly value that all offers for its return may cost
 * together, and within how many days what it buys again counts as regained.
 */
export const winBackFields = {
  costRatioAcquireVsRetain: number(5, 1, 100),
  offerValueShareMax: share(0.2),
  regainedWithinDays: addedDays(365),
};
