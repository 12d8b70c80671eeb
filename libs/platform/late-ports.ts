import { type EventStore, type MessageBus, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { type PortSlot } from './port-slot.js';

/*
 * Ports that can be handed out before they are open: every call goes to the port that the slot holds by then, and fails with
 * Unavailable and the reason while it holds none. Closing them is the slot's business.
 */

const probeOf = (slot: PortSlot<object>) => async (): Promise<void> => slot.get().probe();

export const lateEventStore = (slot: PortSlot<EventStore>): Opened<EventStore> => ({
  append: async (stream, expected, events) => slot.get().append(stream, expected, events),
  read: (stream, options) => slot.get().read(stream, options),
  readAll: (options) => slot.get().readAll(options),
  follow: (after, filter, signal) => slot.get().follow(after, filter, signal),
  head: async () => slot.get().head(),
  probe: probeOf(slot),
  [Symbol.asyncDispose]: () => slot[Symbol.asyncDispose](),
});

export const lateMessageBus = (slot: PortSlot<MessageBus>): Opened<MessageBus> => ({
  publish: async (topic, message) => slot.get().publish(topic, message),
  consume: async (topic, group, handle, signal, options) => slot.get().consume(topic, group, handle, signal, options),
  probe: probeOf(slot),
  [Symbol.asyncDispose]: () => slot[Symbol.asyncDispose](),
});

export const lateReadStore = (slot: PortSlot<ReadStore>): Opened<ReadStore> => ({
  load: async (collection, keys) => slot.get().load(collection, keys),
  commit: async (collection, commit) => slot.get().commit(collection, commit),
  checkpoint: async (collection) => slot.get().checkpoint(collection),
  find: async (collection, query) => slot.get().find(collection, query),
  notices: () => slot.held?.notices?.() ?? [],
  probe: probeOf(slot),
  [Symbol.asyncDispose]: () => slot[Symbol.asyncDispose](),
});
