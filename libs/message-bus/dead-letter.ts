import { type BusMessage, DEAD_LETTER_HEADERS, MESSAGE_BYTES_MAX } from '#libs/kernel/ports.js';
import { type Dead } from './hand-out.js';
import { bytesOf, headerBytes } from './message-bytes.js';

/** Bytes of the reason that are kept: enough for a validator's list of complaints. */
export const DETAIL_BYTES_MAX = 8_192;

/** Room for the header that says what was cut. */
const CUT_BYTES_MAX = 256;

/** A message whose key may be bytes that are no text. */
interface Letter<Key extends string | Uint8Array | null> {
  readonly key: Key;
  readonly value: BusMessage['value'];
  readonly headers: BusMessage['headers'];
}

/**
 * The message as it lies on the dead letter topic: untouched, with the reason beside its own headers. One that does not fit with them is
 * cut, its value first, then its headers as a whole, then its key, and says so.
 */
export const deadLetterOf = <Key extends string | Uint8Array | null>(
  { key, value, headers }: Letter<Key>,
  topic: string,
  { code, detail }: Dead,
): Letter<Key> => {
  const reason = {
    [DEAD_LETTER_HEADERS.code]: cut(code, DETAIL_BYTES_MAX),
    [DEAD_LETTER_HEADERS.detail]: cut(detail, DETAIL_BYTES_MAX),
    [DEAD_LETTER_HEADERS.topic]: topic,
  };
  const whole = { ...headers, ...reason };
  if (bytesOf(key) + bytesOf(value) + headerBytes(whole) <= MESSAGE_BYTES_MAX) return { key, value, headers: whole };

  const cuts: string[] = [];
  let room = MESSAGE_BYTES_MAX - headerBytes(reason) - CUT_BYTES_MAX;
  /** Of so many bytes, those that there is room for; a part that cannot be cut is kept whole or not at all. */
  const keep = (bytes: number, what: string, divisible: boolean): number => {
    const kept = bytes <= room ? bytes : divisible ? room : 0;
    if (kept < bytes) cuts.push(`${kept} of ${bytes} bytes of the ${what}`);
    room -= kept;
    return kept;
  };
  const keptKey = key === null ? key : cut(key, keep(bytesOf(key), 'key', true));
  const own = keep(headerBytes(headers), 'headers', false) > 0 ? headers : {};
  const keptValue = value === null ? value : cut(value, keep(bytesOf(value), 'value', true));
  return { key: keptKey as Key, value: keptValue, headers: { ...own, ...reason, [DEAD_LETTER_HEADERS.cut]: cuts.join(', ') } };
};

/** The first bytes; of a text as many whole characters as they hold. */
const cut = <Part extends string | Uint8Array>(part: Part, bytes: number): Part => {
  if (bytesOf(part) <= bytes) return part;
  const kept = Buffer.from(part).subarray(0, bytes);
  return (typeof part === 'string' ? new TextDecoder().decode(kept, { stream: true }) : kept) as Part;
};
