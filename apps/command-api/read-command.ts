import { v7 } from 'uuid';
import { parseCommandRequest, TARGET_FIELDS } from '#libs/contracts/command-request.js';
import { nearest } from '#libs/contracts/nearest.js';
import { categoryOfCommand, type CommandType, commandTypes, isCommandType } from '#libs/contracts/registry.js';
import { parseStrictJson } from '#libs/contracts/strict-json.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { Problem, type ProblemPart } from '#libs/platform/problem.js';
import { circumstancesOf, type CloudEvent, cloudEventOf, complaintsOfEvent, inWordsOfEvent, requestOfEvent } from './cloud-event.js';

/** What of a request a command is read from. */
export interface CommandRequestParts {
  readonly type: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came; absent where the request had none. */
  readonly body: Uint8Array | undefined;
  /** From the credential. */
  readonly actor: string;
}

/** A command read from a request. */
export type ReadCommand = CommandEnvelope & { readonly type: CommandType };

const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/**
 * Reads a command from a request, `application/json` or a CloudEvent.
 * @throws Problem with a code, and a pointer for everything that is wrong
 */
export const readCommand = ({ type, headers, body, actor }: CommandRequestParts): ReadCommand => {
  if (!isCommandType(type)) throw unknownType(type);
  const parsed = parseStrictJson(body ?? new Uint8Array());
  if ('refused' in parsed) {
    const { code, detail, pointer } = parsed.refused;
    throw new Problem(code, detail, { errors: [{ pointer, detail }] });
  }
  const event = cloudEventOf(mediaTypeOf(headers), headers, parsed.value);
  const { asked, circumstances } = event ? readEvent(type, event) : { asked: readPlain(type, parsed.value), circumstances: {} };
  const correlationId = circumstances.correlationId ?? correlationOf(headers, circumstances.traceparent);
  const { causationId, source = 'http' } = circumstances;
  return {
    ...asked,
    commandId: commandIdOf(asked.commandId, headers),
    actor,
    source,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
  };
};

const readPlain = (type: CommandType, body: unknown) => {
  const result = parseCommandRequest(type, body);
  if ('complaints' in result) throw invalid(type, result.complaints);
  return result.asked;
};

const readEvent = (type: CommandType, event: CloudEvent) => {
  const target = TARGET_FIELDS[categoryOfCommand(type)];
  const own = complaintsOfEvent(event, type);
  const result = parseCommandRequest(type, requestOfEvent(event, target));
  const asked = 'complaints' in result ? inWordsOfEvent(event, target, result.complaints) : [];
  const circumstances = circumstancesOf(event);
  const ids = (['correlationId', 'causationId'] as const)
    .filter((name) => circumstances[name] !== undefined && !CORRELATION_ID.test(circumstances[name]))
    .map((name) => ({ pointer: `/${name.toLowerCase()}`, detail: 'Expected 1 to 128 printable ASCII characters.' }));
  const complaints = [...own, ...asked, ...ids];
  if (complaints.length > 0 || 'complaints' in result) throw invalid(type, complaints);
  return { asked: result.asked, circumstances };
};

const unknownType = (type: string): Problem => {
  const close = nearest(type, commandTypes);
  const hint = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Commands are ${commandTypes.join(', ')}.`;
  const detail = `There is no command ${JSON.stringify(type.slice(0, 64))}. ${hint}`;
  return new Problem('UNKNOWN_COMMAND_TYPE', detail, { errors: [{ pointer: '/type', detail }] });
};

const invalid = (type: CommandType, errors: readonly ProblemPart[]): Problem =>
  new Problem('INVALID_COMMAND', `${type} has ${errors.length === 1 ? 'one fault' : `${errors.length} faults`}: see errors.`, { errors });

/** The body's id, the header's, or a new one; two that differ leave open which command is meant. */
const commandIdOf = (inBody: string | undefined, headers: CommandRequestParts['headers']): string => {
  const header = headers['idempotency-key'];
  if (header === undefined) return inBody ?? v7();
  // A string of structured fields (RFC 9651) stands in quotes; most clients leave them out.
  const inHeader = String(header).replace(/^"(.*)"$/, '$1');
  if (!ID.test(inHeader)) throw new Problem('INVALID_HEADER', 'Idempotency-Key: expected 1 to 128 characters A-Z a-z 0-9 . _ : -');
  if (inBody === undefined || inBody === inHeader) return inHeader;
  throw new Problem('INVALID_COMMAND', 'The id of the command and the header Idempotency-Key differ: send one of them, or the same.', {
    errors: [{ pointer: '/commandId', detail: `Expected ${JSON.stringify(inHeader)}, as in Idempotency-Key.` }],
  });
};

const correlationOf = (headers: CommandRequestParts['headers'], traceparent?: string): string | undefined => {
  const given = headers['x-correlation-id'];
  if (given === undefined) return TRACEPARENT.exec(traceparent ?? String(headers['traceparent']))?.[1];
  if (CORRELATION_ID.test(String(given))) return String(given);
  throw new Problem('INVALID_HEADER', 'X-Correlation-Id: expected 1 to 128 printable ASCII characters.');
};

const mediaTypeOf = (headers: CommandRequestParts['headers']): string =>
  String(headers['content-type'] ?? '')
    .split(';', 1)[0]!
    .trim()
    .toLowerCase();
