import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { collectionFor, type EventStore } from '#libs/kernel/ports.js';
import { readModels } from '#libs/read-models/registry.js';
import { longHistories } from '#libs/read-models/testing/histories.js';
import { project } from '#libs/kernel/testing/projection.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { BATCH_EVENTS_MAX, COMMITS_APART_MS, MANY_EVENTS } from './run-projections.js';
import { type Tally, tallies } from './testing/tallies.js';
import { appendAll, documentsOf, everything, gated, newEvent, openWorld, running } from './testing/worlds.js';

/** `count` events of one type for each of so many streams, in turns. */
const tell = async (store: EventStore, streams: number, count: number, from = 1) => {
  let position = '';
  for (let version = from; version < from + count; version += 1) {
    for (let stream = 1; stream <= streams; stream += 1) {
      const event = newEvent(`${stream}@${version}`, 'Told');
      ({ position } = await store.append(`account-${stream}`, version - 1, [event]));
    }
  }
  return position;
};

const referenceOf = async (store: EventStore, projection: AnyProjection) => {
  const documents = project(projection as never, await everything(store));
  return [...documents].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, { position, document }]) => ({ key, position, document }));
};

/** Breaks each subscription after so many events: with an error, or by just ending. */
const breaking = (store: EventStore, after: number, error?: Error): EventStore => ({
  append: store.append.bind(store),
  read: store.read.bind(store),
  readAll: store.readAll.bind(store),
  head: store.head.bind(store),
  async *follow(position, filter, signal) {
    for await (const { events, head } of store.follow(position, filter, signal)) {
      const some = events.slice(0, after);
      yield { events: some, position: some.at(-1)!.position, head };
      if (error) throw error;
      return;
    }
  },
});

/** Grown event by event, rebuilt from nothing, and folded by the reference: the same. */
const expectRebuiltAsGrown = async (projections: readonly AnyProjection[], history: readonly RecordedEvent[]): Promise<void> => {
  await using grown = await openWorld();
  await using rebuilt = await openWorld();
  await using stack = new AsyncDisposableStack();
  const runners = projections.map((projection) => stack.use(running({ ...grown, projection })));
  const head = await appendAll(grown.store, history);
  for (const runner of runners) await runner.reaches(head);
  for (const [index, projection] of projections.entries()) {
    await runners[index]!.stop();
    await using runner = running({ store: grown.store, readStore: rebuilt.readStore, projection });
    await runner.reaches(head);
    const documents = await documentsOf(grown.readStore, projection);
    expect(documents.length).toBeGreaterThan(1);
    expect(JSON.stringify(await documentsOf(rebuilt.readStore, projection))).toBe(JSON.stringify(documents));
    expect(JSON.stringify(documents)).toBe(JSON.stringify(await referenceOf(grown.store, projection)));
  }
};

describe('a projection that runs', () => {
  it('folds what is there, then what comes, each event once and in order', async () => {
    await using world = await openWorld();
    const head = await tell(world.store, 2, 3);
    await using runner = running({ ...world, projection: tallies() });
    await runner.reaches(head);
    await runner.reaches(await tell(world.store, 2, 2, 4));
    const documents = await documentsOf(world.readStore, tallies());
    expect(documents.map(({ document }) => (document as Tally).versions)).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
    expect(runner.figures()).toMatchObject({ applied: 10, parked: 0, parkedStreams: 0 });
    expect(runner.interruptions).toEqual([]);
  });

  it('comes to the head of the log over events that it has nothing to say about', async () => {
    await using world = await openWorld();
    await using runner = running({ ...world, projection: tallies() });
    await world.store.append('account-1', 0, [newEvent('a', 'Told')]);
    const { position } = await world.store.append('team-1', 0, [newEvent('b', 'Unheard')]);
    await runner.reaches(position);
    expect(await documentsOf(world.readStore, tallies())).toHaveLength(1);
    expect(runner.figures()?.applied).toBe(2);
  });

  it('takes many events in one commit when it is behind, and no more than it may', async () => {
    await using world = await openWorld();
    const events = Array.from({ length: BATCH_EVENTS_MAX }, (_, index) => newEvent(`e${index}`, 'Told'));
    await world.store.append('account-1', 0, events);
    const { position } = await world.store.append('account-2', 0, events.slice(0, 200));
    await using runner = running({ ...world, projection: tallies() });
    await runner.reaches(position);
    expect(runner.figures()).toMatchObject({ applied: BATCH_EVENTS_MAX + 200, batches: 2 });
  });

  it('has exactly the events up to the checkpoint in its documents, after every commit', async () => {
    await using world = await openWorld();
    let looked = 0;
    const projection = tallies();
    const readStore = gated(world.readStore, async ({ method, moment }) => {
      if (method !== 'commit' || moment === 'before') return;
      const checkpoint = await world.readStore.checkpoint(collectionFor(projection));
      const upTo = (await everything(world.store)).filter(({ position }) => position <= (checkpoint?.position ?? ''));
      const expected = project(projection as never, upTo);
      const found = await documentsOf(world.readStore, projection);
      expect(new Map(found.map(({ key, ...value }) => [key, value]))).toEqual(expected);
      looked += 1;
    });
    await using runner = running({ ...world, readStore, projection });
    await runner.reaches(await tell(world.store, 3, 10));
    expect(looked).toBe(runner.figures()?.batches);
    expect(runner.interruptions).toEqual([]);
  });

  it('gives the same documents rebuilt from nothing as grown event by event, byte for byte, in every read model', async () => {
    const left = new Set<AnyProjection>(Object.values(readModels).flat());
    for (const history of fc.sample(longHistories, { seed: 7, numRuns: 2_000 })) {
      // Few histories together have something for every read model; none by itself.
      const rich = [...left].filter((projection) => project(projection as never, history).size > 1);
      if (rich.length > 0) await expectRebuiltAsGrown(rich, history);
      for (const projection of rich) left.delete(projection);
      if (left.size === 0) break;
    }
    expect([...left].map(({ name }) => name)).toEqual([]);
  });

  it('finishes the batch in hand when it is told to stop, and goes on from there', async () => {
    await using world = await openWorld();
    const head = await tell(world.store, 1, 5);
    const runner = running({ ...world, projection: tallies() });
    await runner.reaches(head);
    await runner.stop();
    const later = await tell(world.store, 1, 2, 6);
    expect(await world.readStore.checkpoint(collectionFor(tallies()))).toEqual({ log: (await world.store.head()).log, position: head });
    await using again = running({ ...world, projection: tallies() });
    await again.reaches(later);
    expect(again.figures()?.applied).toBe(2);
  });
});

describe('a projection under load', () => {
  /** A runner on a clock that stands still but while it commits, and between two commits until the test lets it go on. */
  const resting = (world: Awaited<ReturnType<typeof openWorld>>, commitMs: number) => {
    const rests: number[] = [];
    const goOn: (() => void)[] = [];
    let at = 1_000;
    const readStore = gated(world.readStore, ({ method, moment }) => {
      if (method === 'commit' && moment === 'after') at += commitMs;
    });
    const rest = (ms: number): Promise<void> => {
      rests.push(ms);
      return new Promise((resolve) => goOn.push(resolve));
    };
    const runner = running({ ...world, readStore, projection: tallies(), rest, elapsed: () => at });
    return { runner, rests, goOn: () => goOn.shift()?.() };
  };

  it('takes what comes soon after a commit together, in the next one', async () => {
    await using world = await openWorld();
    const { runner, rests, goOn } = resting(world, 2);
    await runner.reaches(await tell(world.store, 1, 1));
    const head = await tell(world.store, 1, 3, 2);
    expect([rests, runner.figures()?.batches]).toEqual([[COMMITS_APART_MS - 2], 1]);
    goOn();
    await runner.reaches(head);
    expect(runner.figures()).toMatchObject({ applied: 4, batches: 2 });
    goOn();
    await runner.stop();
  });

  it('goes on at once after a commit that took as long, or that had much in it', async () => {
    await using world = await openWorld();
    const slow = resting(world, COMMITS_APART_MS);
    await slow.runner.reaches(await tell(world.store, 1, 1));
    await slow.runner.reaches(await tell(world.store, 1, 1, 2));
    expect(slow.rests).toEqual([]);
    await slow.runner.stop();
    const many = Array.from({ length: MANY_EVENTS }, (_, index) => newEvent(`e${index}`, 'Told'));
    const { position } = await world.store.append('account-2', 0, many);
    const { runner, rests } = resting(world, 0);
    await runner.reaches(position);
    expect(rests).toEqual([]);
    await runner.stop();
  });
});

describe('a subscription that breaks', () => {
  it.each([
    ['with an error', new Error('10 ABORTED: Consumer too slow')],
    ['without a word', undefined],
  ])('%s begins again at the last checkpoint: nothing is lost, nothing is folded twice', async (_, error) => {
    await using world = await openWorld();
    const head = await tell(world.store, 2, 10);
    await using runner = running({ ...world, store: breaking(world.store, 3, error), projection: tallies() });
    await runner.reaches(head);
    expect(await documentsOf(world.readStore, tallies())).toEqual(await referenceOf(world.store, tallies()));
    expect(runner.interruptions.length).toBeGreaterThanOrEqual(6);
    expect(runner.interruptions[0]).toEqual(error ?? expect.any(Unavailable));
    expect(runner.figures()).toMatchObject({ applied: 20 });
  });

  it('is tried again after ever longer waits, until a commit has gone through', async () => {
    await using world = await openWorld();
    const head = await tell(world.store, 1, 1);
    let failures = 0;
    const store: EventStore = {
      ...breaking(world.store, 1),
      follow: (...place) => {
        failures += 1;
        if (failures <= 4) throw new Unavailable('gone');
        return failures === 5 ? breaking(world.store, 1).follow(...place) : world.store.follow(...place);
      },
    };
    await using runner = running({ ...world, store, projection: tallies() });
    await runner.reaches(head);
    await runner.reaches(await tell(world.store, 1, 1, 2));
    expect(runner.waits).toEqual([25, 50, 100, 200, 25]);
  });

  it('that hands out an event again is a defect: the runner stops and says so', async () => {
    await using world = await openWorld();
    await tell(world.store, 1, 3);
    const store: EventStore = { ...breaking(world.store, 1), follow: (_, ...rest) => world.store.follow(undefined, ...rest) };
    const first = running({ ...world, projection: tallies() });
    await first.reaches((await everything(world.store)).at(-1)!.position);
    await first.stop();
    await using second = running({ ...world, store, projection: tallies() });
    await expect(second.finished).rejects.toThrow(InvariantBroken);
    await expect(second.finished).rejects.toThrow(/account-1@1.*verify the log/);
  });
});
