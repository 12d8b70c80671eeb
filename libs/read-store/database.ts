import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';

/** How long a call waits, in milliseconds, for other processes that write to the same file. SQLite's lock is not fair, hence so long. */
export const BUSY_TIMEOUT_MS = 5_000;

/** Pages of 4 KiB that the write-ahead log grows to before it is folded into the file: rarer folding halves what a large commit costs. */
const WAL_PAGES = 8_000;
const CACHE_KIB = 16_384;

/** SQLite's primary result codes after which nothing has happened and a later try may succeed, with the likely fix. */
const TRANSIENT: ReadonlyMap<number, string> = new Map([
  [5, 'other processes were writing to it all the while: try again'],
  [6, 'another connection is changing its tables: try again'],
  [8, 'it is read-only: make the file and its folder writable'],
  [10, 'the disk reported an error: check the disk'],
  [13, 'the disk is full: make room'],
  [14, 'it cannot be opened: check that its folder exists and is writable'],
]);

/** No collection can be called this: their names have no underscore. */
const CHECKPOINTS = `CREATE TABLE IF NOT EXISTS collection_checkpoint
  (collection TEXT NOT NULL PRIMARY KEY, position TEXT NOT NULL, log TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID`;

/** Files of earlier versions did not say to which log a checkpoint belongs. */
const NAME_LOGS = `ALTER TABLE collection_checkpoint ADD COLUMN log TEXT NOT NULL DEFAULT ''`;

/** Opens the file, its folder made where it is missing, so that what a commit has answered for survives a power cut. */
export const openDatabase = (path: string, busyTimeoutMs = BUSY_TIMEOUT_MS): DatabaseSync => {
  const file = resolve(path);
  return translated(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: false, defensive: true });
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    const { journal_mode: journal } = database.prepare('PRAGMA journal_mode').get() ?? {};
    const { synchronous } = database.prepare('PRAGMA synchronous').get() ?? {};
    if (journal === 'wal' && synchronous === 2) {
      database.exec(CHECKPOINTS);
      if (!hasLogNames(database)) transaction(database, 'IMMEDIATE', () => hasLogNames(database) || database.exec(NAME_LOGS));
      return database;
    }
    database.close();
    throw new Error(
      `${file} runs with journal_mode ${journal}, synchronous ${synchronous}, and would lose commits: put it on a local disk.`,
    );
  });
};

const hasLogNames = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM pragma_table_info('collection_checkpoint') WHERE name = 'log'").get() !== undefined;

/** Whether the next transactions are on the disk when they have been committed. A flushed one takes those before it along. */
export const flushCommits = (database: DatabaseSync, flush: boolean): void => {
  database.exec(`PRAGMA synchronous = ${flush ? 'FULL' : 'NORMAL'}`);
};

/** Runs `work` in one transaction, to write (`IMMEDIATE`) or to read one state (`DEFERRED`); nothing of it stays when it throws. */
export const transaction = <Result>(database: DatabaseSync, kind: 'IMMEDIATE' | 'DEFERRED', work: () => Result): Result => {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

/** Runs `work`; what may pass by itself becomes {@link Unavailable}, anything else is thrown as it is. */
export const translated = <Result>(file: string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const { errcode = 0 } = error as { readonly errcode?: number };
    const reason = TRANSIENT.get(errcode & 0xff);
    if (reason === undefined) throw error;
    throw new Unavailable(`Read store ${file}: ${reason}.`, { cause: error });
  }
};
