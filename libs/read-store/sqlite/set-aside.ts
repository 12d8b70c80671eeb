import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What SQLite keeps beside a file. */
const BESIDE = ['-wal', '-shm'];

const MARK = '.damaged-';

/** Tells whether a path still leads to the same file. */
export const identityOf = (file: string): string | undefined => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
};

/**
 * Moves a damaged file out of the way, with what SQLite keeps beside it, and says where it is now. One is kept, the latest: a disk that
 * goes on damaging files is not filled up by them.
 */
export const setAside = (file: string, now: Date): string => {
  const folder = dirname(file);
  const before = readdirSync(folder).filter((name) => name.startsWith(basename(file) + MARK));
  const aside = `${file}${MARK}${now.toISOString().replaceAll(':', '-')}`;
  renameSync(file, aside);
  for (const suffix of BESIDE) {
    if (statSync(file + suffix, { throwIfNoEntry: false })) renameSync(file + suffix, aside + suffix);
  }
  for (const name of before) rmSync(join(folder, name), { force: true });
  return aside;
};
