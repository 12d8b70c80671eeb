import { type BusMessage, type HeaderValue } from '#libs/kernel/ports.js';

/** What is wrong with a message that is no command: a stable code, a sentence, and a JSON pointer into the message. */
export interface Malformed {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
}

/** A CloudEvents 1.0 event as attributes with its `data`. In binary mode everything but `data` was text. */
export interface CloudEvent {
  readonly mode: 'structured' | 'binary';
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The prefix of headers that hold attributes (CloudEvents Kafka binding, 3.2.3). */
const ATTRIBUTE_PREFIX = 'ce_';

/** A message that is a CloudEvent as its attributes, with what its value was read as in `data` (binary) or around it (structured). */
export const eventOfMessage = (
  message: BusMessage,
  parse: (bytes: Uint8Array) => { readonly value: unknown } | { readonly malformed: Malformed },
): CloudEvent | { readonly malformed: Malformed } => {
  if (message.value === null) return refused('EMPTY_BODY', 'The message has no value, which is no command: send a CloudEvent.');
  const headers = attributeHeadersOf(message.headers);
  if ('malformed' in headers) return headers;
  const { 'content-type': contentType, ...attributes } = headers.texts;
  const parsed = parse(message.value);
  if ('malformed' in parsed) return parsed;
  // The content type decides (3.1); producers that set neither it nor attributes are taken by their value.
  const isStructured = /^application\/cloudevents/i.test(contentType ?? '') || Object.keys(attributes).length === 0;
  if (!isStructured) {
    const datacontenttype = contentType === undefined ? {} : { datacontenttype: contentType };
    return { mode: 'binary', attributes: { ...attributes, ...datacontenttype, data: parsed.value } };
  }
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    return refused('NOT_A_CLOUD_EVENT', 'The message is no CloudEvents 1.0 object: send one alone, structured or binary.');
  }
  return { mode: 'structured', attributes: { ...parsed.value } };
};

/** The content type, and the attributes by their names. */
const attributeHeadersOf = (
  headers: BusMessage['headers'],
): { readonly texts: Readonly<Record<string, string>> } | { readonly malformed: Malformed } => {
  const texts: [string, string][] = [];
  for (const [header, value] of Object.entries(headers)) {
    const isAttribute = header.startsWith(ATTRIBUTE_PREFIX);
    if (!isAttribute && header.toLowerCase() !== 'content-type') continue;
    const name = isAttribute ? header.slice(ATTRIBUTE_PREFIX.length) : 'content-type';
    const values = valuesOf(value);
    if (values.length !== 1) {
      return refused('NOT_A_CLOUD_EVENT', `The header ${header} stands ${values.length} times: send it once.`, `/${name}`);
    }
    const text = textOf(values[0]!);
    if (text === undefined) return refused('INVALID_UTF8', `The header ${header} is not UTF-8: encode its text as UTF-8.`, `/${name}`);
    texts.push([name, text]);
  }
  return { texts: Object.fromEntries(texts) };
};

const valuesOf = (value: HeaderValue): readonly (string | Uint8Array)[] =>
  typeof value === 'string' || value instanceof Uint8Array ? [value] : value;

const textOf = (value: string | Uint8Array): string | undefined => {
  if (typeof value === 'string') return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    return undefined;
  }
};

const refused = (code: string, detail: string, pointer?: string) => ({
  malformed: { code, detail, ...(pointer === undefined ? {} : { pointer }) },
});
