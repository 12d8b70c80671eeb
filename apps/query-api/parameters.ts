import { endOfDay, isDay, isMonth, isPeriod, parseInstant } from '#libs/kernel/calendar.js';
import { complain } from '#libs/kernel/complaint.js';
import { checkFields, type Fields, type Kind, normalised, partial, type ValueOf } from '#libs/kernel/fields.js';
import { id, matching, oneOf } from '#libs/kernel/kinds.js';
import { PAGE_SIZE_MAX } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { type Moment } from './answers.js';

/** Parameters by name, in the order of the reference. All of them may be left out. */
export type Parameters = Fields;

/** What a question gets for its parameters. */
export type ValuesOf<P extends Parameters> = { readonly [N in keyof P]?: ValueOf<P[N]> };

const parameter = <Value>(
  allowed: string,
  read: (text: string) => Value | undefined,
  schema: object,
  ...samples: readonly Value[]
): Kind<Value> => ({
  allowed,
  schema: { description: allowed, ...schema },
  check: (value, at) => (typeof value === 'string' && read(value) !== undefined ? [] : [complain(at, allowed, value)]),
  normalise: (value) => read(value as string),
  samples,
});

/** A field to sort by; a dash in front sorts the largest first. */
export const sortBy = <const Word extends string>(words: readonly Word[]): Kind<Word | `-${Word}`> =>
  oneOf(words.flatMap((word) => [word, `-${word}`] as const));

/** A moment: an instant, or a day, which stands for its last millisecond where the company is. */
const moment = parameter(
  'a moment such as 2026-03-01T09:30:00Z, or a day such as 2026-03-01 (its end in the time zone of policy calendar)',
  (text) => (isDay(text) ? text : parseInstant(text)),
  { type: 'string', anyOf: [{ format: 'date-time' }, { format: 'date' }] },
  '2026-03-01T09:30:00.000Z',
);

/** A whole number within bounds, both included. */
export const wholeNumber = (minimum: number, maximum: number): Kind<number> =>
  parameter(
    `a whole number from ${minimum} to ${maximum}`,
    (text) => (/^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined),
    { type: 'integer', minimum, maximum },
    minimum,
  );

/** How many whole months a window has. */
export const monthsBack = wholeNumber(3, 120);

/** A version of a policy; 0 is the default. */
export const versionNumber = wholeNumber(0, 1_000_000);
/** A number within bounds, both included. */
export const decimalNumber = (minimum: number, maximum: number): Kind<number> =>
  parameter(
    `a number from ${minimum} to ${maximum}`,
    (text) => (/^\d{1,9}(\.\d{1,9})?$/.test(text) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined),
    { type: 'number', minimum, maximum },
    minimum,
  );

/** Where a range begins or ends, given as month, quarter or year. */
export const boundary = parameter(
  'a year, quarter or month: 2026, 2026-Q1, 2026-03; a range is widened to whole periods of the period asked for',
  (text) => (isPeriod(text) || isMonth(text) ? text : undefined),
  { type: 'string', pattern: String.raw`^([1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])(-Q[1-4]|-(0[1-9]|1[0-2]))?$` },
  '2026-Q1',
);

/**
 * A cursor holds the value that is sorted by and the key of a document. The longest is that of a name: 200 characters, folded (33 bytes
 * at most for one of them, U+FDFA) and as they are, in base64url just below 10,000.
 */
const cursor = matching(/^[A-Za-z0-9_-]{1,10240}$/, 'the "next" of the page before', 'eyJ');

/** The two times that every fact has. */
const TIMES = ['occurred', 'recorded'] as const;

/** Parameters of every question that can be asked of the past. */
export const PAST = { asOf: moment, time: oneOf(TIMES) } as const satisfies Parameters;

/** Parameters of every list that is read page by page. */
export const PAGE = { limit: wholeNumber(1, PAGE_SIZE_MAX), cursor } as const satisfies Parameters;

/** The moment that was asked for; business time unless told. A day ends in the given zone. */
export const momentOf = ({ asOf, time = 'occurred' }: ValuesOf<typeof PAST>, timeZone: string): Moment | undefined =>
  asOf === undefined ? undefined : { at: isDay(asOf) ? endOfDay(timeZone, asOf) : asOf, time };

/** Reads what an address holds behind its question mark. @throws Problem that names every wrong parameter and what is allowed */
export const valuesOf = <P extends Parameters>(parameters: P, given: unknown): ValuesOf<P> => {
  const errors = checkFields(partial(parameters), given, '');
  if (errors.length === 0) return normalised(parameters, given as Readonly<Record<string, unknown>>) as ValuesOf<P>;
  const names = errors.map(({ pointer }) => pointer.slice(1)).join(', ');
  throw new Problem('INVALID_QUERY', `Wrong parameters: ${names}.`, { errors });
};

/** Checks the account id in an address. @throws Problem that says what an id looks like */
export const idOf = (given: string): string => {
  const [complaint] = id.check(given, '/id');
  if (complaint) throw new Problem('INVALID_QUERY', `The account id in the address: ${complaint.detail}`, { errors: [complaint] });
  return given;
};
