import { type RecordedEvent } from '#libs/kernel/message.js';
import { collectionFor, type Commit, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { type Change, foldEvent, keysOf } from './fold.js';
import { type ParkedStreams } from './parked-streams.js';

/** What a batch came to: what to write, and how many of its events wait. */
export interface FoldedBatch extends Required<Pick<Commit, 'puts' | 'deletes'>> {
  readonly parked: number;
}

/**
 * Folds events in order, in memory: the documents are loaded at once and each is written at most once. An event that cannot be folded
 * parks its stream, with all later events of it; those before it, and all other streams, go on.
 */
export const foldBatch = async (
  projection: AnyProjection,
  readStore: ReadStore,
  events: readonly RecordedEvent[],
  parked: ParkedStreams,
  upcasters: Upcasters,
): Promise<FoldedBatch> => {
  const planned = events.map((event) => ({ event, keys: attempt(parked, event, () => keysOf(projection, event, upcasters)) }));
  const keys = new Set(planned.flatMap((plan) => plan.keys ?? []));
  const loaded = keys.size === 0 ? new Map<string, never>() : await readStore.load(collectionFor(projection), [...keys]);
  const changed = new Map<string, Change>();
  let waiting = 0;
  for (const { event, keys: touched = [] } of planned) {
    const before = (key: string) => changed.get(key) ?? loaded.get(key);
    const changes = attempt(parked, event, () => (touched.length === 0 ? [] : foldEvent(projection, event, touched, before)));
    if (changes === undefined) waiting += 1;
    for (const change of changes ?? []) changed.set(change.key, change);
  }
  const written = [...changed.values()];
  return {
    puts: written
      .filter((change) => change.document !== undefined)
      .map(({ key, position, document = {} }) => ({ key, position, document })),
    deletes: written.filter((change) => change.document === undefined).map(({ key, position }) => ({ key, position })),
    parked: waiting,
  };
};

/** `undefined` for an event that waits: its stream is parked already, or this is what parks it. */
const attempt = <Result>(parked: ParkedStreams, event: RecordedEvent, work: () => Result): Result | undefined => {
  if (parked.holds(event)) return undefined;
  try {
    return work();
  } catch (error) {
    parked.park(event, error);
    return undefined;
  }
};
