import { parseInstant } from '#libs/kernel/calendar.js';
import { type CommandEnvelope, idOf, type Outcome } from '#libs/kernel/message.js';
import { type BusMessage } from '#libs/kernel/ports.js';

/** Commands in, final answers out; both CloudEvents 1.0 in JSON. */
export const COMMANDS_TOPIC = 'rapport.commands.v1';
export const OUTCOMES_TOPIC = 'rapport.outcomes.v1';

/** The media type of a structured CloudEvent. */
export const CLOUD_EVENT_JSON = 'application/cloudevents+json';

/** What is wrong with a message that is no command: a stable code, a sentence, and a JSON pointer into the message. */
export interface Malformed {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
}

/** What the doors lend for reading messages: a strict parser, and the forms of the commands. */
export interface CommandForms {
  /** Bytes to JSON; refuses what is not well-formed, too deep or too large. */
  parse(bytes: Uint8Array): { readonly value: unknown } | { readonly malformed: Malformed };
  /** The category of streams that a command type is decided by, `account` or another; `undefined` for an unknown type. */
  categoryOf(type: string): string | undefined;
  /** Checks the data's form and gives it in its normal form (date-times in UTC), which is what is hashed, decided on and stored. */
  read(type: string, data: unknown): { readonly data: object } | { readonly malformed: Malformed };
}

const TYPE_PREFIX = 'rapport.';
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** A command as a structured CloudEvent, keyed by its target so that commands on one stay in order. */
export const encodeCommand = (command: CommandEnvelope): BusMessage => ({
  key: idOf(command.stream),
  headers: { 'content-type': CLOUD_EVENT_JSON },
  value: Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: command.commandId,
      type: `${TYPE_PREFIX}${command.type}`,
      source: command.source ?? 'rapport',
      subject: idOf(command.stream),
      time: command.occurredAt,
      datacontenttype: 'application/json',
      actor: command.actor,
      correlationid: command.correlationId,
      causationid: command.causationId,
      expectedversion: command.expectedVersion,
      note: command.note,
      evidence: command.evidence?.join(' '),
      traceparent: command.traceparent,
      data: command.data,
    }),
  ),
});

/** Reads a command from a message, structured (JSON with `data`) or binary (attributes in `ce_` headers, data in the value). */
export const decodeCommand = (
  message: BusMessage,
  forms: CommandForms,
): { readonly command: CommandEnvelope } | { readonly malformed: Malformed } => {
  const parsed = forms.parse(message.value ?? new Uint8Array(0));
  if ('malformed' in parsed) return parsed;
  const attributes = attributesOf(message, parsed.value);
  if (attributes === undefined)
    return malformed('NOT_A_CLOUD_EVENT', 'The message is no CloudEvents 1.0 object: send one, structured or binary.');
  return commandOf(attributes, forms);
};

/** The envelope that a CloudEvent's attributes describe. */
export const commandOf = (
  attributes: Readonly<Record<string, unknown>>,
  forms: Pick<CommandForms, 'categoryOf' | 'read'>,
): { readonly command: CommandEnvelope } | { readonly malformed: Malformed } => {
  const { specversion, id, type, subject, data } = attributes;
  if (specversion !== '1.0')
    return malformed('NOT_A_CLOUD_EVENT', `specversion is ${JSON.stringify(specversion)}; it must be "1.0".`, '/specversion');
  if (typeof id !== 'string' || !ID.test(id)) return malformed('INVALID_ID', 'id must be 1–128 characters of A–Z a–z 0–9 . _ : -.', '/id');
  if (typeof subject !== 'string' || !ID.test(subject)) {
    return malformed('INVALID_ID', 'subject names the target, 1–128 characters of A–Z a–z 0–9 . _ : -.', '/subject');
  }
  const name = typeof type === 'string' && type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : undefined;
  const category = name === undefined ? undefined : forms.categoryOf(name);
  if (name === undefined || category === undefined) {
    return malformed('UNKNOWN_COMMAND_TYPE', `type is ${JSON.stringify(type)}; it must be rapport.<Command> of a known command.`, '/type');
  }
  const occurredAt = instantOf(attributes['time']);
  if (occurredAt === null) return malformed('INVALID_TIME', 'time must be an RFC 3339 date-time with its zone.', '/time');
  const expected = attributes['expectedversion'];
  const expectedVersion = expected === undefined || expected === null ? undefined : Number(expected);
  if (expectedVersion !== undefined && !(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) {
    return malformed('INVALID_VERSION', 'expectedversion must be a whole number from 0.', '/expectedversion');
  }
  const read = forms.read(name, data);
  if ('malformed' in read) return read;
  const evidence = textOf(attributes['evidence'])?.split(' ');
  return {
    command: {
      commandId: id,
      stream: `${category}-${subject}`,
      type: name,
      data: read.data,
      actor: textOf(attributes['actor']) ?? 'anonymous',
      ...optional('occurredAt', occurredAt),
      ...optional('expectedVersion', expectedVersion),
      ...optional('source', textOf(attributes['source'])),
      ...optional('correlationId', textOf(attributes['correlationid'])),
      ...optional('causationId', textOf(attributes['causationid'])),
      ...optional('note', textOf(attributes['note'])),
      ...optional('evidence', evidence),
      ...optional('traceparent', traceparentOf(attributes['traceparent'])),
    },
  };
};

/** The answer as every door gives it: the target under its own name, `accountId`, `employeeId`, `teamId` or `policy`. */
export const wireOutcome = ({ stream, ...outcome }: Outcome): Readonly<Record<string, unknown>> => {
  const category = stream.slice(0, stream.indexOf('-'));
  const { commandId, ...rest } = outcome;
  return { commandId, [category === 'policy' ? 'policy' : `${category}Id`]: idOf(stream), ...rest };
};

/** An answer as a CloudEvent, keyed like its command. */
export const encodeOutcome = (outcome: Outcome, at: Date): BusMessage => ({
  key: idOf(outcome.stream),
  headers: { 'content-type': CLOUD_EVENT_JSON },
  value: Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: `${outcome.commandId}/outcome`,
      type: `${TYPE_PREFIX}CommandOutcome`,
      source: 'rapport',
      subject: idOf(outcome.stream),
      time: at.toISOString(),
      datacontenttype: 'application/json',
      causationid: outcome.commandId,
      data: wireOutcome(outcome),
    }),
  ),
});

const malformed = (code: string, detail: string, pointer?: string) => ({ malformed: { code, detail, ...optional('pointer', pointer) } });

const optional = <Key extends string, Value>(key: Key, value: Value | undefined | null): { readonly [K in Key]?: Value } =>
  value === undefined || value === null ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** W3C Trace Context, level 1. One that is malformed is left out, as it asks for: a command is not refused for it. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const traceparentOf = (value: unknown): string | undefined => (typeof value === 'string' && TRACEPARENT.test(value) ? value : undefined);

/** In UTC; `undefined` where there is none, `null` where it is not one. */
const instantOf = (value: unknown): string | undefined | null => {
  if (value === undefined || value === null) return undefined;
  return (typeof value === 'string' ? parseInstant(value) : undefined) ?? null;
};

const attributesOf = (message: BusMessage, value: unknown): Record<string, unknown> | undefined => {
  if (message.headers['ce_specversion'] === undefined) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  }
  const attributes = Object.entries(message.headers).flatMap(([name, text]) => (name.startsWith('ce_') ? [[name.slice(3), text]] : []));
  return { ...(Object.fromEntries(attributes) as Record<string, unknown>), data: value };
};
