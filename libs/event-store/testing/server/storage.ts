import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type LogRow } from './record.js';

/** Where the log survives the process. */
export interface Storage {
  /** Everything that was written, in the order of the log. */
  load(): Iterable<LogRow>;
  /** Returns once the records are on the disk, all of them or none. */
  write(rows: readonly LogRow[]): void;
  close(): void;
}

/** Nothing survives. */
export const inMemory = (): Storage => ({ load: () => [], write: () => undefined, close: () => undefined });

const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS records (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
    created INTEGER NOT NULL, isJson INTEGER NOT NULL, data BLOB NOT NULL, metadata BLOB NOT NULL, isEmpty INTEGER NOT NULL
  ) STRICT;
`;

type StoredRow = Omit<LogRow, 'revision' | 'isJson' | 'isEmpty'> & {
  readonly revision: string;
  readonly isJson: number;
  readonly isEmpty: number;
};

/** A folder with one SQLite file; a commit is an fsync, so that what was acknowledged is there after a `kill -9`. One process at a time. */
export const inFolder = (folder: string): Storage => {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'events.sqlite'));
  db.exec(SCHEMA);
  const insert = db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    *load() {
      for (const row of db.prepare('SELECT * FROM records ORDER BY position').iterate()) yield toLogRow(row as unknown as StoredRow);
    },
    write: (rows) => {
      db.exec('BEGIN IMMEDIATE');
      for (const { position, stream, revision, id, type, created, isJson, data, metadata, isEmpty } of rows)
        insert.run(position, stream, String(revision), id, type, created, Number(isJson), data, metadata, Number(isEmpty));
      db.exec('COMMIT');
    },
    close: () => db.close(),
  };
};

const toLogRow = (row: StoredRow): LogRow => ({
  ...row,
  revision: BigInt(row.revision),
  isJson: row.isJson === 1,
  isEmpty: row.isEmpty === 1,
});
