import { randomUUID } from 'node:crypto';
import { type DatabaseSync } from 'node:sqlite';
import { primaryCode } from '#libs/sqlite/errors.js';
import { openFile, valueOf } from '#libs/sqlite/file.js';
import { patiently } from '#libs/sqlite/patience.js';
import { transaction } from '#libs/sqlite/transaction.js';
import { BUSY_TIMEOUT_MS, toStoreError } from './errors.js';

/** Raised with every change of the table; older files are then migrated or refused here. */
export const SCHEMA_VERSION = 2;

/** Files of this version lack the table that names the log; a writer adds it, a reader does without. */
const UNNAMED_VERSION = 1;

/** Earlier versions can corrupt a WAL file when a checkpoint resets it beside a commit (sqlite.org, release log 3.51.3). */
export const SQLITE_VERSION_MIN = '3.51.3';

/** Frames that the WAL holds before they are copied into the file: fewer copies of the pages that every commit touches. */
const WAL_CHECKPOINT_PAGES = 4_000;

/** Page cache of the connection. */
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

/** While several processes open a new file at once, or one recovers it, SQLite refuses the others: tried again for so long. */
const OPEN_MS_MAX = 4_000;

/**
 * Opens the file of a log, creates what is missing, and asserts what durability rests on.
 * @throws Unavailable when it cannot be opened now · Error when SQLite is too old, a setting does not hold, or the file is not a log
 *   of this version
 */
export const openLog = async (file: string, writer: boolean): Promise<DatabaseSync> => {
  requireSqliteVersion(process.versions['sqlite']);
  const use = { blockedMsMax: BUSY_TIMEOUT_MS, walPages: WAL_CHECKPOINT_PAGES, cacheKib: CACHE_KIB };
  try {
    return await patiently(OPEN_MS_MAX, () => openFile(file, use, (db) => setUp(db, file, writer)));
  } catch (error) {
    throw primaryCode(error) === 0 ? error : toStoreError(error, `Opening ${file}`);
  }
};

const setUp = (db: DatabaseSync, file: string, writer: boolean): void => {
  createOrCheckSchema(db, file, writer);
  // After a crash, what the system only claims to have written is written once more and flushed, before anything builds on it.
  if (writer) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  else db.exec('PRAGMA query_only = ON');
};

/** Locks the file only where there is something to write: a reader of a log that exists never meets its writer. */
const createOrCheckSchema = (db: DatabaseSync, file: string, writer: boolean): void => {
  const found = valueOf(db, 'PRAGMA user_version');
  if (found === SCHEMA_VERSION || (found === UNNAMED_VERSION && !writer)) return;
  transaction(db, 'IMMEDIATE', () => {
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
  });
};

/** The name of the log in this file; `undefined` for one of an earlier version without events. */
export const identityOf = (db: DatabaseSync): string | undefined => {
  const named = valueOf(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'log'") === 1;
  return named ? (valueOf(db, 'SELECT id FROM log') as string | undefined) : firstIdOf(db);
};

const firstIdOf = (db: DatabaseSync): string | undefined =>
  valueOf(db, 'SELECT id FROM events ORDER BY position LIMIT 1') as string | undefined;

/** @throws Error for a version below {@link SQLITE_VERSION_MIN} */
export const requireSqliteVersion = (found: unknown): void => {
  if (String(found).localeCompare(SQLITE_VERSION_MIN, 'en', { numeric: true }) < 0) {
    throw new Error(
      `SQLite ${found} can damage a log in WAL mode: use Node.js with SQLite ${SQLITE_VERSION_MIN} or later (npm ci brings it).`,
    );
  }
};
