import { identityOf } from '#libs/kernel/command-identity.js';
import { type Aggregate } from '#libs/kernel/decider.js';
import { InvariantBroken, OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { categoryOf, type CommandEnvelope, type NewEvent, type Outcome, type RecordedEvent } from '#libs/kernel/message.js';
import { type Collection, type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { acceptedBy, alreadySo, answerAgain, type FinalOutcome, rejected, type Settled, unknown } from './answers.js';
import { type CommandLedger, openCommandLedger } from './command-ledger.js';
import { type CommandObserver } from './command-observer.js';
import { CoordinatedChanges, type Coordination, type SettledChange } from './coordinated-changes.js';
import { commandHashOf } from './identity.js';
import { latest } from './latest.js';
import { begunBy, type Deciding, eventsOf, hasMoved, type MadeDecision, makeDecision, tellsOthers } from './make-decision.js';
import { createPolicySource, type PolicyRules } from './policy-source.js';
import { createStreamCache, type Snapshot, type StreamCache, type StreamCacheOptions } from './stream-cache.js';

/** Decisions of one command: the first and those after conflicts or lost acknowledgements. Beyond it the answer is UNKNOWN for now. */
export const ATTEMPTS_MAX = 10;

/**
 * How old a look at what is settled may be when something is appended: a worker that was stopped in the middle looks again before it
 * writes. What may still happen is in docs/adr/0038.
 */
export const LOOK_MS_MAX = 5_000;

/** Appends without an answer that are remembered, to be made again as they were; the oldest are decided anew beyond it. */
export const PENDING_APPENDS_MAX = 10_000;

/** Commands just accepted here that are remembered until the read model that finds them has come so far. */
export const RECENT_COMMANDS_MAX = 20_000;

/** An append as it was made, or is about to be made. */
interface Append {
  readonly hash: string;
  readonly expected: number;
  readonly events: readonly NewEvent[];
  /** Where it begins a change to several streams. */
  readonly coordination?: Coordination;
}

/** What a command handler stands on. */
export interface CommandHandlerDependencies {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly aggregates: readonly Aggregate[];
  readonly policies: PolicyRules;
  readonly now: () => Date;
  /** The read model that finds accepted commands by their ids; without it only their own stream knows them. */
  readonly acceptedCommands?: Collection;
  readonly upcasters?: Upcasters;
  readonly observer?: Pick<CommandObserver, 'conflict' | 'changeSettled'>;
  readonly cache?: Omit<StreamCacheOptions, 'upcasters'>;
  /** Milliseconds of a clock that is never set. */
  readonly elapsed?: () => number;
}

/** Decides commands, each with exactly one effect however often it is handed in. */
export interface CommandHandler {
  /**
   * ACCEPTED and REJECTED are durable and final; UNKNOWN means: hand the same command in again. `request` names the sending, where
   * the door does: one that is handed in again is told from one that was sent again.
   * @throws Unavailable when nothing could be decided; nothing has happened then
   * @throws NewerEvent while the stream holds what only a newer program knows
   * @throws InvariantBroken for a defect: this command cannot be decided by this program
   */
  handle(command: CommandEnvelope, request?: string): Promise<Outcome>;
  /** The final answer of a command, as far as it is settled; without a source of one that came through our own doors. */
  outcomeOf(commandId: string, source?: string): Promise<FinalOutcome | undefined>;
  /** Changes to several streams: who finds one that is not settled can finish it. */
  readonly changes: Pick<CoordinatedChanges, 'look' | 'finish'>;
}

/** The command path: already done? read, decide, append, on conflict again. */
export const createCommandHandler = (dependencies: CommandHandlerDependencies): CommandHandler => new LogCommandHandler(dependencies);

/** A command on its way: its envelope, what names it, its hash, and the sending that it came with. */
interface Asked {
  readonly command: CommandEnvelope;
  /** See {@link identityOf}. */
  readonly identity: string;
  readonly hash: string;
  readonly request?: string;
}

class LogCommandHandler implements CommandHandler {
  readonly changes: CoordinatedChanges;
  private readonly ledger: CommandLedger;
  private readonly streams: StreamCache;
  private readonly deciding: Deciding;
  private readonly inProgress = new Map<string, Promise<Outcome>>();
  /** Appends without an answer, by identity. Only a memory for quick settling: correctness rests on the log. */
  private readonly pending = latest<Append>(PENDING_APPENDS_MAX);
  private readonly recent = latest<Settled>(RECENT_COMMANDS_MAX);
  /** Commands that may have begun a change, by identity: a memory as {@link pending} is. */
  private readonly begun = latest<true>(PENDING_APPENDS_MAX);

  constructor(private readonly dependencies: CommandHandlerDependencies) {
    const { store, readStore, aggregates, acceptedCommands, upcasters = {}, cache, now } = dependencies;
    this.ledger = openCommandLedger(readStore, acceptedCommands);
    this.streams = createStreamCache(store, aggregates, { ...cache, upcasters });
    const settled = (change: SettledChange) => dependencies.observer?.changeSettled?.(change);
    this.changes = new CoordinatedChanges({ store, streams: this.streams, now, settled });
    this.deciding = { streams: this.streams, policies: createPolicySource(this.streams, dependencies.policies), aggregates, now };
  }

  async handle(command: CommandEnvelope, request?: string): Promise<Outcome> {
    const identity = identityOf(command);
    // The same one twice at once: the second waits, and then finds what became of the first.
    while (this.inProgress.has(identity)) await this.inProgress.get(identity)!.catch(() => undefined);
    const asked = { command, identity, hash: commandHashOf(command), ...(request === undefined ? {} : { request }) };
    const outcome = this.settleOrSay(asked).finally(() => this.inProgress.delete(identity));
    this.inProgress.set(identity, outcome);
    return outcome;
  }

  async outcomeOf(commandId: string, source?: string): Promise<FinalOutcome | undefined> {
    const recent = this.recent.get(identityOf({ commandId, source }));
    return (recent ?? (await this.ledger.recall(commandId, source)))?.outcome;
  }

  /** Once an append may have happened, no failure may be told as "nothing has happened". */
  private async settleOrSay(asked: Asked): Promise<Outcome> {
    try {
      const coordination = this.coordinationOf(asked.command);
      const outcome = coordination === undefined ? await this.settle(asked) : 'concerns others';
      return outcome === 'concerns others' ? await this.settleInTurn(asked) : outcome;
    } catch (error) {
      const away = error instanceof Unavailable || error instanceof OutcomeUnknown;
      const { identity, command } = asked;
      if (away && (this.pending.has(identity) || this.begun.has(identity))) return unknown(command);
      throw error;
    }
  }

  /** The stream that serialises the changes which the command belongs to, where it concerns more than its own. */
  private coordinationOf({ stream, type }: CommandEnvelope, concernsOthers = false): string | undefined {
    return this.dependencies.aggregates.find(({ category }) => category === categoryOf(stream))?.coordination(type, concernsOthers);
  }

  /** Settles a command that concerns several streams, one at a time with all others of its coordination stream. */
  private async settleInTurn(asked: Asked): Promise<Outcome> {
    const coordination = this.coordinationOf(asked.command, true);
    if (coordination === undefined)
      throw new InvariantBroken(`${asked.command.type} tells events of other streams, and nothing coordinates them.`);
    const outcome = await this.changes.inTurn(coordination, () => this.settle(asked, coordination));
    return outcome === 'concerns others' ? unknown(asked.command) : outcome;
  }

  /** `concerns others`: nothing was done yet, since the command turned out to need a coordination stream. */
  private async settle(asked: Asked, coordinatedBy?: string): Promise<Outcome | 'concerns others'> {
    const { command } = asked;
    const elapsed = this.dependencies.elapsed ?? (() => performance.now());
    let lookedAt = elapsed();
    let settled = await this.recallNow(asked);
    for (let attempt = 1; attempt <= ATTEMPTS_MAX && settled === undefined; attempt++) {
      if (attempt > 1) this.dependencies.observer?.conflict?.(command.stream, attempt);
      // Before the streams are looked at: what they say then is what every change so far has made of them.
      const coordination = coordinatedBy === undefined ? undefined : await this.changes.free(coordinatedBy);
      const kept = attempt === 1 && coordination === undefined;
      const stream = kept ? await this.streams.get(command.stream) : await this.streams.refresh(command.stream);
      if (stream.commands.has(asked.identity)) return this.answerFromLog(asked, stream);
      if (elapsed() - lookedAt > LOOK_MS_MAX) {
        lookedAt = elapsed();
        settled = await this.recallNow(asked);
        continue;
      }

      const prepared = this.pendingAppend(asked, stream) ?? (await this.prepare(asked, stream, coordination));
      if (prepared === 'concerns others') return prepared;
      if (prepared === 'moved' || elapsed() - lookedAt > LOOK_MS_MAX) continue;
      const outcome =
        'outcome' in prepared ? await this.refuse(asked, prepared, coordinatedBy) : await this.append(asked, prepared, stream);
      if (outcome) return outcome;
    }
    return settled ? answerAgain(command, asked, settled) : unknown(command);
  }

  /**
   * Decides: what is to be appended, or the answer where that is nothing; `moved` when what it rested on has meanwhile; `concerns others`
   * when it is to be appended to several streams and nobody has looked whether another such change is under way.
   */
  private async prepare(
    asked: Asked,
    stream: Snapshot,
    coordination?: Coordination,
  ): Promise<Append | FinalOutcome | 'moved' | 'concerns others'> {
    const decision = await makeDecision(this.deciding, asked.command, stream);
    const { result } = decision;
    const withoutEvents = isRejection(result) || result.length === 0;
    if (coordination === undefined && !withoutEvents && tellsOthers(asked.command, result)) return 'concerns others';
    const rests = withoutEvents || coordination !== undefined ? 'on everything' : 'on others';
    if (await hasMoved(this.streams, decision, rests)) return 'moved';
    if (!withoutEvents) return this.appendOf(asked, decision, result, coordination);
    // A change that was begun meanwhile may have shown a part of itself only.
    if (coordination !== undefined && (await this.changes.look(coordination.stream)).version !== coordination.version) return 'moved';
    return this.answerOf(asked, decision);
  }

  private answerOf({ command }: Asked, { result, own, at }: MadeDecision): FinalOutcome {
    return isRejection(result) ? rejected(command, result) : alreadySo(command, own.version, at);
  }

  private appendOf(asked: Asked, decision: MadeDecision, decided: Parameters<typeof eventsOf>[3], coordination?: Coordination): Append {
    const { hash, command } = asked;
    const { upcasters = {} } = this.dependencies;
    if (coordination === undefined) {
      return { hash, expected: decision.own.version, events: eventsOf(command, asked, decision, decided, upcasters) };
    }
    const begun = begunBy(command, asked, decision, decided, upcasters);
    return { hash, expected: coordination.version, events: [begun], coordination };
  }

  /**
   * An append of this command that may still land. While the stream is where it was, it is made again as it was, which says what
   * became of it: a decision that comes out otherwise by now could refuse what then has effects all the same.
   */
  private pendingAppend({ identity, hash }: Asked, { version }: Snapshot): Append | undefined {
    const append = this.pending.get(identity);
    if (append?.hash === hash && append.expected === version) return append;
    // The stream went on without it: at its expected version it can land no more.
    if (append !== undefined && append.expected < version) this.pending.delete(identity);
    return undefined;
  }

  /** `undefined`: the stream has to be read again. */
  private async append(asked: Asked, append: Append, stream: Snapshot): Promise<Outcome | undefined> {
    const { command } = asked;
    const { expected, events, coordination } = append;
    if (coordination !== undefined) return this.change(asked, coordination, events[0]!);
    try {
      const { position } = await this.dependencies.store.append(command.stream, expected, events);
      const written = events.map((event, index) => ({ ...event, stream: command.stream, version: expected + 1 + index, position }));
      this.streams.advance(stream, written);
      return this.keepRecent(asked, acceptedBy(command, written));
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.pending.set(asked.identity, append);
      // Somebody else is at these versions: this append can land no more, if it has not already.
      else if (error instanceof VersionConflict) this.pending.delete(asked.identity);
      else throw error;
      return undefined;
    }
  }

  /** Begins a change to several streams and finishes what was begun, be it another one. `undefined`: it was, or this one was withdrawn. */
  private async change(asked: Asked, coordination: Coordination, begun: NewEvent): Promise<Outcome | undefined> {
    this.begun.set(asked.identity, true);
    await this.changes.begin(coordination, begun);
    await this.changes.free(coordination.stream);
    const own = await this.streams.refresh(asked.command.stream);
    return own.commands.has(asked.identity) ? this.answerFromLog(asked, own) : undefined;
  }

  /** Remembers an answer without events, then looks once more: what stands in the log by now has happened, or will. */
  private async refuse(asked: Asked, outcome: FinalOutcome, coordinatedBy?: string): Promise<Outcome> {
    const { hash, request, command } = asked;
    const kept = await this.ledger.remember({ hash, ...(request === undefined ? {} : { request }), outcome }, command.source);
    if (coordinatedBy !== undefined) await this.changes.free(coordinatedBy);
    const stream = await this.streams.refresh(asked.command.stream);
    if (stream.commands.has(asked.identity)) return this.answerFromLog(asked, stream);
    this.begun.delete(asked.identity);
    return JSON.stringify(kept.outcome) === JSON.stringify(outcome) ? outcome : answerAgain(asked.command, asked, kept);
  }

  /** The command stands in its stream: that is its answer, whoever appended it. */
  private async answerFromLog(asked: Asked, stream: Snapshot): Promise<Outcome> {
    const { command, identity, hash } = asked;
    const written: RecordedEvent[] = [];
    for await (const event of this.dependencies.store.read(command.stream, { from: stream.commands.get(identity)! })) {
      if (identityOf(event.meta) !== identity) break;
      written.push(event);
    }
    const { commandHash, request } = written[0]!.meta;
    const settled = { hash: commandHash, ...(request === undefined ? {} : { request }), outcome: acceptedBy(command, written) };
    const isOwn = commandHash === hash && (this.pending.has(identity) || this.begun.has(identity));
    this.pending.delete(identity);
    this.begun.delete(identity);
    this.recent.set(identity, settled);
    return isOwn ? settled.outcome : answerAgain(command, asked, settled);
  }

  /**
   * What was settled. Of an answer without events, also of one that another stream gave under this id, the stream itself is asked too:
   * what stands in the log has happened.
   */
  private async recallNow({ command, identity, hash }: Asked): Promise<Settled | undefined> {
    const settled = this.recent.get(identity) ?? (await this.ledger.recall(command.commandId, command.source, hash));
    const mayBeInLog = settled !== undefined && !('position' in settled.outcome);
    if (!mayBeInLog || !(await this.streams.refresh(command.stream)).commands.has(identity)) return settled;
    return undefined;
  }

  private keepRecent({ identity, hash, request }: Asked, outcome: FinalOutcome): FinalOutcome {
    this.pending.delete(identity);
    this.recent.set(identity, { hash, ...(request === undefined ? {} : { request }), outcome });
    return outcome;
  }
}
