import { senderOf } from '#libs/kernel/command-identity.js';
import { type CommandEnvelope, idOf, type Outcome } from '#libs/kernel/message.js';
import { atOffset } from '#libs/kernel/offset.js';
import { type BusMessage } from '#libs/kernel/ports.js';
import { type CloudEvent, eventOfMessage, type Malformed } from './cloud-event-message.js';

/** Commands in, final answers out; both CloudEvents 1.0 in JSON. */
export const COMMANDS_TOPIC = 'rapport.commands.v1';
export const OUTCOMES_TOPIC = 'rapport.outcomes.v1';

/** The media type of a structured CloudEvent. */
export const CLOUD_EVENT_JSON = 'application/cloudevents+json';

/** What the doors lend for reading messages: a strict parser, and the forms of the commands. */
export interface CommandForms {
  /** Bytes to JSON; refuses what is not well-formed, too deep or too large. */
  parse(bytes: Uint8Array): { readonly value: unknown } | { readonly malformed: Malformed };
  /**
   * Checks an event in form, with the check that every door uses, and gives the command in its normal form (date-times in UTC), which is
   * what is hashed, decided on and stored.
   */
  read(event: CloudEvent): { readonly command: CommandEnvelope } | { readonly malformed: Malformed };
}

const TYPE_PREFIX = 'rapport.';

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
      time: command.occurredAt && atOffset(command.occurredAt, command.occurredOffset),
      datacontenttype: 'application/json',
      actor: command.actor,
      correlationid: command.correlationId,
      causationid: command.causationId,
      traceparent: command.traceparent,
      expectedversion: command.expectedVersion,
      note: command.note,
      evidence: command.evidence?.join(' '),
      data: command.data,
    }),
  ),
});

/** Reads a command from a message, structured (JSON with `data`) or binary (attributes in `ce_` headers, data in the value). */
export const decodeCommand = (
  message: BusMessage,
  forms: CommandForms,
): { readonly command: CommandEnvelope } | { readonly malformed: Malformed } => {
  const event = eventOfMessage(message, (bytes) => forms.parse(bytes));
  return 'malformed' in event ? event : forms.read(event);
};

/** Categories whose streams go by a name, not by an id that somebody gave. */
const NAMED: ReadonlySet<string> = new Set(['portfolio', 'policy']);

/**
 * The answer as every door gives it: the target under its own name, `accountId`, `employeeId`, `teamId`, `portfolio` or `policy`. `source`
 * stands beside the id where it takes both to name the command.
 */
export const wireOutcome = ({ stream, ...outcome }: Outcome, source?: string): Readonly<Record<string, unknown>> => {
  const category = stream.slice(0, stream.indexOf('-'));
  const { commandId, ...rest } = outcome;
  return { commandId, ...sourceOf(source), [NAMED.has(category) ? category : `${category}Id`]: idOf(stream), ...rest };
};

/** The member `source` of what is told about a command; nothing for one of our own doors, whose id names it. */
export const sourceOf = (source: string | undefined): { readonly source?: string } => {
  const sender = senderOf(source);
  return sender === undefined ? {} : { source: sender };
};

/** The id of an outcome is the sender's too, so that no reader takes two of them for one. It has no space, and an id no slash. */
const outcomeIdOf = (commandId: string, sender: string | undefined): string =>
  sender === undefined ? `${commandId}/outcome` : `${commandId}/outcome/${sender}`;

/** An answer as a CloudEvent, keyed like its command. */
export const encodeOutcome = (outcome: Outcome, at: Date, source?: string): BusMessage => ({
  key: idOf(outcome.stream),
  headers: { 'content-type': CLOUD_EVENT_JSON },
  value: Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: outcomeIdOf(outcome.commandId, senderOf(source)),
      type: `${TYPE_PREFIX}CommandOutcome`,
      source: 'rapport',
      subject: idOf(outcome.stream),
      time: at.toISOString(),
      datacontenttype: 'application/json',
      causationid: outcome.commandId,
      data: wireOutcome(outcome, source),
    }),
  ),
});
