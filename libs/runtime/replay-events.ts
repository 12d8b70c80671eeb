import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type MessageBus } from '#libs/kernel/ports.js';
import { type OnCut, publishEvents } from './publish-events.js';

/** Events that are read before they are published; as many wait in memory. */
export const REPLAY_PAGE_MAX = 500;

/** What is published again. */
export interface ReplayRange {
  /** The position of the first event, itself included; absent: the log's first. */
  readonly from?: Position;
  /** The position of the last one, itself included; absent: the log's end, as it is now. */
  readonly to?: Position;
}

/** What a replay stands on, and who hears how far it is. */
export interface ReplayDependencies {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly bus: Pick<MessageBus, 'publish'>;
  /** After every page: the number of events so far, and the last of them. */
  readonly onPage?: (published: number, last: RecordedEvent) => void;
  readonly onCut?: OnCut;
}

/**
 * Publishes a part of the log again, with the ids that the events have always had and in order per key. It moves no checkpoint, and the
 * relay may run meanwhile. Stops after the page in hand when the signal aborts.
 * @returns how many events were published
 * @throws RangeError for a position that this log has not · Unavailable: what was published so far stays
 */
export const replayEvents = async (
  { store, bus, onPage, onCut }: ReplayDependencies,
  { from, to }: ReplayRange,
  signal: AbortSignal,
): Promise<number> => {
  const before = from === undefined ? undefined : await positionBefore(store, from);
  let published = 0;
  let page: RecordedEvent[] = [];
  const flush = async (): Promise<void> => {
    const last = page.at(-1);
    if (last === undefined) return;
    const { failure } = await publishEvents(bus, page, onCut);
    if (failure) throw failure.error;
    published += page.length;
    page = [];
    onPage?.(published, last);
  };
  for await (const event of store.readAll(before === undefined ? {} : { after: before })) {
    if (signal.aborted || (to !== undefined && event.position > to)) break;
    page.push(event);
    if (page.length >= REPLAY_PAGE_MAX) await flush();
  }
  if (!signal.aborted) await flush();
  return published;
};

/** Reading begins beside a position, never at it; `undefined` before the first event. */
const positionBefore = async (store: Pick<EventStore, 'readAll'>, position: Position): Promise<Position | undefined> => {
  for await (const event of store.readAll({ after: position, direction: 'backwards', limit: 1 })) return event.position;
  return undefined;
};
