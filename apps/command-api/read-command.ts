import { v7 } from 'uuid';
import {
  type Circumstances,
  type CommandEvent,
  CORRELATION_ID,
  parseCommandEvent,
  traceIdOf,
  traceparentOf,
} from '#libs/contracts/command-event.js';
import { parseCommandRequest } from '#libs/contracts/command-request.js';
import { nearest } from '#libs/kernel/nearest.js';
import { type CommandType, commandTypes, isCommandType } from '#libs/contracts/registry.js';
import { id } from '#libs/kernel/kinds.js';
import { parseStrictJson } from '#libs/contracts/strict-json.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { Problem, type ProblemPart } from '#libs/platform/problem.js';
import { cloudEventOf } from './cloud-event.js';

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
  const { actor: _claimed, ...stated }: Circumstances = circumstances;
  const traceparent = stated.traceparent ?? traceparentOf(headers['traceparent']);
  const correlationId = stated.correlationId ?? correlationOf(headers) ?? traceIdOf(traceparent);
  return {
    ...asked,
    source: 'http',
    ...stated,
    commandId: commandIdOf(asked.commandId, headers),
    actor,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};

const readPlain = (type: CommandType, body: unknown) => {
  const result = parseCommandRequest(type, body);
  if ('complaints' in result) throw invalid(type, result.complaints);
  return result.asked;
};

const readEvent = (type: CommandType, event: CommandEvent) => {
  const result = parseCommandEvent(type, event);
  if ('complaints' in result) throw invalid(type, result.complaints);
  return result;
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
  if (id.check(inHeader, '').length > 0) throw new Problem('INVALID_HEADER', `Idempotency-Key: expected ${id.allowed}.`);
  if (inBody === undefined || inBody === inHeader) return inHeader;
  throw new Problem('INVALID_COMMAND', 'The id of the command and the header Idempotency-Key differ: send one of them, or the same.', {
    errors: [{ pointer: '/commandId', detail: `Expected ${JSON.stringify(inHeader)}, as in Idempotency-Key.` }],
  });
};

const correlationOf = (headers: CommandRequestParts['headers']): string | undefined => {
  const given = headers['x-correlation-id'];
  if (given === undefined || CORRELATION_ID.test(String(given))) return given === undefined ? undefined : String(given);
  throw new Problem('INVALID_HEADER', 'X-Correlation-Id: expected 1 to 128 printable ASCII characters.');
};

const mediaTypeOf = (headers: CommandRequestParts['headers']): string =>
  String(headers['content-type'] ?? '')
    .split(';', 1)[0]!
    .trim()
    .toLowerCase();
