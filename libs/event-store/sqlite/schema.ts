import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { BUSY, BUSY_TIMEOUT_MS, primaryCode, toStoreError } from './errors.js';

/** Raised with every change of the table; older files are then migrated or refused here. */
export const SCHEMA_VERSION = 2;

/** Files of this version lack the table that names the log; a writer adds it, a reader does without. */
const UNNAMED_VERSION = 1;

/** Earlier versions can corrupt a WAL file when a checkpoint resets it beside a commit (sqlite.org, release log 3.51.3). */
export const SQLITE_VERSION_MIN = '3.51.3';

/** Bytes of a database page; fixed when the file is created. */
const PAGE_BYTES = 4_096;

/** Frames that the WAL holds before they are copied into the file: fewer copies of the pages that every commit touches. */
const WAL_CHECKPOINT_PAGES = 4_000;

/** Page cache of the connection, KiB. */
const CACHE_KIB = 16_384;

/**
 * The log. A row is only ever added, at the end of the log and of its stream; the file itself refuses everything else.
 * The guard stands before INSERT too, because INSERT OR REPLACE deletes without firing the DELETE trigger.
 */
const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    meta TEXT NOT NULL,
    UNIQUE (stream, version)
  ) STRICT;

  CREATE TRIGGER events_have_no_gaps BEFORE INSERT ON events
  WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
    OR NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM events WHERE stream = NEW.stream)
  BEGIN SELECT RAISE(ABORT, 'An event is added at the end of the log and of its stream only: append it through the event store.'); END;

  CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'Events are never changed: append an event that corrects the earlier one.'); END;

  CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'Events are never removed: append an event that retracts the earlier one.'); END;

`;

/** The name of the log, written once. A log of an earlier version is called after its first event, which names it as well. */
const NAME = `
  CREATE TABLE log (id TEXT NOT NULL) STRICT;

  CREATE TRIGGER log_has_one_name BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log)
  BEGIN SELECT RAISE(ABORT, 'A log has one name.'); END;

  CREATE TRIGGER log_name_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'The name of a log is never changed.'); END;

  CREATE TRIGGER log_name_is_not_removed BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'The name of a log is never removed.'); END;

  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** While several processes open a new file at once, or one recovers it, SQLite refuses the others: tried again for 2 to 4 s in all. */
const OPEN_ATTEMPTS_MAX = 100;
const OPEN_RETRY_MS = 20;

/**
 * Opens the file of a log, creates what is missing, and asserts what durability rests on.
 * @throws Unavailable when it cannot be opened now · Error when SQLite is too old, a setting does not hold, or the file is not a log
 *   of this version
 */
export const openLog = async (file: string, writer: boolean): Promise<DatabaseSync> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return connect(file, writer);
    } catch (error) {
      if (primaryCode(error) === 0) throw error;
      if (primaryCode(error) !== BUSY || attempt === OPEN_ATTEMPTS_MAX) throw toStoreError(error, `Opening ${file}`);
      await setTimeout(OPEN_RETRY_MS);
    }
  }
};

const connect = (file: string, writer: boolean): DatabaseSync => {
  const db = new DatabaseSync(file, {
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: false,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
    defensive: true,
  });
  try {
    requireSqliteVersion(valueOf(db, 'SELECT sqlite_version()'));
    // An acknowledged append is on disk (FULL); on macOS only F_FULLFSYNC gets it there.
    db.exec(`
      PRAGMA page_size = ${PAGE_BYTES};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA wal_autocheckpoint = ${WAL_CHECKPOINT_PAGES};
      PRAGMA cache_size = -${CACHE_KIB};
    `);
    requirePragma(db, file, 'journal_mode', file === ':memory:' ? 'memory' : 'wal');
    requirePragma(db, file, 'synchronous', 2);
    createOrCheckSchema(db, file, writer);
    // After a crash, what the system only claims to have written is written once more and flushed, before anything builds on it.
    if (writer) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    else db.exec('PRAGMA query_only = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Locks the file only where there is something to write: a reader of a log that exists never meets its writer. */
const createOrCheckSchema = (db: DatabaseSync, file: string, writer: boolean): void => {
  const found = valueOf(db, 'PRAGMA user_version');
  if (found === SCHEMA_VERSION || (found === UNNAMED_VERSION && !writer)) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = valueOf(db, 'PRAGMA user_version');
    const tables = valueOf(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
    if (version === 0 && tables === 0) db.exec(SCHEMA);
    else if (version !== SCHEMA_VERSION && version !== UNNAMED_VERSION) {
      throw new Error(
        `${file} has schema version ${version}, this program reads version ${SCHEMA_VERSION}: `
          + 'use the program that wrote the file, or choose another file in EVENT_STORE_URL.',
      );
    }
    if (version !== SCHEMA_VERSION) {
      const first = firstIdOf(db);
      db.exec(NAME);
      db.prepare('INSERT INTO log (id) VALUES (?)').run(first ?? randomUUID());
    }
    db.exec('COMMIT');
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
};

/** The name of the log in this file; `undefined` for one of an earlier version without events. */
export const identityOf = (db: DatabaseSync): string | undefined => {
  const named = valueOf(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'log'") === 1;
  return named ? (valueOf(db, 'SELECT id FROM log') as string | undefined) : firstIdOf(db);
};

const firstIdOf = (db: DatabaseSync): string | undefined =>
  valueOf(db, 'SELECT id FROM events ORDER BY position LIMIT 1') as string | undefined;

const requirePragma = (db: DatabaseSync, file: string, pragma: string, wanted: string | number): void => {
  const found = valueOf(db, `PRAGMA ${pragma}`);
  if (found !== wanted) {
    throw new Error(`${file} is opened with ${pragma} = ${found} where ${wanted} is needed: put it on a local disk that allows it.`);
  }
};

/** @throws Error for a version below {@link SQLITE_VERSION_MIN} */
export const requireSqliteVersion = (found: unknown): void => {
  if (String(found).localeCompare(SQLITE_VERSION_MIN, 'en', { numeric: true }) < 0) {
    throw new Error(
      `SQLite ${found} can damage a log in WAL mode: use Node.js with SQLite ${SQLITE_VERSION_MIN} or later (npm ci brings it).`,
    );
  }
};

const valueOf = (db: DatabaseSync, sql: string): unknown => Object.values(db.prepare(sql).get() ?? {})[0];
