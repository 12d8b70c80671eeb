import { LRUCache } from 'lru-cache';
import { identityOf } from '#libs/kernel/command-identity.js';
import { OutcomeUnknown, Unavailable } from '#libs/kernel/errors.js';
import { type Outcome } from '#libs/kernel/message.js';
import { type BusMessage, type Delivery, type Disposition, type MessageBus } from '#libs/kernel/ports.js';
import { type CommandForms, COMMANDS_TOPIC, decodeCommand, encodeOutcome, OUTCOMES_TOPIC } from './cloud-events.js';
import { type CommandObserver } from './command-observer.js';
import { type CommandHandler } from './handle-command.js';
import { NewerEvent } from './newer-event.js';
import { undecidedCommand, type UndecidedCode, type UndecidedCommands } from './undecided-commands.js';

/** The consumer group of all command workers together. */
export const COMMAND_WORKERS_GROUP = 'rapport.command-workers';

/** Times that a command which fails by a defect is tried before it becomes a dead letter. An engine that is away is waited for. */
export const DEFECT_ATTEMPTS_MAX = 3;

/**
 * A header that a door may put on a command and finds on its answer: two requests under one command id, perhaps with different bodies,
 * are answered each with its own outcome.
 */
export const REQUEST_HEADER = 'rapport-request';

/** Characters of it: it is kept with the events and repeated on the answer, which must fit on every bus. A longer one names nothing. */
export const REQUEST_LENGTH_MAX = 128;

/** What the loop stands on. */
export interface ConsumeCommandsDependencies {
  readonly bus: MessageBus;
  readonly handler: Pick<CommandHandler, 'handle'>;
  readonly forms: CommandForms;
  readonly now: () => Date;
  readonly observer?: CommandObserver;
  /** Where it is told of a command that it could not be decided, and why. */
  readonly undecided?: Pick<UndecidedCommands, 'keep' | 'forget'>;
}

/**
 * Takes commands off the bus until the signal aborts. A command that is not settled is handed in again, before any later one of
 * its key; one that cannot be read is a dead letter; an answer is published before the command is done. A command on a stream that
 * is too new for this program waits for a newer one, with the later ones of its key.
 */
export const consumeCommands = (dependencies: ConsumeCommandsDependencies, signal: AbortSignal): Promise<void> => {
  const defects: Defects = new LRUCache({ max: DEFECTS_MAX });
  const blocked: Blocked = new Set();
  return dependencies.bus.consume(
    COMMANDS_TOPIC,
    COMMAND_WORKERS_GROUP,
    (delivery) => consumeCommand(dependencies, delivery, defects, blocked),
    signal,
  );
};

/** Times that a command has failed by a defect, by its identity. Those of an engine that is away do not count. */
export type Defects = Pick<Map<string, number>, 'get' | 'delete'> & { set(identity: string, failures: number): unknown };

/** Commands whose failures are counted at once: one that moved to another worker leaves by itself. */
const DEFECTS_MAX = 10_000;

/** Streams that wait for a newer program and of which that was told. */
export type Blocked = Set<string>;

/** What becomes of one message. */
export const consumeCommand = async (
  { bus, handler, forms, now, observer = {}, undecided }: ConsumeCommandsDependencies,
  delivery: Delivery,
  defects: Defects,
  blocked: Blocked = new Set(),
): Promise<Disposition> => {
  const since = performance.now();
  const read = decodeCommand(delivery, forms);
  if ('malformed' in read) {
    const { code, detail, pointer } = read.malformed;
    observer.dead?.(code, detail);
    return { kind: 'dead', code, detail: pointer === undefined ? detail : `${pointer}: ${detail}` };
  }
  const why = (code: UndecidedCode, detail: string) => {
    const request = requestOf(delivery);
    return { code, detail, since: now().toISOString(), ...(request === undefined ? {} : { request }) };
  };
  try {
    const outcome = await handler.handle(read.command, requestOf(delivery));
    defects.delete(identityOf(read.command));
    blocked.delete(read.command.stream);
    observer.answered?.(outcome.outcome, { ...codeOf(outcome), ms: performance.now() - since, duplicate: outcome.duplicate });
    if (outcome.outcome === 'UNKNOWN') return { kind: 'retry' };
    await bus.publish(OUTCOMES_TOPIC, inReplyTo(delivery, encodeOutcome(outcome, now(), read.command.source)));
    // What is settled is told before what was undecided: a record that stays is in nobody's way.
    if (delivery.attempt > 1) await undecided?.forget(read.command.commandId, read.command.source).catch(() => undefined);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof NewerEvent) {
      if (!blocked.has(read.command.stream)) observer.blocked?.(read.command.stream, error.message);
      blocked.add(read.command.stream);
      if (delivery.attempt <= DEFECT_ATTEMPTS_MAX) {
        await undecided?.keep(undecidedCommand(delivery, read.command, why('STREAM_NEWER', error.message))).catch(() => undefined);
      }
      return { kind: 'retry' };
    }
    observer.failed?.(error, delivery.attempt);
    if (error instanceof Unavailable || error instanceof OutcomeUnknown) return { kind: 'retry' };
    const identity = identityOf(read.command);
    const failures = (defects.get(identity) ?? 0) + 1;
    defects.set(identity, failures);
    if (failures < DEFECT_ATTEMPTS_MAX) return { kind: 'retry' };
    const detail = error instanceof Error ? error.message : String(error);
    // Who waits for its outcome is told before it is a dead letter: what cannot be told now is handed out again.
    await undecided?.keep(undecidedCommand(delivery, read.command, why('DEFECT', detail)));
    defects.delete(identity);
    observer.dead?.('DEFECT', detail);
    return { kind: 'dead', code: 'DEFECT', detail };
  }
};

/** The sending, where the door named it in one short text. */
const requestOf = ({ headers }: Delivery): string | undefined => {
  const request = headers[REQUEST_HEADER];
  return typeof request === 'string' && request.length <= REQUEST_LENGTH_MAX ? request : undefined;
};

const codeOf = (outcome: Outcome): { readonly code?: string } => (outcome.outcome === 'REJECTED' ? { code: outcome.rejection.code } : {});

const inReplyTo = (delivery: Delivery, answer: BusMessage): BusMessage => {
  const request = requestOf(delivery);
  return request === undefined ? answer : { ...answer, headers: { ...answer.headers, [REQUEST_HEADER]: request } };
};
