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
import { toAppendRequest } from './append-request.js';
import { Appender } from './eventstoredb/append.js';
import { OPEN_MS_MAX, PROBE_ANSWER_MS_MAX } from './eventstoredb/bounds.js';
import { type ConnectionSettings, parseConnection } from './eventstoredb/connection.js';
import { Connections } from './eventstoredb/connections.js';
import { CREDENTIALS_HINT, failureOf, toStoreError } from './eventstoredb/errors.js';
import { Follower, type FollowerParts } from './eventstoredb/follower.js';
import { within } from './eventstoredb/limits.js';
import { LogName } from './eventstoredb/log-name.js';
import { LogReader } from './eventstoredb/log-reader.js';
import { fromPosition } from './eventstoredb/position.js';
import { StreamReader } from './eventstoredb/stream-reader.js';

export interface EventStoreDbOptions {
  /** May append, and names the log if nobody has: any number of processes may be writers. */
  readonly writer: boolean;
  /** Turn stored events of earlier shapes into today's. */
  readonly upcasters?: Upcasters;
}

/**
 * Opens the log of an EventStoreDB server or cluster.
 * @throws Error for a URL that cannot be, or credentials that the server refuses · Unavailable when it cannot be reached now
 */
export const openEventStoreDb = async (
  url: string,
  options: EventStoreDbOptions,
  wrongUrl: (what: string) => Error = (what) => new Error(`The URL ${what}.`),
): Promise<Opened<EventStore>> => {
  const settings = settingsOf(url, wrongUrl);
  const connections = new Connections(settings);
  const name = new LogName(connections);
  try {
    await within<unknown>(OPEN_MS_MAX, options.writer ? name.ensure() : name.read());
  } catch (error) {
    await connections.close();
    if (failureOf(error).kind === 'denied') throw wrongUrl(refusalOf(settings));
    throw toStoreError(error, 'Opening the event store', whereOf(settings));
  }
  return new EventStoreDb(connections, name, whereOf(settings), options);
};

const settingsOf = (url: string, wrongUrl: (what: string) => Error): ConnectionSettings => {
  try {
    return parseConnection(url);
  } catch (error) {
    throw wrongUrl((error as Error).message);
  }
};

const whereOf = ({ shown }: ConnectionSettings): string => `EventStoreDB at ${shown}`;

const refusalOf = ({ credentials }: ConnectionSettings): string => {
  const user = credentials === undefined ? 'without credentials' : `as "${credentials.username}"`;
  return `is refused by the server: it does not let this program in ${user}. ${CREDENTIALS_HINT}`;
};

class EventStoreDb implements Opened<EventStore> {
  private readonly appender: Appender;
  private readonly streams: StreamReader;
  private readonly parts: FollowerParts;
  private readonly pending = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly connections: Connections,
    private readonly name: LogName,
    private readonly where: string,
    private readonly options: EventStoreDbOptions,
  ) {
    const { upcasters = {} } = options;
    this.appender = new Appender(connections, where);
    this.streams = new StreamReader(connections, upcasters, where);
    this.parts = { connections, log: new LogReader(connections, upcasters, where), upcasters, where };
  }

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const request = toAppendRequest(stream, expected, events);
    this.requireOpen();
    if (!this.options.writer)
      throw new Error(`${this.where} is open for reading only: open it as a writer, or send commands to a process that is.`);
    const answer = this.appender.append(request);
    this.pending.add(answer);
    try {
      return await answer;
    } finally {
      this.pending.delete(answer);
    }
  }

  async *read(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    this.requireOpen();
    yield* this.streams.read(stream, options);
  }

  async *readAll({ after, filter, direction = 'forwards', limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<RecordedEvent> {
    const place = after === undefined ? undefined : fromPosition(after);
    this.requireOpen();
    if (limit <= 0) return;
    if (direction === 'backwards') yield* this.parts.log.backwards(place, filter, limit);
    else yield* this.forwards(after, filter, limit);
  }

  /** By a subscription that ends where the log ended: the server filters these, and reads it does not. */
  private async *forwards(after: Position | undefined, filter: EventFilter | undefined, limit: number): AsyncGenerator<RecordedEvent> {
    const end = await this.parts.log.head();
    if (end === undefined || (after !== undefined && after >= end)) return;
    let left = limit;
    for await (const { events, position } of new Follower(this.parts, after, filter, this.closing.signal).pages()) {
      for (const event of events) {
        if (event.position > end) return;
        yield event;
        if ((left -= 1) <= 0) return;
      }
      if (position >= end) return;
    }
    this.requireOpen();
  }

  async *follow(after: Position | undefined, filter: EventFilter | undefined, signal: AbortSignal): AsyncGenerator<LogPage> {
    if (after !== undefined) fromPosition(after);
    this.requireOpen();
    const ends = new AbortController();
    const end = () => ends.abort();
    const signals = [signal, this.closing.signal];
    for (const each of signals) each.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      yield* new Follower(this.parts, after, filter, ends.signal).pages();
      if (!signal.aborted) this.requireOpen();
    } finally {
      for (const each of signals) each.removeEventListener('abort', end);
    }
  }

  async head(): Promise<LogHead> {
    this.requireOpen();
    try {
      const [log, position] = await Promise.all([this.name.read(), this.parts.log.head()]);
      return { ...(log === undefined ? {} : { log }), ...(position === undefined ? {} : { position }) };
    } catch (error) {
      throw toStoreError(error, 'Asking for the end of the log', this.where);
    }
  }

  async probe(): Promise<void> {
    this.requireOpen();
    try {
      await within(PROBE_ANSWER_MS_MAX, this.name.ask(PROBE_ANSWER_MS_MAX));
    } catch (error) {
      throw toStoreError(error, 'A probe', this.where);
    }
  }

  /** Waits for the appends under way, each of which has its time limit. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.pending);
    await this.connections.close();
  }

  private requireOpen(): void {
    if (this.closing.signal.aborted) throw new Unavailable(`${this.where} is closed: open the event store again.`);
  }
}
