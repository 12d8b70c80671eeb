import { renderTable, type Heading } from './table.js';
import { type Output } from './terminal.js';
import { inWords, spelled } from './words.js';

/**
 * A list of the server as a table: one column a field, fields of inner objects under their own names.
 * @param fields which, and in which order; all that there are unless told
 */
export const renderItems = (out: Output, items: readonly object[], fields?: readonly string[]): string => {
  const rows = items.map((item) => flat(item));
  const names = fields ?? [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const headings = names.map((name): Heading => {
    const values = rows.map((row) => row.get(name)).filter((value) => value !== undefined && value !== null);
    const numeric = values.flat().every((value) => typeof value === 'number' || isMoney(value));
    return { title: spelled(name), align: numeric && values.length > 0 ? 'right' : 'left' };
  });
  return renderTable(
    out,
    headings,
    rows.map((row) => names.map((name) => (row.has(name) ? inWords(row.get(name)) : ''))),
  );
};

const flat = (item: object, prefix = ''): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(item).flatMap(([name, value]): (readonly [string, unknown])[] => {
      const title = `${prefix}${name}`;
      const opaque = typeof value !== 'object' || value === null || Array.isArray(value) || isMoney(value);
      return opaque ? [[title, value]] : [...flat(value as object, `${title} `)];
    }),
  );

const isMoney = (value: unknown): boolean => typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
