import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { IN_MEMORY, openFile } from '#libs/sqlite/file.js';
import { transaction } from '#libs/sqlite/transaction.js';

/** How long SQLite itself waits for another process to let go of the file, in milliseconds: this process does nothing else meanwhile. */
const BLOCKED_MS_MAX = 10;

/** How long a call waits for other processes in all, in milliseconds, between tries. SQLite's lock is not fair, hence so long. */
export const BUSY_MS_MAX = 5_000;

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
  return openFile(file, { blockedMsMax: BLOCKED_MS_MAX, walPages: WAL_PAGES, cacheKib: CACHE_KIB }, setUp);
};

const setUp = (database: DatabaseSync): void => {
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
