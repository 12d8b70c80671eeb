import { type DatabaseSync } from 'node:sqlite';
import { type Collection } from '#libs/kernel/ports.js';
import { transaction } from '#libs/sqlite/transaction.js';
import { flushCommits } from './database.js';
import { type SqliteFile } from './sqlite-file.js';
import { tableOf } from './statements.js';
import { parsed } from './table.js';

/**
 * Brings a collection that stands nowhere else out of the file of the read models, where versions before kept it. What is there already
 * stays as it is, so that it may be repeated after a crash, and by several processes.
 */
export const moveOver = (collection: Collection, from: SqliteFile, to: SqliteFile): void => {
  const source = from.database;
  if (!hasTable(source, collection)) return;
  const table = to.table(collection);
  flushCommits(to.database, true);
  transaction(to.database, 'IMMEDIATE', () => {
    for (const row of source.prepare(`SELECT key, position, document FROM ${tableOf(collection)}`).iterate()) {
      const text = String(row['document']);
      const document = parsed(text) as object;
      table.write({ puts: [{ key: String(row['key']), position: String(row['position']), document, text }], deletes: [] });
    }
    const checkpoint = from.table(collection).checkpoint();
    if (checkpoint !== undefined) table.write({ puts: [], deletes: [], checkpoint: { expected: undefined, next: checkpoint } });
  });
  transaction(source, 'IMMEDIATE', () => {
    source.exec(`DROP TABLE IF EXISTS ${tableOf(collection)}`);
    source.prepare('DELETE FROM collection_checkpoint WHERE collection = ?').run(collection.name);
  });
};

const hasTable = (database: DatabaseSync, { name }: Collection): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
