import { type BusMessage, type HeaderValue, MESSAGE_BYTES_MAX } from '#libs/kernel/ports.js';

/** Bytes of a text as UTF-8, of bytes as they are, and none of nothing. */
export const bytesOf = (part: string | Uint8Array | null): number =>
  part === null ? 0 : typeof part === 'string' ? Buffer.byteLength(part) : part.byteLength;

/** What a header holds, once or several times. */
export const valuesOf = (value: HeaderValue): readonly (string | Uint8Array)[] =>
  typeof value === 'string' || value instanceof Uint8Array ? [value] : value;

/** Bytes of names and values; a header that stands several times counts its name each time. */
export const headerBytes = (headers: BusMessage['headers']): number => {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) for (const one of valuesOf(value)) bytes += bytesOf(name) + bytesOf(one);
  return bytes;
};

/**
 * Bytes of a message's key, value and headers together.
 * @throws RangeError for more than {@link MESSAGE_BYTES_MAX}
 */
export const messageBytes = (topic: string, { key, value, headers }: BusMessage): number => {
  const bytes = bytesOf(key) + bytesOf(value) + headerBytes(headers);
  if (bytes <= MESSAGE_BYTES_MAX) return bytes;
  throw new RangeError(
    `A message for topic ${topic} has ${bytes} bytes of key, value and headers: ${MESSAGE_BYTES_MAX} are allowed. Send a reference instead.`,
  );
};
