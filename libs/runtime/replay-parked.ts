import { AMENDMENT_TYPES, type AmendmentTypes } from '#libs/kernel/amend.js';
import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { collectionFor, type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { foldBatch } from './fold-batch.js';
import { type ParkedStream, type ParkedStreams } from './parked-streams.js';

/** Events of a parked stream that one commit takes. */
const REPLAY_EVENTS_MAX = 500;

interface Replay {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly projection: AnyProjection;
  readonly parked: ParkedStreams;
  /** What waits lies up to here; the rest comes with the log. */
  readonly checkpoint: Position | undefined;
  readonly upcasters?: Upcasters;
  readonly amendments?: AmendmentTypes;
  readonly observer?: { replayed?(stream: ParkedStream): void };
}

/**
 * Tries each parked stream again, in order, as after a repair. What is folded then stands there; a stream that still cannot be folded
 * stays parked from where it stopped. Documents that gather many streams have gone on and only a rebuild helps them.
 */
export const replayParked = async ({ parked, checkpoint, ...replay }: Replay): Promise<void> => {
  for (const record of parked.all()) {
    // Another runner has parked it and not moved the checkpoint yet (or never will): the log tells this one of it. Its record is left
    // alone until then, because it is all there is should the other one get on.
    if (checkpoint === undefined || record.position > checkpoint) parked.leaveToLog(record);
    else if (record.repair === 'replay') await replayStream({ ...replay, parked, checkpoint }, record);
  }
};

const replayStream = async (
  {
    store,
    readStore,
    projection,
    parked,
    checkpoint,
    upcasters = {},
    amendments = AMENDMENT_TYPES,
    observer,
  }: Replay & { readonly checkpoint: Position },
  record: ParkedStream,
): Promise<void> => {
  parked.release(record);
  for await (const events of pagesOf(store.read(record.stream, { from: record.fromVersion }), checkpoint)) {
    const { puts, deletes } = await foldBatch({ store, readStore, projection, parked, upcasters, amendments }, events);
    await readStore.commit(collectionFor(projection), { puts, deletes });
    if (parked.has(record.stream)) return parked.save();
  }
  if (record.lastPosition > checkpoint) return parked.leaveToLog(record);
  await parked.forget(record);
  observer?.replayed?.(record);
};

async function* pagesOf(events: AsyncIterable<RecordedEvent>, checkpoint: Position): AsyncGenerator<readonly RecordedEvent[]> {
  let page: RecordedEvent[] = [];
  for await (const event of events) {
    if (event.position > checkpoint) break;
    page.push(event);
    if (page.length < REPLAY_EVENTS_MAX) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
