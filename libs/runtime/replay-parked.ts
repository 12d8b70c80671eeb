import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { type ParkedStream, type ParkedStreams } from './parked-streams.js';

/** Events of a parked stream that one step takes. */
const REPLAY_EVENTS_MAX = 500;

interface Replay {
  readonly store: Pick<EventStore, 'read'>;
  readonly parked: ParkedStreams;
  /** What waits lies up to here; the rest comes with the log. */
  readonly checkpoint: Position | undefined;
  /** Does with events what the log's follower does with them, and makes it durable; what still cannot be done is parked again. */
  readonly apply: (events: readonly RecordedEvent[]) => Promise<void>;
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
  { store, parked, checkpoint, apply, observer }: Replay & { readonly checkpoint: Position },
  record: ParkedStream,
): Promise<void> => {
  parked.release(record);
  for await (const events of pagesOf(store.read(record.stream, { from: record.fromVersion }), checkpoint)) {
    await apply(events);
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
