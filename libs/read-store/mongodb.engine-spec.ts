import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Collection, type ReadStore } from '#libs/kernel/ports.js';
import { DEADLINE_MS } from '#libs/kernel/testing/deadline.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { readStoreContract } from '#libs/kernel/testing/read-store-contract.js';
import { at, newCollection, stored, upTo } from '#libs/kernel/testing/read-store-fixtures.js';
import { testDatabase, directly } from './mongodb/testing/database.js';
import { openReadStore } from './open.js';

/** How soon it is known that a server cannot be worked with, in milliseconds. */
const REFUSED_MS_MAX = 11_000;

const { name: database, inDatabase } = testDatabase();
const withUser = (url: string, user: string): string => url.replace('//', `//${user}@`);

const collections = (url: string) =>
  describe('collections in MongoDB', () => {
    it('are in the database that the URL names, called as declared, with the declared indexes', async () => {
      const collection: Collection = { name: 'stage-board@3', indexes: [['owner', 'stage.current'], ['name']] };
      await using store = await openReadStore(inDatabase(url));
      await store.commit(collection, { puts: [stored('a', 1, { name: 'x' })], checkpoint: { expected: undefined, next: upTo(1) } });
      const indexes = await directly(url, (client) => client.db(database).collection(collection.name).listIndexes().toArray());
      expect(Object.fromEntries(indexes.map(({ name, key }) => [name, Object.keys(key as object)]))).toEqual({
        _id_: ['_id'],
        'owner,stage.current': ['fields.owner', 'fields.stage/current', '_id'],
        name: ['fields.name', '_id'],
      });
    });

    it('get an index that is declared later, over the documents that are there, and keep those of before', async () => {
      const { name } = newCollection();
      await using store = await openReadStore(inDatabase(url));
      const puts = Array.from({ length: 1_100 }, (_, n) => stored(at(n), 1, { n, m: { of: [n], is: n % 2 } }));
      await store.commit({ name, indexes: [['n']] }, { puts });
      await using other = await openReadStore(inDatabase(url));
      const later = { name, indexes: [['m.is', 'n'], ['m.of']] };
      const page = await other.find(later, { where: { 'm.is': 1, n: { lt: 4 } } });
      expect(page.items).toEqual([puts[1], puts[3]]);
      await expect(other.find(later, { where: { 'm.of': null }, limit: 1 })).resolves.toMatchObject({ items: [puts[0]] });
      const indexes = await directly(url, (client) => client.db(database).collection(name).indexes());
      expect(indexes.map((index) => index.name).toSorted()).toEqual(['_id_', 'm.is,n', 'm.of', 'n']);
    });

    it('are made once by any number of processes that ask for them at once', async () => {
      const collection = newCollection(['n']);
      const stores = await Promise.all([1, 2, 3, 4].map(() => openReadStore(inDatabase(url))));
      const answers = await Promise.all(stores.map((store, n) => store.commit(collection, { puts: [stored(`${n}`, 1, { n })] })));
      expect(answers).toEqual(Array(4).fill('committed'));
      await expect(stores[0]!.find(collection, { where: { n: { gte: 2 } } })).resolves.toMatchObject({
        items: [{ key: '2' }, { key: '3' }],
      });
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
    });
  });

/** Folds 1, 2, 3, … into one sum until the checkpoint is at `end`; how often it was this projector that moved it. */
const project = async (store: ReadStore, collection: Collection, end: number): Promise<number> => {
  for (let won = 0; ;) {
    const expected = await store.checkpoint(collection);
    const next = Number(expected?.position ?? 0) + 1;
    if (next > end) return won;
    const sum = (await store.load<{ sum: number }>(collection, ['sum'])).get('sum')?.document.sum ?? 0;
    const puts = [stored('sum', next, { sum: sum + next }), stored(at(next), next, { next })];
    won += (await store.commit(collection, { puts, checkpoint: { expected, next: upTo(next) } })) === 'committed' ? 1 : 0;
  }
};

const projectors = (url: string) =>
  it('lets exactly one of two projectors move the checkpoint each time, and the documents are those of one', async () => {
    const collection = newCollection(['next']);
    await using one = await openReadStore(inDatabase(url));
    await using two = await openReadStore(inDatabase(url));
    const moves = 60;
    const [ours, theirs] = await Promise.all([project(one, collection, moves), project(two, collection, moves)]);
    expect(ours + theirs).toBe(moves);
    expect((await one.load(collection, ['sum'])).get('sum')).toEqual(stored('sum', moves, { sum: (moves * (moves + 1)) / 2 }));
    expect((await one.find(collection, { where: { next: { gt: 0 } } })).items).toHaveLength(moves);
  });

/** Opens a store that cannot be opened; answers with the error and how long it took. */
const refused = async (url: string) => {
  const before = performance.now();
  const error = await openReadStore(url).then(
    () => undefined,
    (failed: Error) => failed,
  );
  return { error, took: performance.now() - before };
};

const refusals = (url: string) =>
  it('that cannot be worked with is Unavailable within seconds, or refused for its login, says why, and keeps the password to itself', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [Object.assign(new URL(url), { search: '?replicaSet=other' }).href, /check that it runs, and host, port, replicaSet/],
      [`${url}&tls=true`, /no primary can be reached/],
      ['mongodb://kim:pa%2Fss@127.0.0.1:1/x', /127\.0\.0\.1:1\/x: no primary can be reached \(127\.0\.0\.1:1: connect ECONNREFUSED/],
      [
        'mongodb+srv://kim:pa%2Fss@nowhere.invalid/x',
        /nowhere\.invalid\/x: its name cannot be looked up .* check the host in READ_STORE_URL/,
      ],
    ];
    const answers = await Promise.all(cases.map(([wrong]) => refused(wrong)));
    for (const [index, { error, took }] of answers.entries()) {
      expect(took).toBeLessThan(REFUSED_MS_MAX);
      expect(error).toBeInstanceOf(Unavailable);
      expect(error?.message).toMatch(cases[index]![1]);
      expect(error?.message).not.toMatch(/pa%2Fss|pa\/ss/);
    }
    // No waiting mends a login that is refused: it ends the start.
    const { error, took } = await refused(withUser(url, 'kim:pa%2Fss'));
    expect(took).toBeLessThan(REFUSED_MS_MAX);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Unavailable);
    expect(error?.message).toMatch(/^READ_STORE_URL: the MongoDB server .* refuses the login: check user, password and authSource\.$/);
    expect(error?.message).not.toMatch(/pa%2Fss|pa\/ss/);
  });

describeEngine('mongodb', (url) => {
  jest.setTimeout(2 * DEADLINE_MS);
  afterAll(async () => directly(url, (client) => client.db(database).dropDatabase()));

  readStoreContract('mongodb', () => openReadStore(inDatabase(url)));
  collections(url);
  projectors(url);
  refusals(url);
});
