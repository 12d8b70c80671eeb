import { type Collection, type Scalar } from '#libs/kernel/ports.js';

/** Names go into SQL, so they are made of these characters only; values never do. */
const COLLECTION_NAME = /^[a-z][a-z0-9.-]{0,63}(@[0-9]{1,9})?$/;
const FIELD_PATH = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
const FIELD_PATH_LENGTH_MAX = 200;

/** The collection's table, as an SQL identifier. @throws RangeError for a name that is none */
export const tableOf = ({ name }: Collection): string => {
  if (COLLECTION_NAME.test(name)) return `"${name}"`;
  throw new RangeError(`${JSON.stringify(name)} does not name a collection: use lower-case letters, digits, "-" and ".", then "@version".`);
};

/**
 * The value of a field as SQL, equal text for equal fields, so that an index on it is found again. Values sort as MongoDB sorts them:
 * nothing or null, numbers, text, false, true. Truth is a blob because SQLite's own is a number; lists and objects count as nothing.
 * @throws RangeError for a path that is none
 */
export const valueOf = (field: string): string => {
  if (field === 'key') return 'key';
  if (!FIELD_PATH.test(field) || field.length > FIELD_PATH_LENGTH_MAX)
    throw new RangeError(`${JSON.stringify(field)} does not name a field: use names of letters, digits and "_", joined by ".".`);
  const value = `json_extract(document, '$.${field}')`;
  return `CASE json_type(document, '$.${field}') WHEN 'text' THEN ${value} WHEN 'real' THEN ${value}
    WHEN 'integer' THEN CAST(${value} AS REAL) WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' END`;
};

/** A scalar as SQLite compares it with {@link valueOf}. @throws RangeError for what is no scalar */
export const parameterOf = (value: Scalar): string | number | Uint8Array | null => {
  if (typeof value === 'boolean') return Uint8Array.of(Number(value));
  if (value === null || typeof value === 'string' || Number.isFinite(value)) return value;
  throw new RangeError(`${String(value)} is not comparable: use text, a finite number, true, false or null.`);
};

/** The scalar that a document has at a field, null where it has none. */
export const scalarAt = (document: unknown, field: string): Scalar => {
  let value = document;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
};
