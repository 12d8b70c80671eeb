import { type CommandEvent } from '#libs/contracts/command-event.js';
import { Problem } from '#libs/platform/problem.js';

/** The headers of a request; what stands several times is a list, or joined with commas by whoever read it. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const PREFIX = 'ce-';

/**
 * The event in a request, structured (JSON with `data`) or binary (attributes in `ce-` headers); `undefined` where it is none.
 * @throws Problem INVALID_HEADER for a header that the HTTP binding does not let through, with the attribute that it holds
 */
export const cloudEventOf = (contentType: string, headers: Headers, body: unknown): CommandEvent | undefined => {
  if (contentType === 'application/cloudevents+json') {
    const attributes = typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
    return { mode: 'structured', attributes };
  }
  if (headers['ce-specversion'] === undefined) return undefined;
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([header, value]) => [header.slice(PREFIX.length), decoded(header, value)] as const);
  return { mode: 'binary', attributes: { ...Object.fromEntries(attributes), data: body } };
};

/** Headers with those attributes as lists that a request has several times: Node joins them otherwise, and nothing would tell. */
export const withRepeated = (headers: Headers, distinct: Readonly<Record<string, readonly string[] | undefined>>): Headers => ({
  ...headers,
  ...Object.fromEntries(Object.entries(distinct).filter(([name, values]) => name.startsWith(PREFIX) && values!.length > 1)),
});

/**
 * The text of a header (CloudEvents HTTP binding 1.0.2, 3.1.3.2): first what stands in double quotes is taken out of them, as senders of
 * earlier versions wrote it, then one round of percent-decoding. What that leaves must be UTF-8: an overlong or broken sequence is
 * refused, because it could pass for another character.
 */
const decoded = (header: string, value: Headers[string]): string => {
  if (typeof value !== 'string') throw wrong(header, 'stands several times: send it once');
  // Node gives a header's bytes as latin1: one character a byte.
  const bytes = unquoted(value).replaceAll(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw wrong(header, 'is not UTF-8 once its percent-encoding is undone: encode each byte of the text as UTF-8');
  }
};

const ESCAPED = /%([0-9A-Fa-f]{2})/g;

/** A quoted string (RFC 9110, 5.6.4) anywhere in the value, with its escapes. */
const unquoted = (value: string): string =>
  value.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => inner.replaceAll(/\\(.)/g, '$1'));

const wrong = (header: string, why: string): Problem => {
  const detail = `The header ${header} ${why}.`;
  return new Problem('INVALID_HEADER', detail, { errors: [{ pointer: `/${header.slice(PREFIX.length)}`, detail }] });
};
