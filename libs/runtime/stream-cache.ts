import { LRUCache } from 'lru-cache';
import { type Amendments, amendmentsIn, amendmentsOf, isAmendment, NO_AMENDMENTS, toldBy } from '#libs/kernel/amend.js';
import { identityOf } from '#libs/kernel/command-identity.js';
import { type Aggregate, type HistoryFold, type State } from '#libs/kernel/decider.js';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { categoryOf, type Fact, type Instant, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { NewerEvent, requireKnownSchema } from './newer-event.js';

/** A stream as far as it has been read. Never changes: what is appended makes a new one. */
export interface Snapshot {
  readonly stream: string;
  readonly version: number;
  /** The history as it is told at this version: amendments amend, and are not folded. */
  readonly state: State;
  /** Version of a command's first event, by what names the command ({@link identityOf}). */
  readonly commands: Pick<PersistentMap<string, number>, 'get' | 'has'>;
  /** Of the last event; absent while there is none. */
  readonly recordedAt?: Instant;
}

/** Folded streams kept at once. */
export const STREAMS_MAX = 10_000;

/** What all of them may take in memory together, estimated by {@link bytesOf}. */
export const BYTES_MAX = 134_217_728;

/** Estimated bytes of a kept stream, and of one of its events beside its data: its command id, its version, its places in maps. */
const STREAM_BYTES = 1_024;
const EVENT_BYTES = 256;

/**
 * Bytes of memory for one character of an event's JSON: what a fold keeps of it is objects. Measured on the demonstration: 438 bytes an
 * event of 150 characters, where this estimates 570.
 */
const BYTES_A_CHARACTER = 2;

/** Folded state by stream: a hot account costs no read, a conflict reads only what is new. */
export interface StreamCache {
  /** The stream as it was last seen, at once; or read now. */
  get(stream: string): Snapshot | Promise<Snapshot>;
  /** The stream with everything that was appended before this call. */
  refresh(stream: string): Promise<Snapshot>;
  /**
   * Folds events that this process has just appended behind a snapshot. Where they amend, the history is told otherwise: the snapshot
   * stays as it is, and the stream is read anew when it is next asked for.
   */
  advance(snapshot: Snapshot, events: readonly RecordedEvent[]): Snapshot;
  /** Folds a stream's history as it was written, up to a snapshot's version. */
  foldHistory<Result>(snapshot: Pick<Snapshot, 'stream' | 'version'>, fold: HistoryFold<Result>): Promise<Result>;
}

/** What bounds a cache, and what it knows of stored shapes. */
export interface StreamCacheOptions {
  readonly upcasters?: Upcasters;
  readonly streamsMax?: number;
  readonly bytesMax?: number;
}

/** A cache over the given aggregates; the least recently used streams leave first. */
export const createStreamCache = (store: EventStore, aggregates: readonly Aggregate[], options: StreamCacheOptions = {}): StreamCache =>
  new SnapshotCache(store, aggregates, options);

interface Entry extends Snapshot {
  readonly commands: PersistentMap<string, number>;
  readonly amendments: Amendments;
  readonly bytes: number;
}

/** A load under way, and the one that begins after it for those who must see more than it may have read. */
interface Load {
  readonly running: Promise<Entry>;
  next?: Promise<Entry>;
}

class SnapshotCache implements StreamCache {
  private readonly folds: ReadonlyMap<string, { readonly aggregate: Aggregate; readonly eventTypes: ReadonlySet<string> }>;
  private readonly upcasters: Upcasters;
  private readonly entries: LRUCache<string, Entry>;
  private readonly loads = new Map<string, Load>();

  constructor(
    private readonly store: EventStore,
    aggregates: readonly Aggregate[],
    { upcasters = {}, streamsMax = STREAMS_MAX, bytesMax = BYTES_MAX }: StreamCacheOptions,
  ) {
    this.folds = new Map(aggregates.map((aggregate) => [aggregate.category, { aggregate, eventTypes: new Set(aggregate.eventTypes) }]));
    this.upcasters = upcasters;
    this.entries = new LRUCache({ max: streamsMax, maxSize: bytesMax, sizeCalculation: ({ bytes }) => bytes });
  }

  get(stream: string): Snapshot | Promise<Snapshot> {
    return this.entries.get(stream) ?? this.loads.get(stream)?.running ?? this.load(stream);
  }

  async refresh(stream: string): Promise<Snapshot> {
    const load = this.loads.get(stream);
    if (load === undefined) return this.load(stream);
    // It may have looked before what this caller has to see was appended.
    load.next ??= load.running.catch(() => undefined).then(() => this.load(stream));
    return load.next;
  }

  advance(snapshot: Snapshot, events: readonly RecordedEvent[]): Snapshot {
    const { amendments } = this.foldsOf(snapshot.stream).aggregate;
    if (!events.some((event) => isAmendment(amendments, event)))
      return this.keep(events.reduce((entry, event) => this.fold(entry, event), snapshot as Entry));
    this.entries.delete(snapshot.stream);
    return snapshot;
  }

  async foldHistory<Result>({ stream, version }: Pick<Snapshot, 'stream' | 'version'>, fold: HistoryFold<Result>): Promise<Result> {
    let result = fold.begin();
    if (version === 0) return result;
    for await (const event of this.store.read(stream, { limit: version })) result = fold.step(result, event);
    return result;
  }

  /** One load of a stream at a time. One that fails changes nothing: what was right before it still is. */
  private load(stream: string): Promise<Entry> {
    const running = this.read(stream).finally(() => {
      // Whoever waits for the next one begins it in the next turn; until then nobody else may.
      if (load.next === undefined) this.loads.delete(stream);
    });
    const load: Load = { running };
    this.loads.set(stream, load);
    return running;
  }

  /** One pass; a second one where an amendment was met, because what came before it is told otherwise since. */
  private async read(stream: string): Promise<Entry> {
    const { aggregate } = this.foldsOf(stream);
    const amending: RecordedEvent[] = [];
    let entry = this.entries.get(stream) ?? this.initial(stream);
    for await (const event of this.store.read(stream, { from: entry.version + 1 })) {
      if (isAmendment(aggregate.amendments, event)) amending.push(event);
      entry = amending.length === 0 ? this.fold(entry, event) : this.pass(entry, event);
    }
    if (amending.length > 0) entry = await this.retell(entry, amendmentsIn(aggregate.amendments, amending, entry.amendments));
    return this.keep(entry);
  }

  private async retell(entry: Entry, amendments: Amendments): Promise<Entry> {
    const { aggregate } = this.foldsOf(entry.stream);
    const state = await this.foldHistory(entry, {
      begin: () => aggregate.initial,
      step: (before, event) => {
        if (isAmendment(aggregate.amendments, event)) return before;
        const told = toldBy(amendmentsOf(amendments, event), event);
        return told ? aggregate.evolve(before, factOf(told)) : aggregate.evolveWithdrawn(before, factOf(event));
      },
    });
    return { ...entry, state, amendments };
  }

  private initial(stream: string): Entry {
    const state = this.foldsOf(stream).aggregate.initial;
    return { stream, version: 0, state, commands: PersistentMap.empty(), amendments: NO_AMENDMENTS, bytes: STREAM_BYTES };
  }

  /** The younger of two snapshots stays, whoever comes last. */
  private keep(entry: Entry): Entry {
    const kept = this.entries.get(entry.stream);
    if (kept !== undefined && kept.version >= entry.version) return kept;
    this.entries.set(entry.stream, entry);
    return entry;
  }

  private foldsOf(stream: string) {
    const folds = this.folds.get(categoryOf(stream));
    if (folds === undefined) throw new InvariantBroken(`No aggregate decides stream ${stream}.`);
    return folds;
  }

  private fold(entry: Entry, event: RecordedEvent): Entry {
    const passed = this.pass(entry, event);
    if (passed === entry) return entry;
    return { ...passed, state: this.foldsOf(entry.stream).aggregate.evolve(entry.state, factOf(event)) };
  }

  /** Everything about an event but its fold into the state. One that the entry contains changes nothing. */
  private pass(entry: Entry, event: RecordedEvent): Entry {
    const { stream, version, type, meta } = event;
    if (version <= entry.version) return entry;
    if (version !== entry.version + 1) {
      throw new InvariantBroken(
        `${stream} jumps from version ${entry.version} to ${version}: the log has a hole, restore it from its backup.`,
      );
    }
    const { eventTypes } = this.foldsOf(stream);
    if (!eventTypes.has(type)) throw new NewerEvent(stream, `${type} at version ${version}`);
    requireKnownSchema(event, this.upcasters);
    const identity = identityOf(meta);
    return {
      ...entry,
      version,
      commands: entry.commands.has(identity) ? entry.commands : entry.commands.with(identity, version),
      // A log of an earlier version may go back in time; what follows does not.
      recordedAt: entry.recordedAt !== undefined && entry.recordedAt > meta.recordedAt ? entry.recordedAt : meta.recordedAt,
      // A sender's name stands a second time in it.
      bytes: entry.bytes + bytesOf(event) + identity.length - meta.commandId.length,
    };
  }
}

const factOf = (event: RecordedEvent) => event as unknown as Fact<MessageMap>;

/** What an event adds to a folded stream in memory, estimated: no more precise than it takes to bound it. */
const bytesOf = ({ data }: RecordedEvent): number => EVENT_BYTES + BYTES_A_CHARACTER * JSON.stringify(data).length;
