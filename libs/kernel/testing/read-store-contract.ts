import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { type Opened, PROBE_MS_MAX, type ReadStore } from '../ports.js';
import { DEADLINE_MS, within } from './deadline.js';
import { checkpointContract } from './read-store/checkpoint.js';
import { documentContract } from './read-store/documents.js';
import { findContract } from './read-store/find.js';
import { guardContract } from './read-store/guard.js';
import { newCollection, stored } from './read-store-fixtures.js';

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

    it('answers a probe while it can be worked with', async () => {
      await expect(within(store.probe(), 'the probe', PROBE_MS_MAX)).resolves.toBeUndefined();
    });

    it('finishes its commits when it is closed, and is Unavailable afterwards', async () => {
      const closing = await open();
      const collection = newCollection();
      const committed = closing.commit(collection, { puts: [stored('a', 1, {})] });
      const loaded = closing.load(collection, ['x']);
      await closing[Symbol.asyncDispose]();
      await expect(committed).resolves.toBe('committed');
      await expect(loaded).resolves.toEqual(new Map());
      await expect(closing.load(collection, ['a'])).rejects.toThrow(Unavailable);
      await expect(closing.checkpoint(collection)).rejects.toThrow(Unavailable);
      await expect(closing.find(collection, {})).rejects.toThrow(Unavailable);
      await expect(closing.commit(collection, { puts: [] })).rejects.toThrow(Unavailable);
      await expect(closing.probe()).rejects.toThrow(Unavailable);
      await expect(closing[Symbol.asyncDispose]()).resolves.toBeUndefined();
    });
  });
};
