import { type DatabaseSync } from 'node:sqlite';
import { CommitFailed } from './errors.js';

type Kind = 'IMMEDIATE' | 'DEFERRED';

/**
 * Runs `work` in one transaction, to write (`IMMEDIATE`) or to read one state (`DEFERRED`); nothing of it stays when it throws.
 * @throws CommitFailed where it may have stayed nevertheless
 */
export const transaction = <Result>(database: DatabaseSync, kind: Kind, work: () => Result): Result => {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    end(database, kind, 'COMMIT');
    return result;
  } catch (error) {
    // SQLite rolls back by itself where it must (a full disk).
    if (database.isTransaction) end(database, kind, 'ROLLBACK');
    throw error;
  }
};

const end = (database: DatabaseSync, kind: Kind, how: 'COMMIT' | 'ROLLBACK'): void => {
  try {
    database.exec(how);
  } catch (error) {
    throw kind === 'IMMEDIATE' ? new CommitFailed(error as Error) : error;
  }
};
