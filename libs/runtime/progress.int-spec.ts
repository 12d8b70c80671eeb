import { collectionFor } from '#libs/kernel/ports.js';
import { describe, expect, it } from '@jest/globals';
import { awaitPosition, Progress } from './progress.js';
import { tallies } from './testing/tallies.js';
import { gated, newEvent, openWorld, running, soon } from './testing/worlds.js';

const collection = collectionFor(tallies());

describe('waiting for a position', () => {
  it('in the same process is ended by the commit itself: the checkpoint is looked at once', async () => {
    await using world = await openWorld();
    const progress = new Progress();
    let looks = 0;
    const readStore = gated(world.readStore, ({ method, moment }) => {
      if (method === 'checkpoint' && moment === 'before') looks += 1;
    });
    const { position } = await world.store.append('account-1', 0, [newEvent('a', 'Told')]);
    const there = awaitPosition({ readStore, progress }, collection, position, soon());
    await using runner = running({ ...world, projection: tallies(), progress });
    expect(await there).toBe(true);
    expect(looks).toBe(1);
    expect(await awaitPosition({ readStore, progress }, collection, position, soon())).toBe(true);
    expect(runner.figures()).toMatchObject({ position, recordedAt: '2026-03-01T12:00:00.000Z' });
  });

  it('across processes looks at the checkpoint', async () => {
    await using world = await openWorld();
    const { position } = await world.store.append('account-1', 0, [newEvent('a', 'Told')]);
    const there = awaitPosition(world, collection, position, soon());
    await using runner = running({ ...world, projection: tallies() });
    expect(await there).toBe(true);
    await runner.stop();
  });

  it.each(['told', 'looking'])('ends with false at the deadline (%s)', async (how) => {
    await using world = await openWorld();
    const { position } = await world.store.append('account-1', 0, [newEvent('a', 'Told')]);
    const waiting = how === 'told' ? { ...world, progress: new Progress() } : world;
    const deadline = new AbortController();
    const there = awaitPosition(waiting, collection, position, deadline.signal);
    deadline.abort();
    expect(await there).toBe(false);
    expect(await awaitPosition(waiting, collection, position, AbortSignal.abort())).toBe(false);
  });

  it('hears nothing of other projections, and nothing after its deadline', async () => {
    const progress = new Progress();
    const heard: string[] = [];
    const stop = new AbortController();
    progress.onAdvance((figures) => heard.push(figures.collection), stop.signal);
    const figures = { position: '1', recordedAt: undefined, applied: 0, parked: 0, parkedStreams: 0, batches: 0 };
    progress.advance({ collection: 'a@1', ...figures });
    stop.abort();
    progress.advance({ collection: 'b@1', ...figures });
    expect(heard).toEqual(['a@1']);
    expect(progress.of('b@1')).toMatchObject({ position: '1' });
  });
});
