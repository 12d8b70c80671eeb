import { lstatSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';
import { BUSY, primaryCode, toStoreError } from './errors.js';

/**
 * Makes this process the only writer of an event file until the lock is disposed or the process ends, however it ends.
 * The lock is an open exclusive transaction on a file of its own, `<file>.writer-lock`: the operating system drops it with the process,
 * and readers of the event file never meet it. `<file>.writer-pid` only serves the error text.
 * @throws Unavailable when another writer holds it
 */
export const takeWriterLock = (file: string): Disposable => {
  const lockFile = `${file}.writer-lock`;
  const pidFile = `${file}.writer-pid`;
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(lockFile, { timeout: 0 });
    // A journal in memory leaves no file behind that a later holder would have to roll back.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeFileSync(pidFile, String(process.pid));
  } catch (error) {
    lock?.close();
    if (primaryCode(error) !== BUSY) throw toStoreError(error, `Locking ${lockFile}`);
    throw new Unavailable(
      `${file} is being written by process ${holderOf(pidFile)}, which holds ${lockFile}; a file has one writing process. `
        + 'Stop that process, send the commands to it, or open the file for reading only.',
      { cause: error },
    );
  }
  return { [Symbol.dispose]: () => lock.close() };
};

/** The file itself, whatever links lead to it, also where it does not exist yet: under each of its names it has one lock. */
export const fileItself = (file: string): string => {
  try {
    return realpathSync(file);
  } catch {
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return fileItself(resolve(dirname(file), readlinkSync(file)));
    return join(realpathSync(dirname(file)), basename(file));
  }
};

const holderOf = (pidFile: string): string => {
  try {
    return readFileSync(pidFile, 'utf8');
  } catch {
    return '(unknown, just starting)';
  }
};
