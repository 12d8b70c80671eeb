import { type MongoCollection, type Db, type IndexDescription } from './driver.js';
import { type Collection } from '#libs/kernel/ports.js';
import { type Index } from '#libs/kernel/projection.js';
import { fieldsOf, scalarAt } from '../document.js';
import { hasCode, NAMESPACE_EXISTS, NAMESPACE_NOT_FOUND } from './errors.js';
import { pathOf, type StoredRecord } from './records.js';

/** Records that one step of giving older ones a new field takes. */
const BACKFILL_RECORDS_MAX = 500;

/** The collections of a database, each made with its declared indexes when it is first asked for. */
export class Collections {
  private readonly ready = new Map<string, Promise<MongoCollection<StoredRecord>>>();

  constructor(private readonly db: Db) {}

  /** @throws RangeError for a collection or field name that is none */
  async of(collection: Collection): Promise<MongoCollection<StoredRecord>> {
    const id = JSON.stringify([collection.name, collection.indexes]);
    const ready = this.ready.get(id) ?? prepare(this.db, collection);
    this.ready.set(id, ready);
    try {
      return await ready;
    } catch (error) {
      this.ready.delete(id);
      throw error;
    }
  }
}

/** Makes what is missing and waits for it; the server goes on serving meanwhile. Indexes that nobody declares any more are left alone. */
const prepare = async (db: Db, collection: Collection): Promise<MongoCollection<StoredRecord>> => {
  fieldsOf(collection);
  const records = db.collection<StoredRecord>(collection.name);
  const present = await indexesOf(records);
  const missing = collection.indexes.filter((index) => present?.has(nameOf(index)) !== true);
  if (present === undefined && missing.length === 0) await create(db, collection.name);
  if (missing.length === 0) return records;
  // The index comes last: where it stands, every record has the fields.
  if (present !== undefined)
    await backfill(
      records,
      [...new Set(missing.flat())].filter((field) => field !== 'key'),
    );
  await records.createIndexes(missing.map((index) => descriptionOf(index)));
  return records;
};

/** Makes a collection; another process may do the same. */
export const create = async (db: Db, name: string): Promise<void> => {
  try {
    await db.createCollection(name);
  } catch (error) {
    if (!hasCode(error, NAMESPACE_EXISTS)) throw error;
  }
};

const indexesOf = async (records: MongoCollection<StoredRecord>): Promise<ReadonlySet<string> | undefined> => {
  try {
    return new Set((await records.listIndexes().toArray()).map(({ name }) => String(name)));
  } catch (error) {
    if (hasCode(error, NAMESPACE_NOT_FOUND)) return undefined;
    throw error;
  }
};

const nameOf = (index: Index): string => index.join(',');

/** The key ends every index, because it ends every order. */
const descriptionOf = (index: Index): IndexDescription => ({
  name: nameOf(index),
  key: new Map([...new Set([...index.map((field) => pathOf(field)), '_id'])].map((path) => [path, 1])),
});

/** Gives records of before an index was declared the fields that it needs. One that is written meanwhile has them, or comes round again. */
const backfill = async (records: MongoCollection<StoredRecord>, fields: readonly string[]): Promise<void> => {
  if (fields.length === 0) return;
  const without = { $or: fields.map((field) => ({ [pathOf(field)]: { $exists: false } })) };
  for (;;) {
    const found = await records.find(without).limit(BACKFILL_RECORDS_MAX).toArray();
    if (found.length === 0) return;
    await records.bulkWrite(
      found.map(({ _id, position, document }) => {
        const content: unknown = JSON.parse(document);
        const values = Object.fromEntries(fields.map((field) => [pathOf(field), scalarAt(content, field)]));
        return { updateOne: { filter: { _id, position }, update: { $set: values } } };
      }),
      { ordered: false },
    );
  }
};
