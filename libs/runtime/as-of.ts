import {
  AMENDMENT_TYPES,
  type Amendments,
  amendmentsIn,
  amendmentsOf,
  type AmendmentTypes,
  isAmendment,
  toldBy,
} from '#libs/kernel/amend.js';
import { type Instant, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection, showsAmendments } from '#libs/kernel/projection.js';
import { schemaVersionOf, type Upcasters } from '#libs/kernel/upcast.js';
import { showing } from './amended-facts.js';
import { type Change, foldEvent, keysOf } from './fold.js';
import { requireKnownSchema } from './newer-event.js';

/** A moment of business time (`occurred`) or of what was known (`recorded`); events of that very moment count. */
export interface AsOf {
  readonly at: Instant;
  readonly time: 'occurred' | 'recorded';
}

/**
 * Reads a history from its first event on, each time that it is called. `types` is all that is asked for: it may answer with more, and
 * one that can leave out the rest saves reading it.
 */
export type ReadHistory = (types?: readonly string[]) => AsyncIterable<RecordedEvent>;

/** Documents as they stood, or would have stood, at a moment. */
export interface PastDocuments<Document> {
  readonly documents: ReadonlyMap<string, Document>;
  /** Of the last event that counts; absent when none does. */
  readonly position?: Position;
  readonly recordedAt?: Instant;
  /** Events that count: facts as they are told, and amendments. */
  readonly events: number;
  /** Streams with an event that cannot be folded: their documents stop before it, in the same way as they would be parked. */
  readonly parked: readonly string[];
}

/** What the folding knows of stored shapes. */
export interface AsOfOptions {
  readonly upcasters?: Upcasters;
  /** How the log's events amend; those that every amendable stream has where it is left out. */
  readonly amendments?: AmendmentTypes;
}

/**
 * The projection's own fold over history cut at a moment, in the order in which it was written. By `recorded`, what was known then: the
 * events written by then, told by the amendments written by then. By `occurred`, what had happened by then as we know it today: every
 * amendment counts whatever its own date, then the facts whose date, as it is now told, is no later. The history is read twice,
 * amendments first. Those and the documents are kept in memory: give the events of one account, or fold a projection whose documents
 * are few.
 */
export const foldAsOf = async <Document extends object>(
  projection: Projection<Document, never> | AnyProjection,
  read: ReadHistory,
  moment: AsOf,
  { upcasters = {}, amendments: types = AMENDMENT_TYPES }: AsOfOptions = {},
): Promise<PastDocuments<Document>> => {
  const amendments = await amendmentsBy(read, types, upcasters, moment);
  const select = (showsAmendments(projection) ? shownAt : toldAt)(types, amendments, moment);
  const documents = new Map<string, Change>();
  const parked = new Set<string>();
  let last: RecordedEvent | undefined;
  let count = 0;
  for await (const event of read()) {
    const { fold, counts, into } = select(event);
    if (counts) [last, count] = [event, count + 1];
    if (parked.has(event.stream)) continue;
    try {
      if (counts && isAmendment(types, event)) requireKnownSchema(event, upcasters);
      if (fold === undefined) continue;
      const keys = keysOf(projection, fold, upcasters);
      const touched = into === 'known documents' ? keys.filter((key) => documents.has(key)) : keys;
      for (const change of foldEvent(projection, fold, touched, (key) => documents.get(key))) documents.set(change.key, change);
    } catch {
      parked.add(event.stream);
    }
  }
  const present = [...documents].filter(([, { document }]) => document !== undefined);
  return {
    documents: new Map(present.map(([key, { document }]) => [key, document as Document])),
    ...(last ? { position: last.position, recordedAt: last.meta.recordedAt } : {}),
    events: count,
    parked: [...parked],
  };
};

/** The amendments that count; one in a newer shape stops its stream where it stands. */
const amendmentsBy = async (read: ReadHistory, types: AmendmentTypes, upcasters: Upcasters, { at, time }: AsOf): Promise<Amendments> => {
  const amending: RecordedEvent[] = [];
  for await (const event of read(Object.keys(types))) {
    if (!isAmendment(types, event) || (event.meta.schema ?? 1) > schemaVersionOf(upcasters, event.type)) continue;
    if (time === 'occurred' || event.meta.recordedAt <= at) amending.push(event);
  }
  return amendmentsIn(types, amending);
};

/** What an event is to the folding. */
interface Selected {
  /** Absent: nothing. */
  readonly fold?: RecordedEvent | undefined;
  readonly counts: boolean;
  /** The documents that it may change; absent: all of its own. */
  readonly into?: 'known documents';
}

type Select = (types: AmendmentTypes, amendments: Amendments, moment: AsOf) => (event: RecordedEvent) => Selected;

/** Facts as they are told. */
const toldAt: Select =
  (types, amendments, { at, time }) =>
  (event) => {
    const wasKnown = time === 'occurred' || event.meta.recordedAt <= at;
    if (isAmendment(types, event)) return { counts: wasKnown };
    const told = wasKnown ? toldBy(amendmentsOf(amendments, event), event) : undefined;
    return told === undefined || (time === 'occurred' && told.meta.occurredAt > at) ? { counts: false } : { fold: told, counts: true };
  };

/**
 * Facts as they were written, and amendments with them. By business time a fact stands where it is told to have happened, and an
 * amendment of a later date is no event of its own: it is seen on the facts that it amends.
 */
const shownAt: Select = (types, amendments, { at, time }) => {
  const facts = new Map<string, RecordedEvent>();
  return (event) => {
    if (isAmendment(types, event)) {
      if (time === 'recorded' && event.meta.recordedAt > at) return { counts: false };
      const fold = showing(event, facts.get(amendments.factOf.get(event.id) ?? ''));
      return time === 'occurred' && event.meta.occurredAt > at ? { fold, counts: true, into: 'known documents' } : { fold, counts: true };
    }
    if (amendments.ofFact.has(event.id)) facts.set(event.id, event);
    const corrections = amendmentsOf(amendments, event).filter(({ kind }) => kind === 'corrected');
    const happenedAt = toldBy(corrections, event)!.meta.occurredAt;
    return (time === 'recorded' ? event.meta.recordedAt : happenedAt) <= at ? { fold: event, counts: true } : { counts: false };
  };
};
