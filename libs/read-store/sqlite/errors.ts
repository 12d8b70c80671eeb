import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';

/** SQLite's primary result codes (sqlite.org/rescode.html) after which a later try may succeed, with the likely fix. */
const PASSING: ReadonlyMap<number, string> = new Map([
  [5, 'other processes were writing to it all the while: try again'],
  [6, 'another connection is changing its tables: try again'],
  [7, 'memory is exhausted: give the process more'],
  [8, 'it is read-only: make the file and its folder writable'],
  [10, 'the disk reported an error: check the system log and the disk'],
  [13, 'the disk or the quota is full: make room'],
  [14, 'it cannot be opened: check that its folder exists and is writable'],
]);

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** A COMMIT that failed: whether it is on the disk nobody knows, and a later one that succeeds proves nothing about it. */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed';
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** Whether other connections were in the way: nothing has happened. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Unavailable ? isBusy(error.cause) : [5, 6].includes(primaryCode(error));

/** Whether the file does not hold what SQLite once wrote. */
export const isDamage = (error: unknown): boolean => DAMAGED.has(primaryCode(error));

/** Whether SQLite itself has said no, rather than what it was given. */
export const isOfTheWorld = (error: unknown): boolean =>
  error instanceof CommitFailed || PASSING.has(primaryCode(error)) || isDamage(error);

/**
 * What SQLite said in the port's terms: {@link Unavailable} where a later try may succeed, {@link InvariantBroken} where the file is
 * damaged; anything else as it is.
 */
export const translated = (file: string, error: unknown): unknown => {
  const cause = error instanceof CommitFailed ? error.cause : error;
  if (isDamage(cause))
    return new InvariantBroken(
      `Read store ${file} is damaged (${(cause as Error).message}): stop all processes that use it and move it away with its -wal and -shm; `
        + 'read models are folded anew, what else was recorded in it comes back with a backup.',
      { cause },
    );
  const reason = PASSING.get(primaryCode(cause));
  return reason === undefined ? cause : new Unavailable(`Read store ${file}: ${reason}.`, { cause });
};

const primaryCode = (error: unknown): number => ((error as { readonly errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
