import { type AmendmentTypes, isAmendment } from '#libs/kernel/amend.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { collectionFor, type Commit, type EventStore, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { type AnyProjection, showsAmendments } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { withFacts } from './amended-facts.js';
import { type Change, foldEvent, keysOf } from './fold.js';
import { type ParkedStreams } from './parked-streams.js';
import { FoldedTooCoarsely, planRefolds, refoldPlanned } from './plan-refolds.js';
import { type Refold } from './refold.js';

/** What batches are folded with. */
export interface BatchFolding {
  readonly store: Pick<EventStore, 'read'>;
  readonly readStore: Pick<ReadStore, 'load'>;
  readonly projection: AnyProjection;
  readonly parked: ParkedStreams;
  readonly upcasters: Upcasters;
  readonly amendments: AmendmentTypes;
}

/** What a batch came to: what to write, and how many of its events wait. */
export interface FoldedBatch extends Required<Pick<Commit, 'puts' | 'deletes'>> {
  readonly parked: number;
}

/**
 * Folds events in order, in memory: the documents are loaded at once and each is written at most once. An event that cannot be folded
 * parks its stream, with all later events of it; those before it, and all other streams, go on. Amendments have the documents of their
 * facts folded anew from their stream, all of a stream's in the batch at once.
 */
export const foldBatch = async (folding: BatchFolding, events: readonly RecordedEvent[]): Promise<FoldedBatch> => {
  const oneByOne = new Set<string>();
  for (;;) {
    try {
      return await foldOnce(folding, events, oneByOne);
    } catch (error) {
      // Each time one stream more: at the most as often as there are streams in the batch.
      if (!(error instanceof FoldedTooCoarsely)) throw error;
      oneByOne.add(error.stream);
    }
  }
};

const foldOnce = async (folding: BatchFolding, events: readonly RecordedEvent[], oneByOne: ReadonlySet<string>): Promise<FoldedBatch> => {
  const { projection, parked, upcasters, amendments: types } = folding;
  const isShown = showsAmendments(projection);
  const present = events.filter((event) => !parked.wouldHold(event));
  const plan = await planRefolds(folding, isShown ? [] : present, oneByOne);
  const coarse = new Set(plan.segments.filter((segment) => segment.events.length > 1).map(({ stream }) => stream));
  const attempt = attempting(parked, coarse, plan.failures);

  const read = isShown ? await withFacts(folding.store, types, present, ({ type }) => Object.hasOwn(projection.on, type)) : present;
  const known = new Map(read.map((event) => [event.id, event]));
  const planned = events.map((event) => {
    const keysOrNone = () => (isShown || !isAmendment(types, event) ? keysOf(projection, known.get(event.id) ?? event, upcasters) : []);
    return { event: known.get(event.id) ?? event, keys: attempt(event, keysOrNone) ?? [] };
  });
  const keys = new Set([...planned.flatMap((each) => each.keys), ...plan.segments.flatMap(({ due }) => [...due.keys()])]);
  const loaded = keys.size === 0 ? new Map<string, Stored>() : await folding.readStore.load(collectionFor(projection), [...keys]);
  const refolds = await refoldPlanned(folding, plan, (key) => loaded.get(key));

  const changed = new Map<string, Change>();
  let waiting = 0;
  for (const { event, keys: touched } of planned) {
    const before = (key: string) => changed.get(key) ?? loaded.get(key);
    const refold = refolds.get(event.id);
    const changes = attempt(event, () => [
      ...foldTouched(projection, event, refold ? touched.filter((key) => !refold.due.has(key)) : touched, before),
      ...foldDue(projection, event, refold, before),
    ]);
    if (changes === undefined) waiting += 1;
    for (const change of changes ?? []) changed.set(change.key, change);
  }
  return { ...written([...changed.values()]), parked: waiting };
};

type Before = (key: string) => Change | Stored | undefined;

const foldTouched = (projection: AnyProjection, event: RecordedEvent, keys: readonly string[], before: Before): readonly Change[] =>
  keys.length === 0 ? [] : foldEvent(projection, event, keys, before);

/** The documents that are due at an event, unless they contain it. */
const foldDue = (projection: AnyProjection, event: RecordedEvent, refold: Refold | undefined, before: Before): readonly Change[] => {
  const difference = projection.difference as
    ((document?: object, before?: object, after?: object, key?: string) => object | undefined) | undefined;
  return (refold?.dueAt(event.position) ?? []).flatMap((key) => {
    const known = before(key);
    if (known?.document !== undefined && known.position >= event.position) return [];
    const after = refold!.after(key);
    // A document that is not there contains nothing, of this stream neither.
    const earlier = known?.document === undefined ? undefined : refold!.before(key);
    const document = difference === undefined ? after : difference(known?.document, earlier, after, key);
    return document === undefined && known?.document === undefined ? [] : [{ key, position: event.position, document }];
  });
};

const written = (changes: readonly Change[]): Pick<FoldedBatch, 'puts' | 'deletes'> => ({
  puts: changes.filter((change) => change.document !== undefined).map(({ key, position, document = {} }) => ({ key, position, document })),
  deletes: changes.filter((change) => change.document === undefined).map(({ key, position }) => ({ key, position })),
});

/** `undefined` for an event that waits: its stream is parked already, or this is what parks it. */
const attempting =
  (parked: ParkedStreams, coarse: ReadonlySet<string>, failures: ReadonlyMap<string, unknown>) =>
  <Result>(event: RecordedEvent, work: () => Result): Result | undefined => {
    if (parked.holds(event)) return undefined;
    try {
      if (failures.has(event.id)) throw failures.get(event.id);
      return work();
    } catch (error) {
      if (coarse.has(event.stream)) throw new FoldedTooCoarsely(event.stream, error);
      parked.park(event, error);
      return undefined;
    }
  };
