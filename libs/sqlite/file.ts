import { DatabaseSync } from 'node:sqlite';

/** A database that is gone with its connection. */
export const IN_MEMORY = ':memory:';

/** Bytes of a database page; fixed when the file is created. */
const PAGE_BYTES = 4_096;

/** What SQLite does by itself: pages that the write-ahead log grows to before it is copied into the file, and the page cache. */
const WAL_PAGES = 1_000;
const CACHE_KIB = 2_000;

/** How a file is used. */
export interface FileUse {
  /** How long SQLite itself waits for other connections, in milliseconds: the process does nothing else meanwhile. See {@link patiently}. */
  readonly blockedMsMax: number;
  readonly walPages?: number;
  readonly cacheKib?: number;
  /** No other connection may have the file, from the first transaction on. */
  readonly exclusive?: boolean;
}

/**
 * Opens a file so that what a commit has answered for survives a power cut, and runs `setUp` on it; where that fails, nothing stays open.
 * @throws what SQLite or `setUp` says · Error where the file lies on a disk that does not keep what it is told
 */
export const openFile = (file: string, use: FileUse, setUp: (database: DatabaseSync) => void): DatabaseSync => {
  const database = new DatabaseSync(file, {
    timeout: use.blockedMsMax,
    enableForeignKeyConstraints: false,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
    defensive: true,
  });
  try {
    // FULL puts each commit on the disk; on macOS only F_FULLFSYNC does.
    database.exec(`
      PRAGMA locking_mode = ${use.exclusive === true ? 'EXCLUSIVE' : 'NORMAL'};
      PRAGMA page_size = ${PAGE_BYTES};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA wal_autocheckpoint = ${use.walPages ?? WAL_PAGES};
      PRAGMA cache_size = -${use.cacheKib ?? CACHE_KIB};
    `);
    requirePragma(database, file, 'journal_mode', file === IN_MEMORY ? 'memory' : 'wal');
    requirePragma(database, file, 'synchronous', 2);
    setUp(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const requirePragma = (database: DatabaseSync, file: string, pragma: string, wanted: string | number): void => {
  const found = valueOf(database, `PRAGMA ${pragma}`);
  if (found !== wanted) {
    throw new Error(`${file} is opened with ${pragma} = ${found} where ${wanted} is needed: put it on a local disk that allows it.`);
  }
};

/** The first column of the first row; `undefined` where there is none. */
export const valueOf = (database: DatabaseSync, sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0];
