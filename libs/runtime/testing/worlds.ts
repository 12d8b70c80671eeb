import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { type NewEvent, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { collectionFor, type EventStore, PAGE_SIZE_MAX, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { openSqliteReadStore } from '#libs/read-store/sqlite.js';
import { awaitPosition, Progress } from '../progress.js';
import { Fenced, type ProjectionObserver, runProjection, type RunProjectionDependencies } from '../run-projections.js';

/** A deadline that no passing test comes near. */
export const soon = (): AbortSignal => AbortSignal.timeout(10_000);

/** The embedded log and read store, both new. */
export const openWorld = async () => {
  const store = await openSqliteEventStore(':memory:', { writer: true });
  const readStore = openReadStore();
  return {
    store,
    readStore,
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await readStore[Symbol.asyncDispose]();
    },
  };
};

/** The embedded read store, new. */
export const openReadStore = () => openSqliteReadStore({ path: join(mkdtempSync(join(tmpdir(), 'rapport-')), 'read.sqlite') });

/** A UUID that is the same for the same text. */
const uuidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/** Appends events as they stand, one by one; their versions must be those that the store gives. Answers the last position. */
export const appendAll = async (store: EventStore, events: readonly RecordedEvent[]): Promise<Position> => {
  let position: Position = '';
  for (const { stream, version, id, type, data, meta } of events) {
    ({ position } = await store.append(stream, version - 1, [{ id: uuidOf(id), type, data, meta }]));
  }
  return position;
};

/** A new event that says no more than its type and data, for logs whose content does not matter. */
export const newEvent = (id: string, type: string, data: object = {}): NewEvent => ({
  id: uuidOf(id),
  type,
  data,
  meta: { commandId: id, commandHash: '', actor: 'tester', occurredAt: NOON, recordedAt: NOON },
});

const NOON = '2026-03-01T12:00:00.000Z';

/** The whole log. */
export const everything = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
};

/** All documents of a projection with their positions, by key: what two folds are compared by. */
export const documentsOf = async (readStore: ReadStore, projection: AnyProjection): Promise<readonly Stored[]> => {
  const found: Stored[] = [];
  let cursor: string | undefined;
  do {
    const page = await readStore.find(collectionFor(projection), { limit: PAGE_SIZE_MAX, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found.map(({ key, position, document }) => ({ key, position, document }));
};

/** More of them in one test is a runner that gets nowhere. */
const INTERRUPTIONS_MAX = 200;

/** A projection that runs, with what it told; leaving it stops it. Waits between attempts take no time and are kept. */
export const running = (dependencies: Omit<RunProjectionDependencies, 'now' | 'observer'> & { readonly observer?: ProjectionObserver }) => {
  const stop = new AbortController();
  const progress = dependencies.progress ?? new Progress();
  const interruptions: unknown[] = [];
  const waits: number[] = [];
  const collection = collectionFor(dependencies.projection);
  const finished = runProjection(
    {
      now: () => new Date('2026-03-02T00:00:00.000Z'),
      random: () => 0,
      wait: async (ms) => {
        if (waits.push(ms) > INTERRUPTIONS_MAX) throw new InvariantBroken(`Interrupted without end: ${String(interruptions[0])}`);
        await setImmediate();
      },
      ...dependencies,
      progress,
      observer: { ...dependencies.observer, interrupted: (error) => void interruptions.push(error) },
    },
    stop.signal,
  );
  return {
    progress,
    interruptions,
    waits,
    finished,
    fenced: () => interruptions.filter((error) => error instanceof Fenced).length,
    figures: () => progress.of(collection.name),
    /** Fails when the checkpoint does not come there. */
    reaches: async (position: Position) => {
      const failed = finished.then(() => false);
      // What this runner did counts, not what another one committed.
      const readStore = {
        checkpoint: async () => {
          const reached = progress.of(collection.name)?.position;
          return reached === undefined ? undefined : { log: '', position: reached };
        },
      };
      const there = awaitPosition({ readStore, progress }, collection, position, soon());
      if (!(await Promise.race([there, failed]))) throw new Error(`${collection.name} did not come to ${position}.`);
    },
    stop: async () => {
      stop.abort();
      await finished;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await finished.catch(() => undefined);
    },
  };
};

/** Calls of a read store, passed through a gate that may throw before or after the real call. */
export const gated = (
  readStore: ReadStore,
  gate: (call: {
    readonly method: keyof ReadStore;
    readonly collection: string;
    readonly moment: 'before' | 'after';
  }) => Promise<void> | void,
): ReadStore => {
  const pass =
    <Rest extends readonly unknown[], Result>(
      method: keyof ReadStore,
      call: (collection: Parameters<ReadStore['checkpoint']>[0], ...rest: Rest) => Promise<Result>,
    ) =>
    async (collection: Parameters<ReadStore['checkpoint']>[0], ...rest: Rest): Promise<Result> => {
      await gate({ method, collection: collection.name, moment: 'before' });
      const result = await call(collection, ...rest);
      await gate({ method, collection: collection.name, moment: 'after' });
      return result;
    };
  return {
    load: pass('load', readStore.load.bind(readStore)) as ReadStore['load'],
    commit: pass('commit', readStore.commit.bind(readStore)),
    checkpoint: pass('checkpoint', readStore.checkpoint.bind(readStore)),
    find: pass('find', readStore.find.bind(readStore)) as ReadStore['find'],
  };
};
