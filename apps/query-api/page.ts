import { type PAGE, type ValuesOf } from './parameters.js';
import { decodeNumber, encodeNumber } from './number-cursor.js';

/** Lines of a page unless told. */
const PAGE_SIZE = 100;

/** A page of lines that were counted as a whole: which come first depends on all of them. */
export const pageOf = <Line>(
  lines: readonly Line[],
  { cursor, limit = PAGE_SIZE }: ValuesOf<typeof PAGE>,
): { readonly items: readonly Line[]; readonly next?: string } => {
  const start = decodeNumber(cursor, 0);
  const end = start + limit;
  return { items: lines.slice(start, end), ...(end < lines.length ? { next: encodeNumber(end) } : {}) };
};
