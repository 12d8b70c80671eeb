import { resolve } from 'node:path';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Collection, type Commit, type Opened, type Page, type Query, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { BUSY_TIMEOUT_MS, flushCommits, openDatabase, transaction, translated } from './database.js';
import { Table, type Written } from './table.js';

/** Commits that one transaction takes at the most; those that wait beyond it go into the next. */
export const COMMITS_PER_TRANSACTION_MAX = 256;

/** Where the documents are, and how long to wait for other processes where it is not {@link BUSY_TIMEOUT_MS}. */
export interface SqliteReadStoreOptions {
  readonly path: string;
  readonly busyTimeoutMs?: number;
}

/**
 * The read store in one SQLite file, which several processes may share. A commit is durable once it has resolved, see {@link ReadStore};
 * commits of one turn of the event loop share one transaction. Reads and writes block the thread: keep documents and pages small.
 * @throws Unavailable where the file cannot be opened
 */
export const openSqliteReadStore = ({ path, busyTimeoutMs = BUSY_TIMEOUT_MS }: SqliteReadStoreOptions): Opened<ReadStore> =>
  new SqliteReadStore(path, busyTimeoutMs);

interface Waiting {
  readonly table: Table;
  readonly written: Written;
  readonly resolve: (answer: 'committed' | 'fenced') => void;
  readonly reject: (error: unknown) => void;
}

class SqliteReadStore implements Opened<ReadStore> {
  private readonly file: string;
  private readonly database;
  private readonly tables = new Map<string, Table>();
  private waiting: Waiting[] = [];
  private open = true;

  constructor(path: string, busyTimeoutMs: number) {
    this.file = resolve(path);
    this.database = openDatabase(this.file, busyTimeoutMs);
  }

  async load<Document extends object>(collection: Collection, keys: readonly string[]): Promise<ReadonlyMap<string, Stored<Document>>> {
    return this.reading(() => this.table(collection).load<Document>(keys));
  }

  async checkpoint(collection: Collection) {
    return this.reading(() => this.table(collection).checkpoint());
  }

  async find<Document extends object>(collection: Collection, query: Query): Promise<Page<Document>> {
    return this.reading(() => this.table(collection).find<Document>(query));
  }

  async commit(collection: Collection, commit: Commit): Promise<'committed' | 'fenced'> {
    const table = this.reading(() => this.table(collection));
    const puts = commit.puts.map(({ key, position, document }) => ({ key, position, text: textOf(document) }));
    return new Promise((onCommitted, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.commitWaiting());
      this.waiting.push({ table, written: { ...commit, puts }, resolve: onCommitted, reject });
    });
  }

  async probe(): Promise<void> {
    this.reading(() => this.database.prepare('SELECT 1').get());
  }

  private commitWaiting(): void {
    if (this.waiting.length === 0) return;
    const group = this.waiting.slice(0, COMMITS_PER_TRANSACTION_MAX);
    this.waiting = this.waiting.slice(COMMITS_PER_TRANSACTION_MAX);
    if (this.waiting.length > 0) setImmediate(() => this.commitWaiting());
    this.write(group);
  }

  /** One transaction for the group; where one of them cannot be written at all, one for each, so that only it fails. */
  private write(group: readonly Waiting[]): void {
    try {
      const work = () => group.map(({ table, written }) => table.write(written));
      // What a checkpoint counts is folded again where a power cut takes both; what stands nowhere else has to be on the disk.
      const durable = group.some(({ written }) => written.checkpoint === undefined);
      const answers = translated(this.file, () => {
        flushCommits(this.database, durable);
        return transaction(this.database, 'IMMEDIATE', work);
      });
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (error) {
      if (group.length > 1 && !(error instanceof Unavailable)) for (const each of group) this.write([each]);
      else for (const { reject } of group) reject(error);
    }
  }

  private table(collection: Collection): Table {
    const id = JSON.stringify([collection.name, collection.indexes]);
    const table = this.tables.get(id) ?? new Table(this.database, collection);
    this.tables.set(id, table);
    return table;
  }

  private reading<Result>(work: () => Result): Result {
    if (!this.open) throw new Unavailable(`Read store ${this.file} is closed.`);
    return translated(this.file, work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.open) return;
    this.open = false;
    while (this.waiting.length > 0) this.commitWaiting();
    this.database.close();
  }
}

/** JSON that every engine gives back alike: what is no Unicode (half a surrogate pair) becomes U+FFFD, as it does in BSON and in SQLite. */
const textOf = (document: object): string =>
  JSON.stringify(document).replaceAll(/(\\\\)|\\ud[89a-f][0-9a-f]{2}/g, (_, backslash?: string) => backslash ?? '\uFFFD');
