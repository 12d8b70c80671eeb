import { type NewEvent } from '#libs/kernel/message.js';
import { APPEND_BYTES_MAX, STREAM_NAME } from '#libs/kernel/ports.js';

/** An append in a form that any engine can take: checked, and encoded while the caller still holds the events. */
export interface AppendRequest {
  readonly stream: string;
  /** The version that the stream must be at; 0: must not exist. */
  readonly expected: number;
  readonly events: readonly EncodedEvent[];
  /** Length of all data and metadata, for the bounds of a queue. */
  readonly size: number;
}

/** An event whose data and metadata are JSON text. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
}

// EventStoreDB hands ids back in lower case and takes types that begin with `$` for its own: what one engine alters or hides, all refuse.
const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EVENT_TYPE = /^[A-Za-z][A-Za-z0-9._:@-]{0,127}$/;

/** Bytes of metadata in one append: beside the data it stays below the 16 MiB that EventStoreDB takes in one message. */
const METADATA_BYTES_MAX = 8_388_608;

/**
 * Checks and encodes an append.
 * @throws RangeError for anything that one of the engines could not keep as it is given
 */
export const toAppendRequest = (stream: string, expected: number, events: readonly NewEvent[]): AppendRequest => {
  if (!STREAM_NAME.test(stream)) {
    throw new RangeError(`"${stream}" is no stream name: use <category>-<id>, lower-case letters, a dash, then 1 to 128 of A-Za-z0-9._:-`);
  }
  if (!Number.isSafeInteger(expected) || expected < 0) {
    throw new RangeError(`Expected version ${expected} of ${stream} is none: versions count from 1, and 0 means "must not exist".`);
  }
  if (events.length === 0) throw new RangeError(`The append to ${stream} holds no events: leave it out when nothing happened.`);
  const encoded = events.map((event) => encode(stream, event));
  requireSize(stream, 'data', APPEND_BYTES_MAX, encoded);
  requireSize(stream, 'meta', METADATA_BYTES_MAX, encoded);
  return { stream, expected, events: encoded, size: encoded.reduce((sum, event) => sum + event.data.length + event.meta.length, 0) };
};

const requireSize = (stream: string, part: 'data' | 'meta', bytesMax: number, events: readonly EncodedEvent[]): void => {
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(event[part]), 0);
  if (bytes <= bytesMax) return;
  throw new RangeError(
    `The append to ${stream} holds ${bytes} bytes of ${part}, more than ${bytesMax}: store large content elsewhere and refer to it.`,
  );
};

const encode = (stream: string, { id, type, data, meta }: NewEvent): EncodedEvent => {
  if (!EVENT_ID.test(id)) throw new RangeError(`Event id "${id}" for ${stream} is no UUID in lower case.`);
  if (!EVENT_TYPE.test(type))
    throw new RangeError(`Event type "${type}" for ${stream} is no name: use 1 to 128 of A-Za-z0-9._:@-, a letter first.`);
  return { id, type, data: toJson(data, `Data of ${type} for ${stream}`), meta: toJson(meta, `Metadata of ${type} for ${stream}`) };
};

const toJson = (value: unknown, what: string): string => {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new RangeError(`${what} is not JSON (${(cause as Error).message}): write large numbers as text, and refer by id.`, { cause });
  }
  if (text === undefined) throw new RangeError(`${what} is missing: give an object, {} where there is nothing to say.`);
  return text;
};
