import { ACTOR_NAME, type CommandEnvelope } from '#libs/kernel/message.js';
import { type AskedCommand, parseCommandRequest, TARGET_FIELDS } from './command-request.js';
import { categoryOfCommand, type CommandType } from './registry.js';
import { type Complaint } from '#libs/kernel/complaint.js';

/** A CloudEvents 1.0 event as attributes with its `data`, whichever way it came. In binary mode everything but `data` is text. */
export interface CommandEvent {
  readonly mode: 'structured' | 'binary';
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What an event says of its sender and of what it belongs to. Whether the actor is believed is the door's to decide. */
export type Circumstances = Pick<CommandEnvelope, 'source' | 'correlationId' | 'causationId' | 'traceparent'> & { readonly actor?: string };

/** The prefix of the event type of a command, `rapport.OpenAccount`. */
export const EVENT_TYPE_PREFIX = 'rapport.';

/** Ids of what an event belongs to. They come from other systems, so that more is allowed than in ours. */
export const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;

/** W3C Trace Context, version 00 and those to come; the group is the id of the trace. Neither id may be zero. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A URI reference, printable ASCII, of a length that any log can take. */
export const SOURCE = /^[\x21-\x7e]{1,512}$/;

/**
 * Reads the event of a command: the one check behind HTTP and the bus, so that no door is less strict than another.
 * @returns what is asked with its circumstances, or everything that is wrong, pointing to where the sender wrote it
 */
export const parseCommandEvent = (
  type: CommandType,
  event: CommandEvent,
): { readonly asked: AskedCommand; readonly circumstances: Circumstances } | { readonly complaints: readonly Complaint[] } => {
  const target = TARGET_FIELDS[categoryOfCommand(type)];
  const result = parseCommandRequest(type, requestOf(event, target));
  const complaints = [
    ...complaintsOfEvent(event, type),
    ...('complaints' in result ? inWordsOfEvent(event, target, result.complaints) : []),
    ...complaintsOfCircumstances(event),
  ];
  return complaints.length > 0 || 'complaints' in result ? { complaints } : { asked: result.asked, circumstances: circumstancesOf(event) };
};

/** What is wrong with the event itself; what it asks for is checked as any other request is. */
const complaintsOfEvent = ({ attributes }: CommandEvent, commandType: CommandType): readonly Complaint[] => {
  const { specversion, type, id, source, data_base64, datacontenttype } = attributes;
  const expectedType = `${EVENT_TYPE_PREFIX}${commandType}`;
  return [
    ...(specversion === '1.0' ? [] : [{ pointer: '/specversion', detail: 'Expected "1.0".' }]),
    ...(type === expectedType ? [] : [{ pointer: '/type', detail: `Expected "${expectedType}", as in the address.` }]),
    ...(id === undefined ? [{ pointer: '/id', detail: 'Missing: the id is the id of the command.' }] : []),
    ...(source === undefined ? [{ pointer: '/source', detail: 'Missing: expected a URI reference that names the sender.' }] : []),
    ...(data_base64 === undefined ? [] : [{ pointer: '/data_base64', detail: 'Binary data is no command: send JSON in data.' }]),
    ...(datacontenttype === undefined || (typeof datacontenttype === 'string' && JSON_TYPE.test(datacontenttype))
      ? []
      : [{ pointer: '/datacontenttype', detail: 'Expected application/json: the data of a command is JSON.' }]),
  ];
};

/** The media types of JSON. */
export const JSON_TYPE = /^[Aa][Pp][Pp][Ll][Ii][Cc][Aa][Tt][Ii][Oo][Nn]\/([\w.+-]+\+)?[Jj][Ss][Oo][Nn][ \t]*(;[\x20-\x7e]*)?$/;

const complaintsOfCircumstances = ({ attributes }: CommandEvent): readonly Complaint[] => {
  const texts = [
    ['source', SOURCE, 'Expected a URI reference of 1 to 512 printable ASCII characters.'],
    ['actor', ACTOR_NAME, "Expected who is asking: 1 to 128 letters, digits, spaces and . , @ _ : + ' -."],
    ['correlationid', CORRELATION_ID, IDS],
    ['causationid', CORRELATION_ID, IDS],
  ] as const;
  return texts.flatMap(([name, form, detail]) => {
    const value = attributes[name];
    return value === undefined || (typeof value === 'string' && form.test(value)) ? [] : [{ pointer: `/${name}`, detail }];
  });
};

const IDS = 'Expected 1 to 128 printable ASCII characters.';

/** The event's attributes in the words of a request; those that no request has are left to {@link circumstancesOf}. */
const requestOf = ({ mode, attributes }: CommandEvent, targetField: string): Readonly<Record<string, unknown>> => {
  const { id, subject, time, expectedversion, note, evidence, data } = attributes;
  const isDigits = mode === 'binary' && typeof expectedversion === 'string' && /^\d+$/.test(expectedversion);
  const request = {
    commandId: id,
    [targetField]: subject,
    occurredAt: time,
    expectedVersion: isDigits ? Number(expectedversion) : expectedversion,
    note,
    evidence: typeof evidence === 'string' ? evidence.split(' ') : evidence,
    data,
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
};

/** Complaints about the request, pointing to where the sender wrote it. */
const inWordsOfEvent = ({ mode }: CommandEvent, targetField: string, complaints: readonly Complaint[]): readonly Complaint[] => {
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

/** The trace that a value names; `undefined` for what is none. */
export const traceparentOf = (value: unknown): string | undefined =>
  typeof value === 'string' && TRACEPARENT.test(value) ? value : undefined;

/** The id of the trace, which serves as correlation id where none is given. */
export const traceIdOf = (traceparent: string | undefined): string | undefined => TRACEPARENT.exec(traceparent ?? '')?.[1];

/** A trace that is no trace is left out, as Trace Context says. */
const circumstancesOf = ({ attributes }: CommandEvent): Circumstances => {
  const { source, actor, correlationid, causationid } = attributes as Readonly<Record<string, string | undefined>>;
  const traceparent = traceparentOf(attributes['traceparent']);
  return {
    ...(source === undefined ? {} : { source }),
    ...(actor === undefined ? {} : { actor }),
    ...(correlationid === undefined ? {} : { correlationId: correlationid }),
    ...(causationid === undefined ? {} : { causationId: causationid }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};
