import { Unavailable } from '#libs/kernel/errors.js';
import {
  type Checkpoint,
  type Collection,
  type Commit,
  type Opened,
  type Page,
  PROBE_MS_MAX,
  type Query,
  type ReadStore,
  type Stored,
} from '#libs/kernel/ports.js';
import { writtenOf } from '../document.js';
import { pageOf, questionOf } from '../question.js';
import { Collections, create } from './collections.js';
import { COMMIT_MS_MAX, commitTo } from './commit.js';
import { type Connection } from './connect.js';
import { within } from './deadline.js';
import { translated } from './errors.js';
import { filterOf } from './filters.js';
import { CHECKPOINTS, type CheckpointRecord, READ, storedFrom } from './records.js';

/** How long a question may take, in milliseconds, here and on the server. */
const CALL_MS_MAX = 10_000;

/** Keys that one question to the server names. */
const KEYS_MAX = 1_000;

/** The part of the time for a probe that the server is given. */
const HELLO_MS_MAX = PROBE_MS_MAX - 200;

/** How long closing waits for the driver, in milliseconds. */
const CLOSE_MS_MAX = 5_000;

/** See {@link openMongoReadStore}. */
export class MongoReadStore implements Opened<ReadStore> {
  private readonly collections;
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly checkpointsMade: { promise?: Promise<void> } = {};
  private open = true;

  constructor(private readonly connection: Connection) {
    this.collections = new Collections(connection.db);
  }

  load<Document extends object>(collection: Collection, keys: readonly string[]): Promise<ReadonlyMap<string, Stored<Document>>> {
    return this.call(CALL_MS_MAX, async () => {
      const records = await this.collections.of(collection);
      const found = new Map<string, Stored<Document>>();
      const asked = [...new Set(keys.map((key) => key.toWellFormed()))];
      for (let from = 0; from < asked.length; from += KEYS_MAX) {
        const some = { _id: { $in: asked.slice(from, from + KEYS_MAX) } };
        for (const record of await records.find(some, { projection: READ, batchSize: KEYS_MAX, maxTimeMS: CALL_MS_MAX }).toArray())
          found.set(record._id, storedFrom(record));
      }
      return found;
    });
  }

  checkpoint(collection: Collection): Promise<Checkpoint | undefined> {
    return this.call(CALL_MS_MAX, async () => {
      const checkpoints = this.connection.db.collection<CheckpointRecord>(CHECKPOINTS);
      const found = await checkpoints.findOne({ _id: collection.name }, { maxTimeMS: CALL_MS_MAX });
      return found === null ? undefined : { log: found.log, position: found.position };
    });
  }

  find<Document extends object>(collection: Collection, query: Query): Promise<Page<Document>> {
    return this.call(CALL_MS_MAX, async () => {
      const question = questionOf(collection, query);
      const records = await this.collections.of(collection);
      const { filter, sort } = filterOf(question);
      const limit = question.limit + 1;
      // A snapshot, so that a document that is moved meanwhile is not seen twice.
      const options = {
        projection: READ,
        sort,
        limit,
        batchSize: limit,
        maxTimeMS: CALL_MS_MAX,
        readConcern: { level: 'snapshot' },
      } as const;
      const rows = await records.find(filter, options).toArray();
      return pageOf(
        question,
        rows.map((record) => storedFrom<Document>(record)),
      );
    });
  }

  commit(collection: Collection, commit: Commit): Promise<'committed' | 'fenced'> {
    return this.call(COMMIT_MS_MAX, async () => {
      const written = writtenOf(collection, commit);
      const records = await this.collections.of(collection);
      await this.makeCheckpoints();
      return commitTo(this.connection, collection, records, written);
    });
  }

  probe(): Promise<void> {
    return this.call(HELLO_MS_MAX, async () => {
      const { isWritablePrimary } = await this.connection.db.admin().command({ hello: 1 });
      if (isWritablePrimary !== true)
        throw new Unavailable(
          `Read store ${this.connection.name}: the server is no primary: wait for an election, look after the members.`,
        );
    });
  }

  /** Before the first transaction: making a collection within one conflicts with every other. */
  private async makeCheckpoints(): Promise<void> {
    const made = (this.checkpointsMade.promise ??= create(this.connection.db, CHECKPOINTS));
    try {
      await made;
    } catch (error) {
      delete this.checkpointsMade.promise;
      throw error;
    }
  }

  /** One call to the server: bounded in time, waited for when the store is closed, its errors in the port's terms. */
  private async call<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
    if (!this.open) throw new Unavailable(`Read store ${this.connection.name} is closed.`);
    const result = within(work(), ms, `Read store ${this.connection.name}: no answer of a primary within ${ms} ms: try again.`);
    this.underWay.add(result);
    try {
      return await result;
    } catch (error) {
      throw translated(this.connection.name, error);
    } finally {
      this.underWay.delete(result);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await Promise.allSettled(this.underWay);
    // A server that is gone cannot be told goodbye.
    await within(this.connection.client.close(), CLOSE_MS_MAX, 'Closing takes too long.').catch(() => undefined);
  }
}
