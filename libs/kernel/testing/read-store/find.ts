import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Collection, type Condition, PAGE_SIZE_MAX, type Query, type ReadStore, type Scalar, type Stored } from '../../ports.js';
import { at, keysOf, newCollection, stored } from '../read-store-fixtures.js';
import { oddFields } from './odd-fields.js';

/** What every read store finds; see {@link readStoreContract}. */
export const findContract = (store: () => ReadStore): void => {
  describe('find', () => {
    examples(store);
    oddFields(store);
    refusals(store);
    pages(store);
  });
};

const examples = (store: () => ReadStore): void => {
  const accounts = newCollection(['owner', 'stage.current'], ['score'], ['open'], ['mixed']);
  const documents: Readonly<Record<string, object>> = {
    a: { owner: 'kim', stage: { current: 'value' }, score: 3, open: true, mixed: true },
    b: { owner: 'kim', stage: { current: 'strategic' }, score: 1.5, open: false, mixed: 'Z' },
    c: { owner: 'lee', stage: { current: 'value' }, score: -2, open: true, mixed: 7 },
    d: { owner: 'Kim', stage: {}, score: 3, open: null, mixed: 'a' },
    e: { owner: null, 'stage.current': 'value', score: 10 },
  };
  const puts = Object.entries(documents).map(([key, document], index) => stored(key, index + 1, document));
  const found = async (query: Query) => (await keysOf(store(), accounts, query)).join('');

  beforeAll(async () => {
    await store().commit(accounts, { puts });
  });

  it('gives key, position and document, by key, and on the last page no cursor', async () => {
    await expect(store().find(accounts, {})).resolves.toStrictEqual({ items: puts });
  });

  it('gives nothing of a collection that was never used', async () => {
    await expect(store().find(newCollection(['owner']), { where: { owner: 'kim' } })).resolves.toStrictEqual({ items: [] });
  });

  it.each<[string, Query['where'], string]>([
    ['text, exactly', { owner: 'kim' }, 'ab'],
    ['a number', { score: 3 }, 'ad'],
    ['a boolean', { open: true }, 'ac'],
    ['a nested field', { 'stage.current': 'value' }, 'ac'],
    ['null, which a missing field equals', { open: null }, 'de'],
    ['several fields at once', { owner: 'kim', 'stage.current': 'value' }, 'a'],
    ['the key', { key: 'b' }, 'b'],
    ['only its own kind: text that looks like a number is none', { score: '3' }, ''],
    ['only its own kind: a key is never a number', { key: 3 }, ''],
  ])('by equality takes %s', async (_, where, keys) => {
    await expect(found(where === undefined ? {} : { where })).resolves.toBe(keys);
  });

  it.each<[string, Query['where'], string]>([
    ['gte', { score: { gte: 3 } }, 'ade'],
    ['gt', { score: { gt: 3 } }, 'e'],
    ['lte, without those that miss the field', { mixed: { lte: 7 } }, 'c'],
    ['lt', { score: { lt: 3 } }, 'bc'],
    ['two bounds', { score: { gt: -2, lte: 3 } }, 'abd'],
    ['bounds that exclude each other', { score: { gt: 3, lt: 3 } }, ''],
    ['text by code unit, upper case first', { owner: { gte: 'L' } }, 'abc'],
    ['false below true', { open: { lt: true } }, 'b'],
    ['its own kind only', { mixed: { gt: 0 } }, 'c'],
    ['null and what is missing at null', { open: { gte: null } }, 'de'],
    ['nothing beyond null', { open: { gt: null } }, ''],
    ['keys', { key: { gt: 'b', lte: 'd' } }, 'cd'],
    ['a range and an equality together', { owner: 'kim', score: { gt: 2 } }, 'a'],
  ])('by range takes %s', async (_, where, keys) => {
    await expect(found(where === undefined ? {} : { where })).resolves.toBe(keys);
  });

  it.each<[string, Query, string]>([
    ['by a field, ties by key', { sort: { field: 'score' } }, 'cbade'],
    ['descending: the same order from its end', { sort: { field: 'score', descending: true } }, 'edabc'],
    ['missing and null first, then numbers, text, truth', { sort: { field: 'mixed' } }, 'ecbda'],
    ['descending, missing ones last', { sort: { field: 'mixed', descending: true } }, 'adbce'],
    ['by key, descending', { sort: { field: 'key', descending: true } }, 'edcba'],
    ['what the conditions leave', { where: { owner: 'kim' }, sort: { field: 'stage.current' } }, 'ba'],
  ])('sorts %s', async (_, query, keys) => {
    await expect(found(query)).resolves.toBe(keys);
  });

  it('sees each change of a document in every index', async () => {
    const collection = newCollection(['n']);
    await store().commit(collection, { puts: [stored('a', 1, { n: 1 }), stored('b', 1, { n: 2 })] });
    await store().commit(collection, { puts: [stored('a', 2, { n: 3 })], deletes: [{ key: 'b', position: at(2) }] });
    await expect(keysOf(store(), collection, { where: { n: { lte: 2 } } })).resolves.toEqual([]);
    await expect(keysOf(store(), collection, { where: { n: 3 } })).resolves.toEqual(['a']);
  });
};

const refusals = (store: () => ReadStore): void => {
  const collection = newCollection(['a', 'b'], ['c']);
  const refused = async (query: object, saying: RegExp) => {
    const answer = store().find(collection, query);
    await expect(answer).rejects.toThrow(RangeError);
    await expect(answer).rejects.toThrow(saying);
  };
  const cursorOf = async (of: Collection, query: Query) => {
    await store().commit(of, { puts: ['x', 'y', 'z'].map((key) => stored(key, 1, { a: 1, c: key })) });
    return (await store().find(of, { ...query, limit: 1 })).next;
  };

  it.each([{ where: { d: 1 } }, { sort: { field: 'd' } }, { where: { 'a.b': 1 } }])('refuses a field without an index: %j', async (query) =>
    refused(query, /index/),
  );

  it.each([0, -1, 1.5, Number.NaN, PAGE_SIZE_MAX + 1])('refuses a page of %d', async (limit) => refused({ limit }, /1 to 1000/));

  it.each([{ a: Number.NaN }, { a: { gt: Infinity } }, { a: { eq: 1 } }])('refuses what does not compare: %p', async (where) =>
    refused({ where }, /use/),
  );

  it.each(['', 'x', '!', 'W10', 'bnVsbA', 'A'.repeat(60)])('refuses a cursor that is none: %j', async (cursor) =>
    refused({ cursor }, /cursor/),
  );

  it('refuses the cursor of another query: of other conditions, order or collection', async () => {
    const query: Query = { where: { a: 1 }, sort: { field: 'c' } };
    const cursor = await cursorOf(collection, query);
    for (const other of [{ where: { a: 1 } }, { where: { a: 2 }, sort: query.sort }, { ...query, sort: { field: 'c', descending: true } }])
      await refused({ ...other, cursor }, /another query/);
    await refused({ ...query, cursor: await cursorOf(newCollection(...collection.indexes), query) }, /another query/);
    await expect(keysOf(store(), collection, { ...query, limit: 5, ...(cursor === undefined ? {} : { cursor }) })).resolves.toEqual([
      'y',
      'z',
    ]);
  });
};

/** Kinds in the order in which they sort; what is missing counts as null. */
const KINDS = ['object', 'number', 'string', 'boolean'];

const order = (left: Scalar, right: Scalar): number => {
  const kinds = KINDS.indexOf(typeof left) - KINDS.indexOf(typeof right);
  if (kinds !== 0) return kinds;
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
  return Number(left) - Number(right);
};

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  gte: (sign) => sign >= 0,
  gt: (sign) => sign > 0,
  lte: (sign) => sign <= 0,
  lt: (sign) => sign < 0,
};

const meets = (value: Scalar, condition: Condition): boolean => {
  if (typeof condition !== 'object' || condition === null) return order(value, condition) === 0;
  return Object.entries(condition).every(([bound, limit]) => typeof value === typeof limit && HOLDS[bound]?.(order(value, limit)));
};

const valueAt = ({ key, document }: Stored, field: string): Scalar => {
  const { flat, nested } = document as { readonly flat?: Scalar; readonly nested?: { readonly level?: Scalar } };
  return (field === 'key' ? key : field === 'flat' ? flat : nested?.level) ?? null;
};

/** The answer as plain JavaScript gives it. */
const expected = (all: readonly Stored[], { where = {}, sort }: Query): readonly string[] => {
  const sorted = all
    .filter((one) => Object.entries(where).every(([field, condition]) => meets(valueAt(one, field), condition)))
    .toSorted((left, right) => {
      const byField = sort ? order(valueAt(left, sort.field), valueAt(right, sort.field)) : 0;
      return byField === 0 ? order(left.key, right.key) : byField;
    })
    .map(({ key }) => key);
  return sort?.descending ? sorted.toReversed() : sorted;
};

/** Beyond these the server that stands in for MongoDB in tests sorts numbers wrongly; nobody has such figures. */
const NUMBER_MIN = 1e-100;
const NUMBER_MAX = 1e100;

const scalar = fc.oneof(
  { arbitrary: fc.constantFrom<Scalar>(null, true, false, 0, 1, -1, '', 'a', 'A', 'é', '\uFFFF', '😀', 2 ** 60), weight: 3 },
  fc.double({ noNaN: true, min: -NUMBER_MAX, max: NUMBER_MAX }).map((number) => (Math.abs(number) < NUMBER_MIN ? 0 : number)),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const documentOf = fc.record({ flat: scalar, nested: fc.record({ level: scalar }, { requiredKeys: [] }) }, { requiredKeys: [] });
const field = fc.constantFrom('flat', 'nested.level', 'key');
const condition: fc.Arbitrary<Condition> = fc.oneof(
  scalar,
  fc.record({ gte: scalar, gt: scalar, lte: scalar, lt: scalar }, { requiredKeys: [] }),
);
const question: fc.Arbitrary<Query> = fc.record(
  {
    where: fc.dictionary(field, condition, { maxKeys: 2 }),
    sort: fc.record({ field, descending: fc.boolean() }, { requiredKeys: ['field'] }),
    limit: fc.integer({ min: 4, max: 40 }),
  },
  { requiredKeys: ['limit'] },
);

const pages = (store: () => ReadStore): void => {
  it('visits everything exactly once, page by page, in the order that plain JavaScript gives', async () => {
    const collection = newCollection(['flat'], ['nested.level', 'flat']);
    const keys = fc.sample(fc.string({ unit: 'binary', maxLength: 6 }), { numRuns: 60, seed: 1 });
    const documents = fc.sample(documentOf, { numRuns: 60, seed: 2 });
    const all = [...new Map(keys.map((key, index) => [key, stored(key, 1, documents[index] ?? {})])).values()];
    await store().commit(collection, { puts: all });
    await fc.assert(
      fc.asyncProperty(question, async (query) => {
        const wanted = expected(all, query);
        const limit = query.limit ?? 100;
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store().find(collection, cursor === undefined ? query : { ...query, cursor });
          expect(page.items).toHaveLength(Math.min(limit, wanted.length - seen.length));
          seen.push(...page.items.map(({ key }) => key));
          cursor = page.next;
        } while (cursor !== undefined);
        expect(seen).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  it('gives 100 documents unless told, and up to 1000', async () => {
    const collection = newCollection();
    const puts = Array.from({ length: PAGE_SIZE_MAX + 1 }, (_, index) => stored(at(index), 1, {}));
    await store().commit(collection, { puts });
    for (const [query, size] of [[{}, 100] as const, [{ limit: PAGE_SIZE_MAX }, PAGE_SIZE_MAX] as const]) {
      const page = await store().find(collection, query);
      expect(page).toStrictEqual({ items: puts.slice(0, size), next: expect.any(String) });
    }
  });

  it('goes on behind the last document, whatever has come or gone before it', async () => {
    const collection = newCollection(['n']);
    await store().commit(collection, { puts: [stored('b', 1, { n: 1 }), stored('c', 1, { n: 1 }), stored('e', 1, { n: 2 })] });
    const query: Query = { sort: { field: 'n' }, limit: 2 };
    const { items, next } = await store().find(collection, query);
    expect(items.map(({ key }) => key)).toEqual(['b', 'c']);
    await store().commit(collection, {
      puts: [stored('a', 2, { n: 1 }), stored('d', 2, { n: 1 })],
      deletes: [{ key: 'c', position: at(2) }],
    });
    await expect(keysOf(store(), collection, { ...query, ...(next === undefined ? {} : { cursor: next }) })).resolves.toEqual(['d', 'e']);
  });
};
