import { type Collection, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { openReadStoreInMemory } from '#libs/platform/ports.js';

/** Documents that one commit takes: other requests get their turn in between. */
const DOCUMENTS_PER_COMMIT_MAX = 1_000;

/** Every document of the past is of one folding, and none is put twice. */
const POSITION = '0';

/** Documents that were folded in memory, in a read store of their own: the past is searched by what the present is searched by. */
export const storedInMemory = async (collection: Collection, documents: ReadonlyMap<string, object>): Promise<Opened<ReadStore>> => {
  const store = await openReadStoreInMemory();
  const puts = [...documents].map(([key, document]) => ({ key, position: POSITION, document }));
  for (let from = 0; from < puts.length; from += DOCUMENTS_PER_COMMIT_MAX)
    await store.commit(collection, { puts: puts.slice(from, from + DOCUMENTS_PER_COMMIT_MAX) });
  return store;
};
