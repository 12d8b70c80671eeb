import { type BusMessage, type HeaderValue } from '#libs/kernel/ports.js';
import { type FetchedHeader, type FetchedRecord, type OutgoingRecord } from './wire.js';

/** A message whose key may be bytes that are no text. */
export interface RawMessage {
  readonly key: string | Uint8Array | null;
  readonly value: BusMessage['value'];
  readonly headers: BusMessage['headers'];
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text where the bytes are UTF-8. */
const decode = (bytes: Uint8Array): string | Uint8Array => {
  try {
    return strict.decode(bytes);
  } catch {
    return bytes;
  }
};

/** The record that a message is sent as. */
export const toRecord = ({ key, value, headers }: RawMessage): OutgoingRecord => ({
  key: key === null ? null : toBuffer(key),
  value: value === null ? null : toBuffer(value),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, header]) => [
      name,
      typeof header === 'string' || header instanceof Uint8Array ? toBuffer(header) : header.map(toBuffer),
    ]),
  ),
});

const toBuffer = (part: string | Uint8Array): Buffer =>
  typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.byteLength);

/** A record's message as handlers see it: a key that is no UTF-8 with replacement characters; {@link orderKeyOf} tells such keys apart. */
export const toMessage = ({ key, value, headers }: FetchedRecord): BusMessage => ({
  key: key === null ? null : lossy.decode(key),
  value,
  headers: toHeaders(headers),
});

/** A record's message as it is, to be passed on. */
export const toRawMessage = ({ key, value, headers }: FetchedRecord): RawMessage => ({ key, value, headers: toHeaders(headers) });

/** What orders a record: its key byte for byte, as text that nothing else has. */
export const orderKeyOf = ({ key }: FetchedRecord): string | null => (key === null ? null : key.toString('latin1'));

const toHeaders = (headers: FetchedRecord['headers']): BusMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, toHeader(header)]));

/**
 * A header without a value, which the port does not know, reads as an empty one. kafkajs takes what objects inherit for a first value
 * of headers that are called `constructor` and the like: that is no text and no bytes.
 */
const toHeader = (header: FetchedHeader): HeaderValue => {
  if (!Array.isArray(header)) return toOne(header as string | Buffer | null);
  const [first = null, ...others] = header.filter((part) => part === null || typeof part === 'string' || Buffer.isBuffer(part));
  return others.length === 0 ? toOne(first) : [first, ...others].map(toOne);
};

const toOne = (part: string | Buffer | null | undefined): string | Uint8Array =>
  part === null || part === undefined ? '' : typeof part === 'string' ? part : decode(part);

/** Bytes of a record that are held while it waits. */
export const recordBytes = ({ key, value, headers }: FetchedRecord): number => {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, header] of Object.entries(headers))
    for (const one of Array.isArray(header) ? header : [header as Buffer | null]) bytes += name.length + (one?.length ?? 0);
  return bytes;
};
