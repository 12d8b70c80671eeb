/** What the fields of policy documents are made of: default, kind and range. */
import { isMonth, UTC } from '#libs/kernel/calendar.js';
import { timeZoneProblem } from '../days.js';
import { currencyProblem } from '../money.js';

/** A field of a policy: what it holds where nobody says, and what it may hold. */
export type Field<Value = unknown> = Readonly<{
  /** `undefined`: the field may be left out. */
  default: Value;
  allowed: string;
  accepts: (value: unknown) => boolean;
  /** Says more of a wrong value than what is allowed. */
  problem?: (value: unknown) => string | undefined;
  /** Documents published before the policy had the field lack it: its default holds for them (completed.ts). */
  added?: true;
}>;
/** The fields of a document, and of objects within it. */
export type Shape = { readonly [name: string]: Field | Shape };

/** Tells a field from an object of fields. */
export const isField = (entry: Field | Shape): entry is Field => typeof entry.accepts === 'function';

/** The document that a shape describes. */
export type DocumentOf<S> = S extends Field<infer Value> ? Value : { readonly [Name in keyof S]: DocumentOf<S[Name]> };

/** A number within bounds, both included. */
export const number = (byDefault: number, min: number, max: number): Field<number> => ({
  default: byDefault,
  allowed: `a number from ${min} to ${max}`,
  accepts: (value) => typeof value === 'number' && value >= min && value <= max,
});

/** A whole number within bounds, both included. */
export const integer = (byDefault: number, min: number, max: number): Field<number> => ({
  default: byDefault,
  allowed: `a whole number from ${min} to ${max}`,
  accepts: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
});

/** A share of one, 0–1. */
export const share = (byDefault: number): Field<number> => number(byDefault, 0, 1);

/** Days: a window, an expiry, a clock. */
export const days = (byDefault: number): Field<number> => integer(byDefault, 1, 3_650);

/** A field that documents of before lack. */
export const added = <Value>(field: Field<Value>): Field<Value> => ({ ...field, added: true });

/** Days of a field that documents of before lack. */
export const addedDays = (byDefault: number): Field<number> => added(days(byDefault));

/** One word of a closed list. */
export const word = <Word extends string>(byDefault: Word, words: readonly Word[]): Field<Word> => ({
  default: byDefault,
  allowed: `one of ${words.join(', ')}`,
  accepts: (value) => words.some((allowed) => allowed === value),
});

/** Distinct words of a closed list. */
export const subset = <Word extends string>(byDefault: readonly Word[], words: readonly Word[]): Field<readonly Word[]> => ({
  default: byDefault,
  allowed: `a list of distinct words among ${words.join(', ')}`,
  accepts: (value) =>
    Array.isArray(value) && new Set(value).size === value.length && value.every((entry) => words.some((allowed) => allowed === entry)),
});

/** A time zone of the IANA database. */
export const timeZone: Field<string> = {
  default: UTC,
  allowed: 'the name of a time zone',
  accepts: (value) => timeZoneProblem(value) === undefined,
  problem: timeZoneProblem,
};

/** A currency of ISO 4217. */
export const currency = (byDefault: string): Field<string> => ({
  default: byDefault,
  allowed: 'the code of a currency',
  accepts: (value) => currencyProblem(value) === undefined,
  problem: currencyProblem,
});

/** A month that may be left out. */
export const optionalMonth: Field<string | undefined> = {
  default: undefined,
  allowed: 'a month such as 2026-03',
  accepts: (value) => typeof value === 'string' && isMonth(value),
};

/** A step of a process: a kebab-case word, or one with its kind before it, `communication:inform-ahead`. */
const STEP = /^[a-z][a-z0-9-]{0,49}(:[a-z][a-z0-9-]{0,49})?$/;

/** Entries that one list may have, and characters that one of its texts may have. */
const STEPS_MAX = 50;
const TEXT_MAX = 130;

/** Distinct texts of the sender's own, such as `general` or `finance/rating`. */
export const texts = (...byDefault: readonly string[]): Field<readonly string[]> => ({
  default: byDefault,
  allowed: `a list of 1 to ${STEPS_MAX} distinct texts of 1 to ${TEXT_MAX} characters`,
  accepts: (value) =>
    Array.isArray(value)
    && value.length > 0
    && value.length <= STEPS_MAX
    && new Set(value).size === value.length
    && value.every((entry) => typeof entry === 'string' && entry.trim() !== '' && entry.length <= TEXT_MAX),
});

/** Distinct words of the sender's own, in the order in which they are expected. */
export const steps = (...byDefault: readonly string[]): Field<readonly string[]> => ({
  default: byDefault,
  allowed: `a list of 1 to ${STEPS_MAX} distinct words such as inform-ahead or communication:inform-ahead`,
  accepts: (value) =>
    Array.isArray(value)
    && value.length > 0
    && value.length <= STEPS_MAX
    && new Set(value).size === value.length
    && value.every((entry) => typeof entry === 'string' && STEP.test(entry)),
});
