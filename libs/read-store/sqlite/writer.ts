import { type DatabaseSync } from 'node:sqlite';
import { COMMIT_BYTES_MAX } from '#libs/kernel/ports.js';
import { isDamage } from '#libs/sqlite/errors.js';
import { GroupWriter } from '#libs/sqlite/group-writer.js';
import { transaction } from '#libs/sqlite/transaction.js';
import { type Written } from '../document.js';
import { flushCommits } from './database.js';
import { isOfTheWorld, translated } from './errors.js';
import { type Table } from './table.js';

/** Commits that one transaction takes at the most; those that wait beyond it go into the next. */
export const COMMITS_PER_TRANSACTION_MAX = 256;

/** Commits, and characters of documents in them, that may wait for the file. One commit always fits. */
const WAITING_COMMITS_MAX = 10_000;
const WAITING_LENGTH_MAX = 2 * COMMIT_BYTES_MAX;

/** A commit and the table that it goes to, which is made when its turn has come. */
export interface Request {
  readonly table: () => Table;
  readonly written: Written;
}

type Answer = 'committed' | 'fenced';

/** Writes commits to the file: those of one turn share a transaction, except that one which cannot be written at all fails alone. */
export const writerOf = (file: string, database: DatabaseSync, busyMsMax: number): GroupWriter<Request, Answer> =>
  new GroupWriter({
    groupMax: COMMITS_PER_TRANSACTION_MAX,
    waitingMax: WAITING_COMMITS_MAX,
    sizeMax: WAITING_LENGTH_MAX,
    busyMsMax,
    write: (group) => write(database, group),
    isOfOne: (error) => !isOfTheWorld(error),
    isFinal: isDamage,
    refusal: (error) => translated(file, error),
    tooMany: (waiting) => `Read store ${file}: ${waiting} commits wait for the file: slow down and try again.`,
    stopped: ({ message }) =>
      `Read store ${file} is not written any more (${message}): check the disk, then restart the process; reading goes on.`,
  });

/** Characters of the documents of a commit. */
export const lengthOf = ({ puts }: Written): number => puts.reduce((sum, { text }) => sum + text.length, 0);

const write = (database: DatabaseSync, group: readonly Request[]): readonly Answer[] => {
  const tables = group.map(({ table }) => table());
  // What a checkpoint counts is folded again where a power cut takes both; what stands nowhere else has to be on the disk.
  flushCommits(
    database,
    group.some(({ written }) => written.checkpoint === undefined),
  );
  return transaction(database, 'IMMEDIATE', () => group.map(({ written }, index) => tables[index]!.write(written)));
};
