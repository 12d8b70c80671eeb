import { expect, it } from '@jest/globals';
import { type ReadStore } from '../../ports.js';
import { keysOf, newCollection, stored } from '../read-store-fixtures.js';

/** Values and names that an engine might treat specially. */
export const oddFields = (store: () => ReadStore): void => {
  it('takes what JSON makes of a value: -0 is 0, NaN and undefined are nothing, a date is text', async () => {
    const collection = newCollection(['n']);
    const values = { a: -0, b: 0, c: NaN, d: undefined, e: new Date(0) };
    await store().commit(collection, { puts: Object.entries(values).map(([key, n]) => stored(key, 1, { n })) });
    await expect(keysOf(store(), collection, { where: { n: 0 } })).resolves.toEqual(['a', 'b']);
    await expect(keysOf(store(), collection, { where: { n: -0 } })).resolves.toEqual(['a', 'b']);
    await expect(keysOf(store(), collection, { where: { n: null } })).resolves.toEqual(['c', 'd']);
    await expect(keysOf(store(), collection, { where: { n: '1970-01-01T00:00:00.000Z' } })).resolves.toEqual(['e']);
    const { next } = await store().find(collection, { where: { n: { gte: 0 } }, sort: { field: 'n' }, limit: 1 });
    await expect(keysOf(store(), collection, { where: { n: { gte: 0 } }, sort: { field: 'n' }, cursor: next! })).resolves.toEqual(['b']);
  });

  it('counts lists and objects as nothing, whatever is in them', async () => {
    const collection = newCollection(['n', 'm'], ['n.inner']);
    const values = { a: 2, b: [1, 2], c: { inner: 2 }, d: [], e: [{ inner: 2 }], f: 'x' };
    await store().commit(collection, { puts: Object.entries(values).map(([key, n]) => stored(key, 1, { n, m: n })) });
    await expect(keysOf(store(), collection, { sort: { field: 'n' } })).resolves.toEqual(['b', 'c', 'd', 'e', 'a', 'f']);
    await expect(keysOf(store(), collection, { where: { n: null } })).resolves.toEqual(['b', 'c', 'd', 'e']);
    await expect(keysOf(store(), collection, { where: { n: 2 } })).resolves.toEqual(['a']);
    await expect(keysOf(store(), collection, { where: { 'n.inner': 2 } })).resolves.toEqual(['c']);
    await expect(keysOf(store(), collection, { where: { n: { gte: 0 } } })).resolves.toEqual(['a']);
  });

  it.each(['__proto__', 'constructor', '_id', 'position', 'document', 'fields', 'length', '__proto__.constructor'])(
    'finds by a field called %s',
    async (name) => {
      const collection = newCollection([name]);
      const nested = (value: unknown) =>
        JSON.parse(name.split('.').reduceRight((inner, each) => `{"${each}":${inner}}`, JSON.stringify(value))) as object;
      await store().commit(collection, { puts: [stored('a', 1, nested('x')), stored('b', 1, nested('w')), stored('c', 1, {})] });
      await expect(keysOf(store(), collection, { where: Object.fromEntries([[name, 'x']]) })).resolves.toEqual(['a']);
      await expect(keysOf(store(), collection, { sort: { field: name } })).resolves.toEqual(['c', 'b', 'a']);
    },
  );

  it('compares text that looks like an expression of the engine', async () => {
    const collection = newCollection(['n']);
    const values = { a: '$position', b: '$$ROOT', c: '/^.*$/' };
    await store().commit(collection, { puts: Object.entries(values).map(([key, n]) => stored(key, 1, { n })) });
    for (const [key, n] of Object.entries(values)) await expect(keysOf(store(), collection, { where: { n } })).resolves.toEqual([key]);
  });

  it('tells integers apart as far as doubles do', async () => {
    const collection = newCollection(['n']);
    const values = { a: 2 ** 53 - 1, b: 2 ** 53, c: 2 ** 53 + 2, d: 2 ** 63, e: 2 ** 64 };
    await store().commit(collection, { puts: Object.entries(values).map(([key, n]) => stored(key, 1, { n })) });
    await expect(keysOf(store(), collection, { where: { n: { gt: 2 ** 53 - 1 } }, sort: { field: 'n' } })).resolves.toEqual([
      'b',
      'c',
      'd',
      'e',
    ]);
    await expect(keysOf(store(), collection, { where: { n: 2 ** 63 } })).resolves.toEqual(['d']);
  });

  it('finds by long text', async () => {
    const collection = newCollection(['n']);
    const long = 'é'.repeat(5_000);
    await store().commit(collection, { puts: [stored('a', 1, { n: `${long}a` }), stored('b', 1, { n: `${long}b` })] });
    await expect(keysOf(store(), collection, { where: { n: `${long}b` } })).resolves.toEqual(['b']);
    const { next } = await store().find(collection, { sort: { field: 'n' }, limit: 1 });
    await expect(keysOf(store(), collection, { sort: { field: 'n' }, cursor: next! })).resolves.toEqual(['b']);
  });
};
