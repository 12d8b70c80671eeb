import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { isBusy } from '#libs/sqlite/errors.js';
import { openFile } from '#libs/sqlite/file.js';
import { fileItself, processIn } from '#libs/sqlite/ownership.js';

/** A SQLite file of which this process is the only user until it is closed or the process ends, however it ends. */
export interface OwnedFile extends Disposable {
  readonly file: string;
  readonly database: DatabaseSync;
}

/**
 * Opens the file, its folder made where it is missing, so that what a transaction has answered for survives a power cut.
 * The lock is SQLite's own and dies with the process; the file beside it only tells whom to ask.
 * @throws Error when another process, or this one, has it open
 */
export const openOwned = (path: string): OwnedFile => {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  const file = fileItself(resolve(path));
  const owner = `${file}.pid`;
  const database = open(file, owner);
  writeFileSync(owner, String(process.pid));
  return {
    file,
    database,
    [Symbol.dispose]: () => {
      rmSync(owner, { force: true });
      database.close();
    },
  };
};

const open = (file: string, owner: string): DatabaseSync => {
  try {
    return openFile(file, { blockedMsMax: 0, exclusive: true }, (database) => database.exec('BEGIN IMMEDIATE; COMMIT'));
  } catch (error) {
    throw isBusy(error) ? taken(file, owner, error) : error;
  }
};

const taken = (file: string, owner: string, cause: unknown): Error => {
  const holder = `process ${processIn(owner) ?? 'unknown'}`;
  return new Error(`The message bus in ${file} belongs to ${holder}: stop that process, or run all services in it.`, { cause });
};
