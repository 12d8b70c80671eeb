import { resolve } from 'node:path';
import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { BUSY_MS_MAX, openDatabase } from './sqlite/database.js';
import { translated } from './sqlite/errors.js';
import { SqliteReadStore } from './sqlite/store.js';

/** Where the documents are, and how long a call waits for other processes where it is not {@link BUSY_MS_MAX}. */
export interface SqliteReadStoreOptions {
  /** A file, or `:memory:` for documents that are gone with the store: these have no indexes, every query reads all of them. */
  readonly path: string;
  readonly busyMsMax?: number;
}

/**
 * The read store in one SQLite file, which several processes may share. A commit is durable once it has resolved, see {@link ReadStore};
 * commits of one turn of the event loop share one transaction. Reads and writes block the thread: keep documents and pages small.
 * @throws Unavailable where the file cannot be opened, also while another process makes its tables · InvariantBroken where it is damaged
 */
export const openSqliteReadStore = ({ path, busyMsMax = BUSY_MS_MAX }: SqliteReadStoreOptions): Opened<ReadStore> => {
  const file = path === IN_MEMORY ? IN_MEMORY : resolve(path);
  try {
    return new SqliteReadStore(file, openDatabase(file), busyMsMax);
  } catch (error) {
    throw translated(file, error);
  }
};
