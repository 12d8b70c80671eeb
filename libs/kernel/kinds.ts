import { isDay, isMonth, isPeriod, parseInstant } from './calendar.js';
import { complain, type Complaint, isRecord, pointTo } from './complaint.js';
import { checkFields, type DataOf, exampleOf, type Fields, type JsonSchema, type Kind, normalised } from './fields.js';
import { type Day, type Instant } from './message.js';
import { nearest } from './nearest.js';
import { isVisible } from './visible-text.js';
import { CONTROL_CHARACTERS, lengthOf, RESERVED_NAMES } from './text.js';

/** Entries of a list or a map, unless a field says otherwise. */
export const ENTRIES_MAX = 100;

/** Ids are given by the caller and end up in stream names and URLs. None is a name that every JavaScript object answers to. */
const ID = new RegExp(`^(?!(?:${[...RESERVED_NAMES].join('|')})$)[A-Za-z0-9._:-]{1,128}$`);

const isId = (value: string): boolean => ID.test(value);

const isText = (value: string, lengthMax: number): boolean =>
  lengthOf(value) <= lengthMax && isVisible(value) && value.isWellFormed() && !CONTROL_CHARACTERS.test(value);

const ofString = (allowed: string, accepts: (text: string) => boolean, schema: JsonSchema, samples: readonly string[]): Kind<string> => ({
  allowed,
  schema: { type: 'string', description: allowed, ...schema },
  check: (value, at) => (typeof value === 'string' && accepts(value) ? [] : [complain(at, allowed, value)]),
  samples,
});

const ofNumber = (allowed: string, accepts: (value: number) => boolean, schema: JsonSchema, samples: readonly number[]): Kind<number> => ({
  allowed,
  schema: { description: allowed, ...schema },
  check: (value, at) => (typeof value === 'number' && accepts(value) ? [] : [complain(at, allowed, value)]),
  samples,
});

/** The kind with other typical values, the example first. */
export const like = <Value>(kind: Kind<Value>, ...samples: readonly [Value, ...Value[]]): Kind<Value> => ({ ...kind, samples });

/** An id: of an account, a person, an order … */
export const id = ofString('an id of 1 to 128 characters A-Z a-z 0-9 . _ : -', isId, { pattern: ID.source }, ['one', 'two', 'three']);

/** Text that people write. At least one visible character, no control characters, no half surrogate pairs. */
export const text = (lengthMax: number, ...samples: readonly string[]): Kind<string> =>
  ofString(
    `text of 1 to ${lengthMax} characters, one of them visible`,
    (value) => isText(value, lengthMax),
    { minLength: 1, maxLength: lengthMax },
    samples.length > 0 ? samples : ['as agreed', 'on second thoughts'],
  );

/** Text of a given form. */
export const matching = (pattern: RegExp, allowed: string, ...samples: readonly string[]): Kind<string> =>
  ofString(allowed, (value) => pattern.test(value), { pattern: pattern.source }, samples);

/** One of a closed list of words; a near miss is suggested. */
export const oneOf = <const Word extends string>(words: readonly Word[]): Kind<Word> => {
  const allowed = `one of ${words.join(', ')}`;
  return {
    allowed,
    schema: { type: 'string', description: allowed, enum: [...words] },
    check: (value, at) => {
      if ((words as readonly unknown[]).includes(value)) return [];
      const { pointer, detail } = complain(at, allowed, value);
      const [close] = typeof value === 'string' ? nearest(value, words) : [];
      return [{ pointer, detail: close === undefined ? detail : `${detail} Did you mean ${close}?` }];
    },
    samples: words,
  };
};

/** A day of the calendar. */
export const day: Kind<Day> = ofString('a day of the calendar such as 2026-03-01', isDay, { format: 'date' }, [
  '2026-03-15',
  '2026-02-10',
  '2026-03-28',
  '2026-04-02',
]);

/** The years of the calendar, 0001 to 9999, at the beginning of a pattern. */
const YEAR = String.raw`^([1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])`;

/** A calendar month. */
export const month = ofString('a month such as 2026-03', isMonth, { pattern: `${YEAR}-(0[1-9]|1[0-2])$` }, ['2026-02', '2026-03']);

/** A year, a quarter or a month. */
export const period = ofString('a period such as 2026, 2026-Q1 or 2026-03', isPeriod, { pattern: `${YEAR}(-Q[1-4]|-(0[1-9]|1[0-2]))?$` }, [
  '2026-Q1',
  '2026',
  '2026-03',
]);

/** A moment; goes on in UTC with milliseconds. */
export const instant: Kind<Instant> = {
  ...ofString(
    'an RFC 3339 date-time with its zone, such as 2026-03-01T09:30:00Z, on a day that the calendar has',
    (value) => parseInstant(value) !== undefined,
    { format: 'date-time' },
    ['2026-03-01T09:30:00.000Z', '2026-03-20T08:00:00.000Z'],
  ),
  normalise: (value) => parseInstant(value as string),
};

/** An exact decimal number as text, never a float. */
export const decimal = matching(/^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/, 'a decimal number as text such as "1265.50"', '1265.50', '0.5');

/** A whole number within bounds, both included. */
export const integer = (minimum: number, maximum: number, ...samples: readonly number[]): Kind<number> =>
  ofNumber(
    `a whole number from ${minimum} to ${maximum}`,
    (value) => Number.isSafeInteger(value) && value >= minimum && value <= maximum,
    { type: 'integer', minimum, maximum },
    samples.length > 0 ? samples : [Math.min(maximum, minimum + 2), minimum],
  );

/** A percentage above 0 and up to 100. */
export const percent = ofNumber(
  'a percentage above 0 and up to 100',
  (value) => value > 0 && value <= 100,
  { type: 'number', exclusiveMinimum: 0, maximum: 100 },
  [2.5, 100],
);

/** Yes or no. */
export const flag: Kind<boolean> = {
  allowed: 'true or false',
  schema: { type: 'boolean' },
  check: (value, at) => (typeof value === 'boolean' ? [] : [complain(at, 'true or false', value)]),
  samples: [true, false],
};

/** A JSON object of any content; whoever receives it knows its schema. */
export const document = (...samples: readonly [object, ...object[]]): Kind<object> => ({
  allowed: 'an object',
  schema: { type: 'object' },
  check: (value, at) => (isRecord(value) ? [] : [complain(at, 'an object', value)]),
  samples,
});

/** The given kind, or `null`. */
export const nullable = <Value>(kind: Kind<Value>): Kind<Value | null> => ({
  ...kind,
  allowed: `${kind.allowed}, or null`,
  schema: { anyOf: [kind.schema, { type: 'null' }] },
  check: (value, at) => (value === null || kind.check(value, at).length === 0 ? [] : [complain(at, `${kind.allowed}, or null`, value)]),
  samples: [...kind.samples, null],
  within: kind,
});

/** A list of a kind. */
export const listOf = <Value>(
  kind: Kind<Value>,
  { min = 0, max = ENTRIES_MAX }: { readonly min?: number; readonly max?: number } = {},
): Kind<readonly Value[]> => {
  const allowed = `a list of ${min} to ${max} entries, each ${kind.allowed}`;
  return {
    allowed,
    schema: { type: 'array', items: kind.schema, minItems: min, maxItems: max },
    check: (value, at) => {
      if (!Array.isArray(value) || value.length < min || value.length > max) return [complain(at, allowed, value)];
      return value.flatMap((entry: unknown, index): readonly Complaint[] => kind.check(entry, pointTo(at, index)));
    },
    ...(kind.normalise ? { normalise: (value: unknown) => (value as unknown[]).map(kind.normalise!) } : {}),
    samples: [kind.samples.slice(0, 2), kind.samples.slice(0, 1), ...(min === 0 ? [[]] : [])],
    within: kind,
  };
};

/** Named values of a kind: the names are the sender's own words. */
export const mapOf = <Value>(
  kind: Kind<Value>,
  names: readonly [string, ...string[]],
  nameLengthMax = 64,
): Kind<Readonly<Record<string, Value>>> => {
  const allowed = `an object of 1 to ${ENTRIES_MAX} named values, each ${kind.allowed}`;
  const checkName = (name: string, at: string): readonly Complaint[] =>
    isText(name, nameLengthMax) && !RESERVED_NAMES.has(name)
      ? []
      : [{ pointer: at, detail: `Expected a name of 1 to ${nameLengthMax} characters that no JavaScript object has by itself.` }];
  return {
    allowed,
    schema: { type: 'object', additionalProperties: kind.schema, minProperties: 1, maxProperties: ENTRIES_MAX },
    check: (value, at) => {
      const entries = isRecord(value) ? Object.keys(value).length : 0;
      if (!isRecord(value) || entries < 1 || entries > ENTRIES_MAX) return [complain(at, allowed, value)];
      return Object.entries(value).flatMap(([name, entry]) => {
        const pointer = pointTo(at, name);
        return checkName(name, pointer).concat(kind.check(entry, pointer));
      });
    },
    samples: kind.samples.map((value) => Object.fromEntries(names.map((name) => [name, value]))),
    within: kind,
  };
};

/** An object with declared fields, which goes by its name in schemas. */
export const record = <F extends Fields>(name: string, fields: F, ...samples: readonly DataOf<F>[]): Kind<DataOf<F>> => ({
  allowed: `an object (${name})`,
  schema: { $ref: `#/components/schemas/${name}` },
  check: (value, at) => checkFields(fields, value, at),
  normalise: (value) => (isRecord(value) ? normalised(fields, value) : value),
  samples: samples.length > 0 ? samples : [exampleOf(fields)],
  record: { name, fields },
});
