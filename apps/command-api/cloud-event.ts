import { type ProblemPart } from '#libs/platform/problem.js';

/** A CloudEvents 1.0 event as attributes with its `data`, wherever it stood. */
export interface CloudEvent {
  readonly mode: 'structured' | 'binary';
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The event in a request, structured (JSON with `data`) or binary (attributes in `ce-` headers); `undefined` where it is none. */
export const cloudEventOf = (contentType: string, headers: Headers, body: unknown): CloudEvent | undefined => {
  if (contentType === 'application/cloudevents+json') {
    const attributes = typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
    return { mode: 'structured', attributes };
  }
  if (headers['ce-specversion'] === undefined) return undefined;
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), decoded(String(value))] as const);
  return { mode: 'binary', attributes: { ...Object.fromEntries(attributes), data: body } };
};

/** What is wrong with the event itself; what it asks for is checked as any other request is. */
export const complaintsOfEvent = ({ attributes }: CloudEvent, commandType: string): readonly ProblemPart[] => [
  ...(attributes['specversion'] === '1.0' ? [] : [{ pointer: '/specversion', detail: 'Expected "1.0".' }]),
  ...(attributes['type'] === `rapport.${commandType}`
    ? []
    : [{ pointer: '/type', detail: `Expected "rapport.${commandType}", as in the address.` }]),
  ...(attributes['id'] === undefined ? [{ pointer: '/id', detail: 'Missing: the id is the id of the command.' }] : []),
  ...(textOf(attributes['source']) === undefined
    ? [{ pointer: '/source', detail: 'Missing: expected a URI reference that names the sender.' }]
    : []),
  ...(attributes['data_base64'] === undefined
    ? []
    : [{ pointer: '/data_base64', detail: 'Binary data is no command: send JSON in data.' }]),
];

/** The event's attributes in the words of a request; those that no request has are left to {@link circumstancesOf}. */
export const requestOfEvent = ({ attributes }: CloudEvent, targetField: string): Readonly<Record<string, unknown>> => {
  const { id, subject, time, expectedversion, note, evidence, data } = attributes;
  return withoutUndefined({
    commandId: id,
    [targetField]: subject,
    occurredAt: time,
    // In headers everything is text.
    expectedVersion: typeof expectedversion === 'string' && /^\d+$/.test(expectedversion) ? Number(expectedversion) : expectedversion,
    note,
    evidence: typeof evidence === 'string' ? evidence.split(' ') : evidence,
    data,
  });
};

/** Complaints about the request, pointing to where the sender wrote it. */
export const inWordsOfEvent = ({ mode }: CloudEvent, targetField: string, complaints: readonly ProblemPart[]): readonly ProblemPart[] => {
  const words: Readonly<Record<string, string>> = {
    commandId: 'id',
    [targetField]: 'subject',
    occurredAt: 'time',
    expectedVersion: 'expectedversion',
  };
  return complaints.map(({ pointer, detail }) => {
    const [, field = '', ...rest] = pointer.split('/');
    const path = mode === 'binary' && field === 'data' ? rest : [words[field] ?? field, ...rest];
    return { pointer: path.map((part) => `/${part}`).join(''), detail };
  });
};

/** What an event says of where it comes from. Who asks is not among it: that comes from the credential. */
export const circumstancesOf = ({ attributes }: CloudEvent) => ({
  source: textOf(attributes['source']),
  correlationId: textOf(attributes['correlationid']),
  causationId: textOf(attributes['causationid']),
  traceparent: textOf(attributes['traceparent']),
});

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const withoutUndefined = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** Header values are percent-encoded (CloudEvents HTTP binding, 3.1.3.2); one that is not stays as it is. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
