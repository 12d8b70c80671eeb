import { type DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#libs/kernel/errors.js';
import { type NewEvent, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import {
  type Appended,
  type EventFilter,
  type EventStore,
  type LogHead,
  type LogPage,
  type Opened,
  type ReadAllOptions,
  type ReadStreamOptions,
} from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { fileItself } from '#libs/sqlite/ownership.js';
import { toAppendRequest } from './append-request.js';
import { type CommittedGroup, GroupCommit } from './sqlite/group-commit.js';
import { Growth } from './sqlite/growth.js';
import { LogReader } from './sqlite/log-reader.js';
import { fromPosition, toPosition } from './sqlite/position.js';
import { openLog } from './sqlite/schema.js';
import { takeWriterLock } from './sqlite/writer-lock.js';

/** How often a follower looks for events that another process wrote. */
export const POLL_INTERVAL_MS = 20;

export interface SqliteEventStoreOptions {
  /** A file has one writing process, which takes the lock when it opens; readers never wait for it. */
  readonly writer: boolean;
  /** Told after every commit, for metrics. */
  readonly onCommit?: (group: CommittedGroup) => void;
  /** Turn stored events of earlier shapes into today's. */
  readonly upcasters?: Upcasters;
}

/**
 * Opens a log in one SQLite file (`:memory:` for a log that lasts as long as the process) and creates it where it is missing.
 * Acknowledged appends are on disk. Open it once a process: its followers are then woken by its commits, not by looking.
 * @throws Unavailable when another process writes the file or the file cannot be opened · Error when it is not a log of this version
 */
export const openSqliteEventStore = async (path: string, options: SqliteEventStoreOptions): Promise<Opened<EventStore>> => {
  const { writer, onCommit, upcasters = {} } = options;
  const file = path === IN_MEMORY ? path : locate(path);
  const lock = writer && file !== IN_MEMORY ? takeWriterLock(file) : undefined;
  try {
    const db = await openLog(file, writer);
    // Nobody else writes while this process holds the lock: its own commits are all there is to wait for.
    const growth = new Growth(writer ? undefined : POLL_INTERVAL_MS);
    const told = (group: CommittedGroup) => {
      if (group.events > 0) growth.wake();
      onCommit?.(group);
    };
    const reader = new LogReader(db, file, upcasters);
    return new SqliteEventStore(db, reader, growth, writer ? new GroupCommit(db, file, told) : undefined, lock);
  } catch (error) {
    lock?.[Symbol.dispose]();
    throw error;
  }
};

const locate = (path: string): string => {
  try {
    return fileItself(path);
  } catch (error) {
    throw new Unavailable(
      `${path} cannot be opened (${(error as Error).message}): check that its folder exists and belongs to this user.`,
      {
        cause: error,
      },
    );
  }
};

class SqliteEventStore implements Opened<EventStore> {
  private closing: Promise<void> | undefined;

  constructor(
    private readonly db: DatabaseSync,
    private readonly reader: LogReader,
    private readonly growth: Growth,
    private readonly commits: GroupCommit | undefined,
    private readonly lock: Disposable | undefined,
  ) {}

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const request = toAppendRequest(stream, expected, events);
    if (this.commits === undefined) {
      throw new Error(`${this.reader.file} is open for reading only: open it as the writer, or send commands to the process that is.`);
    }
    return this.commits.append(request);
  }

  async *read(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    for await (const page of this.reader.stream(stream, options)) for (const event of page) yield event;
  }

  async *readAll({ after, filter, direction = 'forwards', limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<RecordedEvent> {
    const query = this.reader.prepareLog(filter, direction);
    const end = this.reader.end();
    const row = after === undefined ? undefined : fromPosition(after);
    const [first, last] = direction === 'forwards' ? [(row ?? 0) + 1, end] : [1, Math.min(end, (row ?? Infinity) - 1)];
    for await (const { events } of this.reader.log(query, first, last, limit)) for (const event of events) yield event;
  }

  async *follow(after: Position | undefined, filter: EventFilter | undefined, signal: AbortSignal): AsyncGenerator<LogPage> {
    const query = this.reader.prepareLog(filter, 'forwards');
    let seen = after === undefined ? 0 : fromPosition(after);
    if (signal.aborted) return;
    const begin = this.reader.end();
    if (seen > 0 && begin <= seen) yield { events: [], position: toPosition(seen), head: toPosition(begin) };
    while (!signal.aborted) {
      const end = this.reader.end();
      if (end <= seen) {
        await this.growth.wait(signal);
        continue;
      }
      for await (const { events, row } of this.reader.log(query, seen + 1, end, Infinity)) {
        if (signal.aborted) return;
        yield { events, position: toPosition(row), head: toPosition(end) };
        if (signal.aborted) return;
      }
      seen = end;
    }
  }

  async head(): Promise<LogHead> {
    const log = this.reader.identity();
    const end = this.reader.end();
    return { ...(log === undefined ? {} : { log }), ...(end === 0 ? {} : { position: toPosition(end) }) };
  }

  async probe(): Promise<void> {
    this.reader.end();
    this.commits?.probe();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    return (this.closing ??= this.close());
  }

  private async close(): Promise<void> {
    await this.commits?.close();
    this.db.close();
    this.lock?.[Symbol.dispose]();
    this.growth.wake();
  }
}
