import { isDay, isMonth, isPeriod, parseInstant } from '#libs/kernel/calendar.js';
import { CONTROL_CHARACTERS, RESERVED_NAMES } from './strict-json.js';
import { complain, type Complaint, isRecord, type JsonSchema, type Kind, pointTo, type Shape, validate } from './validate.js';

/** Entries of a list or a map, unless a field says otherwise. */
export const ENTRIES_MAX = 100;

/** Ids are given by the caller and end up in stream names and URLs. */
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

const isId = (text: string): boolean => ID.test(text) && !RESERVED_NAMES.has(text);

const isText = (text: string, lengthMax: number): boolean =>
  text.length <= lengthMax && text.trim() !== '' && text.isWellFormed() && !CONTROL_CHARACTERS.test(text);

const ofString = (allowed: string, accepts: (text: string) => boolean, schema: JsonSchema): Kind => ({
  allowed,
  schema: { type: 'string', description: allowed, ...schema },
  check: (value, at) => (typeof value === 'string' && accepts(value) ? [] : [complain(at, allowed, value)]),
});

const ofNumber = (allowed: string, accepts: (value: number) => boolean, schema: JsonSchema): Kind => ({
  allowed,
  schema: { description: allowed, ...schema },
  check: (value, at) => (typeof value === 'number' && accepts(value) ? [] : [complain(at, allowed, value)]),
});

/** An id: of an account, a person, an order … */
export const id = ofString('an id of 1 to 128 characters A-Z a-z 0-9 . _ : -', isId, { pattern: ID.source });

/** Text that people write. Not blank, no control characters, no half surrogate pairs. */
export const text = (lengthMax: number): Kind =>
  ofString(`text of 1 to ${lengthMax} characters, not blank`, (value) => isText(value, lengthMax), { minLength: 1, maxLength: lengthMax });

/** Text of a given form. */
export const matching = (pattern: RegExp, allowed: string): Kind =>
  ofString(allowed, (value) => pattern.test(value), { pattern: pattern.source });

/** One of a closed list of words. */
export const oneOf = (words: readonly string[]): Kind =>
  ofString(`one of ${words.join(', ')}`, (value) => words.includes(value), { enum: [...words] });

/** A day of the calendar. */
export const day = ofString('a day of the calendar such as 2026-03-01', isDay, { format: 'date' });

/** A calendar month. */
export const month = ofString('a month such as 2026-03', isMonth, { pattern: String.raw`^\d{4}-\d{2}$` });

/** A year, a quarter or a month. */
export const period = ofString('a period such as 2026, 2026-Q1 or 2026-03', isPeriod, { pattern: String.raw`^\d{4}(-Q[1-4]|-\d{2})?$` });

/** A moment; goes on in UTC with milliseconds. */
export const instant: Kind = {
  ...ofString(
    'an RFC 3339 date-time with its zone, such as 2026-03-01T09:30:00Z, on a day that the calendar has',
    (value) => parseInstant(value) !== undefined,
    { format: 'date-time' },
  ),
  normalise: (value) => parseInstant(value as string),
};

/** An exact decimal number as text, never a float. */
export const decimal = matching(/^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/, 'a decimal number as text such as "1265.50"');

/** A whole number within bounds, both included. */
export const integer = (minimum: number, maximum: number): Kind =>
  ofNumber(`a whole number from ${minimum} to ${maximum}`, (value) => Number.isSafeInteger(value) && value >= minimum && value <= maximum, {
    type: 'integer',
    minimum,
    maximum,
  });

/** A percentage above 0 and up to 100. */
export const percent = ofNumber('a percentage above 0 and up to 100', (value) => value > 0 && value <= 100, {
  type: 'number',
  exclusiveMinimum: 0,
  maximum: 100,
});

/** Yes or no. */
export const flag: Kind = {
  allowed: 'true or false',
  schema: { type: 'boolean' },
  check: (value, at) => (typeof value === 'boolean' ? [] : [complain(at, 'true or false', value)]),
};

/** A JSON object of any content; whoever receives it knows its schema. */
export const document: Kind = {
  allowed: 'an object',
  schema: { type: 'object' },
  check: (value, at) => (isRecord(value) ? [] : [complain(at, 'an object', value)]),
};

/** The given kind, or `null`. */
export const nullable = (kind: Kind): Kind => ({
  ...kind,
  allowed: `${kind.allowed}, or null`,
  schema: { anyOf: [kind.schema, { type: 'null' }] },
  check: (value, at) => (value === null || kind.check(value, at).length === 0 ? [] : [complain(at, `${kind.allowed}, or null`, value)]),
});

/** A list of a kind. */
export const listOf = (kind: Kind, { min = 0, max = ENTRIES_MAX }: { readonly min?: number; readonly max?: number } = {}): Kind => {
  const allowed = `a list of ${min} to ${max} entries, each ${kind.allowed}`;
  return {
    allowed,
    schema: { type: 'array', items: kind.schema, minItems: min, maxItems: max },
    check: (value, at) => {
      if (!Array.isArray(value) || value.length < min || value.length > max) return [complain(at, allowed, value)];
      return value.flatMap((entry: unknown, index): readonly Complaint[] => kind.check(entry, pointTo(at, index)));
    },
    ...(kind.normalise ? { normalise: (value: unknown) => (value as unknown[]).map(kind.normalise!) } : {}),
  };
};

/** Named values of a kind: the names are the sender's own words. */
export const mapOf = (kind: Kind, nameLengthMax = 64): Kind => {
  const allowed = `an object of up to ${ENTRIES_MAX} named values, each ${kind.allowed}`;
  const checkName = (name: string, at: string): readonly Complaint[] =>
    isText(name, nameLengthMax) && !RESERVED_NAMES.has(name)
      ? []
      : [{ pointer: at, detail: `Expected a name of 1 to ${nameLengthMax} characters that no JavaScript object has by itself.` }];
  return {
    allowed,
    schema: { type: 'object', additionalProperties: kind.schema, maxProperties: ENTRIES_MAX },
    check: (value, at) => {
      if (!isRecord(value) || Object.keys(value).length > ENTRIES_MAX) return [complain(at, allowed, value)];
      return Object.entries(value).flatMap(([name, entry]) => {
        const pointer = pointTo(at, name);
        return checkName(name, pointer).concat(kind.check(entry, pointer));
      });
    },
  };
};

/** An object with declared fields. */
export const nested = (shape: Shape): Kind => ({
  allowed: `an object (${shape.name})`,
  schema: { $ref: `#/components/schemas/${shape.name}` },
  check: (value, at) => {
    const result = validate(shape, value, at);
    return 'complaints' in result ? result.complaints : [];
  },
  normalise: (value) => {
    const result = validate(shape, value);
    return 'value' in result ? result.value : value;
  },
});
