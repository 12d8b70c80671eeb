import { randomUUID } from 'node:crypto';
import { endOf, isMetastream, type LogRow, METADATA_TYPE, type ProposedEvent, TOMBSTONE_REVISION, TOMBSTONE_TYPE } from './record.js';
import { serialiseEvent } from './responses.js';
import { type Storage } from './storage.js';
import { METADATA_OF_METASTREAMS, metadataOf, NO_METADATA, type StreamMetadata } from './stream-metadata.js';

/** An event of the log with the answer that shows it to a reader. */
export interface LogEvent {
  readonly position: number;
  /** Where the next record begins. */
  readonly end: number;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly response: Uint8Array;
}

/** The events of one stream; the revision of an event is its place. */
interface Stream {
  readonly events: LogEvent[];
  isTombstoned: boolean;
}

/**
 * Everything that was appended, in memory with its indexes; {@link Storage} keeps it beyond the process. What is staged is written by
 * `commit`: between the two nothing else may run, so that nobody reads what is not durable.
 */
export class Log {
  /** All events in the order of their positions. */
  readonly events: LogEvent[] = [];
  readonly #storage: Storage;
  readonly #streams = new Map<string, Stream>();
  readonly #metadata = new Map<string, StreamMetadata & { readonly data: Uint8Array }>();
  /** Where an id was written last, for appends at any revision. */
  readonly #byId = new Map<string, LogEvent>();
  /** Where records begin: a reader may start nowhere else. */
  readonly #positions = new Set<number>([0]);
  #staged: LogRow[] = [];
  #end = FIRST_POSITION;

  constructor(storage: Storage) {
    this.#storage = storage;
    for (const row of storage.load()) this.#apply(row);
    if (this.events.length > 0) return;
    this.stage('$$$scavenges', { ...NEW_LOG_METADATA, id: randomUUID() }, Date.now());
    this.commit();
  }

  /** Where the next record will begin. */
  get end(): number {
    return this.#end;
  }

  eventsOf(stream: string): readonly LogEvent[] {
    return this.#streams.get(stream)?.events ?? [];
  }

  /** The last revision; -1 for a stream without events. */
  revisionOf(stream: string): number {
    return this.eventsOf(stream).length - 1;
  }

  isTombstoned(stream: string): boolean {
    return this.#streams.get(stream)?.isTombstoned === true;
  }

  metadataOf(stream: string): StreamMetadata {
    return this.#metadata.get(stream) ?? (isMetastream(stream) ? METADATA_OF_METASTREAMS : NO_METADATA);
  }

  /** The metadata as it was written; absent where there is none. */
  metadataTextOf(stream: string): Uint8Array | undefined {
    return this.#metadata.get(stream)?.data;
  }

  eventWithId(id: string): LogEvent | undefined {
    return this.#byId.get(id);
  }

  /** Whether a record begins there, or may begin there one day. */
  mayBeReadFrom(position: number): boolean {
    return position >= this.#end || this.#positions.has(position);
  }

  /** The place in {@link events} of the first event at or after a position. */
  indexAt(position: number): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.events[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  stage(stream: string, event: ProposedEvent, created: number): LogRow {
    const revision = event.type === TOMBSTONE_TYPE ? TOMBSTONE_REVISION : BigInt(this.revisionOf(stream) + 1);
    return this.#stageRow({ ...event, stream, revision, position: this.#end, created, isEmpty: false });
  }

  /** An append without events takes its place in the log, and is none. */
  stageEmpty(stream: string, created: number): LogRow {
    return this.#stageRow({ ...NOTHING, stream, revision: -1n, position: this.#end, created, isEmpty: true });
  }

  /** Returns once everything that was staged is durable. */
  commit(): void {
    if (this.#staged.length > 0) this.#storage.write(this.#staged);
    this.#staged = [];
  }

  close(): void {
    this.#storage.close();
  }

  #stageRow(row: LogRow): LogRow {
    this.#staged.push(row);
    this.#apply(row);
    return row;
  }

  #apply(row: LogRow): void {
    this.#positions.add(row.position);
    this.#end = endOf(row);
    if (row.isEmpty) return;
    const { position, stream, revision, id, type, created, data } = row;
    const event: LogEvent = { position, end: this.#end, stream, revision, id, type, created, response: serialiseEvent(row) };
    this.events.push(event);
    this.#byId.set(id, event);
    this.#addToStream(event);
    if (type === METADATA_TYPE && isMetastream(stream)) this.#metadata.set(stream.slice(2), { ...metadataOf(data), data });
  }

  #addToStream(event: LogEvent): void {
    const stream = this.#streams.get(event.stream) ?? { events: [], isTombstoned: false };
    this.#streams.set(event.stream, stream);
    if (event.revision === TOMBSTONE_REVISION) stream.isTombstoned = true;
    else stream.events.push(event);
  }
}

/** EventStoreDB writes records of its own before the first event. */
const FIRST_POSITION = 548;

const NOTHING = { id: '', type: '', isJson: false, data: new Uint8Array(), metadata: new Uint8Array() } as const;

/** The event that every new log begins with; its id tells one log from another. */
const NEW_LOG_METADATA = { ...NOTHING, type: METADATA_TYPE, isJson: true, data: Buffer.from('{"$maxCount":1000}') };
