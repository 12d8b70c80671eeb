import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { collectionFor, type EventStore } from '#libs/kernel/ports.js';
import { PARKED_STREAMS_MAX, type ParkedStream, parkedStreams } from './parked-streams.js';
import { grandTally, type Tally, tallies } from './testing/tallies.js';
import { gate, storeWith } from './testing/workers.js';
import { documentsOf, gated, newEvent, openWorld, running } from './testing/worlds.js';

type World = Awaited<ReturnType<typeof openWorld>>;

/** Appends to `account-a` and `account-b` in turns; the given versions of `account-a` are poisonous. */
const tell = async ({ store }: World, from: number, to: number, ...poisonous: readonly number[]) => {
  let position = '';
  for (let version = from; version <= to; version += 1) {
    for (const stream of ['account-a', 'account-b']) {
      const data = stream === 'account-a' && poisonous.includes(version) ? { poison: true } : {};
      ({ position } = await store.append(stream, version - 1, [newEvent(`${stream}@${version}`, 'Told', data)]));
    }
  }
  return position;
};

const versionsOf = async ({ readStore }: World) =>
  Object.fromEntries((await documentsOf(readStore, tallies())).map(({ key, document }) => [key, (document as Tally).versions]));

describe('a stream with a poisonous event', () => {
  it('is parked from that event on, alone; the record says what, where, how many and what to do', async () => {
    await using world = await openWorld();
    const seen: ParkedStream[] = [];
    const observer = { parked: (stream: ParkedStream) => void seen.push(stream) };
    await using runner = running({ ...world, projection: tallies({ mended: false }), observer });
    await runner.reaches(await tell(world, 1, 3, 2));
    await runner.reaches(await tell(world, 4, 5));
    expect(await versionsOf(world)).toEqual({ 'account-a': [1], 'account-b': [1, 2, 3, 4, 5] });
    const [record] = await parkedStreams(world.readStore, 'tallies@1');
    expect(record).toMatchObject({
      collection: 'tallies@1',
      stream: 'account-a',
      fromVersion: 2,
      position: '0000000000000003',
      type: 'Told',
      error: 'cannot fold account-a@2',
      since: '2026-03-02T00:00:00.000Z',
      lastVersion: 5,
      count: 4,
      repair: 'replay',
    });
    expect(seen).toHaveLength(1);
    expect(runner.figures()).toMatchObject({ applied: 6, parked: 4, parkedStreams: 1 });
    expect(await parkedStreams(world.readStore, 'others@1')).toEqual([]);
  });

  it('is folded to its end, in order, when the mended projection starts; then it is parked no more', async () => {
    await using world = await openWorld();
    const broken = running({ ...world, projection: tallies({ mended: false }) });
    await broken.reaches(await tell(world, 1, 3, 2));
    await broken.stop();
    const head = await tell(world, 4, 5);

    const replayed: string[] = [];
    const observer = { replayed: ({ stream }: ParkedStream) => void replayed.push(stream) };
    await using mended = running({ ...world, projection: tallies({ mended: true }), observer });
    await mended.reaches(head);
    expect(await versionsOf(world)).toEqual({ 'account-a': [1, 2, 3, 4, 5], 'account-b': [1, 2, 3, 4, 5] });
    expect(await parkedStreams(world.readStore)).toEqual([]);
    expect(replayed).toEqual(['account-a']);
    expect(mended.figures()).toMatchObject({ parkedStreams: 0 });
  });

  it('is replayed up to the checkpoint and no further: what comes later comes with the log', async () => {
    await using world = await openWorld();
    const broken = running({ ...world, projection: tallies({ mended: false }) });
    const checkpoint = await tell(world, 1, 3, 2);
    await broken.reaches(checkpoint);
    await broken.stop();
    await tell(world, 4, 5);
    const silent: EventStore = {
      append: world.store.append.bind(world.store),
      read: world.store.read.bind(world.store),
      readAll: world.store.readAll.bind(world.store),
      head: () => world.store.head(),
      follow: (_, ...rest) => world.store.follow('9'.repeat(16), ...rest),
    };
    await using mended = running({ ...world, store: silent, projection: tallies({ mended: true }) });
    await mended.reaches(checkpoint);
    expect(await versionsOf(world)).toEqual({ 'account-a': [1, 2, 3], 'account-b': [1, 2, 3] });
  });

  it('stays parked over a restart that mends nothing, and is parked further on by one that mends half', async () => {
    await using world = await openWorld();
    const broken = running({ ...world, projection: tallies({ mended: false }) });
    await broken.reaches(await tell(world, 1, 5, 2, 4));
    await broken.stop();
    const [first] = await parkedStreams(world.readStore);

    const again = running({ ...world, projection: tallies({ mended: false }) });
    const sixth = await tell(world, 6, 6);
    await again.reaches(sixth);
    await again.stop();
    expect(await parkedStreams(world.readStore)).toMatchObject([{ ...first, lastVersion: 6, lastPosition: expect.any(String), count: 5 }]);

    const half = tallies({ mended: true });
    const fold = half.on['Told'] as (document: object | undefined, event: { readonly version: number }, key: string) => object;
    const on = {
      Told: (...[document, event, key]: Parameters<typeof fold>) => {
        if (event.version === 4) throw new Error('still not');
        return fold(document, event, key);
      },
    };
    await using halfMended = running({ ...world, projection: { ...half, on } });
    await halfMended.reaches(sixth);
    const further = { fromVersion: 4, error: 'still not', since: first?.since };
    expect(await parkedStreams(world.readStore)).toMatchObject([{ ...further, lastVersion: 6, count: 3 }]);
    await halfMended.reaches(await tell(world, 7, 7));
    expect(await versionsOf(world)).toMatchObject({ 'account-a': [1, 2, 3] });
    expect(await parkedStreams(world.readStore)).toMatchObject([{ ...further, lastVersion: 7, count: 4 }]);
  });

  it('is not lost when another runner, which still has it parked, gets in between the replay and the log', async () => {
    await using world = await openWorld();
    const broken = running({ ...world, projection: tallies({ mended: false }) });
    await broken.reaches(await tell(world, 1, 3, 2));

    const replayed = Promise.withResolvers<void>();
    const overtaken = Promise.withResolvers<void>();
    const readStore = gated(world.readStore, async ({ method, collection, moment }) => {
      if (method !== 'commit' || collection !== 'tallies@1' || moment !== 'before') return;
      replayed.resolve();
      await overtaken.promise;
    });
    await using mended = running({ ...world, readStore, projection: tallies({ mended: true }) });
    await replayed.promise;
    const head = await tell(world, 4, 4);
    await broken.reaches(head);
    await broken.stop();
    overtaken.resolve();
    await mended.reaches(await tell(world, 5, 5));
    expect(mended.fenced()).toBe(1);
    expect(await versionsOf(world)).toEqual({ 'account-a': [1, 2, 3, 4, 5], 'account-b': [1, 2, 3, 4, 5] });
    expect(await parkedStreams(world.readStore)).toEqual([]);
  });

  it.each(['the one that cannot fold it', 'the one that can'])(
    'is not forgotten by another runner before the checkpoint has passed it, whichever commits first: %s [C6]',
    async (first) => {
      await using world = await openWorld();
      const saved = gate();
      let holding = false;
      // A runner of the old program, between "write what is parked" and "move the checkpoint".
      const slow = gated(world.readStore, async ({ method, collection, moment }) => {
        if (holding && method === 'commit' && collection === 'tallies@1' && moment === 'before') await saved.pass();
      });
      await using old = running({ ...world, readStore: slow, projection: tallies({ mended: false }) });
      await old.reaches(await tell(world, 1, 1));
      holding = true;
      const head = await tell(world, 2, 2, 2);
      await saved.arrived;
      holding = false;
      expect(await parkedStreams(world.readStore)).toHaveLength(1);
      // The new program starts in this moment, and sees the record of an event that it has not come to.
      const started = gate();
      const follow: EventStore['follow'] = async function* (...place) {
        await started.pass();
        yield* world.store.follow(...place);
      };
      await using mended = running({ ...world, store: storeWith(world.store, { follow }), projection: tallies({ mended: true }) });
      await started.arrived;
      expect(await parkedStreams(world.readStore)).toHaveLength(1);
      if (first === 'the one that can') {
        started.open();
        await mended.reaches(head);
        saved.open();
      } else {
        saved.open();
        await old.reaches(head);
        await old.stop();
        started.open();
      }
      await mended.reaches(await tell(world, 3, 3));
      await old.stop();
      expect(await versionsOf(world)).toEqual({ 'account-a': [1, 2, 3], 'account-b': [1, 2, 3] });
      expect(await parkedStreams(world.readStore)).toEqual([]);
    },
  );

  it('needs a rebuild where documents gather many streams: none of its documents takes the event, and a restart does not pretend', async () => {
    await using world = await openWorld();
    const broken = running({ ...world, projection: grandTally({ mended: false }) });
    await broken.reaches(await tell(world, 1, 3, 2));
    await broken.stop();
    await using mended = running({ ...world, projection: grandTally({ mended: true }) });
    await mended.reaches(await tell(world, 4, 4));
    const documents = await documentsOf(world.readStore, grandTally());
    expect(Object.fromEntries(documents.map(({ key, document }) => [key, (document as { events: number }).events]))).toMatchObject({
      all: 5,
    });
    expect(await parkedStreams(world.readStore)).toMatchObject([{ stream: 'account-a', count: 3, repair: 'rebuild' }]);

    await using rebuilt = running({ ...world, projection: { ...grandTally({ mended: true }), version: 2 } });
    await rebuilt.reaches((await world.readStore.checkpoint(collectionFor(grandTally())))!.position);
    expect(rebuilt.figures()).toMatchObject({ applied: 8, parkedStreams: 0 });
  });

  it('is forgotten where nothing was ever committed: the log will tell everything again', async () => {
    await using world = await openWorld();
    const head = await tell(world, 1, 3, 2);
    const died = Promise.withResolvers<void>();
    const dying = gated(world.readStore, async ({ method, collection, moment }) => {
      if (method !== 'commit' || collection !== 'parked@1' || moment !== 'after') return;
      died.resolve();
      await new Promise<never>(() => undefined);
    });
    running({ ...world, readStore: dying, projection: grandTally({ mended: false }) });
    await died.promise;
    expect(await parkedStreams(world.readStore)).toHaveLength(1);
    await using mended = running({ ...world, projection: grandTally({ mended: true }) });
    await mended.reaches(head);
    expect(await parkedStreams(world.readStore)).toEqual([]);
    expect(mended.figures()).toMatchObject({ applied: 6, parked: 0, parkedStreams: 0 });
  });

  it('is one of many when the fold is broken: then the projection stops instead of parking everything', async () => {
    await using world = await openWorld();
    const appends = Array.from({ length: PARKED_STREAMS_MAX + 1 }, (_, stream) =>
      world.store.append(`account-${stream}`, 0, [newEvent(`e${stream}`, 'Told', { poison: true })]),
    );
    await Promise.all(appends);
    await using runner = running({ ...world, projection: tallies({ mended: false }) });
    await expect(runner.finished).rejects.toThrow(InvariantBroken);
    await expect(runner.finished).rejects.toThrow(/tallies@1 cannot fold events of more than 1000 streams/);
    expect(await documentsOf(world.readStore, tallies())).toEqual([]);
  });
});
