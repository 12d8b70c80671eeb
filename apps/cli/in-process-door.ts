import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { parseCommandEvent } from '#libs/contracts/command-event.js';
import { nearest } from '#libs/kernel/nearest.js';
import { commandTypes, isCommandType } from '#libs/contracts/registry.js';
import { OutcomeUnknown, Unavailable } from '#libs/kernel/errors.js';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { type CommandHandler } from '#libs/runtime/handle-command.js';
import { type Client } from './client.js';
import { EXIT, Failure } from './failure.js';
import { TARGETS, type Answer, type CommandBody } from './wire.js';

/** Where commands go in, each with its answer. */
export type Door = Pick<Client, 'send' | 'outcomeOf'>;

/** Who decides commands in this process. */
export type Handler = Pick<CommandHandler, 'handle' | 'outcomeOf'>;

/** How often a command is handed in again while its engine is away or its answer unknown, and the wait between, doubled each time. */
const ATTEMPTS_MAX = 8;
const BACK_OFF_MS = 50;

/**
 * The door of a system in this process: the check and the handler of every other door, without HTTP and without the bus, which cost
 * more than the decision (docs/adr/0054).
 */
export const inProcessDoor = (handler: Handler, actor: string, pause: (ms: number) => Promise<unknown> = sleep): Door => ({
  send: async (type, body) => {
    const read = readCommand(type, body, actor);
    if ('refused' in read) return { commandId: body.commandId, duplicate: false, outcome: 'REJECTED', rejection: read.refused };
    return settled(handler, read.command, pause);
  },
  outcomeOf: async (commandId) => {
    const outcome = await handler.outcomeOf(commandId);
    return outcome && answerOf(outcome);
  },
});

type Refused = Extract<Answer, { outcome: 'REJECTED' }>['rejection'];

/**
 * Reads a command as the doors read it: the same fields, the same pointers.
 * @returns what is to be decided, or why it is no command
 */
export const readCommand = (
  type: string,
  body: CommandBody,
  actor: string,
): { readonly command: CommandEnvelope } | { readonly refused: Refused } => {
  if (!isCommandType(type)) return { refused: unknownType(type) };
  const { commandId, occurredAt, expectedVersion, source, note, data } = body;
  const subject = TARGETS.map((target) => body[target]).find((id) => id !== undefined);
  const event = { specversion: '1.0', id: commandId, type: `rapport.${type}`, source, subject, time: occurredAt, note, data };
  const read = parseCommandEvent(type, { mode: 'structured', attributes: { ...event, expectedversion: expectedVersion } });
  if ('complaints' in read) {
    const [first, ...more] = read.complaints;
    const detail =
      more.length === 0 ? (first?.detail ?? '') : read.complaints.map((fault) => `${fault.pointer}: ${fault.detail}`).join(' ');
    return { refused: { code: 'INVALID_COMMAND', detail, ...(first && { field: first.pointer }) } };
  }
  return { command: { ...read.asked, ...read.circumstances, commandId, actor } };
};

const unknownType = (type: string): Refused => {
  const close = nearest(type, commandTypes);
  const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ' docs/reference/commands.md lists them.';
  return { code: 'UNKNOWN_COMMAND_TYPE', detail: `There is no command ${type}.${hint}`, field: '/type' };
};

/** Hands a command in until it is settled; the request id tells the handler that it is one sending. */
const settled = async (handler: Handler, command: CommandEnvelope, pause: (ms: number) => Promise<unknown>): Promise<Answer> => {
  const request = v7();
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    if (attempt > 1) await pause(BACK_OFF_MS * 2 ** (attempt - 1));
    try {
      const outcome = await handler.handle(command, request);
      if (outcome.outcome !== 'UNKNOWN') return answerOf(outcome);
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof OutcomeUnknown)) throw error;
    }
  }
  const fix = 'Is its disk or its engine well? Nothing is lost: run the same import again.';
  throw new Failure(EXIT.unavailable, `Command ${command.commandId} was not decided in ${ATTEMPTS_MAX} attempts.`, fix);
};

const answerOf = ({ stream: _stream, ...outcome }: Exclude<Outcome, { outcome: 'UNKNOWN' }>): Answer => outcome;
