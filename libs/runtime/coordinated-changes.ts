import pLimit, { type LimitFunction } from 'p-limit';
import { identityOf } from '#libs/kernel/command-identity.js';
import { type Decided } from '#libs/kernel/decider.js';
import { InvariantBroken, OutcomeUnknown, VersionConflict } from '#libs/kernel/errors.js';
import { type Instant, type MessageMap, type Metadata, type NewEvent, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { schemaVersionOf, type Upcasters } from '#libs/kernel/upcast.js';
import { eventIdOf } from './identity.js';
import { NewerEvent } from './newer-event.js';
import { type StreamCache } from './stream-cache.js';

/** The category of the streams that serialise changes to several streams. Machinery: no aggregate folds them and nobody is sent them. */
export const COORDINATION = 'coordination';

/** Attempts at one append of a change while others append to the same stream; beyond it the change waits for the next who comes by. */
export const CHANGE_ATTEMPTS_MAX = 100;

/** Events of one stream in a change. */
export interface Leg {
  readonly stream: string;
  /** `schema` as it was when the change was begun: who finishes it may be a newer program. */
  readonly events: readonly { readonly type: string; readonly data: object; readonly policy?: string; readonly schema?: number }[];
}

/** What a coordination stream holds. Stored contract: optional fields may be added, anything else is a new type. */
export type CoordinationEvents = {
  /**
   * A change that may have any part of its effects from here on, with all that it takes to finish it. Its first leg is appended at the
   * version `expected` or never; the others follow it. The metadata of its events are those of this event but for the command's id.
   */
  CoordinatedChangeBegun: {
    readonly commandId: string;
    readonly stream: string;
    readonly type: string;
    readonly expected: number;
    readonly legs: readonly Leg[];
  };
  /** `done`: all of its events stand. `withdrawn`: the stream that decides had gone on, none of them stands, and none ever will. */
  CoordinatedChangeSettled: { readonly commandId: string; readonly outcome: 'done' | 'withdrawn' };
};

type Plan = CoordinationEvents['CoordinatedChangeBegun'];

/** A change that was begun and is not known to be settled. */
export interface OpenChange {
  readonly plan: Plan;
  /** Of the event that began it. */
  readonly version: number;
  readonly meta: Metadata;
}

/** Where a coordination stream ends. */
export interface Coordination {
  readonly stream: string;
  readonly version: number;
  readonly recordedAt?: Instant;
  readonly open?: OpenChange;
}

/** A change that somebody settled. */
export interface SettledChange {
  readonly stream: string;
  readonly commandId: string;
  readonly type: string;
  readonly outcome: 'done' | 'withdrawn';
}

/** What the changes stand on. */
export interface CoordinatedChangesDependencies {
  readonly store: EventStore;
  readonly streams: StreamCache;
  readonly now: () => Date;
  readonly settled?: (change: SettledChange) => void;
}

/**
 * Changes to several streams, one at a time for each coordination stream, on an engine that appends to one stream at a time: begin,
 * append the legs, settle. Whoever finds a change that is not settled finishes it, from what stands in the log alone, so that it
 * does not matter who began it, how often it is done, and by how many at once. See docs/adr/0060.
 */
export class CoordinatedChanges {
  private readonly turns = new Map<string, LimitFunction>();

  constructor(private readonly dependencies: CoordinatedChangesDependencies) {}

  /** Does what would only conflict with the same in this process one after the other. */
  async inTurn<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const turns = this.turns.get(stream) ?? pLimit(1);
    this.turns.set(stream, turns);
    return turns(work) as Promise<Result>;
  }

  /** Where the stream ends now: one event is read, however long the stream is. */
  async look(stream: string): Promise<Coordination> {
    const [last] = await Array.fromAsync(this.dependencies.store.read(stream, { direction: 'backwards', limit: 1 }));
    if (last === undefined) return { stream, version: 0 };
    const { version, type, meta } = last;
    const end = { stream, version, recordedAt: meta.recordedAt };
    if (type === 'CoordinatedChangeSettled') return end;
    if (type !== 'CoordinatedChangeBegun') throw new NewerEvent(stream, `${type} at version ${version}`);
    return { ...end, open: { plan: last.data as Plan, version, meta } };
  }

  /** The stream without an open change: one that was begun is finished first. */
  async free(stream: string): Promise<Coordination> {
    for (let attempt = 1; attempt <= CHANGE_ATTEMPTS_MAX; attempt += 1) {
      const end = await this.look(stream);
      if (end.open === undefined) return end;
      await this.finish(stream, end.open);
    }
    throw new OutcomeUnknown(`${CHANGE_ATTEMPTS_MAX} changes of ${stream} came before this one: try again.`);
  }

  /** Appends what begins a change, unless another one was begun: the next look says which. */
  async begin(coordination: Coordination, begun: NewEvent): Promise<void> {
    await this.appended(coordination.stream, coordination.version, [begun]);
  }

  /** Brings a change to its end, forwards where its first leg stands or still can, else back. */
  async finish(stream: string, change: OpenChange): Promise<void> {
    const { legs, expected } = change.plan;
    const [first, ...others] = legs;
    if (first === undefined) throw new InvariantBroken(`A change without events stands in ${stream} at version ${change.version}.`);
    const outcome = (await this.appendLeg(change, first, expected)) ? 'done' : 'withdrawn';
    if (outcome === 'done') for (const leg of others) await this.appendLeg(change, leg);
    await this.settle(stream, change, outcome);
  }

  /** Whether the leg stands in its stream; at an expected version it may be too late for that. */
  private async appendLeg(change: OpenChange, leg: Leg, expected?: number): Promise<boolean> {
    const { plan } = change;
    const commandId = leg.stream === plan.stream ? plan.commandId : partIdOf(plan.commandId, leg.stream);
    const identity = identityOf({ ...change.meta, commandId });
    for (let attempt = 1; attempt <= CHANGE_ATTEMPTS_MAX; attempt += 1) {
      const snapshot = await this.dependencies.streams.refresh(leg.stream);
      if (snapshot.commands.has(identity)) return true;
      if (expected !== undefined && snapshot.version > expected) return false;
      const at = laterOf(change.meta.recordedAt, snapshot.recordedAt);
      const events = leg.events.map((event, index) => stamp(event, { ...change.meta, commandId, recordedAt: at }, index));
      const written = await this.appended(leg.stream, expected ?? snapshot.version, events);
      if (written !== undefined && written[0]!.version === snapshot.version + 1) this.dependencies.streams.advance(snapshot, written);
      if (written !== undefined) return true;
    }
    throw new OutcomeUnknown(`${leg.stream} moved ${CHANGE_ATTEMPTS_MAX} times while a change was to be appended: try again.`);
  }

  private async settle(stream: string, change: OpenChange, outcome: SettledChange['outcome']): Promise<void> {
    const { commandId, type } = change.plan;
    for (let attempt = 1; attempt <= CHANGE_ATTEMPTS_MAX; attempt += 1) {
      const end = await this.look(stream);
      if (end.open?.version !== change.version) return;
      const at = laterOf(this.dependencies.now().toISOString(), end.recordedAt);
      const meta = { ...change.meta, commandId: partIdOf(commandId, 'settled'), recordedAt: at };
      const settled: NewEvent = stamp({ type: 'CoordinatedChangeSettled', data: { commandId, outcome } }, meta, 0);
      if ((await this.appended(stream, end.version, [settled])) === undefined) continue;
      this.dependencies.settled?.({ stream, commandId, type, outcome });
      return;
    }
    throw new OutcomeUnknown(`A change of ${stream} could not be settled in ${CHANGE_ATTEMPTS_MAX} attempts: try again.`);
  }

  /** `undefined` where the stream has to be read again to know. */
  private async appended(stream: string, expected: number, events: readonly NewEvent[]): Promise<readonly RecordedEvent[] | undefined> {
    try {
      const { position } = await this.dependencies.store.append(stream, expected, events);
      return events.map((event, index) => ({ ...event, stream, version: expected + 1 + index, position }));
    } catch (error) {
      if (error instanceof VersionConflict || error instanceof OutcomeUnknown) return undefined;
      throw error;
    }
  }
}

/**
 * What begins a change: its events by stream, in the order in which the decision tells them, those of the first at the version that
 * was decided on. Each stream's events are one append.
 * @throws InvariantBroken where none is told of the command's own stream, or the first of one that was not looked at
 */
export const planOf = (
  command: { readonly commandId: string; readonly stream: string; readonly type: string },
  decided: readonly Decided<MessageMap>[],
  versionOf: (stream: string) => number | undefined,
  upcasters: Upcasters,
): Plan => {
  const { commandId, stream: own, type } = command;
  const byStream = Map.groupBy(decided, ({ stream = own }) => stream);
  const legs = [...byStream].map(([stream, events]) => ({ stream, events: events.map((event) => plannedOf(event, upcasters)) }));
  const expected = versionOf(legs[0]!.stream);
  if (!byStream.has(own) || expected === undefined) {
    throw new InvariantBroken(`${type} tells nothing of its own stream, or of one that it has not looked at.`);
  }
  return { commandId, stream: own, type, expected, legs };
};

const plannedOf = ({ type, data, policy }: Decided<MessageMap>, upcasters: Upcasters): Leg['events'][number] => {
  const schema = schemaVersionOf(upcasters, type);
  return { type, data, ...(policy === undefined ? {} : { policy }), ...(schema > 1 ? { schema } : {}) };
};

/** The event with the circumstances of its change, and its own policy and schema. */
const stamp = ({ type, data, policy, schema }: Leg['events'][number], change: Metadata, index: number): NewEvent => {
  const meta = { ...change, ...(policy === undefined ? {} : { policy }), ...(schema === undefined ? {} : { schema }) };
  return { id: eventIdOf(meta.commandId, index, { type, data, meta }), type, data, meta };
};

/** The id under which a part of a command stands: no command of a caller can have it, because `#` is in no id. */
export const partIdOf = (commandId: string, part: string): string => `${commandId}#${part}`;

const laterOf = (one: Instant, other: Instant | undefined): Instant => (other !== undefined && other > one ? other : one);
