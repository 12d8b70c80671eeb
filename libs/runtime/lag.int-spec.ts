import { collectionFor, type EventStore } from '#libs/kernel/ports.js';
import { describe, expect, it } from '@jest/globals';
import { headOf, LAG_EVENTS_MAX, lagOf } from './lag.js';
import { tallies } from './testing/tallies.js';
import { newEvent, openWorld } from './testing/worlds.js';

type World = Awaited<ReturnType<typeof openWorld>>;

const collection = collectionFor(tallies());
const now = () => new Date('2026-03-01T12:00:10.000Z');

const earlier = () => new Date('2026-03-01T11:00:00.000Z');

/** Appends an event a second, from 12:00:00 on. */
const tell = async ({ store }: World, count: number) => {
  const events = Array.from({ length: count }, (_, index) => {
    const event = newEvent(`e${index}`, 'Told');
    return { ...event, meta: { ...event.meta, recordedAt: `2026-03-01T12:00:0${index % 10}.000Z` } };
  });
  await store.append('account-1', 0, events);
  const positions: string[] = [];
  for await (const { position } of store.readAll()) positions.push(position);
  return positions;
};

const foldedTo = async ({ store, readStore }: World, position: string, log?: string) =>
  readStore.commit(collection, {
    puts: [],
    checkpoint: { expected: undefined, next: { log: log ?? (await store.head()).log!, position } },
  });

describe('the lag of a projection', () => {
  it('is nothing on an empty log', async () => {
    await using world = await openWorld();
    expect(await lagOf({ ...world, now }, collection)).toEqual({ lagEvents: 0, lagMs: 0 });
    expect(await headOf(world.store)).toBeUndefined();
  });

  it('is the number of events that wait, and the age of the oldest', async () => {
    await using world = await openWorld();
    const positions = await tell(world, 5);
    expect(await lagOf({ ...world, now }, collection)).toEqual({ lagEvents: 5, lagMs: 10_000 });
    await foldedTo(world, positions[1]!);
    expect(await lagOf({ ...world, now }, collection)).toEqual({
      position: positions[1],
      recordedAt: '2026-03-01T12:00:01.000Z',
      lagEvents: 3,
      lagMs: 8_000,
    });
    expect((await headOf(world.store))?.position).toBe(positions[4]);
  });

  it('is 0 where all is folded, and never negative when clocks disagree', async () => {
    await using world = await openWorld();
    const positions = await tell(world, 5);
    expect(await lagOf({ ...world, now: earlier }, collection)).toEqual({ lagEvents: 5, lagMs: 0 });
    await foldedTo(world, positions[4]!);
    expect(await lagOf({ ...world, now }, collection)).toEqual({
      position: positions[4],
      recordedAt: '2026-03-01T12:00:04.000Z',
      lagEvents: 0,
      lagMs: 0,
    });
  });

  it('says when the event at the checkpoint was written, also after something was appended behind it, and reads it once', async () => {
    await using world = await openWorld();
    const positions = await tell(world, 5);
    await foldedTo(world, positions[4]!);
    let reads = 0;
    const store: EventStore = {
      append: world.store.append.bind(world.store),
      read: world.store.read.bind(world.store),
      follow: world.store.follow.bind(world.store),
      head: async () => ({ ...(await world.store.head()), position: positions[4]! }),
      readAll: (options) => {
        reads += 1;
        return world.store.readAll(options);
      },
    };
    await world.store.append('account-2', 0, [newEvent('late', 'Told')]);
    const lag = { position: positions[4], recordedAt: '2026-03-01T12:00:04.000Z', lagEvents: 0, lagMs: 0 };
    expect(await lagOf({ ...world, store, now }, collection)).toEqual(lag);
    const once = reads;
    expect(await lagOf({ ...world, store, now }, collection)).toEqual(lag);
    expect(reads).toBe(once);
  });

  it.each([
    ['another log', 'some-other-log', 1, /tallies@1 is folded from log some-other-log .* but the log at hand is .*READ_STORE_URL/],
    ['more of the log than there is', undefined, 9, /tallies@1 is folded up to 0{15}9, but the log at hand .* ends at 0{15}5/],
  ])('is everything, and why, where the checkpoint is of %s [C7]', async (_what, log, row, why) => {
    await using world = await openWorld();
    await tell(world, 5);
    await foldedTo(world, String(row).padStart(16, '0'), log);
    expect(await lagOf({ ...world, now }, collection)).toMatchObject({ lagEvents: 5, stopped: expect.stringMatching(why) });
  });

  it('counts no further than it must', async () => {
    await using world = await openWorld();
    await tell(world, LAG_EVENTS_MAX + 10);
    expect((await lagOf({ ...world, now }, collection)).lagEvents).toBe(LAG_EVENTS_MAX);
  });
});
