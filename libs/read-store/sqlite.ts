import { resolve } from 'node:path';
import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { BUSY_MS_MAX } from './sqlite/database.js';
import { SqliteReadStore } from './sqlite/store.js';

/** Where the documents are, and how long a call waits for other processes where it is not {@link BUSY_MS_MAX}. */
export interface SqliteReadStoreOptions {
  /** A file, or `:memory:` for documents that are gone with the store: these have no indexes, every query reads all of them. */
  readonly path: string;
  readonly busyMsMax?: number;
}

/**
 * The read store in a SQLite file, which several processes may share, and a second one for what stands nowhere else. A commit is durable
 * once it has resolved, see {@link ReadStore}; commits of one turn of the event loop share one transaction. Reads and writes block the
 * thread: keep documents and pages small. A damaged file of read models is set aside and begun anew, which {@link ReadStore.notices} tells.
 * @throws Unavailable where the file cannot be opened, also while another process makes its tables
 */
export const openSqliteReadStore = ({ path, busyMsMax = BUSY_MS_MAX }: SqliteReadStoreOptions): Opened<ReadStore> => {
  return new SqliteReadStore(path === IN_MEMORY ? IN_MEMORY : resolve(path), busyMsMax);
};
