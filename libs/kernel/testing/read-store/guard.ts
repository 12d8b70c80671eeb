import { describe, expect, it } from '@jest/globals';
import { type Collection, type ReadStore } from '../../ports.js';
import { at, newCollection, stored, upTo } from '../read-store-fixtures.js';

const present = async (store: ReadStore, collection: Collection, key: string) => (await store.load(collection, [key])).get(key);

/** What keeps a document from going back. */
export const guardContract = (store: () => ReadStore): void => {
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

    it('judges each document of a commit by itself', async () => {
      const collection = newCollection();
      await store().commit(collection, { puts: [stored('a', 5, { n: 5 }), stored('b', 3, { n: 3 })] });
      const puts = [stored('a', 4, { n: 4 }), stored('b', 4, { n: 4 }), stored('c', 4, { n: 4 })];
      await expect(store().commit(collection, { puts, checkpoint: { expected: undefined, next: upTo(4) } })).resolves.toBe('committed');
      const found = await store().load(collection, ['a', 'b', 'c']);
      expect(['a', 'b', 'c'].map((key) => found.get(key)?.document)).toEqual([{ n: 5 }, { n: 4 }, { n: 4 }]);
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
        checkpoint: { expected: undefined, next: upTo(3) },
      };
      await expect(store().commit(collection, commit)).resolves.toBe('committed');
      await expect(store().commit(collection, commit)).resolves.toBe('fenced');
      await expect(store().load(collection, ['a', 'gone'])).resolves.toEqual(new Map([['a', stored('a', 2, { n: 2 })]]));
      await expect(store().checkpoint(collection)).resolves.toEqual(upTo(3));
    });

    it('lets the newest of many that put one document at once stand', async () => {
      const collection = newCollection();
      const positions = [3, 9, 1, 7, 5, 2, 8];
      const answers = await Promise.all(positions.map((n) => store().commit(collection, { puts: [stored('a', n, { n })] })));
      expect(new Set(answers)).toEqual(new Set(['committed']));
      await expect(present(store(), collection, 'a')).resolves.toEqual(stored('a', 9, { n: 9 }));
    });
  });
};
