import { describe, expect, it } from '@jest/globals';
import { type Checkpoint, type ReadStore } from '../../ports.js';
import { at, newCollection, stored, upTo } from '../read-store-fixtures.js';

/** How a checkpoint moves, and what moves with it. */
export const checkpointContract = (store: () => ReadStore): void => {
  describe('the checkpoint', () => {
    moves(store);
    fences(store);
  });
};

const moves = (store: () => ReadStore): void => {
  it('is absent at first, and a commit without one leaves it so', async () => {
    const collection = newCollection();
    await expect(store().checkpoint(collection)).resolves.toBeUndefined();
    await expect(store().commit(collection, { puts: [stored('a', 1, {})] })).resolves.toBe('committed');
    await expect(store().checkpoint(collection)).resolves.toBeUndefined();
  });

  it('moves from where it is expected, within its log and to another', async () => {
    const collection = newCollection();
    const places = [undefined, upTo(1), upTo(9), upTo(2, 'log-2'), upTo(2, '')];
    for (const [index, next] of places.slice(1).entries()) {
      const checkpoint = { expected: places[index], next: next! };
      await expect(store().commit(collection, { puts: [], checkpoint })).resolves.toBe('committed');
      await expect(store().checkpoint(collection)).resolves.toEqual(next);
    }
  });
};

const fences = (store: () => ReadStore): void => {
  it('stays where it is not expected, by position or by log: the projector is fenced', async () => {
    const collection = newCollection();
    const fenced = async (expected: Checkpoint | undefined) =>
      expect(store().commit(collection, { puts: [], checkpoint: { expected, next: upTo(7) } })).resolves.toBe('fenced');
    await fenced(upTo(1));
    await expect(store().checkpoint(collection)).resolves.toBeUndefined();
    await store().commit(collection, { puts: [], checkpoint: { expected: undefined, next: upTo(2) } });
    for (const expected of [undefined, upTo(1), upTo(3), upTo(2, 'log-2'), upTo(2, '')]) await fenced(expected);
    await expect(store().checkpoint(collection)).resolves.toEqual(upTo(2));
  });

  it('takes the documents along: of a fenced commit nothing is written and nothing removed', async () => {
    const collection = newCollection(['n']);
    const before = [stored('a', 1, { n: 1 }), stored('b', 1, { n: 1 })];
    await store().commit(collection, { puts: before, checkpoint: { expected: undefined, next: upTo(1) } });
    const commit = {
      puts: [stored('a', 5, { n: 5 }), stored('c', 5, { n: 5 })],
      deletes: [{ key: 'b', position: at(5) }],
      checkpoint: { expected: upTo(4), next: upTo(5) },
    };
    await expect(store().commit(collection, commit)).resolves.toBe('fenced');
    await expect(store().find(collection, {})).resolves.toEqual({ items: before });
    await expect(store().checkpoint(collection)).resolves.toEqual(upTo(1));
  });

  it('is moved by exactly one of two projectors at once, and only its documents are there', async () => {
    const collection = newCollection();
    for (let round = 0; round < 10; round += 1) {
      const expected = round === 0 ? undefined : upTo(round);
      const compete = async (by: string) =>
        store().commit(collection, {
          puts: [stored(`${by}-${round}`, 1, {})],
          checkpoint: { expected, next: upTo(round + 1) },
        });
      const answers = await Promise.all([compete('one'), compete('two')]);
      expect(answers.toSorted()).toEqual(['committed', 'fenced']);
      await expect(store().checkpoint(collection)).resolves.toEqual(upTo(round + 1));
      const winner = answers[0] === 'committed' ? 'one' : 'two';
      expect([...(await store().load(collection, [`one-${round}`, `two-${round}`])).keys()]).toEqual([`${winner}-${round}`]);
    }
  });
};
