import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { toStoreError } from './errors.js';

/** Free bytes below which a disk counts as full before a commit has to find out: a large append and a copy of the write-ahead log. */
export const DISK_FREE_BYTES_MIN = 33_554_432;

/** Bytes that a trial asks the file for, and gives back. */
const TRIAL_BYTES = 262_144;

/**
 * Asks whether the disk takes another commit. Where it has just refused one, the file is asked
 * for the space of a row that is rolled back: a trial never commits, because a commit that fails would stop the writer for good.
 * @throws Unavailable with what to do
 */
export const requireRoom = (db: DatabaseSync, file: string, refused: boolean): void => {
  if (file !== IN_MEMORY) requireFree(file);
  if (!refused) return;
  try {
    db.exec(`BEGIN IMMEDIATE; CREATE TABLE trial (bytes BLOB); INSERT INTO trial VALUES (zeroblob(${TRIAL_BYTES})); ROLLBACK`);
  } catch (error) {
    throw toStoreError(error, `Writing ${file}`);
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
};

const requireFree = (file: string): void => {
  const { bavail, bsize } = statfsSync(dirname(file));
  const free = bavail * bsize;
  if (free < DISK_FREE_BYTES_MIN) {
    throw new Unavailable(`The disk of ${file} has ${free} bytes left, less than ${DISK_FREE_BYTES_MIN}: free some space.`);
  }
};
