import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { collect, events, eventsOf, idsOf, pagesUntil } from '#libs/kernel/testing/event-store/scene.js';
import { openEventStoreDb } from '../eventstoredb.js';
import { startEventStoreDbServer } from '../testing/server/start.js';
import { FIRST_PAGE_EVENTS, READ_MS_MAX } from './bounds.js';

const never = () => new AbortController().signal;

/** So slow that a first page takes longer than a read may be silent. */
const TRICKLE_MS = Math.ceil((READ_MS_MAX * 1.3) / FIRST_PAGE_EVENTS);

/** A log in which a stream holds more than a first page, on a server that brings its events one by one. */
const slowScene = async (trickleMs: number) => {
  const server = await startEventStoreDbServer();
  const store = await openEventStoreDb(server.url, { writer: true });
  const given = events(FIRST_PAGE_EVENTS + 8);
  const { position } = await store.append('account-1', 0, given);
  server.control.trickle(trickleMs);
  const dispose = async () => {
    await store[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { server, store, given, position, [Symbol.asyncDispose]: dispose };
};

describe('an EventStoreDB server that brings a page slowly', () => {
  it('is waited for as long as something comes', async () => {
    await using scene = await slowScene(TRICKLE_MS);
    const { store, given } = scene;
    const [read, all] = await Promise.all([collect(store.read('account-1')), collect(store.readAll({ direction: 'backwards' }))]);
    expect(idsOf(read)).toEqual(idsOf(given));
    expect(idsOf(all)).toEqual(idsOf(given.toReversed()));
  });

  it('is asked for a few events only where a few tell: the end of the log, and whether an event comes next', async () => {
    const trickleMs = 500;
    await using scene = await slowScene(trickleMs);
    const { store, given, position } = scene;
    const before = performance.now();
    await expect(store.head()).resolves.toMatchObject({ position });
    const pages = await pagesUntil(store.follow(undefined, undefined, never()), position);
    expect(idsOf(pages.flatMap((page) => page.events))).toEqual(idsOf(given));
    const [last] = await collect(store.readAll({ direction: 'backwards', limit: 1 }));
    expect(last!.position).toBe(position);
    // One page of the usual size would have taken longer than all of these together.
    expect(performance.now() - before).toBeLessThan(FIRST_PAGE_EVENTS * trickleMs);
  });

  it('has failed when nothing more comes, however much came before', async () => {
    await using scene = await slowScene(TRICKLE_MS);
    const { store, server } = scene;
    const reading = collect(store.read('account-1'));
    const failed = expect(reading).rejects.toThrow(Unavailable);
    const told = expect(reading).rejects.toThrow(new RegExp(`nothing more came for ${READ_MS_MAX} ms, after [1-9]\\d* events`));
    await sleep(TRICKLE_MS * 5);
    server.control.freeze();
    await failed;
    await told;
    server.control.thaw();
    server.control.trickle(0);
    await expect(collect(eventsOf(store.follow(undefined, undefined, never())), 3)).resolves.toHaveLength(3);
  });
});
