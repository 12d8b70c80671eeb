import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { adviceOn } from '#libs/sqlite/errors.js';

/**
 * Says in the port's terms what SQLite said: `Unavailable` with the likely fix where trying again can help,
 * `InvariantBroken` where it cannot (a damaged file, a refused row).
 */
export const toStoreError = (error: unknown, what: string): Unavailable | InvariantBroken => {
  if (error instanceof Unavailable || error instanceof InvariantBroken) return error;
  const { message } = error as Error;
  const fix = adviceOn(error);
  return fix === undefined
    ? new InvariantBroken(`${what} failed: ${message}. The file may be damaged: keep it, and restore a backup.`, {
        cause: error,
      })
    : new Unavailable(`${what} failed: ${message}; ${fix}.`, { cause: error });
};

/** How long SQLite itself waits for another connection: it blocks the process meanwhile, so that longer waits are ours, between turns. */
export const BUSY_TIMEOUT_MS = 20;
