import { UTC } from '#libs/kernel/calendar.js';
import { type Aggregate, type Command, type Context, type Decided, isNeed } from '#libs/kernel/decider.js';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { categoryOf, type CommandEnvelope, type Instant, type MessageMap, type NewEvent } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { schemaVersionOf, type Upcasters } from '#libs/kernel/upcast.js';
import { partIdOf, planOf } from './coordinated-changes.js';
import { eventIdOf } from './identity.js';
import { type PolicySource } from './policy-source.js';
import { type Snapshot, type StreamCache } from './stream-cache.js';

/** Rounds in which one decision may ask for other streams, and streams that it may ask for in all. */
export const NEEDS_MAX = 64;

/** Readings of the own stream's history that one decision may ask for. */
export const HISTORIES_MAX = 4;

/** What a command came to, and what that rests on. */
export interface MadeDecision {
  readonly result: readonly Decided<MessageMap>[] | Rejection;
  /** The one snapshot of state and version that it was decided on. */
  readonly own: Snapshot;
  /** When: never before the stream's last event, so that recorded time does not go back in a stream. */
  readonly at: Instant;
  /** The company's time zone at that moment. */
  readonly timeZone: string;
  /** Versions of the other streams whose state it saw, and of the policy streams that it asked. */
  readonly others: ReadonlyMap<string, number>;
  readonly policies: ReadonlyMap<string, number>;
}

/** Where decisions are made. */
export interface Deciding {
  readonly streams: StreamCache;
  readonly policies: PolicySource;
  readonly aggregates: readonly Aggregate[];
  readonly now: () => Date;
}

/** Decides a command on one snapshot of its stream, and on what is kept of others: {@link hasMoved} says whether that still holds. */
export const makeDecision = async (deciding: Deciding, command: CommandEnvelope, own: Snapshot): Promise<MadeDecision> => {
  const now = deciding.now();
  const at = laterOf(now.toISOString(), own.recordedAt);
  const others = new Map<string, Snapshot>();
  const histories = new Map<string, unknown>();
  const policies = new Map<string, number>();
  let timeZone = UTC;
  const made = (result: MadeDecision['result']): MadeDecision => {
    const versions = new Map([...others].map(([stream, { version }]) => [stream, version]));
    return { result, own, at, timeZone, others: versions, policies };
  };
  if (command.expectedVersion !== undefined && command.expectedVersion !== own.version) return made(notAtExpected(command, own));

  const aggregate = deciding.aggregates.find(({ category }) => category === categoryOf(command.stream));
  if (aggregate === undefined) throw new InvariantBroken(`No aggregate decides stream ${command.stream}.`);
  const lookUp = await deciding.policies.at(now, at);
  timeZone = deciding.policies.timeZone((name) => lookUp(name).policy);
  const asked: Command<MessageMap> = { ...command, occurredAt: command.occurredAt ?? at };
  const policyOf = (name: string) => {
    const { policy, stream, version } = lookUp(name);
    policies.set(stream, version);
    return policy;
  };
  const context: Context = {
    now: at,
    get timeZone() {
      return deciding.policies.timeZone(policyOf);
    },
    policy: policyOf as Context['policy'],
    other: <Other>(name: string) => others.get(name)?.state as Other | undefined,
    history: <Result>(name: string) => histories.get(name) as Result | undefined,
  };
  for (;;) {
    const decision = aggregate.decide(asked, own.state, context);
    if (!isNeed(decision)) return made(decision);
    const missing = decision.needs.filter((name) => !others.has(name));
    const unread = Object.entries(decision.histories ?? {}).filter(([name]) => !histories.has(name));
    if (
      missing.length + unread.length === 0
      || others.size + missing.length > NEEDS_MAX
      || histories.size + unread.length > HISTORIES_MAX
    ) {
      throw new InvariantBroken(
        `${command.type} asks without end: ${[...decision.needs, ...Object.keys(decision.histories ?? {})].join(', ')}.`,
      );
    }
    for (const name of missing) others.set(name, await deciding.streams.get(name));
    for (const [name, fold] of unread) histories.set(name, await deciding.streams.foldHistory(own, fold));
  }
};

/**
 * Whether something that a decision rests on is no longer at the version that was decided on. What is about to be appended names its
 * own stream's version, so only the others are looked at; an answer without events rests on all of it, policies included.
 */
export const hasMoved = async (streams: StreamCache, decision: MadeDecision, rests: 'on others' | 'on everything'): Promise<boolean> => {
  const { own, others, policies } = decision;
  const all = rests === 'on others' ? [...others] : [[own.stream, own.version] as const, ...others, ...policies];
  const moved = await Promise.all(all.map(async ([stream, version]) => (await streams.refresh(stream)).version !== version));
  return moved.includes(true);
};

/** Whether a decision tells events of other streams than the command's own. */
export const tellsOthers = ({ stream: own }: CommandEnvelope, decided: readonly Decided<MessageMap>[]): boolean =>
  decided.some(({ stream = own }) => stream !== own);

/** The event that begins a change to several streams, at the moment and in the circumstances of its command. */
export const begunBy = (
  command: CommandEnvelope,
  asked: { readonly hash: string; readonly request?: string },
  decision: MadeDecision,
  decided: readonly Decided<MessageMap>[],
  upcasters: Upcasters,
): NewEvent => {
  const { own, others } = decision;
  const versionOf = (stream: string) => (stream === own.stream ? own.version : others.get(stream));
  const begins = { type: 'CoordinatedChangeBegun', data: planOf(command, decided, versionOf, upcasters) };
  const part = { ...command, commandId: partIdOf(command.commandId, 'begun') };
  return eventsOf(part, asked, decision, [begins], {})[0]!;
};

/** The events that a decision comes to, stamped: their ids follow from their content. */
export const eventsOf = (
  command: CommandEnvelope,
  { hash, request }: { readonly hash: string; readonly request?: string },
  { at, timeZone }: MadeDecision,
  decided: readonly Decided<MessageMap>[],
  upcasters: Upcasters,
): readonly NewEvent[] =>
  decided.map(({ type, data, policy }, index) => {
    const { commandId, actor, occurredAt = at, occurredOffset, source, correlationId, causationId, evidence, note, traceparent } = command;
    const schema = schemaVersionOf(upcasters, type);
    const told = {
      occurredOffset,
      zone: timeZone === UTC ? undefined : timeZone,
      source,
      correlationId,
      causationId,
      policy,
      evidence,
      note,
      request,
      schema: schema > 1 ? schema : undefined,
      traceparent,
    };
    const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
    const meta = { commandId, commandHash: hash, actor, occurredAt, recordedAt: at, ...given };
    return { id: eventIdOf(commandId, index, { type, data, meta }), type, data, meta };
  });

const laterOf = (now: Instant, last: Instant | undefined): Instant => (last !== undefined && last > now ? last : now);

const notAtExpected = ({ stream, expectedVersion }: CommandEnvelope, { version }: Snapshot): Rejection =>
  reject(
    'VERSION_CONFLICT',
    `${stream} is at version ${version}, not at the expected ${expectedVersion}: read it again and decide again.`,
    '/expectedVersion',
  );
