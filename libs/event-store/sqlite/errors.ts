import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';

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

/**
 * Says in the port's terms what SQLite said: `Unavailable` with the likely fix where trying again can help,
 * `InvariantBroken` where it cannot (a damaged file, a refused row).
 */
export const toStoreError = (error: unknown, what: string): Unavailable | InvariantBroken => {
  if (error instanceof Unavailable || error instanceof InvariantBroken) return error;
  const { message } = error as Error;
  const fix = PASSING[primaryCode(error)];
  return fix === undefined
    ? new InvariantBroken(`${what} failed: ${message}. The file may be damaged: keep it, and restore a backup.`, {
        cause: error,
      })
    : new Unavailable(`${what} failed: ${message}; ${fix}.`, { cause: error });
};

/** The primary result code of an error of node:sqlite; 0 for any other error. */
export const primaryCode = (error: unknown): number => ((error as { readonly errcode?: number }).errcode ?? 0) & 0xff;

/** SQLITE_BUSY. */
export const BUSY = 5;

/** How long SQLite itself waits for another connection: it blocks the process meanwhile, so that longer waits are ours, between turns. */
export const BUSY_TIMEOUT_MS = 20;
