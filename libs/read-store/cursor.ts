import { createHash } from 'node:crypto';
import { type Query, type Scalar } from '#libs/kernel/ports.js';

/** Where a page ended: the sort field's value (null where it is missing) and the key of its last document. */
export interface Place {
  readonly value: Scalar;
  readonly key: string;
}

/** Tells the pages of one question from those of another: collection, conditions and order, but not the page's size. */
export const fingerprintOf = (collection: string, { where = {}, sort }: Query): string => {
  const conditions = Object.entries(where).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const question = JSON.stringify([collection, conditions, sort?.field ?? 'key', sort?.descending ?? false]);
  return createHash('sha256').update(question).digest('base64url').slice(0, 16);
};

/** A place as text that fits into a URL. */
export const encodeCursor = (fingerprint: string, { value, key }: Place): string =>
  Buffer.from(JSON.stringify([fingerprint, value, key])).toString('base64url');

/** @throws RangeError for text that is no cursor, or one of another question */
export const decodeCursor = (fingerprint: string, cursor: string): Place => {
  const [origin, value, key] = listIn(cursor);
  if (!isScalar(value) || typeof key !== 'string')
    throw new RangeError(`${JSON.stringify(cursor.slice(0, 40))} is not a cursor: pass "next" of the page before as it was given.`);
  if (origin !== fingerprint)
    throw new RangeError('The cursor belongs to another query: keep the conditions and the order, or start without a cursor.');
  return { value, key };
};

const listIn = (cursor: string): readonly unknown[] => {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
};

const isScalar = (value: unknown): value is Scalar => value === null || ['string', 'number', 'boolean'].includes(typeof value);
