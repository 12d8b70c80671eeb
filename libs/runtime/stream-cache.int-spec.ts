import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { createStreamCache, type StreamCacheOptions } from './stream-cache.js';
import { add, aggregates } from './testing/tally.js';
import { gate, openWorkers, storeWith } from './testing/workers.js';

/** A cache over a log of so many events in each of some streams, with every read told. */
const open = async (streams: readonly string[], events: number, options: StreamCacheOptions = {}) => {
  const workers = await openWorkers();
  const handler = workers.worker();
  for (const stream of streams) for (let n = 0; n < events; n += 1) await handler.handle(add(`${stream}-${n}`, 1, { stream }));
  const reads: string[] = [];
  const faults = {
    before: async (_stream: string): Promise<void> => undefined,
    after: async (_event: RecordedEvent): Promise<void> => undefined,
  };
  const store = storeWith(workers.store, {
    read: async function* (stream, range) {
      reads.push(`${stream}@${range?.from}`);
      await faults.before(stream);
      for await (const event of workers.store.read(stream, range)) {
        yield event;
        await faults.after(event);
      }
    },
  });
  return { ...workers, handler, reads, faults, cache: createStreamCache(store, aggregates, options) };
};

describe('the cache of folded streams', () => {
  it('reads a stream once, and then only what is new', async () => {
    await using world = await open(['tally-a'], 3);
    expect(await world.cache.get('tally-a')).toMatchObject({ version: 3, state: { tally: 3 } });
    await world.cache.get('tally-a');
    await world.handler.handle(add('more', 1));
    expect(await world.cache.refresh('tally-a')).toMatchObject({ version: 4, state: { tally: 4 } });
    expect(world.reads).toEqual(['tally-a@1', 'tally-a@4']);
  });

  it('hands out snapshots that never change [C3]', async () => {
    await using world = await open(['tally-a'], 2);
    const before = await world.cache.get('tally-a');
    await world.handler.handle(add('more', 1));
    await world.cache.refresh('tally-a');
    expect(before).toMatchObject({ version: 2, state: { tally: 2 } });
    expect(before.commands.has('more')).toBe(false);
  });

  it('has one load of a stream at a time, which all share who ask meanwhile [C1]', async () => {
    await using world = await open(['tally-a'], 3);
    const all = [world.cache.get('tally-a'), world.cache.refresh('tally-a'), world.cache.get('tally-a'), world.cache.refresh('tally-a')];
    const snapshots = await Promise.all(all);
    expect(new Set(snapshots).size).toBe(1);
    // The second one is for those who must see what was appended after the first had begun to read.
    expect(world.reads).toEqual(['tally-a@1', 'tally-a@4']);
  });

  it('shows whoever refreshes what was appended before, also while an older load is under way [C1]', async () => {
    await using world = await open(['tally-a'], 3);
    const { pass, arrived, open: letGo } = gate();
    world.faults.after = async ({ version }) => (version === 3 ? pass() : undefined);
    const older = world.cache.get('tally-a');
    await arrived;
    await world.handler.handle(add('more', 1));
    const refreshed = world.cache.refresh('tally-a');
    letGo();
    expect((await older).version).toBe(3);
    expect(await refreshed).toMatchObject({ version: 4, state: { tally: 4 } });
    expect((await world.cache.get('tally-a')).version).toBe(4);
  });

  it('keeps the younger snapshot when an append overtakes a load', async () => {
    await using world = await open(['tally-a'], 3);
    const snapshot = await world.cache.get('tally-a');
    const { pass, arrived, open: letGo } = gate();
    world.faults.before = pass;
    const load = world.cache.refresh('tally-a');
    await arrived;
    const event = { ...(await world.logged())[2]!, version: 4, meta: { ...(await world.logged())[2]!.meta, commandId: 'own' } };
    expect(world.cache.advance(snapshot, [event])).toMatchObject({ version: 4, state: { tally: 4 } });
    letGo();
    expect((await load).version).toBe(4);
  });

  it('keeps what is right, and no half of anything, when a load fails [C13]', async () => {
    await using world = await open(['tally-a'], 3);
    const before = await world.cache.get('tally-a');
    for (let n = 0; n < 5; n += 1) await world.handler.handle(add(`more-${n}`, 1));
    world.faults.after = ({ version }) => (version === 6 ? Promise.reject(new Unavailable('gone')) : Promise.resolve());
    await expect(world.cache.refresh('tally-a')).rejects.toThrow('gone');
    expect(await world.cache.get('tally-a')).toBe(before);
    world.faults.after = () => Promise.resolve();
    expect(await world.cache.refresh('tally-a')).toMatchObject({ version: 8, state: { tally: 8 } });
    expect(world.reads).toEqual(['tally-a@1', 'tally-a@4', 'tally-a@4']);
  });

  it('begins anew for those who waited for a load that failed', async () => {
    await using world = await open(['tally-a'], 3);
    const { pass, arrived, open: letGo } = gate();
    world.faults.before = async () => {
      await pass();
      world.faults.before = async () => undefined;
      throw new Unavailable('gone');
    };
    const first = world.cache.get('tally-a');
    await arrived;
    const second = world.cache.refresh('tally-a');
    letGo();
    await expect(first).rejects.toThrow('gone');
    expect((await second).version).toBe(3);
    await setImmediate();
    expect((await world.cache.refresh('tally-a')).version).toBe(3);
  });

  it('lets the least recently used streams go, by number and by bytes [C13]', async () => {
    for (const bound of [{ streamsMax: 2 }, { bytesMax: 5_000 }]) {
      await using world = await open(['tally-a', 'tally-b', 'tally-c'], 3, bound);
      for (const stream of ['tally-a', 'tally-b', 'tally-a', 'tally-c']) await world.cache.get(stream);
      world.reads.length = 0;
      for (const stream of ['tally-c', 'tally-a', 'tally-b']) await world.cache.get(stream);
      expect(world.reads).toEqual(['tally-b@1']);
    }
  });
});
