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
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { Unavailable } from '#libs/kernel/errors.js';
import {
  APPEND_MS_MAX,
  CHECKPOINT_WINDOWS,
  DEADLINE_GRACE_MS,
  FOLLOW_BUFFER_EVENTS,
  PAGE_MS_MAX,
  READ_MS_MAX,
  SEARCH_WINDOW_EVENTS,
} from './bounds.js';
import { type ConnectionSettings, type Host } from './connection.js';
import { NoAnswer, type Patience, whileHeard, within } from './limits.js';

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

/** How long a page of a read is waited for, unless told. */
const READ_PATIENCE: Patience = { silenceMs: READ_MS_MAX, totalMs: PAGE_MS_MAX };

type Direction = 'forwards' | 'backwards';

/**
 * Who appends over the client's batch stream, which costs half as much as single calls. The client keeps the appends of all batch
 * streams of a process in one place: when one breaks, the answers to those of the others end the process. So one connection at a time
 * uses it, as long as nothing goes wrong with it, and leaves it when its stream has ended for certain.
 */
class BatchLane {
  private holder: Driver | undefined;

  take(driver: Driver): boolean {
    this.holder ??= driver;
    return this.holder === driver;
  }

  leave(driver: Driver): void {
    if (this.holder === driver) this.holder = undefined;
  }
}

const lane = new BatchLane();

/** One connection. This file alone knows the driver, so that it can be exchanged. */
export class Driver {
  /** Something went wrong with an append: the connection is to be replaced, and appends by single calls until then. */
  isDoubtful = false;
  private isClosed = false;
  private readonly client: Client;

  /** @param leader connects to this node, whatever the URL prefers */
  constructor(settings: ConnectionSettings, leader?: Host) {
    this.client = new Client(settings, leader);
  }

  /** Throws what the driver throws, or {@link NoAnswer}: the batch stream has no deadlines of its own. */
  async append(stream: string, expectedRevision: bigint | 'no_stream', events: readonly NewWireEvent[]) {
    const wire = events.map(({ id, type, data, meta }) => jsonEvent({ id, type, data: data as JSONEventType['data'], metadata: meta }));
    const options = { expectedRevision, requiresLeader: true, deadline: APPEND_MS_MAX };
    this.client.appendsInBatches = !this.isDoubtful && lane.take(this);
    try {
      const answer = await within(APPEND_MS_MAX + DEADLINE_GRACE_MS, this.client.appendToStream(stream, wire, options));
      return { revision: answer.nextExpectedRevision, place: answer.position };
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) this.isDoubtful = true;
      throw error;
    }
  }

  /** Up to `maxCount` events of a stream; `undefined` where there is no such stream. */
  async readStream(
    stream: string,
    fromRevision: bigint | 'start' | 'end',
    direction: Direction,
    maxCount: number,
    patience = READ_PATIENCE,
  ): Promise<readonly WireEvent[] | undefined> {
    try {
      const read = this.client.readStream(stream, { fromRevision, direction, maxCount, requiresLeader: true }, { highWaterMark: maxCount });
      return await this.page(read, patience);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return undefined;
      throw error;
    }
  }

  /** Up to `maxCount` events of the whole log, system events among them; forwards the one at the place is the first. */
  readLog(
    fromPosition: Place | 'start' | 'end',
    direction: Direction,
    maxCount: number,
    patience = READ_PATIENCE,
  ): Promise<readonly WireEvent[]> {
    return this.page(this.client.readAll({ fromPosition, direction, maxCount }, { highWaterMark: maxCount }), patience);
  }

  /** The driver ends a read that closing cancels as if what had come until then were all. */
  private async page(read: StreamingRead<{ event?: RecordedEvent }>, patience: Patience): Promise<readonly WireEvent[]> {
    const events = await pageOf(read, patience);
    if (this.isClosed) throw new Unavailable('The event store was closed while it was read: open it again.');
    return events;
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
  async close(): Promise<void> {
    this.isDoubtful = true;
    this.isClosed = true;
    await this.client.close();
    lane.leave(this);
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
  appendsInBatches: boolean;
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
    this.appendsInBatches = false;
    // It asks whether the server knows batches, by a call without a deadline; every server since 21.10 does. And a connection that
    // failed is replaced by its owner, not under the calls that use it.
    this.supports = () => Promise.resolve(this.appendsInBatches);
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
const pageOf = async (read: StreamingRead<{ event?: RecordedEvent }>, patience: Patience): Promise<readonly WireEvent[]> => {
  const events: WireEvent[] = [];
  const toItsEnd = (heard: () => void): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    read.on('data', ({ event }: { event?: RecordedEvent }) => {
      heard();
      if (event) events.push(toWire(event, event.position));
    });
    read.on('error', reject).on('end', resolve);
    return promise;
  };
  try {
    await whileHeard(patience, toItsEnd);
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
