import { afterAll, beforeAll } from '@jest/globals';
import { type EventStore, type Opened } from '#libs/kernel/ports.js';
import { eventStoreContract } from '#libs/kernel/testing/event-store-contract.js';
import { openEventStoreDb } from './eventstoredb.js';
import { type RunningServer, startEventStoreDbServer } from './testing/server/start.js';

let server: RunningServer;
beforeAll(async () => {
  server = await startEventStoreDbServer();
});
afterAll(async () => server[Symbol.asyncDispose]());

/** A log of its own: the server ends with the store. */
const openAnother = async (): Promise<Opened<EventStore>> => {
  const other = await startEventStoreDbServer();
  const store = await openEventStoreDb(other.url, { writer: true });
  const close = store[Symbol.asyncDispose].bind(store);
  store[Symbol.asyncDispose] = async () => {
    await close();
    await other[Symbol.asyncDispose]();
  };
  return store;
};

eventStoreContract('EventStoreDB', {
  open: (options) => openEventStoreDb(server.url, { writer: true, ...options }),
  openAgain: () => openEventStoreDb(server.url, { writer: false }),
  openAnother,
});
