import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it, jest } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Collection, PROBE_MS_MAX, type ReadStore } from '#libs/kernel/ports.js';
import { DEADLINE_MS } from '#libs/kernel/testing/deadline.js';
import { describeEngineFaults, freezeEngine, killEngine, startEngine, thawEngine } from '#libs/kernel/testing/engines.js';
import { newCollection, stored } from '#libs/kernel/testing/read-store-fixtures.js';
import { openReadStore } from '../open.js';
import { directly, testDatabase } from './testing/database.js';

/** How soon after the engine's return a store works again, in milliseconds. */
const RECOVERY_MS_MAX = 10_000;

/** How soon a call is given up whose server does not answer, in milliseconds: a question's own bound and a little. */
const GIVEN_UP_MS_MAX = 12_000;

const { name: database, inDatabase } = testDatabase();

const crashes = (url: string) =>
  it('loses nothing that it acknowledged when it is killed in the middle of commits, and goes on within 10 s of its return', async () => {
    const collection = newCollection(['n']);
    await using store = await openReadStore(inDatabase(url));
    const acknowledged: string[] = [];
    const stop = new AbortController();
    const write = async (writer: number) => {
      for (let n = 1; !stop.signal.aborted; n += 1) {
        const puts = [stored(`${writer}-${n}-a`, 1, { n }), stored(`${writer}-${n}-b`, 1, { n })];
        try {
          await store.commit(collection, { puts });
          acknowledged.push(...puts.map(({ key }) => key));
        } catch (error) {
          expect(error).toBeInstanceOf(Unavailable);
          await setTimeout(50);
        }
      }
    };
    const count = async (number: number) => {
      const until = acknowledged.length + number;
      while (acknowledged.length < until) await setTimeout(5);
    };
    const writers = [1, 2, 3, 4].map((writer) => write(writer));
    for (let round = 0; round < 3; round += 1) {
      await count(100);
      await killEngine('mongodb');
      await startEngine('mongodb');
      const back = performance.now();
      await count(2);
      const took = performance.now() - back;
      process.stdout.write(`MongoDB killed and started: the read store wrote again ${Math.round(took)} ms after its return\n`);
      expect(took).toBeLessThan(RECOVERY_MS_MAX);
    }
    stop.abort();
    await Promise.all(writers);
    expect((await store.load(collection, acknowledged)).size).toBe(acknowledged.length);
    const pairs = Map.groupBy((await everything(store, collection)).keys(), (key) => key.slice(0, -2));
    expect([...pairs.values()].every(({ length }) => length === 2)).toBe(true);
  });

const everything = async (store: ReadStore, collection: Collection): Promise<ReadonlyMap<string, object>> => {
  const found = new Map<string, object>();
  let cursor: string | undefined;
  do {
    const page = await store.find(collection, { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) });
    for (const { key, document } of page.items) found.set(key, document);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

const silence = (url: string) => {
  it('is noticed when it is frozen: the probe at once, a question in its time; and works again when it is thawed', async () => {
    const collection = newCollection();
    await using store = await openReadStore(inDatabase(url));
    await store.commit(collection, { puts: [stored('a', 1, {})] });
    await freezeEngine('mongodb');
    try {
      const before = performance.now();
      const took = () => performance.now() - before;
      const asked = [store.load(collection, ['a']), store.find(collection, {}), store.checkpoint(collection)];
      const refused = asked.map((question) => expect(question).rejects.toThrow(Unavailable));
      await expect(store.probe()).rejects.toThrow(Unavailable);
      expect(took()).toBeLessThan(PROBE_MS_MAX);
      await Promise.all(refused);
      expect(took()).toBeLessThan(GIVEN_UP_MS_MAX);
    } finally {
      await thawEngine('mongodb');
    }
    await recovered(store);
    await expect(store.load(collection, ['a'])).resolves.toEqual(new Map([['a', stored('a', 1, {})]]));
  });

  it('that is not there at the start is Unavailable within seconds, and is opened once it is there', async () => {
    await killEngine('mongodb');
    const before = performance.now();
    await expect(openReadStore(inDatabase(url))).rejects.toThrow(Unavailable);
    expect(performance.now() - before).toBeLessThan(GIVEN_UP_MS_MAX);
    await startEngine('mongodb');
    await using store = await openReadStore(inDatabase(url));
    await expect(store.probe()).resolves.toBeUndefined();
  });

  it('that goes away fails the probe with the reason, and passes it within 10 s of its return', async () => {
    await using store = await openReadStore(inDatabase(url));
    await killEngine('mongodb');
    await expect(store.probe()).rejects.toThrow(/^Read store 127\.0\.0\.1:\d+\/read-store-spec-/);
    await startEngine('mongodb');
    await recovered(store);
  });
};

/** Fails when the store does not pass a probe in time. */
const recovered = async (store: { probe(): Promise<void> }): Promise<void> => {
  const until = performance.now() + RECOVERY_MS_MAX;
  for (;;) {
    try {
      return await store.probe();
    } catch (error) {
      if (performance.now() > until) throw error;
      await setTimeout(50);
    }
  }
};

describeEngineFaults('mongodb', (url) => {
  jest.setTimeout(4 * DEADLINE_MS);
  afterAll(async () => {
    await startEngine('mongodb');
    await directly(url, (client) => client.db(database).dropDatabase());
  });

  crashes(url);
  silence(url);
});
