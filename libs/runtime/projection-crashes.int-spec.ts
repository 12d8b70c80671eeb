import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { collectionFor, type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { parkedStreams } from './parked-streams.js';
import { BATCH_EVENTS_MAX } from './run-projections.js';
import { grandTally, tallies } from './testing/tallies.js';
import { documentsOf, gated, newEvent, openReadStore, openWorld, running } from './testing/worlds.js';

/** Rounds of three events that make two batches: one is full, the other begins with events of streams that are poisoned in it. */
const ROUNDS = Math.ceil(BATCH_EVENTS_MAX / 3) + 10;
const POISONOUS = new Set(['account-b@2', `account-c@${ROUNDS - 2}`]);

/** Three streams in turns. */
const tell = async (store: EventStore, rounds = ROUNDS) => {
  let position = '';
  for (let version = 1; version <= rounds; version += 1) {
    const data = (stream: string) => (POISONOUS.has(`${stream}@${version}`) ? { poison: true } : {});
    const appends = ['account-a', 'account-b', 'account-c'].map((stream) =>
      store.append(stream, version - 1, [newEvent(`${stream}@${version}`, 'Told', data(stream))]),
    );
    for (const appended of await Promise.all(appends)) ({ position } = appended);
  }
  return position;
};

const outcomeOf = async (readStore: ReadStore, projection: AnyProjection) => ({
  documents: await documentsOf(readStore, projection),
  parked: await parkedStreams(readStore),
});

/** Fails the n-th call before it happens, or after it has; later calls go through. */
const failingAt = (readStore: ReadStore, n: number, moment: 'before' | 'after'): ReadStore => {
  let calls = 0;
  return gated(readStore, (call) => {
    if (call.moment === 'before') calls += 1;
    if (call.moment === moment && calls === n) {
      calls += 1;
      throw new Unavailable(`call ${n} fails ${moment} it happens`);
    }
  });
};

/** An engine without transactions: the n-th commit writes its documents and fails before the checkpoint. */
const tearingAt = (readStore: ReadStore, n: number): ReadStore => {
  let commits = 0;
  return {
    ...gated(readStore, () => undefined),
    commit: async (collection, commit) => {
      commits += 1;
      if (commits !== n) return readStore.commit(collection, commit);
      const { checkpoint: _, ...documents } = commit;
      await readStore.commit(collection, documents);
      throw new Unavailable('the engine went away between documents and checkpoint');
    },
  };
};

/** Does the n-th call and never comes back from it, as a process that dies. */
const dyingAt = (readStore: ReadStore, n: number) => {
  const died = Promise.withResolvers<void>();
  let calls = 0;
  const dying = gated(readStore, async ({ moment }) => {
    if (moment === 'before') calls += 1;
    if (calls < n || moment === 'before') return;
    died.resolve();
    await new Promise<never>(() => undefined);
  });
  return { dying, died: died.promise };
};

/** Look at checkpoint and parked streams, then for each of two batches: load, park, commit. */
const CALLS = 8;
const COMMITS = 4;

describe.each([
  ['documents of one stream', tallies({ mended: false })],
  ['documents of many streams', grandTally({ mended: false })],
])('crashes do not change %s', (_, projection) => {
  it('wherever a call of the read store fails, before it, after it or in its middle, or the process dies', async () => {
    await using store = await openSqliteEventStore(':memory:', { writer: true });
    const head = await tell(store);
    await using undisturbed = openReadStore();
    let calls = 0;
    const counting = gated(undisturbed, ({ moment }) => {
      if (moment === 'before') calls += 1;
    });
    await using reference = running({ store, readStore: counting, projection });
    await reference.reaches(head);
    const expected = await outcomeOf(undisturbed, projection);
    expect(calls).toBe(CALLS);
    expect(expected.parked).toMatchObject([
      { stream: 'account-b', fromVersion: 2, lastVersion: ROUNDS, count: ROUNDS - 1 },
      { stream: 'account-c', fromVersion: ROUNDS - 2, lastVersion: ROUNDS, count: 3 },
    ]);

    for (let n = 1; n <= CALLS; n += 1) {
      for (const moment of ['before', 'after'] as const) {
        await using readStore = openReadStore();
        await using runner = running({ store, readStore: failingAt(readStore, n, moment), projection });
        await runner.reaches(head);
        expect(runner.interruptions).toHaveLength(1);
        expect(await outcomeOf(readStore, projection)).toEqual(expected);
      }
      if (n <= COMMITS) {
        await using readStore = openReadStore();
        await using runner = running({ store, readStore: tearingAt(readStore, n), projection });
        await runner.reaches(head);
        expect(runner.interruptions).toHaveLength(1);
        expect(await outcomeOf(readStore, projection)).toEqual(expected);
      }
      await using readStore = openReadStore();
      const { dying, died } = dyingAt(readStore, n);
      running({ store, readStore: dying, projection });
      await died;
      await using runner = running({ store, readStore, projection });
      await runner.reaches(head);
      expect(await outcomeOf(readStore, projection)).toEqual(expected);
    }
  });
});

describe('two runners of one projection', () => {
  it('do no harm, whoever is faster', async () => {
    const projection = tallies({ mended: false });
    await using world = await openWorld();
    await using one = running({ ...world, projection });
    await using two = running({ ...world, projection });
    const head = await tell(world.store, 40);
    await Promise.all([one.reaches(head), two.reaches(head)]);
    await using alone = openReadStore();
    await using reference = running({ ...world, readStore: alone, projection });
    await reference.reaches(head);
    expect(await outcomeOf(world.readStore, projection)).toEqual(await outcomeOf(alone, projection));
  });

  it('the one that comes too late is fenced off, stands by, and goes on where the other left', async () => {
    await using world = await openWorld();
    const projection = tallies({ mended: true });
    const overtaken = Promise.withResolvers<void>();
    const slowly = gated(world.readStore, async ({ method, collection, moment }) => {
      if (method === 'commit' && collection === collectionFor(projection).name && moment === 'before') await overtaken.promise;
    });
    await using slow = running({ ...world, readStore: slowly, projection });
    const fast = running({ ...world, projection });
    const head = await tell(world.store, 4);
    await fast.reaches(head);
    await fast.stop();
    overtaken.resolve();
    await slow.reaches(head);
    expect(slow.fenced()).toBe(1);
    const { position } = await world.store.append('account-a', 4, [newEvent('later', 'Told')]);
    await slow.reaches(position);
    expect((await documentsOf(world.readStore, projection))[0]?.document).toEqual({ stream: 'account-a', versions: [1, 2, 3, 4, 5] });
  });
});
