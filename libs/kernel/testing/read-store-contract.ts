import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { type Collection, type Opened, type ReadStore } from '../ports.js';
import { DEADLINE_MS } from './deadline.js';
import { at, newCollection, stored } from './read-store-fixtures.js';
import { findContract } from './read-store-find-contract.js';

/** What every read store does. `open` opens one more store with nothing in it that matters. */
export const readStoreContract = (name: string, open: () => Promise<Opened<ReadStore>>): void => {
  describe(`read store contract: ${name}`, () => {
    jest.setTimeout(2 * DEADLINE_MS);
    let store: Opened<ReadStore>;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => store[Symbol.asyncDispose]());

    documentContract(() => store);
    guardContract(() => store);
    checkpointContract(() => store);
    findContract(() => store);

    it('finishes its commits when it is closed, and is Unavailable afterwards', async () => {
      const closing = await open();
      const collection = newCollection();
      const committed = closing.commit(collection, { puts: [stored('a', 1, {})] });
      await closing[Symbol.asyncDispose]();
      await expect(committed).resolves.toBe('committed');
      await expect(closing.load(collection, ['a'])).rejects.toThrow(Unavailable);
      await expect(closing.checkpoint(collection)).rejects.toThrow(Unavailable);
      await expect(closing.find(collection, {})).rejects.toThrow(Unavailable);
      await expect(closing.commit(collection, { puts: [] })).rejects.toThrow(Unavailable);
    });
  });
};

const documentContract = (store: () => ReadStore): void => {
  describe('documents', () => {
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
      await store().commit(one, { puts: [stored('a', 1, { of: 'one' })], checkpoint: { expected: undefined, next: at(1) } });
      await store().commit(two, { puts: [stored('a', 2, { of: 'two' })], checkpoint: { expected: undefined, next: at(2) } });
      await store().commit(two, { puts: [], deletes: [{ key: 'a', position: at(3) }] });
      await expect(store().load(one, ['a'])).resolves.toEqual(new Map([['a', stored('a', 1, { of: 'one' })]]));
      await expect(store().load(two, ['a'])).resolves.toEqual(new Map());
      await expect(store().checkpoint(one)).resolves.toBe(at(1));
      await expect(store().checkpoint(two)).resolves.toBe(at(2));
    });

    it.each([
      ['of a megabyte', { text: 'é'.repeat(500_000) }],
      ['in any script, with control characters', { 'ключ ☕': '👩‍👩‍👧 \u0000\u001F\u2028 “ \\ud83d \\', '': '' }],
      ['with numbers at the edges', { big: 2 ** 60, max: Number.MAX_VALUE, min: 5e-324, minus: -1.5, safe: Number.MAX_SAFE_INTEGER }],
      [
        'with names that JavaScript treats specially',
        JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
      ],
    ])('may be %s', async (_, document: object) => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('ключ/%_"\'', 1, document)] });
      const found = (await store().load(collection, ['ключ/%_"\''])).get('ключ/%_"\'');
      expect(JSON.stringify(found?.document)).toBe(JSON.stringify(document));
      expect({}).not.toHaveProperty('polluted');
    });

    it('hold Unicode: half a surrogate pair comes back as U+FFFD', async () => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('a', 1, { text: 'a\uD83Db', pair: '\uD83D\uDE00', literal: '\\ud83d' })] });
      const found = await store().load(collection, ['a']);
      expect(found.get('a')?.document).toEqual({ text: 'a\uFFFDb', pair: '\uD83D\uDE00', literal: '\\ud83d' });
    });
  });
};

const present = async (store: ReadStore, collection: Collection, key: string) => (await store.load(collection, [key])).get(key);

const guardContract = (store: () => ReadStore): void => {
  describe('the guard', () => {
    it('keeps a document that is put again at its own position or below', async () => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('a', 5, { n: 5 })] });
      for (const position of [5, 4, 0]) {
        await expect(store().commit(collection, { puts: [stored('a', position, { n: -1 })] })).resolves.toBe('committed');
        await expect(present(store(), collection, 'a')).resolves.toEqual(stored('a', 5, { n: 5 }));
      }
    });

    it('replaces a document, whole, that is put above its position', async () => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('a', 5, { n: 5, old: true })] });
      await store().commit(collection, { puts: [stored('a', 6, { n: 6 })] });
      await expect(present(store(), collection, 'a')).resolves.toEqual(stored('a', 6, { n: 6 }));
    });

    it('keeps a document above the position of its deletion, removes it at or below, and does not miss an absent one', async () => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('a', 5, {}), stored('b', 5, {}), stored('c', 5, {})] });
      const deletes = [
        { key: 'a', position: at(4) },
        { key: 'b', position: at(5) },
        { key: 'c', position: at(6) },
        { key: 'x', position: at(6) },
      ];
      await expect(store().commit(collection, { puts: [], deletes })).resolves.toBe('committed');
      const left = await store().load(collection, ['a', 'b', 'c', 'x']);
      expect([...left.keys()]).toEqual(['a']);
    });

    it('makes a repeated commit harmless, its checkpoint included', async () => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('gone', 1, {})] });
      const commit = {
        puts: [stored('a', 2, { n: 2 })],
        deletes: [{ key: 'gone', position: at(3) }],
        checkpoint: { expected: undefined, next: at(3) },
      };
      await expect(store().commit(collection, commit)).resolves.toBe('committed');
      await expect(store().commit(collection, commit)).resolves.toBe('fenced');
      await expect(store().load(collection, ['a', 'gone'])).resolves.toEqual(new Map([['a', stored('a', 2, { n: 2 })]]));
      await expect(store().checkpoint(collection)).resolves.toBe(at(3));
    });
  });
};

const checkpointContract = (store: () => ReadStore): void => {
  describe('the checkpoint', () => {
    it('is absent at first, and a commit without one leaves it so', async () => {
      const collection = newCollection();
      await expect(store().checkpoint(collection)).resolves.toBeUndefined();
      await expect(store().commit(collection, { puts: [stored('a', 1, {})] })).resolves.toBe('committed');
      await expect(store().checkpoint(collection)).resolves.toBeUndefined();
    });

    it('moves from where it is expected', async () => {
      const collection = newCollection();
      await expect(store().commit(collection, { puts: [], checkpoint: { expected: undefined, next: at(1) } })).resolves.toBe('committed');
      await expect(store().checkpoint(collection)).resolves.toBe(at(1));
      await expect(store().commit(collection, { puts: [], checkpoint: { expected: at(1), next: at(9) } })).resolves.toBe('committed');
      await expect(store().checkpoint(collection)).resolves.toBe(at(9));
    });

    it('stays where it is not expected: the projector is fenced', async () => {
      const collection = newCollection();
      const fenced = async (expected: string | undefined) =>
        expect(store().commit(collection, { puts: [], checkpoint: { expected, next: at(7) } })).resolves.toBe('fenced');
      await fenced(at(1));
      await expect(store().checkpoint(collection)).resolves.toBeUndefined();
      await store().commit(collection, { puts: [], checkpoint: { expected: undefined, next: at(2) } });
      for (const expected of [undefined, at(1), at(3)]) await fenced(expected);
      await expect(store().checkpoint(collection)).resolves.toBe(at(2));
    });

    it('is moved by exactly one of two projectors at once', async () => {
      const collection = newCollection();
      for (let round = 0; round < 20; round += 1) {
        const expected = round === 0 ? undefined : at(round);
        const compete = async () => store().commit(collection, { puts: [], checkpoint: { expected, next: at(round + 1) } });
        const answers = await Promise.all([compete(), compete()]);
        expect(answers.toSorted()).toEqual(['committed', 'fenced']);
        await expect(store().checkpoint(collection)).resolves.toBe(at(round + 1));
      }
    });
  });
};
