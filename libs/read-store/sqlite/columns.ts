import { type DatabaseSync } from 'node:sqlite';
import { type Collection, type Scalar } from '#libs/kernel/ports.js';
import { scalarAt } from '../document.js';

/** A value as SQLite holds and compares it; truth is a blob because SQLite's own is a number. */
export type SqlValue = string | number | Uint8Array | null;

/**
 * Columns that hold the fields of documents which indexes name: `$.owner`. Values sort as MongoDB sorts them: nothing or null, numbers,
 * text, false, true. A table has those of the time when it was made. A field without a column, of a table of an earlier version or of an
 * index declared since, is looked up in the document instead: indexes on that cost three times as much to keep.
 */
export interface Columns {
  /** The field's value as SQL, equal text for equal fields, so that an index on it is found again. */
  readonly valueOf: (field: string) => string;
  readonly fields: readonly string[];
}

const PREFIX = '$.';

/** How a table with columns is told from one of before; a program of before, which would leave the columns empty, is refused by SQLite. */
export const MARK = 'columns';

/** The fields that get a column: all that indexes name but the key, which is one. */
export const fieldsWithColumn = ({ indexes }: Collection): readonly string[] =>
  [...new Set(indexes.flat())].filter((field) => field !== 'key');

/** The names have been checked. */
export const columnOf = (field: string): string => `"${PREFIX}${field}"`;

/** The columns that a table has. */
export const columnsIn = (database: DatabaseSync, { name }: Pick<Collection, 'name'>): Columns => {
  const rows = database.prepare('SELECT name FROM pragma_table_info(?)').all(name);
  const fields = rows
    .map((row) => String(row['name']))
    .flatMap((column) => (column.startsWith(PREFIX) ? [column.slice(PREFIX.length)] : []));
  const known = new Set(fields);
  return { fields, valueOf: (field) => (known.has(field) ? columnOf(field) : field === 'key' ? 'key' : looked(field)) };
};

/** A field of the document as SQL; lists and objects count as nothing. The field's name has been checked. */
const looked = (field: string): string => {
  const value = `json_extract(document, '$.${field}')`;
  return `CASE json_type(document, '$.${field}') WHEN 'text' THEN ${value} WHEN 'real' THEN ${value}
    WHEN 'integer' THEN CAST(${value} AS REAL) WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' END`;
};

/** A scalar as SQLite compares it with {@link Columns.valueOf}. */
export const sqlValueOf = (value: Scalar): SqlValue => (typeof value === 'boolean' ? Uint8Array.of(Number(value)) : value);

/** The field of a document as its column holds it, which is what the document's text says. */
export const fieldOf = (document: object, field: string): SqlValue => {
  const value = scalarAt(document, field);
  if (typeof value === 'string') return value.toWellFormed();
  // As JSON has them: no number is null, and zero has no sign.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return sqlValueOf(value);
};
