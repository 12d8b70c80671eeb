/**
 * The three ports: everything that touches the world. Each has an embedded and a real adapter that pass one contract suite
 * (libs/kernel/testing). Every method may throw {@link Unavailable}. What the suites do not check is not part of a port.
 */
import { type NewEvent, type Position, type RecordedEvent } from './message.js';
import { type AnyProjection, collectionOf, type Index } from './projection.js';

/** Names which events to see; both conditions hold. Absent: all but the engine's own system events. */
export interface EventFilter {
  /** Streams that begin with one of these, for example `['account-']`. */
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

/** Where to read from and how much. `limit` bounds the number of events. */
export interface ReadAllOptions {
  /** Exclusive: forwards the events after it, backwards the events before it. Absent: from the end that the direction starts at. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

/** Of the last event of an append. */
export interface Appended {
  readonly version: number;
  readonly position: Position;
}

/** Which part of a stream to read. */
export interface ReadStreamOptions {
  /** The first version to read, itself included. Absent: from the end that the direction starts at. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** Bounds the number of events. */
  readonly limit?: number;
}

/** Where a log ends, and which log it is. */
export interface LogHead {
  /**
   * Names the log for ever, so that a checkpoint can say to which one it belongs: another file, another server or a log that was begun
   * anew has another name. Absent only while nothing was ever written to it.
   */
  readonly log?: string;
  /** Of the last event; absent while there is none. */
  readonly position?: Position;
}

/** What a follower is handed: what is new, and how far the log has been looked through. */
export interface LogPage {
  /** In the order of the log; empty where everything up to {@link LogPage.position} was filtered out. */
  readonly events: readonly RecordedEvent[];
  /** Everything up to here was looked at: a checkpoint. At or above the last event's position. */
  readonly position: Position;
  /** The end of the log as the engine last said; at or above it, the follower has caught up. */
  readonly head: Position;
}

/** The truth: streams of events in one totally ordered log. */
export interface EventStore {
  /**
   * Appends all events or none; resolves once they are durable.
   * `expected` is the stream's version before it (0: must not exist). The same event ids at the same expected version answer as the
   * first time, however much later; ids protect nothing else (a repeated id at the current version may be written again).
   * @throws VersionConflict · OutcomeUnknown (re-read before anything else) · RangeError for an empty list, a bad stream name,
   *   or more than {@link APPEND_BYTES_MAX} of event data
   */
  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended>;
  /** A stream's events in order; an absent stream is empty. */
  read(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;
  /** The log as it is now; ends. */
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>;
  /**
   * The log after a position and then everything new, page by page, until the signal aborts (then it ends without an error). A page
   * may be empty: nobody waits for an event to learn that there is none. Throws when the connection breaks: follow again from the last
   * page's position.
   */
  follow(after: Position | undefined, filter: EventFilter | undefined, signal: AbortSignal): AsyncIterable<LogPage>;
  /** Where the log ends now. */
  head(): Promise<LogHead>;
}

/** Bytes of event data (UTF-8 JSON) in one append, the smallest limit among the engines. */
export const APPEND_BYTES_MAX = 1_048_576;

/** Characters that a stream name is made of. */
export const STREAM_NAME = /^[a-z][a-z]*-[A-Za-z0-9._:-]{1,128}$/;

/** What a header holds: text, or bytes where it is no UTF-8; a list where the header stands several times. */
export type HeaderValue = string | Uint8Array | readonly (string | Uint8Array)[];

/** A message on a topic. Messages of one key are handled in order; those without a key in no order that could be relied on. */
export interface BusMessage {
  readonly key: string | null;
  /** As it was sent; may be anything at all, and nothing (`null`, which is not the same as no bytes). */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, HeaderValue>>;
}

/** A message as it is handed to a consumer. */
export interface Delivery extends BusMessage {
  readonly topic: string;
  /** 1 at first; counts redeliveries within this consumer. */
  readonly attempt: number;
}

/**
 * What became of a message. `done`: go on. `retry`: hand it out again after a back-off, before any later message of its key.
 * `dead`: keep it on {@link DEAD_LETTER_TOPIC} with code and detail, then go on.
 */
export type Disposition =
  { readonly kind: 'done' } | { readonly kind: 'retry' } | { readonly kind: 'dead'; readonly code: string; readonly detail: string };

/** Where consuming starts for a group that has no offset yet, what bounds it, and who hears what it is given to do. */
export interface ConsumeOptions {
  readonly from?: 'earliest' | 'latest';
  /**
   * For one consumer that listens to what is published while it runs, under a group name that no other consumer has: it starts at the
   * end whatever was kept of the group, keeps no offset, and the group is gone when it has ended; after a crash the engine forgets it
   * by itself. `from` says nothing then.
   */
  readonly ephemeral?: boolean;
  /** Messages of different keys in hand at once (64). */
  readonly inFlightMax?: number;
  /** Called when this consumer is in charge of a topic's partitions, with the numbers of all of them (a bus without partitions: `[0]`). */
  readonly onAssigned?: (partitions: readonly number[]) => void;
  /**
   * Called when partitions were taken away, or it has ended. What is in hand of them goes on and another consumer may be handed the
   * same messages: correctness never rests on this call.
   */
  readonly onRevoked?: (partitions: readonly number[]) => void;
}

/** Bytes of a message's key, value and headers together: what every engine takes as it comes. */
export const MESSAGE_BYTES_MAX = 1_000_000;

/** Where messages are kept that no retry would help. */
export const DEAD_LETTER_TOPIC = 'rapport.dead-letters.v1';

/**
 * Headers of a dead letter, beside those of the message itself: why it is one, and the topic that it was on. `cut` says what is missing
 * of a message that did not fit with them, `512000 of 1000000 bytes of the value`.
 */
export const DEAD_LETTER_HEADERS = {
  code: 'dead-letter-code',
  detail: 'dead-letter-detail',
  topic: 'dead-letter-topic',
  cut: 'dead-letter-cut',
} as const;

/** Carries commands in, outcomes and integration events out. */
export interface MessageBus {
  /**
   * Resolves once the message is durable.
   * @throws Unavailable when the bus is full or gone: the caller slows down · RangeError for more than {@link MESSAGE_BYTES_MAX}
   */
  publish(topic: string, message: BusMessage): Promise<void>;
  /**
   * Hands out a group's messages at least once, in order per key, until the signal aborts; resolves when those in hand are finished.
   * A handler that throws counts as `retry`. A key that is stuck holds up its own messages only, until 10,000 later ones
   * of its topic, or of its partition, are read: what is finished is remembered so far. Several consumers of one group share the topic, and messages of one key go to one of them at a time, except in the moment after a partition has moved.
   */
  consume(
    topic: string,
    group: string,
    handle: (delivery: Delivery) => Promise<Disposition>,
    signal: AbortSignal,
    options?: ConsumeOptions,
  ): Promise<void>;
}

/** A set of documents with one checkpoint and its declared indexes. Created on first use. */
export interface Collection {
  /** `account-timeline@3`. */
  readonly name: string;
  readonly indexes: readonly Index[];
  /** Its documents stand nowhere else: they are kept where nothing is thrown away. All others are folded from the log again at will. */
  readonly original?: true;
}

/** Where a projection's documents live: writers and readers must name the same place. */
export const collectionFor = (projection: Pick<AnyProjection, 'name' | 'version' | 'indexes'>): Collection => ({
  name: collectionOf(projection),
  indexes: projection.indexes,
});

/** A document with the position of the last event that it contains. */
export interface Stored<Document = object> {
  readonly key: string;
  readonly position: Position;
  readonly document: Document;
}

/** How far a collection is folded, and in which log. */
export interface Checkpoint {
  /** {@link LogHead.log} of the log that the position belongs to. */
  readonly log: string;
  readonly position: Position;
}

/** UTF-8 bytes of one document as JSON: MongoDB takes 16 MiB, in which indexed text stands a second time. */
export const DOCUMENT_BYTES_MAX = 8_000_000;

/**
 * UTF-8 bytes of the documents of one commit, 1,000 of 10 kB: it is one transaction, and an engine keeps all of it in its cache until
 * then. Whoever has more commits fewer events at a time.
 */
export const COMMIT_BYTES_MAX = 10_000_000;

/** What a batch of events came to. */
export interface Commit {
  /** Documents to put; one at or above the given position stays as it is. */
  readonly puts: readonly Stored[];
  /** Documents to remove, unless they are above the given position. */
  readonly deletes?: readonly { readonly key: string; readonly position: Position }[];
  /** Moves the checkpoint if it still is `expected` (`undefined`: there is none). */
  readonly checkpoint?: { readonly expected: Checkpoint | undefined; readonly next: Checkpoint };
}

/**
 * A comparable value of a document's field. Kinds sort null (or no field, a list, an object), number, text, boolean, and a condition
 * meets its own kind only.
 */
export type Scalar = string | number | boolean | null;

/** A condition on an indexed field. Text compares by code unit of UTF-8. */
export type Condition = Scalar | { readonly gte?: Scalar; readonly gt?: Scalar; readonly lte?: Scalar; readonly lt?: Scalar };

/** Which documents, in which order, and how many. */
export interface Query {
  readonly where?: Readonly<Record<string, Condition>>;
  /** By one field, ties by key; absent: by key. Documents without the field come first. Descending is the same order from its end. */
  readonly sort?: { readonly field: string; readonly descending?: boolean };
  /** At most {@link PAGE_SIZE_MAX}; 100 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Documents that one `find` returns at the most. */
export const PAGE_SIZE_MAX = 1_000;

/** A page of documents; `next` is absent on the last one. */
export interface Page<Document = object> {
  readonly items: readonly Stored<Document>[];
  readonly next?: string;
}

/** Read models: disposable documents, rebuilt from the log at will. */
export interface ReadStore {
  /**
   * The documents that exist among the keys. What comes back is what `JSON.parse(JSON.stringify(document))` gives: members that are
   * `undefined` are gone, -0 is 0, numbers are doubles; half a surrogate pair, which is no Unicode, is U+FFFD, in keys too.
   */
  load<Document extends object>(collection: Collection, keys: readonly string[]): Promise<ReadonlyMap<string, Stored<Document>>>;
  /**
   * Documents and checkpoint, all or nothing; harmless to repeat.
   * Durable once it resolves; one that moves a checkpoint may be lost in a power cut together with that checkpoint, and is folded again.
   * `fenced`: another projector moved the checkpoint; it stays where it was, and so do the documents.
   * @throws RangeError for more than {@link DOCUMENT_BYTES_MAX} or {@link COMMIT_BYTES_MAX} · TypeError for what JSON has no word for
   */
  commit(collection: Collection, commit: Commit): Promise<'committed' | 'fenced'>;
  /** How far the collection is folded; a collection of an earlier version of the program may have no log's name (`''`). */
  checkpoint(collection: Collection): Promise<Checkpoint | undefined>;
  /** @throws RangeError for a field that no index declares, a limit out of bounds, or a cursor that is not one. */
  find<Document extends object>(collection: Collection, query: Query): Promise<Page<Document>>;
  /** What it had to do by itself since it was opened, in words, for whoever operates it; an adapter that never does has none. */
  notices?(): readonly string[];
}

/** An adapter with what it holds open: files, connections, timers. Closing waits for what is under way. */
export type Opened<Port> = Port
  & AsyncDisposable & {
    /**
     * Asks the engine whether it can be worked with now: reachable, and still to be trusted with writes where it is opened for writing.
     * @throws Unavailable with the reason, within {@link PROBE_MS_MAX}
     */
    probe(): Promise<void>;
  };

/** A probe answers in this time, however the engine hangs. */
export const PROBE_MS_MAX = 2_000;
