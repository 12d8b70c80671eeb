import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { v7 } from 'uuid';
import { COMMAND_BYTES_MAX } from '#libs/contracts/command-forms.js';
import { senderOf } from '#libs/kernel/command-identity.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type BusMessage, type Delivery, type MessageBus } from '#libs/kernel/ports.js';
import { type Configuration } from '#libs/platform/configuration.js';
import { CONFIGURATION, MESSAGE_BUS } from '#libs/platform/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC, wireOutcome } from '#libs/runtime/cloud-events.js';
import { answerAgain, type Settled } from '#libs/runtime/answers.js';
import { type CommandLedger, SENDERS_MAX } from '#libs/runtime/command-ledger.js';
import { REQUEST_HEADER } from '#libs/runtime/consume-commands.js';
import { commandHashOf } from '#libs/runtime/identity.js';
import { failedOutcome, type WireOutcome } from './answer.js';
import { HeardOutcomes } from './heard-outcomes.js';
import { type PendingCommand, type PendingCommands } from './pending-commands.js';
import { UnansweredCommands, type Unanswered } from './unanswered-commands.js';

/** The token of the ledger of settled commands. */
export const COMMAND_LEDGER = Symbol('CommandLedger');

/** The token of {@link PendingCommands}. */
export const PENDING = Symbol('PendingCommands');

/** Outcomes taken off the bus at once; handling one is a look-up. */
const IN_FLIGHT_MAX = 256;

/** The bus has this long to say that it took a command; then it is not known whether it did. */
export const PUBLISH_MS_MAX = 3_000;

/** The read store has this long to keep what other processes are to know, before a client hears that its command is on its way. */
export const NOTE_MS_MAX = 500;

/** How often it is looked for outcomes that did not come over the bus. */
const LOOK_EVERY_MS = 100;

/** How often what processes that ended hard have left behind is swept up. */
const SWEEP_EVERY_MS = 3_600_000;

/**
 * Puts commands on the bus and hands each request the outcome that comes back for it. An outcome that does not come (the message was
 * lost, or went out before this process was listening) is looked for in the ledger until the request's time is up.
 */
@Injectable()
export class OutcomeDesk implements OnApplicationBootstrap {
  private readonly unanswered = new UnansweredCommands();
  private readonly heard = new HeardOutcomes();
  /** Whether this process is handed the outcomes that are published from now on. */
  private listening = false;

  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(Supervisor) private readonly supervisor: Supervisor,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'messageBusUrl'>,
    @Inject(COMMAND_LEDGER) private readonly ledger: Pick<CommandLedger, 'recall' | 'sendersOf'>,
    @Inject(PENDING) private readonly pending: PendingCommands,
  ) {}

  onApplicationBootstrap(): void {
    const group = groupOf(this.configuration);
    const options = {
      ephemeral: true,
      inFlightMax: IN_FLIGHT_MAX,
      onAssigned: () => void (this.listening = true),
      onRevoked: () => void (this.listening = false),
    } as const;
    this.supervisor.run('outcomes', (signal) =>
      this.bus.consume(OUTCOMES_TOPIC, group, (delivery) => this.take(delivery), signal, options),
    );
    this.supervisor.run('outcomes that did not come', (signal) => this.lookAgainAndAgain(signal));
    this.supervisor.run('commands left pending', (signal) => this.sweepAgainAndAgain(signal));
  }

  /**
   * Publishes a command and waits for its outcome until the signal aborts; `undefined` then.
   * @throws Problem when the command is too large, too many are unanswered, or the bus does not say in time that it took it · Unavailable
   *   when the bus is full or away
   */
  async submit(command: CommandEnvelope, signal: AbortSignal): Promise<WireOutcome | undefined> {
    const request = v7();
    const message = encodeCommand(command);
    assertCarried(message);
    const entry = this.unanswered.admit(request, command);
    try {
      await this.publish({ ...message, headers: { ...message.headers, [REQUEST_HEADER]: request } });
    } catch (error) {
      this.unanswered.remove(request);
      throw error;
    }
    this.unanswered.lookLater(entry, this.listening);
    const outcome = await untilAborted(entry.answer.promise, signal);
    entry.waiting = false;
    if (outcome === undefined) await this.tellOthers(entry);
    return outcome;
  }

  /** What is known of a command that was sent here or elsewhere: its outcome, that it is on its way, or why it is not decided. */
  async find(commandId: string, source?: string): Promise<Found | undefined> {
    const heard = this.heard.of(commandId, source);
    if (heard) return { outcome: heard };
    const settled = await this.ledger.recall(commandId, source);
    if (settled) return { outcome: wireOutcome({ ...settled.outcome, duplicate: false }, source) as WireOutcome };
    const here = this.unanswered.ofCommand(commandId, source);
    if (here) return { pending: here };
    const undecided = await this.pending.undecided(commandId, source);
    if (undecided) return { outcome: failedOutcome(undecided) };
    const pending = await this.pending.find(commandId, source);
    return pending && { pending };
  }

  /** The same by the id alone, which names a command as long as only one sender has used it; else who has. */
  async findById(commandId: string): Promise<Found | { readonly senders: readonly (string | undefined)[] } | undefined> {
    const here = [...this.heard.sendersOf(commandId), ...this.unanswered.allOf(commandId).map(({ source }) => senderOf(source))];
    // While the read store is away, what this process knows is all that can be known.
    const elsewhere = await this.sendersOf(commandId).catch((error: unknown) => {
      if (here.length === 0) throw error;
      return [];
    });
    const senders = [...new Set([...here, ...elsewhere])];
    return senders.length > 1 ? { senders: senders.slice(0, SENDERS_MAX) } : this.find(commandId, senders[0]);
  }

  private async sendersOf(commandId: string): Promise<readonly (string | undefined)[]> {
    const [settled, others] = await Promise.all([this.ledger.sendersOf(commandId), this.pending.allOf(commandId)]);
    return [...settled, ...others.map(({ source }) => source)];
  }

  private async publish(message: BusMessage): Promise<void> {
    // What becomes of it after the limit changes nothing here: whoever sends it again is answered.
    if (await inTime(this.bus.publish(COMMANDS_TOPIC, message), PUBLISH_MS_MAX)) return;
    const detail = `The message bus did not say within ${PUBLISH_MS_MAX / 1_000} s whether it took the command: send it again with the same id, which is harmless.`;
    throw new Problem('UNAVAILABLE', detail);
  }

  /** The client goes on with 202 and may ask any process. Best effort: this one knows it anyway. */
  private async tellOthers(entry: Unanswered): Promise<void> {
    entry.noted = this.pending.note(entry.command).catch(() => undefined);
    await inTime(entry.noted, NOTE_MS_MAX);
    if (entry.answered) this.forget(entry);
  }

  private async take({ headers, value }: Delivery) {
    const outcome = value === null ? undefined : outcomeOf(value);
    if (outcome === undefined || value === null) return DONE;
    this.heard.hear(outcome, value.length);
    const request = headers[REQUEST_HEADER];
    if (typeof request === 'string') this.answer(request, outcome);
    return DONE;
  }

  private answer(request: string, outcome: WireOutcome): void {
    const entry = this.unanswered.remove(request);
    if (entry === undefined) return;
    entry.answered = true;
    entry.answer.resolve(outcome);
    if (entry.noted) this.forget(entry);
  }

  private forget({ command, noted = Promise.resolve() }: Unanswered): void {
    // What cannot be forgotten now is outdated soon, and swept up then.
    void noted.then(() => this.pending.forget(command.commandId, command.source)).catch(() => undefined);
  }

  private async lookAgainAndAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      await Promise.all(this.unanswered.due().map(([request, entry]) => this.look(request, entry)));
    }
  }

  private async look(request: string, { command }: Unanswered): Promise<void> {
    // The read store may be away while the bus works: the next look comes.
    const { commandId, source } = command;
    const settled = await this.ledger.recall(commandId, source, commandHashOf(command)).catch(() => undefined);
    if (settled) return this.answer(request, lookedUp(settled, command, request));
    const undecided = await this.pending.undecided(commandId, source).catch(() => undefined);
    // Of another sending of it, which may have failed long ago, it says nothing.
    if (undecided?.request === request) this.answer(request, failedOutcome(undecided));
  }

  private async sweepAgainAndAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.pending.sweep().catch(() => undefined);
      await sleep(SWEEP_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What is known of a command: its outcome, or that it is on its way. */
export type Found = { readonly outcome: WireOutcome } | { readonly pending: PendingCommand };

const DONE = { kind: 'done' } as const;

/**
 * Every process must hear every outcome from the moment it starts, so each start is a group of its own: a name that came back would
 * wait until the broker has given up the process that had it before. It keeps no offsets, and is gone with the process. On a bus within
 * one process there is only one; the name that it had when offsets were kept is used on, so that these are forgotten.
 */
const groupOf = ({ messageBusUrl }: Pick<Configuration, 'messageBusUrl'>): string =>
  messageBusUrl.startsWith('in-process:') ? 'rapport.command-api' : `rapport.command-api.${hostname()}.${v7()}`;

/** The answer to a sending of a command, from what is kept under its id: another command may have it. */
const lookedUp = (settled: Settled, command: CommandEnvelope, sending: string): WireOutcome =>
  wireOutcome(answerAgain(command, { hash: commandHashOf(command), request: sending }, settled), command.source) as WireOutcome;

/** The envelope adds to what the door let in: what the worker would refuse is refused here, where somebody hears of it. */
const assertCarried = ({ value }: BusMessage): void => {
  if (value === null || value.length <= COMMAND_BYTES_MAX) return;
  const detail = `With its envelope the command has ${value.length} bytes; ${COMMAND_BYTES_MAX} are allowed: split it, or keep documents elsewhere.`;
  throw new Problem('BODY_TOO_LARGE', detail);
};

/** The outcome in a message; `undefined` for anything else that somebody put on the topic. */
const outcomeOf = (value: Uint8Array): WireOutcome | undefined => {
  try {
    const { data } = JSON.parse(Buffer.from(value).toString('utf8')) as { readonly data?: WireOutcome };
    return typeof data?.commandId === 'string' && (data.outcome === 'ACCEPTED' || data.outcome === 'REJECTED') ? data : undefined;
  } catch {
    return undefined;
  }
};

/** Whether it came in time. Its error is thrown then; what comes later is of no interest any more. */
const inTime = async (work: Promise<unknown>, ms: number): Promise<boolean> => {
  const late = new AbortController();
  const limit = sleep(ms, false, { signal: late.signal }).catch(() => false);
  return Promise.race([work.then(() => true), limit]).finally(() => late.abort());
};

const untilAborted = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> => {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const abort = (): void => resolve(undefined);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return signal.aborted ? undefined : await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
