import { type DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Collection, type Commit, type Opened, type Page, type Query, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { isDamage } from '#libs/sqlite/errors.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { requireFree } from '#libs/sqlite/room.js';
import { patiently } from '#libs/sqlite/patience.js';
import { writtenOf } from '../document.js';
import { translated } from './errors.js';
import { Table } from './table.js';
import { lengthOf, writerOf } from './writer.js';

/** See {@link openSqliteReadStore}. */
export class SqliteReadStore implements Opened<ReadStore> {
  private readonly tables = new Map<string, Table>();
  private readonly writer;
  private open = true;

  constructor(
    private readonly file: string,
    private readonly database: DatabaseSync,
    private readonly busyMsMax: number,
  ) {
    this.writer = writerOf(file, database, busyMsMax);
  }

  async load<Document extends object>(collection: Collection, keys: readonly string[]): Promise<ReadonlyMap<string, Stored<Document>>> {
    return this.reading(() => this.table(collection).load<Document>(keys.map((key) => key.toWellFormed())));
  }

  async checkpoint(collection: Collection) {
    return this.reading(() => this.table(collection).checkpoint());
  }

  async find<Document extends object>(collection: Collection, query: Query): Promise<Page<Document>> {
    return this.reading(() => this.table(collection).find<Document>(query));
  }

  async commit(collection: Collection, commit: Commit): Promise<'committed' | 'fenced'> {
    const written = writtenOf(collection, commit);
    this.requireOpen();
    return this.writer.write({ table: () => this.table(collection), written }, lengthOf(written));
  }

  async probe(): Promise<void> {
    this.requireOpen();
    this.writer.requireTrust();
    try {
      this.database.prepare('SELECT count(*) FROM collection_checkpoint').get();
    } catch (error) {
      throw new Unavailable((translated(this.file, error) as Error).message, { cause: error });
    }
    requireFree(this.file);
  }

  private table(collection: Collection): Table {
    const id = JSON.stringify([collection.name, collection.indexes]);
    const table = this.tables.get(id) ?? new Table(this.database, collection, this.file !== IN_MEMORY);
    this.tables.set(id, table);
    return table;
  }

  private async reading<Result>(work: () => Result): Promise<Result> {
    this.requireOpen();
    try {
      return await patiently(this.busyMsMax, () => {
        this.requireOpen();
        return work();
      });
    } catch (error) {
      if (isDamage(error)) this.writer.distrust(error as Error);
      throw translated(this.file, error);
    }
  }

  private requireOpen(): void {
    if (!this.open) throw new Unavailable(`Read store ${this.file} is closed.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.writer.finish();
    this.database.close();
  }
}
