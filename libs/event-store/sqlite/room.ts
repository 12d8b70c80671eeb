import { type DatabaseSync } from 'node:sqlite';
import { requireFree } from '#libs/sqlite/room.js';
import { toStoreError } from './errors.js';

/** Bytes that a trial asks the file for, and gives back. */
const TRIAL_BYTES = 262_144;

/**
 * Asks whether the disk takes another commit. Where it has just refused one, the file is asked
 * for the space of a row that is rolled back: a trial never commits, because a commit that fails would stop the writer for good.
 * @throws Unavailable with what to do
 */
export const requireRoom = (db: DatabaseSync, file: string, refused: boolean): void => {
  requireFree(file);
  if (!refused) return;
  try {
    db.exec(`BEGIN IMMEDIATE; CREATE TABLE trial (bytes BLOB); INSERT INTO trial VALUES (zeroblob(${TRIAL_BYTES})); ROLLBACK`);
  } catch (error) {
    throw toStoreError(error, `Writing ${file}`);
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
};
