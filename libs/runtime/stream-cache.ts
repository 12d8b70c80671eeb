import { type Aggregate, type State } from '#libs/kernel/decider.js';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Fact, categoryOf, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';

/** A stream as far as it has been read: its folded state, and at which version each command stands in it. */
export interface LoadedStream {
  readonly stream: string;
  readonly version: number;
  readonly state: State;
  /** Version of a command's first event, by command id. */
  readonly commands: ReadonlyMap<string, number>;
}

/** Folded streams kept at once, and the events behind all of them together: what bounds the cache's memory. */
export const STREAMS_MAX = 10_000;
export const EVENTS_MAX = 1_000_000;

/** Folded state by stream: a hot account costs no read, a conflict reads only what is new. */
export interface StreamCache {
  /** The stream as cached, or read now. */
  get(stream: string): Promise<LoadedStream>;
  /** The stream with everything that was appended since. */
  refresh(stream: string): Promise<LoadedStream>;
  /** Folds events that were just appended by this process. */
  advance(loaded: LoadedStream, events: readonly RecordedEvent[]): void;
}

interface Entry extends LoadedStream {
  version: number;
  state: State;
  readonly commands: Map<string, number>;
}

/** A cache over the given aggregates; the least recently used streams leave first. */
export const createStreamCache = (store: EventStore, aggregates: readonly Aggregate[]): StreamCache =>
  new LeastRecentlyUsed(store, aggregates);

class LeastRecentlyUsed implements StreamCache {
  private readonly folds: ReadonlyMap<string, { readonly aggregate: Aggregate; readonly eventTypes: ReadonlySet<string> }>;
  /** The least recently used first. */
  private readonly entries = new Map<string, Entry>();
  private eventsHeld = 0;

  constructor(
    private readonly store: EventStore,
    aggregates: readonly Aggregate[],
  ) {
    this.folds = new Map(aggregates.map((aggregate) => [aggregate.category, { aggregate, eventTypes: new Set(aggregate.eventTypes) }]));
  }

  async get(stream: string): Promise<LoadedStream> {
    const entry = this.entries.get(stream);
    if (entry === undefined) return this.refresh(stream);
    this.keep(entry);
    return entry;
  }

  async refresh(stream: string): Promise<LoadedStream> {
    const entry = this.entries.get(stream) ?? { stream, version: 0, state: this.foldsOf(stream).aggregate.initial, commands: new Map() };
    try {
      for await (const event of this.store.read(stream, { from: entry.version + 1 })) this.fold(entry, event);
    } catch (error) {
      this.drop(stream);
      throw error;
    }
    this.keep(entry);
    return entry;
  }

  advance(loaded: LoadedStream, events: readonly RecordedEvent[]): void {
    for (const event of events) this.fold(loaded as Entry, event);
  }

  private foldsOf(stream: string) {
    const folds = this.folds.get(categoryOf(stream));
    if (folds === undefined) throw new InvariantBroken(`No aggregate decides stream ${stream}.`);
    return folds;
  }

  private fold(entry: Entry, event: RecordedEvent): void {
    if (event.version <= entry.version) return;
    if (event.version !== entry.version + 1) {
      throw new InvariantBroken(
        `${entry.stream} jumps from version ${entry.version} to ${event.version}: the log has a hole, restore it from its backup.`,
      );
    }
    const { aggregate, eventTypes } = this.foldsOf(entry.stream);
    if (!eventTypes.has(event.type)) {
      throw new InvariantBroken(
        `${entry.stream} holds ${event.type} at version ${event.version}, which this program does not know: start a newer one.`,
      );
    }
    entry.state = aggregate.evolve(entry.state, event as unknown as Fact<MessageMap>);
    entry.version = event.version;
    this.eventsHeld += this.entries.get(entry.stream) === entry ? 1 : 0;
    if (!entry.commands.has(event.meta.commandId)) entry.commands.set(event.meta.commandId, event.version);
  }

  /** Puts an entry at the young end and lets the oldest go. */
  private keep(entry: Entry): void {
    this.drop(entry.stream);
    this.entries.set(entry.stream, entry);
    this.eventsHeld += entry.version;
    for (const oldest of this.entries.keys()) {
      if ((this.entries.size <= STREAMS_MAX && this.eventsHeld <= EVENTS_MAX) || oldest === entry.stream) break;
      this.drop(oldest);
    }
  }

  private drop(stream: string): void {
    this.eventsHeld -= this.entries.get(stream)?.version ?? 0;
    this.entries.delete(stream);
  }
}
