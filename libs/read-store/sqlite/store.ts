import { extname } from 'node:path';
import { type Collection, type Commit, type Opened, type Page, type Query, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { writtenOf } from '../document.js';
import { moveOver } from './move-over.js';
import { SqliteFile } from './sqlite-file.js';

/** Where collections are kept that stand nowhere else, beside the file of those that are folded anew: `read-models-kept.db`. */
export const keptBeside = (file: string): string => {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}-kept${extension}`;
};

/** See {@link openSqliteReadStore}. */
export class SqliteReadStore implements Opened<ReadStore> {
  private readonly folded: SqliteFile;
  private readonly moved = new Set<string>();
  private kept: SqliteFile | undefined;

  constructor(
    private readonly file: string,
    private readonly busyMsMax: number,
  ) {
    this.folded = new SqliteFile(file, { busyMsMax, disposable: true });
  }

  async load<Document extends object>(collection: Collection, keys: readonly string[]): Promise<ReadonlyMap<string, Stored<Document>>> {
    return this.fileOf(collection).reading(collection, (table) => table.load<Document>(keys.map((key) => key.toWellFormed())));
  }

  async checkpoint(collection: Collection) {
    return this.fileOf(collection).reading(collection, (table) => table.checkpoint());
  }

  async find<Document extends object>(collection: Collection, query: Query): Promise<Page<Document>> {
    return this.fileOf(collection).reading(collection, (table) => table.find<Document>(query));
  }

  async commit(collection: Collection, commit: Commit): Promise<'committed' | 'fenced'> {
    const written = writtenOf(collection, commit);
    return this.fileOf(collection).commit(collection, written);
  }

  notices(): readonly string[] {
    return this.folded.notices;
  }

  async probe(): Promise<void> {
    this.folded.probe();
    this.kept?.probe();
  }

  /** Opened when it is first asked for: who only reads read models makes no second file. */
  private fileOf(collection: Collection): SqliteFile {
    if (collection.original !== true || this.file === IN_MEMORY) return this.folded;
    this.kept ??= new SqliteFile(keptBeside(this.file), { busyMsMax: this.busyMsMax, disposable: false });
    if (!this.moved.has(collection.name)) moveOver(collection, this.folded, this.kept);
    this.moved.add(collection.name);
    return this.kept;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.folded.close();
    await this.kept?.close();
  }
}
