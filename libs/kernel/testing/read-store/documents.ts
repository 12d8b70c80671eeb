import { describe, expect, it } from '@jest/globals';
import { COMMIT_BYTES_MAX, DOCUMENT_BYTES_MAX, type ReadStore } from '../../ports.js';
import { at, newCollection, stored, upTo } from '../read-store-fixtures.js';

/** Names and texts that mean something to an engine or to JavaScript. */
const SPECIAL = `{
  "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } }, "toJSON": 1, "toBSON": 2, "_bsontype": "ObjectId",
  "$set": { "$where": "1" }, "$literal": "$position", "a.b": 1, "a": { "b": 2 }, ".": 3, "": { "": 4 }, "nul \\u0000": 5,
  "_id": 6, "key": 7, "position": "9", "document": 8, "text": "$$ROOT", "2": "two", "10": "ten", "1": "one"
}`;

const nested = (levels: number): object => JSON.parse(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`) as object;

/** Bytes of a document around its one text. */
const FRAME_BYTES = '{"text":""}'.length;
const ofBytes = (bytes: number): object => ({ text: 'x'.repeat(bytes - FRAME_BYTES) });

/** What comes back of what was put. */
export const documentContract = (store: () => ReadStore): void => {
  describe('documents', () => {
    putAndLoaded(store);
    asJsonHasThem(store);
    bounds(store);
  });
};

const putAndLoaded = (store: () => ReadStore): void => {
  it('come back with key, position and document, as they were put', async () => {
    const collection = newCollection();
    const puts = [stored('a', 1, { name: 'Acme', tags: ['x', { deep: [1, null] }], open: true, none: null }), stored('b', 2, {})];
    await expect(store().commit(collection, { puts })).resolves.toBe('committed');
    await expect(store().load(collection, ['a', 'b'])).resolves.toEqual(new Map(puts.map((put) => [put.key, put])));
  });

  it('are loaded where they exist: some, none, and of an unused collection nothing', async () => {
    const collection = newCollection();
    await store().commit(collection, { puts: [stored('a', 1, { n: 1 })] });
    await expect(store().load(collection, ['x', 'a', 'y', 'a'])).resolves.toEqual(new Map([['a', stored('a', 1, { n: 1 })]]));
    await expect(store().load(collection, ['x'])).resolves.toEqual(new Map());
    await expect(store().load(collection, [])).resolves.toEqual(new Map());
    await expect(store().load(newCollection(), ['a'])).resolves.toEqual(new Map());
  });

  it('of one collection are no concern of another', async () => {
    const [one, two] = [newCollection(), newCollection()];
    await store().commit(one, { puts: [stored('a', 1, { of: 'one' })], checkpoint: { expected: undefined, next: upTo(1) } });
    await store().commit(two, { puts: [stored('a', 2, { of: 'two' })], checkpoint: { expected: undefined, next: upTo(2) } });
    await store().commit(two, { puts: [], deletes: [{ key: 'a', position: at(3) }] });
    await expect(store().load(one, ['a'])).resolves.toEqual(new Map([['a', stored('a', 1, { of: 'one' })]]));
    await expect(store().load(two, ['a'])).resolves.toEqual(new Map());
    await expect(store().checkpoint(one)).resolves.toEqual(upTo(1));
    await expect(store().checkpoint(two)).resolves.toEqual(upTo(2));
  });
};

const asJsonHasThem = (store: () => ReadStore): void => {
  it.each<[string, object]>([
    ['of a megabyte', { text: 'é'.repeat(500_000) }],
    ['in any script, with control characters', { 'ключ ☕': '👩‍👩‍👧 \u0000\u001F\u2028 “ \\ud83d \\', '': '' }],
    ['with numbers at the edges', { big: 2 ** 60, max: Number.MAX_VALUE, min: 5e-324, minus: -1.5, safe: Number.MAX_SAFE_INTEGER }],
    ['with members that are undefined, which are left out', { a: undefined, b: { c: undefined }, d: [undefined, 1] }],
    ['with numbers that JSON has no word for, which become 0 and null', { zero: -0, list: [-0], no: NaN, far: -Infinity }],
    ['with dates, which become text', { at: new Date(0) }],
    ['nested 400 levels deep', nested(200)],
    ['with names and texts that an engine treats specially', JSON.parse(SPECIAL) as object],
  ])('may be %s', async (_, document) => {
    const collection = newCollection(['a'], ['text']);
    await store().commit(collection, { puts: [stored('ключ/%_"\'$.', 1, document)] });
    const found = (await store().load(collection, ['ключ/%_"\'$.'])).get('ключ/%_"\'$.');
    expect(JSON.stringify(found?.document)).toBe(JSON.stringify(document));
    const page = await store().find(collection, {});
    expect(JSON.stringify(page.items[0]?.document)).toBe(JSON.stringify(document));
    expect({}).not.toHaveProperty('polluted');
  });

  it('hold doubles: an integer beyond 2^53 has been rounded by JSON before, and a bigint is refused', async () => {
    const collection = newCollection();
    const document = JSON.parse('{"n":9007199254740993}') as object;
    await store().commit(collection, { puts: [stored('a', 1, document)] });
    expect((await store().load(collection, ['a'])).get('a')?.document).toEqual({ n: 2 ** 53 });
    const commit = {
      puts: [stored('b', 1, {}), stored('c', 1, { n: 2n ** 53n + 1n })],
      checkpoint: { expected: undefined, next: upTo(1) },
    };
    await expect(store().commit(collection, commit)).rejects.toThrow(TypeError);
    await expect(store().load(collection, ['b', 'c'])).resolves.toEqual(new Map());
    await expect(store().checkpoint(collection)).resolves.toBeUndefined();
  });

  it('hold Unicode: half a surrogate pair comes back as U+FFFD, in names and keys too', async () => {
    const collection = newCollection(['text']);
    const document = { text: 'a\uD83Db', pair: '\uD83D\uDE00', literal: '\\ud83d', 'n\uDE00': 1 };
    await store().commit(collection, { puts: [stored('k\uD83D', 1, document)] });
    const found = await store().load(collection, ['k\uD83D']);
    const whole = stored('k\uFFFD', 1, { text: 'a\uFFFDb', pair: '\uD83D\uDE00', literal: '\\ud83d', 'n\uFFFD': 1 });
    expect([...found]).toEqual([['k\uFFFD', whole]]);
    await expect(store().find(collection, { where: { text: 'a\uFFFDb' } })).resolves.toEqual({ items: [whole] });
    await expect(store().find(collection, { where: { text: 'a\uD83Db' } })).resolves.toEqual({ items: [whole] });
    await store().commit(collection, { puts: [], deletes: [{ key: 'k\uD83D', position: at(1) }] });
    await expect(store().load(collection, ['k\uD83D'])).resolves.toEqual(new Map());
  });
};

const bounds = (store: () => ReadStore): void => {
  it('are bounded by bytes, one by one and in one commit; beyond it nothing is written', async () => {
    const collection = newCollection();
    const fits = { puts: [stored('a', 1, ofBytes(DOCUMENT_BYTES_MAX))] };
    await expect(store().commit(collection, fits)).resolves.toBe('committed');
    const checkpoint = { expected: undefined, next: upTo(1) };
    const tooLarge = { puts: [stored('b', 1, {}), stored('c', 1, ofBytes(DOCUMENT_BYTES_MAX + 1))], checkpoint };
    await expect(store().commit(collection, tooLarge)).rejects.toThrow(RangeError);
    const half = ofBytes(DOCUMENT_BYTES_MAX / 2);
    const tooMany = Array.from({ length: (2 * COMMIT_BYTES_MAX) / DOCUMENT_BYTES_MAX + 1 }, (_, index) => stored(`d${index}`, 1, half));
    await expect(store().commit(collection, { puts: tooMany, checkpoint })).rejects.toThrow(RangeError);
    await expect(store().load(collection, ['b', 'c', 'd0'])).resolves.toEqual(new Map());
    await expect(store().checkpoint(collection)).resolves.toBeUndefined();
  });

  it('of a whole batch, a thousand of 8 kB, are one commit', async () => {
    const collection = newCollection(['n']);
    const puts = Array.from({ length: 1_000 }, (_, n) => stored(at(n), 1, { n, text: 'x'.repeat(8_000) }));
    await expect(store().commit(collection, { puts, checkpoint: { expected: undefined, next: upTo(1) } })).resolves.toBe('committed');
    const keys = puts.map(({ key }) => key);
    expect((await store().load(collection, keys)).size).toBe(1_000);
    await expect(store().checkpoint(collection)).resolves.toEqual(upTo(1));
  });
};
