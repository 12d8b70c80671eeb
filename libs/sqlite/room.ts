import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Unavailable } from '#libs/kernel/errors.js';
import { IN_MEMORY } from './file.js';

/** Free bytes below which a disk counts as full before a commit has to find out: a large append and a copy of the write-ahead log. */
export const DISK_FREE_BYTES_MIN = 33_554_432;

/**
 * D8: asks whether there is room to write beside a file. A write that fails for lack of room is rolled back and harms nothing, yet nothing
 * goes on until somebody makes room: so it is said before, and for as long as it lasts.
 * @throws Unavailable with the file, what is free, and what to do
 */
export const requireFree = (file: string, free: (folder: string) => number = freeBytes): void => {
  if (file === IN_MEMORY) return;
  const bytes = free(dirname(file));
  if (bytes >= DISK_FREE_BYTES_MIN) return;
  throw new Unavailable(`The disk of ${file} has ${bytes} bytes left, less than ${DISK_FREE_BYTES_MIN}: free some space.`);
};

/** What a process without privileges may still write. */
const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};
