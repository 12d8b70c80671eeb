import { type DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type Checkpoint, type Collection, type Commit, type Page, type Query, type Stored } from '#libs/kernel/ports.js';
import { transaction } from '#libs/sqlite/transaction.js';
import { fieldsOf, type Written } from '../document.js';
import { pageOf, questionOf } from '../question.js';
import { type Columns, columnOf, columnsIn, fieldOf, fieldsWithColumn, MARK } from './columns.js';
import { type Sql, statementsOf, tableOf } from './statements.js';

const SQLITE_CORRUPT = 11;

/** A collection's table, its declared indexes, and its row among the checkpoints. Calls are synchronous. */
export class Table {
  private readonly columns: Columns;
  private readonly one;
  private readonly put;
  private readonly replace;
  private readonly remove;
  private readonly firstCheckpoint;
  private readonly nextCheckpoint;
  private readonly currentCheckpoint;

  /** Makes what is missing; without indexes every query reads the whole table. @throws RangeError for a collection or field name that is none */
  constructor(
    private readonly database: DatabaseSync,
    private readonly collection: Collection,
    indexed: boolean,
  ) {
    this.columns = create(database, collection, indexed);
    const table = tableOf(collection);
    this.one = database.prepare(`SELECT key, position, document FROM ${table} WHERE key = ?`);
    this.put = database.prepare(putInto(table, this.columns));
    this.replace = database.prepare(replaceIn(table, this.columns));
    this.remove = database.prepare(`DELETE FROM ${table} WHERE key = ? AND position <= ?`);
    this.firstCheckpoint = database.prepare(
      'INSERT INTO collection_checkpoint (collection, log, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.nextCheckpoint = database.prepare(
      'UPDATE collection_checkpoint SET log = ?, position = ? WHERE collection = ? AND log = ? AND position = ?',
    );
    this.currentCheckpoint = database.prepare('SELECT log, position FROM collection_checkpoint WHERE collection = ?');
  }

  load<Document extends object>(keys: readonly string[]): ReadonlyMap<string, Stored<Document>> {
    // One look at the file for all keys: each statement by itself locks it and lets go of it again.
    return transaction(this.database, 'DEFERRED', () => {
      const found = new Map<string, Stored<Document>>();
      for (const key of keys) {
        const row = this.one.get(key);
        if (row !== undefined) found.set(key, storedFrom(row));
      }
      return found;
    });
  }

  checkpoint(): Checkpoint | undefined {
    const row = this.currentCheckpoint.get(this.collection.name);
    return row && { log: String(row.log), position: String(row.position) };
  }

  /** To be called inside a write transaction: nobody moves the checkpoint between the look at it and the end. */
  write({ puts, deletes = [], checkpoint }: Written): 'committed' | 'fenced' {
    if (checkpoint && !this.move(checkpoint)) return 'fenced';
    // Keys in their order are neighbours in the file: a page is fetched and changed once.
    for (const { key, position, text, document } of puts.toSorted(byKey)) {
      const fields = this.columns.fields.map((field) => fieldOf(document, field));
      // Most documents that change keep what they are found by: no index is touched then.
      if (fields.length > 0 && this.replace.run(position, text, key, position, ...fields).changes === 1) continue;
      this.put.run(key, position, text, ...fields);
    }
    for (const { key, position } of deletes) this.remove.run(key, position);
    return 'committed';
  }

  private move({ expected, next }: NonNullable<Commit['checkpoint']>): boolean {
    const { name } = this.collection;
    const moved =
      expected === undefined
        ? this.firstCheckpoint.run(name, next.log, next.position)
        : this.nextCheckpoint.run(next.log, next.position, name, expected.log, expected.position);
    return moved.changes === 1;
  }

  /** @throws RangeError as {@link ReadStore.find} says */
  find<Document extends object>(query: Query): Page<Document> {
    const question = questionOf(this.collection, query);
    const rows = this.rows(statementsOf(this.collection, this.columns, question), question.limit + 1);
    return pageOf(
      question,
      rows.map((row) => storedFrom<Document>(row)),
    );
  }

  /** The first rows of several statements, all of one moment: a document that another process moves is not seen twice. */
  private rows(statements: readonly Sql[], count: number): readonly Row[] {
    return transaction(this.database, 'DEFERRED', () => {
      const rows: Row[] = [];
      for (const { text, parameters } of statements) {
        if (rows.length < count) rows.push(...this.database.prepare(text).all(...parameters, count - rows.length));
      }
      return rows;
    });
  }
}

/** Equal keys stay as they came. */
const byKey = (left: Pick<Stored, 'key'>, right: Pick<Stored, 'key'>): number => (left.key < right.key ? -1 : Number(left.key > right.key));

type Row = Readonly<Record<string, SQLOutputValue>>;

const storedFrom = <Document extends object>({ key, position, document }: Row): Stored<Document> => ({
  key: String(key),
  position: String(position),
  document: parsed(String(document)) as Document,
});

/** Only JSON was ever written: what is none any more is damage as SQLite tells it, which does not look into texts. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw Object.assign(error as Error, { errcode: SQLITE_CORRUPT });
  }
};

/** Takes key, position, text and the fields; a document that is as new already stays. */
const putInto = (table: string, { fields }: Columns): string => {
  const own = fields.map(columnOf);
  const names = ['key', 'position', 'document', ...own];
  const set = ['position', 'document', ...own].map((name) => `${name} = excluded.${name}`);
  const marked = own.length === 0 ? { name: '', value: '' } : { name: `, ${MARK}`, value: ', 1' };
  return `INSERT INTO ${table} (${names.join(', ')}${marked.name}) VALUES (${names.map(() => '?').join(', ')}${marked.value})
    ON CONFLICT (key) DO UPDATE SET ${set.join(', ')} WHERE excluded.position > position`;
};

/** Takes position, text, key, position and the fields: replaces an older document that has the same ones. */
const replaceIn = (table: string, { fields }: Columns): string =>
  `UPDATE ${table} SET position = ?, document = ? WHERE key = ? AND position < ?${fields.map((field) => ` AND ${columnOf(field)} IS ?`).join('')}`;

/** The schema is its own register: a table and its indexes are looked up by name before anything is locked. */
const create = (database: DatabaseSync, collection: Collection, indexed: boolean): Columns => {
  fieldsOf(collection);
  const indexes = (indexed ? collection.indexes : []).map((fields) => ({ name: `${collection.name}:${fields.join(',')}`, fields }));
  const present = new Set(
    database
      .prepare('SELECT name FROM sqlite_schema WHERE tbl_name = ?')
      .all(collection.name)
      .map(({ name }) => name),
  );
  const missing = indexes.filter(({ name }) => !present.has(name));
  if (present.size > 0 && missing.length === 0) return columnsIn(database, collection);
  return transaction(database, 'IMMEDIATE', () => {
    const table = tableOf(collection);
    const own = indexed ? fieldsWithColumn(collection) : [];
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${table} (${[...COLUMNS, ...own.map((field) => `${columnOf(field)} ANY`), ...(own.length === 0 ? [] : [`${MARK} INTEGER NOT NULL`])].join(', ')}) STRICT`,
    );
    // Of a table that was there before, in a file of an earlier version or made by another process meanwhile.
    const columns = columnsIn(database, collection);
    for (const { name, fields } of missing) {
      const values = [...new Set([...fields, 'key'])].map((field) => columns.valueOf(field));
      database.exec(`CREATE INDEX IF NOT EXISTS "${name}" ON ${table} (${values.join(', ')})`);
    }
    return columns;
  });
};

const COLUMNS = ['key TEXT NOT NULL PRIMARY KEY', 'position TEXT NOT NULL', 'document TEXT NOT NULL'];
