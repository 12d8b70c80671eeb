import { type Aggregate, type Command, type Context, type Decided, isNeed, type State } from '#libs/kernel/decider.js';
import { InvariantBroken, OutcomeUnknown, VersionConflict } from '#libs/kernel/errors.js';
import {
  categoryOf,
  type CommandEnvelope,
  type MessageMap,
  type NewEvent,
  type Outcome,
  type RecordedEvent,
} from '#libs/kernel/message.js';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type CommandLedger, openCommandLedger, type Settled } from './command-ledger.js';
import { commandHashOf, eventIdOf } from './identity.js';
import { createPolicySource, type PolicyRules, type PolicySource } from './policy-source.js';
import { createStreamCache, type LoadedStream, type StreamCache } from './stream-cache.js';

/** Decisions of one command: the first and those after conflicts or lost acknowledgements. Beyond it the answer is UNKNOWN for now. */
export const ATTEMPTS_MAX = 10;

/** Rounds in which one decision may ask for other streams, and streams that it may ask for in all. */
export const NEEDS_MAX = 64;

/** Commands whose append has no answer yet and that are handed in again later; the oldest are decided anew beyond it. */
export const UNSURE_MAX = 10_000;

/** An append as it was made, or is about to be made. */
interface Append {
  readonly hash: string;
  readonly expected: number;
  readonly at: Date;
  readonly events: readonly NewEvent[];
}

/** What a command handler stands on. */
export interface CommandHandlerDependencies {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly aggregates: readonly Aggregate[];
  readonly policies: PolicyRules;
  readonly now: () => Date;
}

/** Decides commands, each with exactly one effect however often it is handed in. */
export interface CommandHandler {
  /**
   * ACCEPTED and REJECTED are durable and final; UNKNOWN means: hand the same command in again.
   * @throws Unavailable when nothing could be decided; nothing has happened then
   * @throws InvariantBroken for a defect: this command cannot be decided by this program
   */
  handle(command: CommandEnvelope): Promise<Outcome>;
  /** The final answer of a command, as far as it is settled. */
  outcomeOf(commandId: string): Promise<Settled['outcome'] | undefined>;
}

/** The command path in five beats: read, already done?, decide, append, on conflict again. */
export const createCommandHandler = (dependencies: CommandHandlerDependencies): CommandHandler => new FiveBeats(dependencies);

class FiveBeats implements CommandHandler {
  private readonly ledger: CommandLedger;
  private readonly streams: StreamCache;
  private readonly policies: PolicySource;
  private readonly inHand = new Map<string, Promise<Outcome>>();
  /** Appends without an answer, by command id, oldest first. */
  private readonly unsure = new Map<string, Append>();

  constructor(private readonly dependencies: CommandHandlerDependencies) {
    this.ledger = openCommandLedger(dependencies.readStore);
    this.streams = createStreamCache(dependencies.store, dependencies.aggregates);
    this.policies = createPolicySource(this.streams, dependencies.policies);
  }

  async handle(command: CommandEnvelope): Promise<Outcome> {
    // The same id twice at once: the second waits, and then finds what became of the first.
    while (this.inHand.has(command.commandId)) await this.inHand.get(command.commandId)!.catch(() => undefined);
    const outcome = this.settle(command, commandHashOf(command)).finally(() => this.inHand.delete(command.commandId));
    this.inHand.set(command.commandId, outcome);
    return outcome;
  }

  async outcomeOf(commandId: string): Promise<Settled['outcome'] | undefined> {
    return (await this.ledger.recall(commandId))?.outcome;
  }

  private async settle(command: CommandEnvelope, hash: string): Promise<Outcome> {
    const remembered = await this.ledger.recall(command.commandId);
    if (remembered) return answerAgain(command, hash, remembered);

    let stream = await this.streams.get(command.stream);
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (stream.commands.has(command.commandId)) return this.rememberWritten(command, hash, stream);

      const prepared = this.inFlight(command, hash, stream) ?? (await this.prepare(command, hash, stream));
      if ('outcome' in prepared) return this.remember(hash, prepared);

      const { expected, at, events } = prepared;
      try {
        const { version, position } = await this.dependencies.store.append(command.stream, expected, events);
        const written = events.map((event, index) => ({ ...event, stream: command.stream, version: expected + 1 + index, position }));
        this.streams.advance(stream, written);
        return await this.remember(hash, accepted(command, at, version, written));
      } catch (error) {
        if (!(error instanceof VersionConflict || error instanceof OutcomeUnknown)) throw error;
        if (error instanceof OutcomeUnknown) this.keepUnsure(command.commandId, prepared);
        const again = await this.reread(command.stream, error);
        if (again === undefined) break;
        stream = again;
      }
    }
    return { ...answerTo(command), outcome: 'UNKNOWN', detail: 'Not settled yet: ask again, or send the same command again.' };
  }

  /** Decides: what is to be appended, or the answer where that is nothing. */
  private async prepare(command: CommandEnvelope, hash: string, stream: LoadedStream): Promise<Append | Settled['outcome']> {
    const at = this.dependencies.now();
    const decision = await this.decide(command, stream, at);
    if (isRejection(decision)) return rejected(command, decision);
    if (decision.length === 0) return accepted(command, at, stream.version, []);
    const events = decision.map((decided, index) => newEvent(command, hash, decided, index, at));
    return { hash, expected: stream.version, at, events };
  }

  /**
   * An append of this command that may still land. While the stream is where it was, it must not be decided again: policies, other
   * streams and the clock may have changed, and a command that is then refused would have effects all the same. Only the same append,
   * made again, says what became of it.
   */
  private inFlight({ commandId }: CommandEnvelope, hash: string, { version }: LoadedStream): Append | undefined {
    const append = this.unsure.get(commandId);
    return append?.hash === hash && append.expected === version ? append : undefined;
  }

  private keepUnsure(commandId: string, append: Append): void {
    this.unsure.set(commandId, append);
    const [oldest] = this.unsure.keys();
    if (this.unsure.size > UNSURE_MAX && oldest !== undefined) this.unsure.delete(oldest);
  }

  private async decide(command: CommandEnvelope, stream: LoadedStream, at: Date): Promise<readonly Decided<MessageMap>[] | Rejection> {
    if (command.expectedVersion !== undefined && command.expectedVersion !== stream.version) {
      return reject(
        'VERSION_CONFLICT',
        `${command.stream} is at version ${stream.version}, not at the expected ${command.expectedVersion}: read it again and decide again.`,
        '/expectedVersion',
      );
    }
    const aggregate = this.dependencies.aggregates.find(({ category }) => category === categoryOf(command.stream));
    if (aggregate === undefined) throw new InvariantBroken(`No aggregate decides stream ${command.stream}.`);
    const policy = (await this.policies.at(at)) as Context['policy'];
    const others = new Map<string, State>();
    const asked: Command<MessageMap> = { ...command, occurredAt: command.occurredAt ?? at.toISOString() };
    const context: Context = { now: at.toISOString(), policy, other: <Other>(name: string) => others.get(name) as Other | undefined };
    for (;;) {
      const decision = aggregate.decide(asked, stream.state, context);
      if (!isNeed(decision)) return decision;
      const missing = decision.needs.filter((name) => !others.has(name));
      if (missing.length === 0 || others.size + missing.length > NEEDS_MAX) {
        throw new InvariantBroken(`${command.type} asks for streams without end: ${decision.needs.join(', ')}.`);
      }
      for (const name of missing) others.set(name, (await this.streams.refresh(name)).state);
    }
  }

  /** After an append that failed or may have happened. `undefined`: nothing can be said now. */
  private async reread(stream: string, error: VersionConflict | OutcomeUnknown): Promise<LoadedStream | undefined> {
    try {
      return await this.streams.refresh(stream);
    } catch (failure) {
      if (error instanceof OutcomeUnknown) return undefined;
      throw failure;
    }
  }

  /** The command stands in its stream already: answers from there, which settles what was UNKNOWN. */
  private async rememberWritten(command: CommandEnvelope, hash: string, stream: LoadedStream): Promise<Outcome> {
    const duplicate = !this.unsure.has(command.commandId);
    const written: RecordedEvent[] = [];
    for await (const event of this.dependencies.store.read(command.stream, { from: stream.commands.get(command.commandId)! })) {
      if (event.meta.commandId !== command.commandId) break;
      written.push(event);
    }
    const { meta } = written[0]!;
    const outcome = accepted({ ...command, occurredAt: meta.occurredAt }, new Date(meta.recordedAt), written.at(-1)!.version, written);
    await this.remember(meta.commandHash, outcome);
    return duplicate || meta.commandHash !== hash ? answerAgain(command, hash, { hash: meta.commandHash, outcome }) : outcome;
  }

  private async remember(hash: string, outcome: Settled['outcome']): Promise<Outcome> {
    await this.ledger.remember({ hash, outcome });
    this.unsure.delete(outcome.commandId);
    return outcome;
  }
}

const answerTo = ({ commandId, stream }: CommandEnvelope) => ({ commandId, stream, duplicate: false });

const accepted = (command: CommandEnvelope, at: Date, version: number, events: readonly RecordedEvent[]): Settled['outcome'] => ({
  ...answerTo(command),
  outcome: 'ACCEPTED',
  version,
  ...(events.length === 0 ? {} : { position: events.at(-1)!.position }),
  occurredAt: command.occurredAt ?? at.toISOString(),
  events: events.map(({ id, type, version: at_ }) => ({ id, type, version: at_ })),
});

const rejected = (command: CommandEnvelope, { rejected: code, detail, field }: Rejection): Settled['outcome'] => ({
  ...answerTo(command),
  outcome: 'REJECTED',
  rejection: { code, detail, ...(field === undefined ? {} : { field }) },
});

/** The recorded answer for a retry, a refusal for another body under the same id. */
const answerAgain = (command: CommandEnvelope, hash: string, { hash: first, outcome }: Settled): Outcome =>
  hash === first
    ? { ...outcome, duplicate: true }
    : rejected(
        command,
        reject(
          'COMMAND_ID_REUSED',
          `Command id ${command.commandId} was used for another command on ${outcome.stream}: give every new command an id of its own.`,
          '/commandId',
        ),
      );

const newEvent = (command: CommandEnvelope, hash: string, decided: Decided<MessageMap>, index: number, at: Date): NewEvent => {
  const { source, correlationId, causationId, evidence, note } = command;
  return {
    id: eventIdOf(command.commandId, index),
    type: decided.type,
    data: decided.data,
    meta: {
      commandId: command.commandId,
      commandHash: hash,
      actor: command.actor,
      occurredAt: command.occurredAt ?? at.toISOString(),
      recordedAt: at.toISOString(),
      ...(source === undefined ? {} : { source }),
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(causationId === undefined ? {} : { causationId }),
      ...(decided.policy === undefined ? {} : { policy: decided.policy }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(note === undefined ? {} : { note }),
    },
  };
};
