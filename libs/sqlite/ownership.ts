import { lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The file itself, whatever links lead to it, also where it does not exist yet: under each of its names it has one lock. */
export const fileItself = (file: string): string => {
  try {
    return realpathSync(file);
  } catch {
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return fileItself(resolve(dirname(file), readlinkSync(file)));
    return join(realpathSync(dirname(file)), basename(file));
  }
};

/** The process that a file beside a lock names. It only serves error texts: the lock is SQLite's. */
export const processIn = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
