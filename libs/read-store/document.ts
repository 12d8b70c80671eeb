import { type Collection, type Commit, COMMIT_BYTES_MAX, DOCUMENT_BYTES_MAX, type Scalar, type Stored } from '#libs/kernel/ports.js';

/** Names go into SQL and into the names of collections, so they are made of these characters only; values never do. */
const COLLECTION_NAME = /^[a-z][a-z0-9.-]{0,63}(@[0-9]{1,9})?$/;
const FIELD_PATH = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
const FIELD_PATH_LENGTH_MAX = 200;

/** The fields that queries of a collection may name. @throws RangeError for a collection or a declared field that has no good name */
export const fieldsOf = ({ name, indexes }: Collection): ReadonlySet<string> => {
  if (!COLLECTION_NAME.test(name))
    throw new RangeError(
      `${JSON.stringify(name)} does not name a collection: use lower-case letters, digits, "-" and ".", then "@version".`,
    );
  const fields = new Set(['key', ...indexes.flat()]);
  const bad = [...fields].find((field) => !FIELD_PATH.test(field) || field.length > FIELD_PATH_LENGTH_MAX);
  if (bad === undefined) return fields;
  throw new RangeError(`${JSON.stringify(bad)} does not name a field: use names of letters, digits and "_", joined by ".".`);
};

/** A commit as engines write it: documents as text, keys as Unicode, deletions in any case. */
export interface Written extends Pick<Commit, 'checkpoint'> {
  readonly puts: readonly (Stored & { readonly text: string })[];
  readonly deletes: NonNullable<Commit['deletes']>;
}

/** @throws RangeError for documents that some engine does not take in one commit, so that none does · TypeError as {@link textOf} */
export const writtenOf = ({ name }: Collection, { puts, deletes = [], checkpoint }: Commit): Written => {
  const written = puts.map(({ key, position, document }) => ({ key: key.toWellFormed(), position, document, text: textOf(document) }));
  let sum = 0;
  for (const { key, text } of written) {
    const bytes = Buffer.byteLength(text);
    sum += bytes;
    if (bytes > DOCUMENT_BYTES_MAX)
      throw new RangeError(
        `The document ${JSON.stringify(key.slice(0, 100))} of ${name} has ${bytes} bytes, ${DOCUMENT_BYTES_MAX} are taken: keep less in one.`,
      );
  }
  if (sum > COMMIT_BYTES_MAX)
    throw new RangeError(
      `A commit to ${name} has ${sum} bytes of documents, ${COMMIT_BYTES_MAX} are taken: commit fewer events at a time.`,
    );
  return {
    puts: written,
    deletes: deletes.map(({ key, position }) => ({ key: key.toWellFormed(), position })),
    ...(checkpoint && { checkpoint }),
  };
};

/**
 * A document as text, the same on every engine, so that what comes back is what JSON gives back: members that are `undefined` are left
 * out, -0 is 0, numbers are doubles. What is no Unicode (half a surrogate pair) becomes U+FFFD.
 * @throws TypeError for a bigint or a circle
 */
const textOf = (document: object): string =>
  JSON.stringify(document).replaceAll(/(\\\\)|\\ud[89a-f][0-9a-f]{2}/g, (_, backslash?: string) => backslash ?? '\uFFFD');

/** The scalar that a document has at a field, null where it has none: lists and objects count as nothing, but for those that JSON tells as text. */
export const scalarAt = (document: unknown, field: string): Scalar => {
  let value = document;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
    if (value instanceof Date) value = value.toJSON();
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
};
