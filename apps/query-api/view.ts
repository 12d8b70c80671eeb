import { collectionFor, type EventStore, PAGE_SIZE_MAX, type Query } from '#libs/kernel/ports.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { amendments } from '#libs/domain/amendments.js';
import { foldAsOf, type ReadHistory } from '#libs/runtime/as-of.js';
import { parkedStreams } from '#libs/runtime/parked-streams.js';
import { withGoodCursor } from './problems.js';
import { storedInMemory } from './past-documents.js';
import { type AsOf, type Found, type Moment, parkedOf } from './answers.js';
import { freshnessAtHead, freshnessOf } from './freshness.js';
import { type Sources } from './sources.js';

/** One read model as it is now, or as it was: the same questions to both, of the same kind of store. Dispose of it after the answer. */
export interface View<Document extends object> extends AsyncDisposable {
  get(key: string): Promise<Document | undefined>;
  find(query: Query): Promise<Found<Document>>;
  /** Every document that the conditions find. */
  all(where: NonNullable<Query['where']>): Promise<readonly Document[]>;
  readonly asOf: AsOf;
}

/** What a view is about: one stream, some, or everything. The past reads no other events for it, the present looks for what is parked there. */
export type Scope = { readonly stream: string } | { readonly streams: readonly string[] } | 'everything';

/** Opens read models as they are now, or folds them anew as of a moment. The document type is the projection's own. */
export const openView = async <Document extends object>(
  sources: Sources,
  projection: AnyProjection,
  scope: Scope,
  moment?: Moment,
): Promise<View<Document>> =>
  moment === undefined ? present<Document>(sources, projection, scope) : past<Document>(sources, projection, scope, moment);

const present = async <Document extends object>(sources: Sources, projection: AnyProjection, scope: Scope): Promise<View<Document>> => {
  const collection = collectionFor(projection);
  const { readStore } = sources;
  const get = async (key: string) => (await readStore.load<Document>(collection, [key])).get(key)?.document;
  const find = (query: Query) => withGoodCursor(() => readStore.find<Document>(collection, query));
  const [asOf, parked] = await Promise.all([freshnessOf(sources, collection), parkedStreams(readStore, collection.name)]);
  const missing = parked.filter(({ stream }) => scope === 'everything' || streamsOf(scope).includes(stream));
  const nothingHeld = () => Promise.resolve();
  return viewOf(get, find, { ...asOf, ...parkedOf(missing.length) }, nothingHeld);
};

const past = async <Document extends object>(
  { store }: Sources,
  projection: AnyProjection,
  scope: Scope,
  moment: Moment,
): Promise<View<Document>> => {
  const asOf = await freshnessAtHead(store, moment);
  const read: ReadHistory = (types) =>
    scope === 'everything' ? store.readAll(types === undefined ? {} : { filter: { types } }) : readEach(store, streamsOf(scope));
  const { documents, parked } = await foldAsOf<Document>(projection, read, moment, { amendments });
  const get = (key: string) => Promise.resolve(documents.get(key));
  const collection = collectionFor(projection);
  // Made when it is first searched: one document by its key needs no store.
  let stored: ReturnType<typeof storedInMemory> | undefined;
  const find = (query: Query) =>
    withGoodCursor(async () => (await (stored ??= storedInMemory(collection, documents))).find<Document>(collection, query));
  const dispose = async () => (await stored)?.[Symbol.asyncDispose]();
  return viewOf(get, find, { ...asOf, ...parkedOf(parked.length) }, dispose);
};

const streamsOf = (scope: Exclude<Scope, 'everything'>): readonly string[] => ('streams' in scope ? scope.streams : [scope.stream]);

const readEach = async function* (store: EventStore, streams: readonly string[]): AsyncIterable<RecordedEvent> {
  for (const stream of streams) yield* store.read(stream);
};

const viewOf = <Document extends object>(
  get: View<Document>['get'],
  find: View<Document>['find'],
  asOf: AsOf,
  dispose: () => Promise<void>,
): View<Document> => ({
  get,
  find,
  asOf,
  [Symbol.asyncDispose]: dispose,
  all: async (where) => {
    const found: Document[] = [];
    let cursor: string | undefined;
    do {
      const page: Found<Document> = await find({ where, limit: PAGE_SIZE_MAX, ...(cursor === undefined ? {} : { cursor }) });
      for (const { document } of page.items) found.push(document);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  },
});
