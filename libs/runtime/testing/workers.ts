import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { type CommandHandler, type CommandHandlerDependencies, createCommandHandler } from '../handle-command.js';
import { add, aggregates, policies } from './tally.js';
import { openReadStore } from './worlds.js';

export const NOW = '2026-03-01T12:00:00.000Z';

/** A store that does some things in its own way, the rest as the real one does. */
export const storeWith = (store: EventStore, over: Partial<EventStore>): EventStore => ({
  append: over.append ?? store.append.bind(store),
  read: over.read ?? store.read.bind(store),
  readAll: over.readAll ?? store.readAll.bind(store),
  follow: over.follow ?? store.follow.bind(store),
  head: over.head ?? store.head.bind(store),
});

/** One log and one read store, and as many workers over them as a test wants. */
export const openWorkers = async () => {
  const store = await openSqliteEventStore(':memory:', { writer: true });
  const readStore = openReadStore();
  const worker = (over: Partial<CommandHandlerDependencies> = {}): CommandHandler =>
    createCommandHandler({ store, readStore, aggregates, policies, now: () => new Date(NOW), ...over });
  return {
    store,
    readStore,
    worker,
    logged: async (stream = 'tally-a'): Promise<readonly RecordedEvent[]> => Array.fromAsync(store.read(stream)),
    /** Sets the limit under which amounts are added. */
    setLimit: (commandId: string, limit: number) =>
      worker().handle({ ...add(commandId, 0), stream: 'policy-limit', type: 'SetLimit', data: { limit } }),
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await readStore[Symbol.asyncDispose]();
    },
  };
};

/** Something that waits until it is let go, and says when it has come there. */
export const gate = () => {
  const arrived = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    arrived: arrived.promise,
    open: () => opened.resolve(),
    pass: () => {
      arrived.resolve();
      return opened.promise;
    },
  };
};
