import { type AnyBulkWriteOperation, type ClientSession, type MongoCollection, type BsonDocument } from './driver.js';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Collection } from '#libs/kernel/ports.js';
import { type Written } from '../document.js';
import { type Connection } from './connect.js';
import { DUPLICATE_KEY, hasCode, isGone, translated, unwrapped } from './errors.js';
import { CHECKPOINTS, type CheckpointRecord, recorder, type StoredRecord } from './records.js';

/** How long a commit may take with all its repetitions, in milliseconds; the server ends a transaction by itself after 60 s. */
export const COMMIT_MS_MAX = 30_000;

/** How often two that make the same document at once may meet again. */
const DUPLICATE_ATTEMPTS_MAX = 10;

type Answer = 'committed' | 'fenced';

/** Writes documents and checkpoint, all or nothing. */
export const commitTo = async (
  connection: Connection,
  collection: Collection,
  records: MongoCollection<StoredRecord>,
  written: Written,
): Promise<Answer> => {
  const operations = operationsOf(collection, written);
  const until = performance.now() + COMMIT_MS_MAX;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // One document is all or nothing by itself.
      if (written.checkpoint === undefined && operations.length <= 1) return await write(records, operations);
      return await inTransaction(connection, until, async (session) => {
        if (written.checkpoint && !(await move(connection, collection, written.checkpoint, session))) return 'fenced';
        return write(records, operations, session);
      });
    } catch (error) {
      if (!hasCode(error, DUPLICATE_KEY) || attempt === DUPLICATE_ATTEMPTS_MAX) throw unwrapped(error);
    }
  }
};

/** What the driver repeats by itself (conflicts, elections, an unknown outcome of COMMIT) ends with the deadline; `fenced` undoes all. */
const inTransaction = async (
  { client, name }: Connection,
  until: number,
  work: (session: ClientSession) => Promise<Answer>,
): Promise<Answer> => {
  const session = client.startSession();
  try {
    return await session.withTransaction(async () => {
      if (performance.now() > until)
        throw new Unavailable(`Read store ${name}: other processes were in the way of a commit for ${COMMIT_MS_MAX} ms: try again.`);
      try {
        const answer = await work(session);
        if (answer === 'fenced') await session.abortTransaction();
        return answer;
      } catch (error) {
        const cause = unwrapped(error);
        throw isGone(cause) ? translated(name, cause) : cause;
      }
    });
  } finally {
    await session.endSession();
  }
};

const write = async (
  records: MongoCollection<StoredRecord>,
  operations: readonly AnyBulkWriteOperation<StoredRecord>[],
  session?: ClientSession,
): Promise<'committed'> => {
  if (operations.length > 0) await records.bulkWrite(operations, { ordered: true, ...(session && { session }) });
  return 'committed';
};

const operationsOf = (collection: Collection, { puts, deletes }: Written): readonly AnyBulkWriteOperation<StoredRecord>[] => {
  const record = recorder(collection);
  return [
    ...puts.map(({ key, position, text }) => ({
      updateOne: { filter: { _id: key }, update: unlessNewer(record(key, position, text)), upsert: true },
    })),
    ...deletes.map(({ key, position }) => ({ deleteOne: { filter: { _id: key, position: { $lte: position } } } })),
  ];
};

/** In one expression, because an upsert under the condition would fail on the newer document and end the transaction. */
const unlessNewer = (record: StoredRecord): BsonDocument[] => [
  { $replaceWith: { $cond: [{ $lt: ['$position', { $literal: record.position }] }, { $literal: record }, '$$ROOT'] } },
];

/** Moves the checkpoint if it is where it is expected. */
const move = async (
  { db }: Connection,
  { name }: Collection,
  { expected, next }: NonNullable<Written['checkpoint']>,
  session: ClientSession,
): Promise<boolean> => {
  const checkpoints = db.collection<CheckpointRecord>(CHECKPOINTS);
  const { log, position } = next;
  if (expected === undefined) {
    const made = await checkpoints.updateOne({ _id: name }, { $setOnInsert: { log, position } }, { upsert: true, session });
    return made.upsertedCount === 1;
  }
  const moved = await checkpoints.updateOne({ _id: name, ...expected }, { $set: { log, position } }, { session });
  return moved.matchedCount === 1;
};
