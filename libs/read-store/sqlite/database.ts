import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { CommitFailed, isBusy } from './errors.js';

/** How long SQLite itself waits for another process to let go of the file, in milliseconds: this process does nothing else meanwhile. */
export const BLOCKED_MS_MAX = 10;

/** How long a call waits for other processes in all, in milliseconds, between tries. SQLite's lock is not fair, hence so long. */
export const BUSY_MS_MAX = 5_000;

/** Milliseconds between two tries: twice as long each time, with jitter, so that processes do not meet again and again. */
const RETRY_MS_MIN = 2;
const RETRY_MS_MAX = 100;

/** A database that is gone with its connection. */
export const IN_MEMORY = ':memory:';

/** Pages of 4 KiB that the write-ahead log grows to before it is folded into the file: rarer folding halves what a large commit costs. */
const WAL_PAGES = 8_000;
const CACHE_KIB = 16_384;

/** No collection can be called this: their names have no underscore. */
const CHECKPOINTS = `CREATE TABLE IF NOT EXISTS collection_checkpoint
  (collection TEXT NOT NULL PRIMARY KEY, position TEXT NOT NULL, log TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID`;

/** Files of earlier versions did not say to which log a checkpoint belongs. */
const NAME_LOGS = `ALTER TABLE collection_checkpoint ADD COLUMN log TEXT NOT NULL DEFAULT ''`;

/**
 * Opens the file, its folder made where it is missing, so that what a commit has answered for survives a power cut. Locks nothing where
 * the tables are there.
 * @throws what SQLite says · Error where the file lies on a disk that does not keep what it is told
 */
export const openDatabase = (file: string): DatabaseSync => {
  if (file !== IN_MEMORY) mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BLOCKED_MS_MAX, enableForeignKeyConstraints: false, defensive: true });
  try {
    setUp(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const setUp = (database: DatabaseSync, file: string): void => {
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
  const { journal_mode: journal } = database.prepare('PRAGMA journal_mode').get() ?? {};
  const { synchronous } = database.prepare('PRAGMA synchronous').get() ?? {};
  if (journal !== (file === IN_MEMORY ? 'memory' : 'wal') || synchronous !== 2)
    throw new Error(
      `${file} runs with journal_mode ${journal}, synchronous ${synchronous}, and would lose commits: put it on a local disk.`,
    );
  const columns = columnsOfCheckpoints(database);
  if (columns.has('log')) return;
  transaction(database, 'IMMEDIATE', () => {
    database.exec(CHECKPOINTS);
    if (!columnsOfCheckpoints(database).has('log')) database.exec(NAME_LOGS);
  });
};

const columnsOfCheckpoints = (database: DatabaseSync): ReadonlySet<unknown> =>
  new Set(
    database
      .prepare("SELECT name FROM pragma_table_info('collection_checkpoint')")
      .all()
      .map(({ name }) => name),
  );

/** Whether the next transactions are on the disk when they have been committed. A flushed one takes those before it along. */
export const flushCommits = (database: DatabaseSync, flush: boolean): void => {
  database.exec(`PRAGMA synchronous = ${flush ? 'FULL' : 'NORMAL'}`);
};

/**
 * Runs `work` in one transaction, to write (`IMMEDIATE`) or to read one state (`DEFERRED`); nothing of it stays when it throws.
 * @throws CommitFailed where it may have stayed nevertheless
 */
export const transaction = <Result>(database: DatabaseSync, kind: 'IMMEDIATE' | 'DEFERRED', work: () => Result): Result => {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    commit(database, kind);
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

const commit = (database: DatabaseSync, kind: 'IMMEDIATE' | 'DEFERRED'): void => {
  try {
    database.exec('COMMIT');
  } catch (error) {
    throw kind === 'IMMEDIATE' ? new CommitFailed(error as Error) : error;
  }
};

/** Runs `work`, which blocks, again and again while other processes are in its way, and lets this one get on in between. */
export const patiently = async <Result>(busyMsMax: number, work: () => Result): Promise<Result> => {
  const until = performance.now() + busyMsMax;
  for (let pause = RETRY_MS_MIN; ; pause = Math.min(2 * pause, RETRY_MS_MAX)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      await setTimeout(pause * (0.5 + Math.random()));
    }
  }
};
