import { amendmentsOf, type AmendmentTypes, isAmendment, toldBy } from '#libs/kernel/amend.js';
import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type Stored } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { amendedFacts, type AmendedFacts } from './amended-facts.js';
import { type Change, foldEvent, keysOf } from './fold.js';
import { requireKnownSchema } from './newer-event.js';

/** What streams are folded anew with. */
export interface Refolding {
  readonly store: Pick<EventStore, 'read'>;
  readonly projection: AnyProjection;
  readonly upcasters: Upcasters;
  readonly amendments: AmendmentTypes;
}

/** Consecutive events of one stream with amendments among them, and what those are about. */
export interface Segment extends AmendedFacts {
  readonly stream: string;
  readonly events: readonly RecordedEvent[];
  /** The documents that belong to an amended fact or belonged to it, each with its last event of the segment: there it is due. */
  readonly due: ReadonlyMap<string, Position>;
}

/** Documents of one stream alone, as it was told before a segment and as it is told after it. */
export interface Refold extends Pick<Segment, 'due'> {
  /** The documents that are due at a position. */
  readonly dueAt: (position: Position) => readonly string[];
  readonly before: (key: string) => object | undefined;
  readonly after: (key: string) => object | undefined;
}

/** A fold that fails: the stream waits, unlike for a log that cannot be read. */
export class FoldFailure extends Error {
  override readonly name = 'FoldFailure';
}

/**
 * Which documents a stream's events have folded anew. A fact that is told otherwise changes the documents that it belongs to and those
 * that it belonged to, and no others.
 * @throws FoldFailure
 */
export const segmentOf = async (refolding: Refolding, events: readonly RecordedEvent[]): Promise<Segment> => {
  const { store, amendments: types } = refolding;
  const amending = events.filter((event) => isAmendment(types, event));
  failing(() => amending.forEach((event) => requireKnownSchema(event, refolding.upcasters)));
  const about = await amendedFacts(store, types, events.at(-1)!, amending);
  return { ...about, stream: events[0]!.stream, events, due: failing(() => dueOf(refolding, events, about)) };
};

const dueOf = (
  { projection, upcasters, amendments: types }: Refolding,
  events: readonly RecordedEvent[],
  { amendments, facts }: AmendedFacts,
): ReadonlyMap<string, Position> => {
  const due = new Map<string, Position>();
  for (const { id, version, position } of events.filter((event) => isAmendment(types, event))) {
    const fact = facts.get(amendments.factOf.get(id)!);
    const about = fact === undefined ? [] : amendmentsOf(amendments, fact);
    for (const upTo of [version - 1, version]) {
      const told =
        fact
        && toldBy(
          about.filter((amendment) => amendment.version <= upTo),
          fact,
        );
      for (const key of told === undefined ? [] : keysOf(projection, told, upcasters)) due.set(key, position);
    }
  }
  for (const event of events.filter((one) => !isAmendment(types, one))) {
    for (const key of keysOf(projection, event, upcasters)) {
      const position = due.get(key);
      if (position !== undefined && position < event.position) due.set(key, event.position);
    }
  }
  return due;
};

/**
 * Folds a segment's documents anew, from the stream's first event on, in one reading: as they are told after it, and, for documents that
 * gather many streams, as they were told by the last event that they contain.
 * @throws FoldFailure
 */
export const refold = async (
  refolding: Refolding,
  { stream, events, due, amendments }: Segment,
  loaded: (key: string) => Stored | undefined,
): Promise<Refold> => {
  const last = events.at(-1)!.version;
  const after: Telling = { version: last, keys: new Set(due.keys()), documents: new Map() };
  const containedIn = (key: string): number => {
    const position = loaded(key)?.position ?? '';
    return events.findLast((event) => event.position <= position)?.version ?? events[0]!.version - 1;
  };
  const groups = refolding.projection.difference === undefined ? new Map<number, string[]>() : Map.groupBy(due.keys(), containedIn);
  const before = [...groups].map(([version, keys]): Telling => ({ version, keys: new Set(keys), documents: new Map() }));
  if (due.size > 0) await tell(refolding, { stream, amendments }, [after, ...before]);
  const keysAt = Map.groupBy(due.keys(), (key) => due.get(key)!);
  return {
    due,
    dueAt: (position) => keysAt.get(position) ?? [],
    after: (key) => after.documents.get(key)?.document,
    before: (key) => before.find(({ keys }) => keys.has(key))?.documents.get(key)?.document,
  };
};

/** Documents of some keys as a stream's history was told at a version. */
interface Telling {
  readonly version: number;
  readonly keys: ReadonlySet<string>;
  readonly documents: Map<string, Change>;
}

const tell = async (
  { store, projection, upcasters, amendments: types }: Refolding,
  { stream, amendments }: Pick<Segment, 'stream' | 'amendments'>,
  tellings: readonly Telling[],
): Promise<void> => {
  const limit = Math.max(...tellings.map(({ version }) => version));
  for await (const event of store.read(stream, { limit })) {
    if (isAmendment(types, event)) continue;
    const about = amendmentsOf(amendments, event);
    for (const { version, keys, documents } of tellings) {
      if (event.version > version) continue;
      const told = toldBy(
        about.filter((amendment) => amendment.version <= version),
        event,
      );
      if (told === undefined) continue;
      const changes = failing(() => {
        const touched = keysOf(projection, told, upcasters).filter((key) => keys.has(key));
        return foldEvent(projection, told, touched, (key) => documents.get(key));
      });
      for (const change of changes) documents.set(change.key, change);
    }
  }
};

const failing = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw new FoldFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
};
