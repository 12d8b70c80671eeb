import { type Collection, type Scalar, type Stored } from '#libs/kernel/ports.js';
import { fieldsOf, scalarAt } from '../document.js';

/**
 * A document as it is kept. Its text is what JSON gives back, whatever its names and however deep it is; beside it stand the values that
 * queries compare, under names that BSON has no opinion on.
 */
export interface StoredRecord {
  readonly _id: string;
  readonly position: string;
  readonly document: string;
  /** By declared field, null where the document has none: a field that is missing was not declared when the record was written. */
  readonly fields: Readonly<Record<string, Scalar>>;
}

/** A checkpoint as it is kept; `_id` is the collection that it belongs to. */
export interface CheckpointRecord {
  readonly _id: string;
  readonly log: string;
  readonly position: string;
}

/** No read model can be called this: their names have no underscore. */
export const CHECKPOINTS = 'collection_checkpoint';

/** What a reader needs of a record. */
export const READ = { document: 1, position: 1 } as const;

/** Where a record has a declared field. */
export const pathOf = (field: string): string => (field === 'key' ? '_id' : `fields.${nameOf(field)}`);

/** A dot would be a level of its own; no declared field has a slash. */
const nameOf = (field: string): string => field.replaceAll('.', '/');

/** Makes records of one collection. */
export const recorder = (collection: Collection) => {
  const fields = [...fieldsOf(collection)].filter((field) => field !== 'key');
  return (key: string, position: string, text: string): StoredRecord => {
    const document: unknown = fields.length === 0 ? undefined : JSON.parse(text);
    return {
      _id: key,
      position,
      document: text,
      fields: Object.fromEntries(fields.map((field) => [nameOf(field), scalarAt(document, field)])),
    };
  };
};

export const storedFrom = <Document extends object>({
  _id: key,
  position,
  document,
}: Pick<StoredRecord, '_id' | 'position' | 'document'>): Stored<Document> => ({
  key,
  position,
  document: JSON.parse(document) as Document,
});
