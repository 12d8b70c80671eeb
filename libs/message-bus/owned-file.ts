import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's code for a file that somebody else has locked. */
const SQLITE_BUSY = 5;

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
  const file = realFile(resolve(path));
  const owner = `${file}.pid`;
  const database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: false, defensive: true });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT');
    assertDurable(database, file);
  } catch (error) {
    database.close();
    throw (error as { readonly errcode?: number }).errcode === SQLITE_BUSY ? taken(file, owner, error) : error;
  }
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

/** One name for a file, whatever links lead to it: a second way in must find the lock and the owner of the first. */
const realFile = (file: string): string => {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file));
  }
};

const assertDurable = (database: DatabaseSync, file: string): void => {
  const { journal_mode: journal } = database.prepare('PRAGMA journal_mode').get() ?? {};
  const { synchronous } = database.prepare('PRAGMA synchronous').get() ?? {};
  if (journal === 'wal' && synchronous === 2) return;
  throw new Error(
    `${file} runs with journal_mode ${journal}, synchronous ${synchronous}, and would lose messages: put it on a local disk.`,
  );
};

const taken = (file: string, owner: string, cause: unknown): Error => {
  const holder = `process ${processIn(owner) ?? 'unknown'}`;
  return new Error(`The message bus in ${file} belongs to ${holder}: stop that process, or run all services in it.`, { cause });
};

const processIn = (owner: string): string | undefined => {
  try {
    return readFileSync(owner, 'utf8');
  } catch {
    return undefined;
  }
};
