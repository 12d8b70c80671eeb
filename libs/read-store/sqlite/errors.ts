import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { adviceOn, CommitFailed, isBusy, isDamage, reasonOf } from '#libs/sqlite/errors.js';

/** Whether SQLite itself has said no, rather than what it was given. */
export const isOfTheWorld = (error: unknown): boolean => error instanceof CommitFailed || adviceOn(error) !== undefined || isDamage(error);

/**
 * What SQLite said in the port's terms: {@link Unavailable} where a later try may succeed, {@link InvariantBroken} where the file is
 * damaged; anything else as it is.
 */
export const translated = (file: string, error: unknown): unknown => {
  const cause = reasonOf(error);
  if (isDamage(cause))
    return new InvariantBroken(
      `Read store ${file} is damaged (${cause.message}): stop all processes that use it and bring it back from a backup, or move it away `
        + 'with its -wal and -shm: what was refused is then decided anew where it is sent again. Check the disk first.',
      { cause },
    );
  const advice = isBusy(cause) ? 'other processes were writing to it all the while: try again' : adviceOn(cause);
  return advice === undefined ? cause : new Unavailable(`Read store ${file}: ${advice}.`, { cause });
};
