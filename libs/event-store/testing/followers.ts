/** Followers for the tests of what is between them and an engine. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type NewEvent, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type LogPage, type Opened } from '#libs/kernel/ports.js';
import { collect, event, events } from '#libs/kernel/testing/event-store/scene.js';
import { withSharedFollow } from '../shared-follow.js';

/** A store whose subscriptions are counted, and may be broken. */
export const counted = (store: Opened<EventStore>) => {
  const breaks = new Set<(error: Error) => void>();
  const counts = { open: 0, opened: 0 };
  const follow: EventStore['follow'] = async function* (after, filter, signal) {
    counts.open += 1;
    counts.opened += 1;
    const { promise: broken, reject } = Promise.withResolvers<never>();
    broken.catch(() => undefined);
    breaks.add(reject);
    const ending = new AbortController();
    const pages = store.follow(after, filter, AbortSignal.any([signal, ending.signal]))[Symbol.asyncIterator]();
    try {
      for (let next = await Promise.race([pages.next(), broken]); !next.done; next = await Promise.race([pages.next(), broken]))
        yield next.value;
    } finally {
      ending.abort();
      counts.open -= 1;
    }
  };
  const breakAll = (error: Error): void => breaks.forEach((fail) => fail(error));
  return { counts, breakAll, store: withSharedFollow({ ...bound(store), follow }) };
};

export const bound = (store: Opened<EventStore>): Opened<EventStore> => ({
  append: store.append.bind(store),
  read: store.read.bind(store),
  readAll: store.readAll.bind(store),
  follow: store.follow.bind(store),
  head: store.head.bind(store),
  probe: store.probe.bind(store),
  [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
});

export const turnsUntil = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await nextTurn();
};

/** A store whose subscriptions bring what the test gives them. */
export const scripted = (opened: Opened<EventStore>) => {
  const subscriptions: { push: (page: LogPage) => void; isOpen: boolean }[] = [];
  const follow: EventStore['follow'] = async function* (_after, _filter, signal) {
    const pages: LogPage[] = [];
    let wake = (): void => undefined;
    const subscription = { isOpen: true, push: (page: LogPage) => void (pages.push(page), wake()) };
    signal.addEventListener('abort', () => wake());
    subscriptions.push(subscription);
    try {
      while (!signal.aborted) {
        const page = pages.shift();
        if (page === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else yield page;
      }
    } finally {
      subscription.isOpen = false;
    }
  };
  return { subscriptions, store: withSharedFollow({ ...bound(opened), follow }) };
};

const at = (number: number): RecordedEvent => ({ ...event(), stream: 'account-1', version: number, position: `${number}` });

/** A page with the events of these numbers. */
export const pageOf = (numbers: readonly number[], head = numbers.at(-1)): LogPage => {
  const found = numbers.map(at);
  return { events: found, position: found.at(-1)!.position, head: `${head}` };
};

/** A follower that hands over nothing while its gate is shut. */
export const following = (store: EventStore, after?: Position) => {
  const ending = new AbortController();
  const seen: RecordedEvent[] = [];
  let gate: PromiseWithResolvers<void> | undefined;
  let pages = 0;
  let failure: unknown;
  const run = async (): Promise<void> => {
    try {
      for await (const page of store.follow(after, undefined, ending.signal)) {
        pages += 1;
        seen.push(...page.events);
        await gate?.promise;
      }
    } catch (error) {
      failure = error;
    }
  };
  const ended = run();
  return {
    seen,
    pages: () => pages,
    failure: () => failure,
    shut: () => (gate = Promise.withResolvers()),
    open: () => gate?.resolve(),
    reads: (count: number) => turnsUntil(() => seen.length >= count),
    stop: async () => {
      ending.abort();
      gate?.resolve();
      await ended;
    },
  };
};

export const appendTo = async (store: EventStore, count: number, given: Partial<NewEvent> = {}, stream = 'account-1') => {
  const version = (await collect(store.read(stream, { direction: 'backwards', limit: 1 })))[0]?.version ?? 0;
  return store.append(stream, version, events(count, given));
};

export const all = (store: EventStore): Promise<RecordedEvent[]> => collect(store.readAll());
