import { type BusMessage, type HeaderValue } from '#libs/kernel/ports.js';

/** Bytes stand as an object, so that they cannot be taken for text. */
type Stored = string | { readonly base64: string };

/** Headers as JSON for a text column; `{"trace":{"base64":"/w=="},"tag":["a","b"]}`. Headers of text alone are what they always were. */
export const storeHeaders = (headers: BusMessage['headers']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, storeValue(value)])));

/** The headers that {@link storeHeaders} stored. */
export const readHeaders = (text: string): BusMessage['headers'] => {
  const stored = JSON.parse(text) as Record<string, Stored | readonly Stored[]>;
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, readValue(value)]));
};

const storeValue = (value: HeaderValue): Stored | readonly Stored[] =>
  typeof value === 'string' || value instanceof Uint8Array ? storeOne(value) : value.map(storeOne);

const storeOne = (value: string | Uint8Array): Stored =>
  typeof value === 'string' ? value : { base64: Buffer.from(value).toString('base64') };

const readValue = (stored: Stored | readonly Stored[]): HeaderValue =>
  typeof stored === 'string' || 'base64' in stored ? readOne(stored) : stored.map(readOne);

const readOne = (stored: Stored): string | Uint8Array => (typeof stored === 'string' ? stored : Buffer.from(stored.base64, 'base64'));
