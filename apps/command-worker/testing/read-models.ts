import { type EventStore, collectionFor, PAGE_SIZE_MAX, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { readModels } from '#libs/read-models/registry.js';
import { awaitPosition } from '#libs/runtime/progress.js';
import { amendments } from '#libs/domain/amendments.js';
import { runProjection } from '#libs/runtime/run-projections.js';

/** Every read model of the program. */
export const projections: readonly AnyProjection[] = Object.values(readModels).flat();

/** Read models catch up in this time. */
const CATCH_UP_MS = 120_000;

/** Waits until every read model contains the last event that the log has now. */
export const untilFolded = async (store: EventStore, readStore: ReadStore): Promise<void> => {
  const { position } = await store.head();
  if (position === undefined) return;
  const deadline = AbortSignal.timeout(CATCH_UP_MS);
  for (const projection of projections) {
    const collection = collectionFor(projection);
    if (!(await awaitPosition({ readStore }, collection, position, deadline)))
      throw new Error(`${collection.name} has not come to ${position} in ${CATCH_UP_MS} ms.`);
  }
};

/** Folds the whole log into a read store that has nothing yet. */
export const foldAnew = async (store: EventStore, readStore: ReadStore): Promise<void> => {
  const stop = new AbortController();
  const now = (): Date => new Date();
  const running = projections.map((projection) => runProjection({ store, readStore, projection, amendments, now }, stop.signal));
  try {
    await Promise.race([
      untilFolded(store, readStore),
      ...running.map((run) => run.then(() => Promise.reject(new Error('A fold has ended.')))),
    ]);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
};

/** Every document of every read model, by `collection/key`. */
export const documentsOf = async (readStore: ReadStore): Promise<ReadonlyMap<string, object>> => {
  const found = new Map<string, object>();
  for (const projection of projections) {
    const collection = collectionFor(projection);
    let cursor: string | undefined;
    do {
      const page = await readStore.find(collection, { limit: PAGE_SIZE_MAX, ...(cursor === undefined ? {} : { cursor }) });
      for (const { key, document } of page.items) found.set(`${collection.name}/${key}`, document);
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return found;
};
