import { Problem } from '#libs/platform/problem.js';

/** A cursor that holds where to go on in a list that is counted: an event's version, a row's place. */
export const encodeNumber = (place: number): string => Buffer.from(String(place), 'utf8').toString('base64url');

/** The place in a cursor, `first` where there is none. @throws Problem for anything but a cursor of {@link encodeNumber} */
export const decodeNumber = (cursor: string | undefined, first: number): number => {
  if (cursor === undefined) return first;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (/^\d{1,15}$/.test(text)) return Math.max(first, Number(text));
  const detail = 'Expected the "next" of the page before: begin again without a cursor.';
  throw new Problem('INVALID_QUERY', `Wrong parameters: cursor. ${detail}`, { errors: [{ pointer: '/cursor', detail }] });
};
