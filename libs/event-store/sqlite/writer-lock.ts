import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';
import { isBusy } from '#libs/sqlite/errors.js';
import { processIn } from '#libs/sqlite/ownership.js';
import { toStoreError } from './errors.js';

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
    if (!isBusy(error)) throw toStoreError(error, `Locking ${lockFile}`);
    throw new Unavailable(
      `${file} is being written by process ${processIn(pidFile) ?? '(unknown, just starting)'}, which holds ${lockFile}; a file has one writing process. `
        + 'Stop that process, send the commands to it, or open the file for reading only.',
      { cause: error },
    );
  }
  return { [Symbol.dispose]: () => lock.close() };
};
