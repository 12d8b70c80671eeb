import { lengthOf } from './text.js';
/** What is wrong, where (JSON pointer into what was sent), and what is allowed there. */
export interface Complaint {
  readonly pointer: string;
  readonly detail: string;
}

/** Builds the usual complaint, `Expected text of 1 to 200 characters, got null.` */
export const complain = (pointer: string, allowed: string, value: unknown): Complaint => ({
  pointer,
  detail: value === undefined ? `Missing: expected ${allowed}.` : `Expected ${allowed}, got ${describe(value)}.`,
});

/** Appends a name or an index to a JSON pointer (RFC 6901). */
export const pointTo = (at: string, name: string | number): string => `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Whether a value is what JSON calls an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Long enough to recognise what was sent, short enough for a log line. */
const SHOWN_CHARACTERS_MAX = 40;

const describe = (value: unknown): string => {
  if (typeof value === 'string')
    return value.length <= SHOWN_CHARACTERS_MAX ? JSON.stringify(value) : `text of ${lengthOf(value)} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isRecord(value) ? 'an object' : `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`;
};
