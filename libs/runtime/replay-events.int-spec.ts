import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { RELAY } from './relay.js';
import { replayEvents } from './replay-events.js';
import { fill, recorder, upTo, versions } from './testing/published.js';
import { openWorld, soon } from './testing/worlds.js';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

describe('a replay', () => {
  const replay = (range: Parameters<typeof replayEvents>[1], signal = soon()) => {
    const { bus, events } = recorder();
    const pages: number[] = [];
    const onPage = (published: number) => void pages.push(published);
    return replayEvents({ store: world.store, bus, onPage }, range, signal).then((published) => ({ published, pages, events: events() }));
  };

  it('publishes a part of the log again, both ends included, with the ids that it has always had', async () => {
    await fill(world.store, ['a', 'b'], 300);
    const all = await Array.fromAsync(world.store.readAll());
    const everything = await replay({});
    expect(everything.published).toBe(600);
    expect(everything.pages).toEqual([500, 600]);
    expect(new Set(everything.events.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
    expect(versions(everything.events, 'b')).toEqual(upTo(300));
    const part = await replay({ from: all[10]!.position, to: all[12]!.position });
    expect(part.events.map(({ position }) => position)).toEqual(all.slice(10, 13).map(({ position }) => position));
    expect((await replay({ from: all[0]!.position, to: all[0]!.position })).published).toBe(1);
    expect((await replay({ from: all[598]!.position })).published).toBe(2);
    expect(await world.readStore.checkpoint(RELAY)).toBeUndefined();
  });

  it('of an empty log, or told to stop, publishes nothing; a position that is none is refused', async () => {
    expect((await replay({})).published).toBe(0);
    await fill(world.store, ['a'], 2);
    expect((await replay({}, AbortSignal.abort())).published).toBe(0);
    await expect(replay({ from: 'yesterday' })).rejects.toBeInstanceOf(RangeError);
  });

  it('says where it broke off: what was published stays', async () => {
    await fill(world.store, ['a'], 3);
    let calls = 0;
    const { bus } = recorder(() => {
      if (++calls === 3) throw new Unavailable('The bus is away.');
    });
    await expect(replayEvents({ store: world.store, bus }, {}, soon())).rejects.toBeInstanceOf(Unavailable);
  });
});
