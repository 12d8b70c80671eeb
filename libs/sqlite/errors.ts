import { Unavailable } from '#libs/kernel/errors.js';

/** Primary result codes (sqlite.org/rescode.html) that are the world's doing and may pass, each with what to do about it. */
const PASSING: Readonly<Record<number, string>> = {
  5: 'another connection holds the file: close other programs that have it open for writing',
  6: 'another connection holds a table: close other programs that have it open for writing',
  7: 'memory is exhausted: give the process more, or lower the load',
  8: 'the file cannot be written: check its permissions, those of its folder, and that the disk is mounted for writing',
  10: 'the disk failed to read or write: check the system log and the disk',
  13: 'the disk or the quota is full: free some space',
  14: 'the file cannot be opened: check that its folder exists and belongs to this user',
};

/** SQLITE_BUSY and SQLITE_LOCKED. */
const IN_THE_WAY: ReadonlySet<number> = new Set([5, 6]);

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/**
 * The end of a transaction failed: whether it is on the disk nobody knows, and a later one that succeeds proves nothing about it. A
 * failed fsync may have written, and a later one may succeed without having written: only a restart finds out.
 */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed';
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** What the error is about: of a failed commit, why it failed. */
export const reasonOf = (error: unknown): Error => (error instanceof CommitFailed ? error.cause : (error as Error));

/** The primary result code of an error of node:sqlite; 0 for any other error. */
export const primaryCode = (error: unknown): number =>
  ((reasonOf(error) as { readonly errcode?: number } | undefined)?.errcode ?? 0) & 0xff;

/** Whether other connections were in the way: nothing has happened. */
export const isBusy = (error: unknown): boolean => {
  if (error instanceof Unavailable) return isBusy(error.cause);
  return !(error instanceof CommitFailed) && IN_THE_WAY.has(primaryCode(error));
};

/** Whether the file does not hold what SQLite once wrote. */
export const isDamage = (error: unknown): boolean => DAMAGED.has(primaryCode(error));

/** What to do so that a later try may succeed; `undefined` where it cannot, or where SQLite did not say the error. */
export const adviceOn = (error: unknown): string | undefined => PASSING[primaryCode(error)];
