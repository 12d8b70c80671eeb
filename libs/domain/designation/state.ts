import { type Day, type Instant } from '#libs/kernel/message.js';
import { type DatedLine, present, valueAt } from '../dated-line.js';
import { type DesignationEvents } from './messages.js';

/** A designation that holds from a moment on. */
export type Designated = Omit<DesignationEvents['KeyAccountDesignated'], 'previous' | 'override'>;

/** What is therefore known. Every line may be told in any order. */
export interface Designation {
  readonly nominations: DatedLine<{ readonly as: 'nominated' | 'declined'; readonly why: string }>;
  readonly evaluations: DatedLine<DesignationEvents['AccountEvaluated']['scores']>;
  readonly designations: DatedLine<Designated | { readonly retired: string }>;
  readonly types: DatedLine<DesignationEvents['AccountClassified']>;
  readonly roles: DatedLine<DesignationEvents['StrategicRoleSet']>;
}

/** Nothing is known. */
export const NO_DESIGNATION: Designation = { nominations: [], evaluations: [], designations: [], types: [], roles: [] };

/** What the account was designated as at a moment; `undefined` where it was no key account. What is approved for a later day counts. */
export const designatedAt = ({ designations }: Pick<Designation, 'designations'>, at: Instant): Designated | undefined => {
  const value = valueAt(designations, at);
  return value === undefined || isRetired(value) ? undefined : value;
};

/**
 * Whether an account was served as a key account at a moment: designated by then, from a day on that had come, and not retired. `day` is
 * the business day of that moment; left out, its day in UTC.
 */
export const isKeyAccountAt = (state: Pick<Designation, 'designations'>, at: Instant, day: Day = at.slice(0, 10)): boolean => {
  const known = designatedAt(state, at);
  return known !== undefined && (known.effectiveFrom === undefined || known.effectiveFrom <= day);
};

/** What an account is designated as at present, be it from a day on that is to come. */
export const designatedNow = ({ designations }: Pick<Designation, 'designations'>): Designated | undefined => {
  const value = present(designations);
  return value === undefined || isRetired(value) ? undefined : value;
};

/** Whether an entry of the line ends a designation. */
export const isRetired = (value: Designated | { readonly retired: string }): value is { readonly retired: string } => 'retired' in value;
