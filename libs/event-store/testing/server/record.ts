/** A record of the log as it is kept: an event, or the trace of an append without events, which no reader sees. */
export interface LogRow {
  /** Where the record begins, in bytes; every event has its own. */
  readonly position: number;
  readonly stream: string;
  /** Within the stream, from 0. */
  readonly revision: bigint;
  /** A lower-case UUID. */
  readonly id: string;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Nothing was appended: it takes room in the log and is no event. */
  readonly isEmpty: boolean;
}

/** An event on its way into the log. */
export type ProposedEvent = Pick<LogRow, 'id' | 'type' | 'isJson' | 'data' | 'metadata'>;

/** The revision of the event that ends a stream for ever. */
export const TOMBSTONE_REVISION = 9_223_372_036_854_775_807n;

export const METADATA_TYPE = '$metadata';
export const TOMBSTONE_TYPE = '$streamDeleted';

/** The stream that holds another stream's metadata. */
export const metastreamOf = (stream: string): string => `$$${stream}`;

export const isMetastream = (stream: string): boolean => stream.startsWith(metastreamOf(''));

/** Bytes that a record takes beside what it holds. Positions are offsets, as in EventStoreDB: nobody may count on their distance. */
const RECORD_OVERHEAD_BYTES = 90;

/** Where the record after this one begins. */
export const endOf = ({ position, stream, type, data, metadata }: LogRow): number =>
  position + RECORD_OVERHEAD_BYTES + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length;
