import { type Position } from '#libs/kernel/message.js';
import { type EventFilter, type EventStore, type LogPage, type Opened } from '#libs/kernel/ports.js';
import { Follow } from './shared-follow/follow.js';
import { Hubs } from './shared-follow/hub.js';

/**
 * An event store whose followers share one subscription as soon as they have caught up: each event is sent and read once a process,
 * however many look at it, and all of them are handed the same object. Whoever is behind, or falls behind, follows by itself.
 */
export const withSharedFollow = (store: Opened<EventStore>): Opened<EventStore> => {
  const hubs = new Hubs();
  return {
    append: (stream, expected, events) => store.append(stream, expected, events),
    read: (stream, options) => store.read(stream, options),
    readAll: (options) => store.readAll(options),
    follow: (after: Position | undefined, filter: EventFilter | undefined, signal: AbortSignal): AsyncIterable<LogPage> =>
      new Follow(store, hubs, filter, signal).pages(after),
    head: () => store.head(),
    probe: () => store.probe(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
};
