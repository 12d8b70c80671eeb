import { isDay, isMonth, isPeriod, parseInstant } from '#libs/kernel/calendar.js';
import { id as idKind, matching, oneOf as oneOfKind } from '#libs/contracts/kinds.js';
import { complain, type Kind, Optional, type Shape, validate } from '#libs/contracts/validate.js';
import { PAGE_SIZE_MAX } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { type Moment } from './answers.js';

/** What a parameter of an address may hold, and what the question gets for it. All of them may be left out. */
export interface Parameter<Value> extends Kind {
  /** Typical values, which also carry the type. */
  readonly samples: readonly Value[];
}

/** Parameters by name, in the order of the reference. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What a question gets for its parameters. */
export type ValuesOf<P extends Parameters> = { readonly [N in keyof P]?: P[N] extends Parameter<infer Value> ? Value : never };

const typed = <Value>(kind: Kind, ...samples: readonly Value[]): Parameter<Value> => ({ ...kind, samples });

const parameter = <Value>(
  allowed: string,
  read: (text: string) => Value | undefined,
  schema: object,
  ...samples: readonly Value[]
): Parameter<Value> => ({
  allowed,
  schema: { description: allowed, ...schema },
  check: (value, at) => (typeof value === 'string' && read(value) !== undefined ? [] : [complain(at, allowed, value)]),
  normalise: (value) => read(value as string),
  samples,
});

/** An id of an account, a person … */
export const id = typed<string>(idKind, 'acme');

/** One of a closed list of words. */
export const oneOf = <const Word extends string>(words: readonly Word[]): Parameter<Word> => typed(oneOfKind(words), ...words);

/** A field to sort by; a dash in front sorts the largest first. */
export const sortBy = <const Word extends string>(words: readonly Word[]): Parameter<Word | `-${Word}`> =>
  oneOf(words.flatMap((word) => [word, `-${word}`] as const));

/** A moment: an instant, or a day, which stands for its last millisecond (UTC). */
const moment = parameter(
  'a moment such as 2026-03-01T09:30:00Z, or a day such as 2026-03-01 (its end, UTC)',
  (text) => (isDay(text) ? `${text}T23:59:59.999Z` : parseInstant(text)),
  { type: 'string', anyOf: [{ format: 'date-time' }, { format: 'date' }] },
  '2026-03-01T09:30:00.000Z',
);

const wholeNumber = (minimum: number, maximum: number): Parameter<number> =>
  parameter(
    `a whole number from ${minimum} to ${maximum}`,
    (text) => (/^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined),
    { type: 'integer', minimum, maximum },
    minimum,
  );

/** Where a range begins or ends, given as month, quarter or year. */
export const boundary = parameter(
  'a year, quarter or month: 2026, 2026-Q1, 2026-03; a range is widened to whole periods of the period asked for',
  (text) => (isPeriod(text) || isMonth(text) ? text : undefined),
  { type: 'string', pattern: String.raw`^(?!0000)\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$` },
  '2026-Q1',
);

const cursor = typed<string>(matching(/^[A-Za-z0-9_-]{1,2048}$/, 'the "next" of the page before'), 'eyJ');

/** The two times that every fact has. */
const TIMES = ['occurred', 'recorded'] as const;

/** Parameters of every question that can be asked of the past. */
export const PAST = { asOf: moment, time: oneOf(TIMES) } as const satisfies Parameters;

/** Parameters of every list that is read page by page. */
export const PAGE = { limit: wholeNumber(1, PAGE_SIZE_MAX), cursor } as const satisfies Parameters;

/** The moment that was asked for; business time unless told. */
export const momentOf = ({ asOf, time = 'occurred' }: ValuesOf<typeof PAST>): Moment | undefined =>
  asOf === undefined ? undefined : { at: asOf, time };

/** Reads what an address holds behind its question mark. @throws Problem that names every wrong parameter and what is allowed */
export const valuesOf = <P extends Parameters>(parameters: P, given: unknown): ValuesOf<P> => {
  const read = validate(shapeOf(parameters), given);
  if ('value' in read) return read.value as ValuesOf<P>;
  const names = read.complaints.map(({ pointer }) => pointer.slice(1)).join(', ');
  throw new Problem('INVALID_QUERY', `Wrong parameters: ${names}.`, { errors: read.complaints });
};

/** Checks the account id in an address. @throws Problem that says what an id looks like */
export const idOf = (given: string): string => {
  const [complaint] = id.check(given, '/id');
  if (complaint) throw new Problem('INVALID_QUERY', `The account id in the address: ${complaint.detail}`, { errors: [complaint] });
  return given;
};

const shapes = new WeakMap<Parameters, Shape>();

/** The class that class-validator checks, made from the declaration once. */
const shapeOf = (parameters: Parameters): Shape => {
  const known = shapes.get(parameters);
  if (known) return known;
  const shape = class {
    readonly [name: string]: unknown;
  };
  for (const [name, kind] of Object.entries(parameters)) Optional(kind)(shape.prototype, name);
  shapes.set(parameters, shape);
  return shape;
};
