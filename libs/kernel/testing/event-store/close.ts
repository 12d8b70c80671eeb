import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Unavailable } from '../../errors.js';
import { type EventStore, type Opened } from '../../ports.js';
import { collect, events, eventsOf, scene } from './scene.js';

export const closing = (open: () => Promise<Opened<EventStore>>): void => {
  it('waits for the appends under way', async () => {
    const store = await open();
    const { stream } = scene();
    const answers = [store.append(stream('a'), 0, events(2)), store.append(stream('b'), 0, events(1))];
    await store[Symbol.asyncDispose]();
    await expect(Promise.all(answers)).resolves.toMatchObject([{ version: 2 }, { version: 1 }]);
  });

  it('refuses everything from then on, and can be repeated', async () => {
    const store = await open();
    const { stream, filter } = scene();
    await store.append(stream(), 0, events(2));
    await store[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await expect(store.append(stream(), 2, events(1))).rejects.toThrow(Unavailable);
    await expect(collect(store.read(stream()))).rejects.toThrow(Unavailable);
    await expect(collect(store.readAll({ filter }))).rejects.toThrow(Unavailable);
    await expect(collect(store.follow(undefined, filter, new AbortController().signal))).rejects.toThrow(Unavailable);
    await expect(store.head()).rejects.toThrow(Unavailable);
    await expect(store.probe()).rejects.toThrow(Unavailable);
  });

  it('lets no follower wait for ever', async () => {
    const store = await open();
    const { stream, filter } = scene();
    await store.append(stream(), 0, events(2));
    const seen = collect(eventsOf(store.follow(undefined, filter, new AbortController().signal)));
    await nextTurn();
    await Promise.all([expect(seen).rejects.toThrow(Unavailable), store[Symbol.asyncDispose]()]);
  });
};
