import {
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NotLeaderError,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type JSONEventType,
  type RecordedEvent,
  streamNameFilter,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { APPEND_MS_MAX, CHECKPOINT_WINDOWS, FOLLOW_BUFFER_EVENTS, READ_MS_MAX, SEARCH_WINDOW_EVENTS } from './bounds.js';
import { type ConnectionSettings, type Host } from './connection.js';
import { NoAnswer, within } from './limits.js';

/** A place in the log, as the server counts. */
export interface Place {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** An event as the server hands it out. */
export interface WireEvent {
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  /** From 0 on. */
  readonly revision: bigint;
  readonly place: Place;
  /** Parsed JSON; text or bytes where they are none. */
  readonly data: unknown;
  readonly meta: unknown;
}

export interface NewWireEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly meta: object;
}

/** What the server leaves out by itself; it knows one condition at a time. */
export type WireFilter =
  { readonly on: 'type' | 'stream'; readonly prefixes: readonly string[] } | { readonly on: 'type'; readonly regex: string };

export interface WireListener {
  confirmed(): void;
  caughtUp(): void;
  /** Everything before it was searched. Must not throw: the subscription would stand still for ever. */
  checkpoint(place: Place): void;
  /** Events can be taken. */
  ready(): void;
  /** No more will come. */
  ended(error: Error): void;
}

export interface WireSubscription {
  /** The next event that has arrived. */
  take(): WireEvent | undefined;
  /** Events that have arrived and were not taken. */
  readonly waiting: number;
  cancel(): Promise<void>;
}

type Direction = 'forwards' | 'backwards';

/** One connection. This file alone knows the driver, so that it can be exchanged. */
export class Driver {
  private readonly client: Client;

  /** @param leader connects to this node, whatever the URL prefers */
  constructor(settings: ConnectionSettings, leader?: Host) {
    this.client = new Client(settings, leader);
  }

  /** By a call of its own: it has a deadline, and what goes wrong with it touches no other append. */
  async append(stream: string, expectedRevision: bigint | 'no_stream', events: readonly NewWireEvent[]) {
    const wire = events.map(({ id, type, data, meta }) => jsonEvent({ id, type, data: data as JSONEventType['data'], metadata: meta }));
    const options = { expectedRevision, requiresLeader: true, deadline: APPEND_MS_MAX };
    const { nextExpectedRevision, position } = await within(APPEND_MS_MAX + 500, this.client.appendToStream(stream, wire, options));
    return { revision: nextExpectedRevision, place: position };
  }

  /** Up to `maxCount` events of a stream; `undefined` where there is no such stream. */
  async readStream(
    stream: string,
    fromRevision: bigint | 'start' | 'end',
    direction: Direction,
    maxCount: number,
    ms = READ_MS_MAX,
  ): Promise<readonly WireEvent[] | undefined> {
    try {
      const read = this.client.readStream(stream, { fromRevision, direction, maxCount, requiresLeader: true }, { highWaterMark: maxCount });
      return await pageOf(read, ms);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return undefined;
      throw error;
    }
  }

  /** Up to `maxCount` events of the whole log, system events among them; forwards the one at the place is the first. */
  readLog(fromPosition: Place | 'start' | 'end', direction: Direction, maxCount: number, ms = READ_MS_MAX): Promise<readonly WireEvent[]> {
    return pageOf(this.client.readAll({ fromPosition, direction, maxCount }, { highWaterMark: maxCount }), ms);
  }

  /** Everything after a place. */
  subscribe(fromPosition: Place | 'start', filter: WireFilter, listener: WireListener): WireSubscription {
    const search = {
      maxSearchWindow: SEARCH_WINDOW_EVENTS,
      checkpointInterval: CHECKPOINT_WINDOWS,
      checkpointReached: async (_: unknown, place: Place) => listener.checkpoint(place),
    };
    const options = { fromPosition, filter: { ...wireFilter(filter), ...search } };
    const subscription = this.client.subscribeToAll(options, { highWaterMark: FOLLOW_BUFFER_EVENTS });
    return new Subscription(subscription, listener);
  }

  /** Cancels what is under way and closes the connection. */
  close(): Promise<void> {
    return this.client.close();
  }
}

const wireFilter = (filter: WireFilter) => {
  if ('regex' in filter) return eventTypeFilter({ regex: filter.regex });
  const condition = { prefixes: [...filter.prefixes] };
  return filter.on === 'type' ? eventTypeFilter(condition) : streamNameFilter(condition);
};

/** The node that leads, where the error says that another one was asked. */
export const leaderNamedBy = (error: unknown): Host | undefined => (error instanceof NotLeaderError ? error.leader : undefined);

/**
 * Connections of one process to one target are shared by the driver's transport unless their settings differ, and with them the 100
 * streams and the wait after a failure: each gets another keep-alive interval, in milliseconds.
 */
const KEEP_ALIVE_MS_MIN = 10_000;
const KEEP_ALIVE_VARIANTS = 5_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
let connections = 0;

class Client extends EventStoreDBClient {
  private channel: { close(): void } | undefined;

  constructor(settings: ConnectionSettings, leader: Host | undefined) {
    const { tls, credentials, nodePreference, connectionName } = settings;
    const keepAliveInterval = KEEP_ALIVE_MS_MIN + (connections++ % KEEP_ALIVE_VARIANTS);
    const common = {
      keepAliveInterval,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      ...(connectionName === undefined ? {} : { connectionName }),
    };
    const secured = tls
      ? {
          ...(tls.ca ? { rootCertificate: tls.ca } : {}),
          ...(tls.cert && tls.key ? { userCertFile: tls.cert, userKeyFile: tls.key } : {}),
          verifyOptions: { rejectUnauthorized: tls.verify },
        }
      : { insecure: true };
    const [first] = settings.hosts;
    // Few and quick attempts to find a node: who calls tries again by its own rules.
    const discovery = { nodePreference, maxDiscoverAttempts: 2, gossipTimeout: 2, ...common };
    if (leader || !settings.gossips) super({ endpoint: (leader ?? first)!, ...common }, secured, credentials);
    else super({ endpoints: [...settings.hosts], ...discovery }, secured, credentials);
    // Appends go by single calls (ADR 0042), and a connection that failed is replaced by its owner, not under the calls that use it.
    this.supports = async () => false;
    this.handleError = async () => undefined;
    const connect = this.getChannel;
    this.getChannel = async () => {
      const channel = await connect();
      this.channel = channel;
      return channel;
    };
  }

  async close(): Promise<void> {
    await this.dispose();
    this.channel?.close();
  }
}

const toWire = (event: RecordedEvent, place: Place | undefined): WireEvent => {
  const { streamId, id, type, revision, data, metadata } = event;
  return { stream: streamId, id, type, revision, place: place ?? { commit: 0n, prepare: 0n }, data, meta: metadata };
};

/** Reads to the end that the server sets: a read that is broken off keeps its HTTP/2 stream for ever unless it is cancelled. */
const pageOf = async (read: StreamingRead<{ event?: RecordedEvent }>, ms: number): Promise<readonly WireEvent[]> => {
  const events: WireEvent[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  read.on('data', ({ event }: { event?: RecordedEvent }) => void (event && events.push(toWire(event, event.position))));
  read.on('error', reject).on('end', resolve);
  try {
    await within(ms, promise);
  } catch (error) {
    if (error instanceof NoAnswer) void read.cancel().catch(() => undefined);
    throw error;
  }
  return events;
};

class Subscription implements WireSubscription {
  constructor(
    private readonly subscription: AllStreamSubscription,
    listener: WireListener,
  ) {
    const end = () => listener.ended(new Error('the subscription has ended'));
    subscription
      .on('confirmation', () => listener.confirmed())
      .on('caughtUp', () => listener.caughtUp())
      .on('readable', () => listener.ready())
      .on('error', (error: Error) => listener.ended(error))
      .on('end', end)
      .on('close', end);
  }

  get waiting(): number {
    return this.subscription.readableLength;
  }

  take(): WireEvent | undefined {
    for (;;) {
      const resolved = this.subscription.read() as AllStreamResolvedEvent | null;
      if (resolved === null) return undefined;
      if (resolved.event) return toWire(resolved.event, resolved.event.position);
    }
  }

  cancel(): Promise<void> {
    return this.subscription.unsubscribe();
  }
}
