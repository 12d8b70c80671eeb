import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type EventFilter, type ReadStreamOptions } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { decode } from '../decode.js';
import { toStoreError } from './errors.js';
import { toPosition } from './position.js';
import { identityOf } from './schema.js';

/** Events of one page: small enough to die young in memory, which reads faster than larger pages. */
export const PAGE_EVENTS_MAX = 256;

/** Characters of JSON after which a page ends early (4 Mi). */
export const PAGE_SIZE_MAX = 4_194_304;

/** Rows that one page looks at: a filter that matches nothing blocks the process for some milliseconds, not for the whole log. */
export const PAGE_ROWS_MAX = 8_192;

/** A question to the log, prepared once and asked for as many ranges as there are. */
export interface LogQuery {
  readonly direction: 'forwards' | 'backwards';
  readonly statement: StatementSync;
  readonly values: readonly SQLInputValue[];
}

/**
 * Reads pages. Each page is one statement, run to its end before the page is handed out: no read transaction stays open while the
 * caller works, and between pages the event loop gets its turn.
 */
export class LogReader {
  private readonly endOfLog;
  private readonly endOfStream;
  private readonly streamPage;
  private readonly streamPageBackwards;

  constructor(
    private readonly db: DatabaseSync,
    readonly file: string,
    private readonly upcasters: Upcasters,
  ) {
    this.endOfLog = db.prepare('SELECT coalesce(max(position), 0) AS row FROM events');
    this.endOfStream = db.prepare('SELECT coalesce(max(version), 0) AS version FROM events WHERE stream = ?');
    this.streamPage = prepare(db, 'stream = ? AND version BETWEEN ? AND ? ORDER BY version LIMIT ?');
    this.streamPageBackwards = prepare(db, 'stream = ? AND version BETWEEN ? AND ? ORDER BY version DESC LIMIT ?');
  }

  /** The number of the last row; 0 in an empty log. */
  end(): number {
    return this.run(() => (this.endOfLog.get() as { row: number }).row);
  }

  /** The name of the log; `undefined` while nothing is in it and no writer has named it. */
  identity(): string | undefined {
    return this.run(() => identityOf(this.db));
  }

  async *stream(
    stream: string,
    { from, direction = 'forwards', limit = Infinity }: ReadStreamOptions,
  ): AsyncGenerator<readonly RecordedEvent[]> {
    const end = this.run(() => (this.endOfStream.get(stream) as { version: number }).version);
    const forwards = direction === 'forwards';
    const statement = forwards ? this.streamPage : this.streamPageBackwards;
    let [low, high, left] = forwards ? [Math.max(1, from ?? 1), end, limit] : [1, Math.min(end, from ?? end), limit];
    while (low <= high && left > 0) {
      const { events } = this.page(statement, [stream, low, high], Math.min(left, PAGE_EVENTS_MAX));
      if (events.length === 0) {
        throw new InvariantBroken(`Version ${forwards ? low : high} of ${stream} is missing in ${this.file}: restore it from a backup.`);
      }
      yield events;
      left -= events.length;
      if (forwards) low = events.at(-1)!.version + 1;
      else high = events.at(-1)!.version - 1;
      if (low <= high && left > 0) await nextTurn();
    }
  }

  prepareLog(filter: EventFilter | undefined, direction: LogQuery['direction']): LogQuery {
    const { sql, values } = conditions(filter);
    const order = direction === 'forwards' ? 'ASC' : 'DESC';
    const statement = this.run(() => prepare(this.db, `position BETWEEN ? AND ? ${sql} ORDER BY position ${order} LIMIT ?`));
    return { direction, statement, values };
  }

  /** Rows `first` to `last` of the log, page by page. */
  async *log({ direction, statement, values }: LogQuery, first: number, last: number, limit: number): AsyncGenerator<LookedAt> {
    const forwards = direction === 'forwards';
    let [low, high, left] = [first, last, limit];
    while (low <= high && left > 0) {
      const [from, to] = forwards ? [low, Math.min(high, low + PAGE_ROWS_MAX - 1)] : [Math.max(low, high - PAGE_ROWS_MAX + 1), high];
      const { events, lastRow } = this.page(statement, [from, to, ...values], Math.min(left, PAGE_EVENTS_MAX));
      const row = lastRow ?? (forwards ? to : from);
      if (forwards) low = row + 1;
      else high = row - 1;
      left -= events.length;
      yield { events, row };
      if (low <= high && left > 0) await nextTurn();
    }
  }

  /** `lastRow` is the row of the last event where the page may have ended before its rows did. */
  private page(statement: StatementSync, values: readonly SQLInputValue[], eventsMax: number): Page {
    const events: RecordedEvent[] = [];
    let size = 0;
    return this.run(() => {
      for (const row of statement.iterate(...values, eventsMax) as unknown as Iterable<Row>) {
        events.push(this.toEvent(row));
        size += row[5].length + row[6].length;
        if (size >= PAGE_SIZE_MAX || events.length === eventsMax) return { events, lastRow: row[0] };
      }
      return { events };
    });
  }

  private toEvent([row, stream, version, id, type, data, meta]: Row): RecordedEvent {
    return decode(this.upcasters, { id, type, data: parse(data), meta: parse(meta), stream, version, position: toPosition(row) });
  }

  private run<Result>(read: () => Result): Result {
    if (!this.db.isOpen) throw new Unavailable(`${this.file} is closed: open the event store again.`);
    try {
      return read();
    } catch (error) {
      throw toStoreError(error, `Reading ${this.file}`);
    }
  }
}

/** Events, and the last row that was looked at for them: a page may be empty, and the caller may stop then. */
export interface LookedAt {
  readonly events: readonly RecordedEvent[];
  readonly row: number;
}

interface Page {
  readonly events: readonly RecordedEvent[];
  readonly lastRow?: number;
}

type Row = readonly [position: number, stream: string, version: number, id: string, type: string, data: string, meta: string];

const prepare = (db: DatabaseSync, where: string): StatementSync => {
  const statement = db.prepare(`SELECT position, stream, version, id, type, data, meta FROM events WHERE ${where}`);
  statement.setReturnArrays(true);
  return statement;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** An empty list names nothing, so that nothing matches. Prefixes are compared as they are: LIKE and GLOB know wildcards. */
const conditions = (filter: EventFilter | undefined): { sql: string; values: readonly SQLInputValue[] } => {
  const { streamPrefixes, types } = filter ?? {};
  const prefixes = streamPrefixes?.map(() => 'substr(stream, 1, ?) = ?');
  return {
    sql: [
      prefixes === undefined ? '' : `AND (${prefixes.join(' OR ') || 'FALSE'})`,
      types === undefined ? '' : `AND type IN (${types.map(() => '?').join(', ')})`,
    ].join(' '),
    values: [...(streamPrefixes ?? []).flatMap((prefix) => [prefix.length, prefix]), ...(types ?? [])],
  };
};
