import { type Day, type Fact, type Instant } from '#libs/kernel/message.js';
import { type DatedLine, present, valueAt, withValue } from '../dated-line.js';
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

/** What each event says of it: the rule folds it from a stream, the board of segments from its documents. */
export const foldDesignation: {
  readonly [Type in keyof DesignationEvents]: (state: Designation, event: Fact<DesignationEvents, Type>) => Designation;
} = {
  KeyAccountNominated: (state, { data, meta }) => nominated(state, { as: 'nominated', why: data.rationale }, meta.occurredAt),
  NominationDeclined: (state, { data, meta }) => nominated(state, { as: 'declined', why: data.reason }, meta.occurredAt),
  AccountEvaluated: (state, { data, meta }) => ({
    ...state,
    evaluations: withValue(state.evaluations, data.scores, meta.occurredAt),
  }),
  KeyAccountDesignated: (state, { data: { kind, basis, rationale, effectiveFrom }, meta }) => {
    const designated = { kind, basis, rationale, ...(effectiveFrom === undefined ? {} : { effectiveFrom }) };
    return { ...state, designations: withValue(state.designations, designated, meta.occurredAt) };
  },
  KeyAccountRetired: (state, { data, meta }) => ({
    ...state,
    designations: withValue(state.designations, { retired: data.reason }, meta.occurredAt),
  }),
  AccountClassified: (state, { data, meta }) => ({ ...state, types: withValue(state.types, data, meta.occurredAt) }),
  StrategicRoleSet: (state, { data, meta }) => ({ ...state, roles: withValue(state.roles, data, meta.occurredAt) }),
};

const nominated = (state: Designation, value: Designation['nominations'][number]['value'], since: Instant): Designation => ({
  ...state,
  nominations: withValue(state.nominations, value, since),
});
