import { type DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Collection } from '#libs/kernel/ports.js';
import { isDamage } from '#libs/sqlite/errors.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { patiently } from '#libs/sqlite/patience.js';
import { requireFree } from '#libs/sqlite/room.js';
import { type Written } from '../document.js';
import { openDatabase } from './database.js';
import { translated } from './errors.js';
import { identityOf, setAside } from './set-aside.js';
import { Table } from './table.js';
import { lengthOf, writerOf } from './writer.js';

/** A file that is damaged again within this time is not made anew once more: the disk is to blame. */
const MEND_AGAIN_MS = 60_000;

/** How often it is looked whether the path still leads to the file that is open. */
const LOOK_MS = 500;

interface Open {
  readonly database: DatabaseSync;
  readonly tables: Map<string, Table>;
  readonly writer: ReturnType<typeof writerOf>;
  readonly identity: string | undefined;
}

/** How a file is kept. */
export interface SqliteFileUse {
  readonly busyMsMax: number;
  /** What it holds is folded from the log again: a damaged file is set aside and begun anew. Any other is left to its operators. */
  readonly disposable: boolean;
}

/**
 * One SQLite file with collections. Several processes may have it open; where one of them has begun it anew, or somebody has removed it,
 * the others follow within {@link LOOK_MS}, or with their next commit.
 */
export class SqliteFile {
  readonly notices: string[] = [];
  private current: Open;
  private lookedAt = performance.now();
  private mendedAt = Number.NEGATIVE_INFINITY;
  private isOpen = true;

  /** @throws Unavailable · InvariantBroken for a damaged file that is not disposable, see {@link translated} */
  constructor(
    readonly path: string,
    private readonly use: SqliteFileUse,
  ) {
    try {
      this.current = this.opened();
    } catch (error) {
      if (!isDamage(error) || !use.disposable || path === IN_MEMORY) throw translated(path, error);
      this.replace(error as Error);
      this.current = this.opened();
    }
  }

  /** Reads, again and again while other processes are in the way. @throws Unavailable · InvariantBroken */
  async reading<Result>(collection: Collection, work: (table: Table) => Result): Promise<Result> {
    this.requireOpen();
    this.follow(LOOK_MS);
    try {
      return await patiently(this.use.busyMsMax, () => {
        this.requireOpen();
        return work(this.table(collection));
      });
    } catch (error) {
      throw this.afterFault(this.current, error, translated(this.path, error));
    }
  }

  /** Writes a commit together with others of its turn. @throws Unavailable · InvariantBroken */
  async commit(collection: Collection, written: Written): Promise<'committed' | 'fenced'> {
    this.requireOpen();
    this.follow(0);
    const { current } = this;
    try {
      return await current.writer.write({ table: () => tableIn(current, collection, this.path), written }, lengthOf(written));
    } catch (error) {
      throw this.afterFault(current, (error as Error).cause, error);
    }
  }

  /** The database itself, for what concerns more than one collection. */
  get database(): DatabaseSync {
    return this.current.database;
  }

  probe(): void {
    this.requireOpen();
    this.follow(LOOK_MS);
    const { writer, database } = this.current;
    writer.requireTrust();
    try {
      database.prepare('SELECT count(*) FROM collection_checkpoint').get();
    } catch (error) {
      throw new Unavailable((translated(this.path, error) as Error).message, { cause: error });
    }
    requireFree(this.path);
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await this.current.writer.finish();
    this.current.database.close();
  }

  table(collection: Collection): Table {
    return tableIn(this.current, collection, this.path);
  }

  private opened(): Open {
    const database = openDatabase(this.path);
    return {
      database,
      tables: new Map(),
      writer: writerOf(this.path, database, this.use.busyMsMax),
      identity: this.path === IN_MEMORY ? undefined : identityOf(this.path),
    };
  }

  /** What the caller hears: of damage, that it is mended and that a later try may succeed. */
  private afterFault(used: Open, fault: unknown, told: unknown): unknown {
    if (!isDamage(fault)) return told;
    const isAgain = performance.now() - this.mendedAt < MEND_AGAIN_MS;
    if (this.current === used && (!this.use.disposable || this.path === IN_MEMORY || isAgain)) {
      used.writer.distrust(fault as Error);
      return told;
    }
    if (this.current === used) this.renew(fault as Error);
    return new Unavailable(`Read store ${this.path} was damaged and is begun anew: its read models are folded from the log again.`, {
      cause: fault,
    });
  }

  /** Opens whatever the path leads to by now. */
  private follow(afterMs: number): void {
    const { identity } = this.current;
    if (identity === undefined || performance.now() - this.lookedAt < afterMs) return;
    this.lookedAt = performance.now();
    if (identityOf(this.path) === identity) return;
    if (!this.use.disposable) throw new Unavailable(`${this.path} was moved or removed while it was in use: put it back, then restart.`);
    this.renew(undefined);
  }

  private renew(damage: Error | undefined): void {
    const { writer, database, identity } = this.current;
    writer.distrust(damage ?? new Error('another file is in its place'));
    database.close();
    if (damage !== undefined && identityOf(this.path) === identity) this.replace(damage);
    this.current = this.opened();
  }

  private replace(damage: Error): void {
    const aside = setAside(this.path, new Date());
    this.mendedAt = performance.now();
    this.notices.push(
      `${this.path} was damaged (${damage.message}): it is kept as ${aside}, its read models are folded from the log again.`,
    );
  }

  private requireOpen(): void {
    if (!this.isOpen) throw new Unavailable(`Read store ${this.path} is closed.`);
  }
}

const tableIn = ({ database, tables }: Open, collection: Collection, path: string): Table => {
  const id = JSON.stringify([collection.name, collection.indexes]);
  const table = tables.get(id) ?? new Table(database, collection, path !== IN_MEMORY);
  tables.set(id, table);
  return table;
};
