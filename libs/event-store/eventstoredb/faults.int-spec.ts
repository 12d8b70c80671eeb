import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { type EventStore, type LogPage, PROBE_MS_MAX } from '#libs/kernel/ports.js';
import { within } from '#libs/kernel/testing/deadline.js';
import { collect, events, eventsOf, expectStream, idsOf } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { openEventStoreDb } from '../eventstoredb.js';
import { startEventStoreDbServer } from '../testing/server/start.js';
import { APPEND_MS_MAX, LOOK_EVERY_MS, LOOK_MS_MAX, READ_MS_MAX, SETTLE_MS_MAX } from './bounds.js';

const newFolder = temporaryFiles('');

/** What a busy machine may add to a bound. */
const MARGIN_MS = 2_000;

/** Recovery that is promised to those who run the services. */
const RECOVERY_MS_MAX = 10_000;

const never = () => new AbortController().signal;

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const timed = async (promise: Promise<unknown>): Promise<{ error: unknown; ms: number }> => {
  const before = performance.now();
  return { error: await errorOf(promise), ms: performance.now() - before };
};

/** Follows into a list, again and again behind the last page where it breaks, as a projector does. */
const followSteadily = (store: EventStore, signal: AbortSignal) => {
  const pages: LogPage[] = [];
  const breaks: unknown[] = [];
  const run = async () => {
    while (!signal.aborted) {
      try {
        for await (const page of store.follow(pages.at(-1)?.position, undefined, signal)) pages.push(page);
      } catch (error) {
        breaks.push(error);
        await sleep(50);
      }
    }
  };
  return { ids: () => pages.flatMap((page) => idsOf(page.events)), breaks, done: run() };
};

const until = async (what: string, isSo: () => boolean, deadlineMs?: number): Promise<void> => {
  const wait = async () => {
    while (!isSo()) await sleep(10);
  };
  await within(wait(), what, deadlineMs);
};

/** Appends again with the same ids until there is an answer that is one. */
const appendSteadily = async (store: EventStore, stream: string, given: ReturnType<typeof events>) => {
  for (;;) {
    try {
      return await store.append(stream, 0, given);
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof OutcomeUnknown)) throw error;
      await sleep(50);
    }
  }
};

describe('an append to EventStoreDB that the server calls timed out', () => {
  it.each(['over the batch stream', 'by a call of its own'])('%s may have been written, and is settled by reading', async (way) => {
    await using server = await startEventStoreDbServer();
    // One connection of a process at a time appends in batches: the first that appended.
    await using first = await openEventStoreDb(server.url, { writer: true });
    await using second = await openEventStoreDb(server.url, { writer: true });
    const store = way === 'by a call of its own' ? second : first;
    const given = events(2);
    server.control.timeOut(1);
    await expect(store.append('account-1', 0, given)).resolves.toMatchObject({ version: 2 });
    expect(idsOf(await collect(store.read('account-1')))).toEqual(idsOf(given));
  });
});

describe('an append to EventStoreDB whose acknowledgement is lost', () => {
  it('is settled by reading: the events are there', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await store.append('account-1', 0, events(2));
    const given = events(3);
    server.control.loseAcknowledgements(1);
    const answer = await store.append('account-1', 2, given);
    const found = await collect(store.read('account-1', { from: 3 }));
    expect(idsOf(found)).toEqual(idsOf(given));
    expect(answer).toStrictEqual({ version: 5, position: found[2]!.position });
  });

  it('is a conflict where others stand in its place', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await store.append('account-1', 0, events(1));
    server.control.freeze();
    const late = errorOf(store.append('account-1', 1, events(2)));
    await sleep(APPEND_MS_MAX - 500);
    server.control.dropConnections();
    server.control.thaw();
    const error = await late;
    // Frozen and cut off, the request never arrived: nothing stands there, which says nothing.
    expect(error).toBeInstanceOf(OutcomeUnknown);
    await store.append('account-1', 1, events(1));
    await expect(store.append('account-1', 1, events(2))).rejects.toThrow(VersionConflict);
  });

  it('is written once by all of 64 that were in flight and are appended again', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    const lists = Array.from({ length: 64 }, () => events(2));
    server.control.loseAcknowledgements(5);
    const answers = await Promise.all(lists.map((list, number) => appendSteadily(store, `account-${number}`, list)));
    for (const [number, list] of lists.entries()) {
      const found = await expectStream(store, `account-${number}`, list);
      expect(answers[number]).toStrictEqual({ version: 2, position: found[1]!.position });
    }
    await expect(collect(store.readAll())).resolves.toHaveLength(128);
  });
});

describe('an EventStoreDB server that is frozen', () => {
  it('is noticed by everybody within the bounds, and worked with again afterwards', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    const given = events(2);
    const { position } = await store.append('account-1', 0, given);
    const follower = store.follow(position, undefined, never());
    await follower[Symbol.asyncIterator]().next();
    server.control.freeze();
    const outcomes = await Promise.all([
      timed(store.append('account-2', 0, given)),
      timed(collect(store.read('account-1'))),
      timed(collect(store.readAll({ direction: 'backwards' }))),
      timed(store.head()),
      timed(collect(follower)),
      timed(store.probe()),
    ]);
    const bounds = [APPEND_MS_MAX + SETTLE_MS_MAX, READ_MS_MAX, READ_MS_MAX, LOOK_MS_MAX, LOOK_EVERY_MS + LOOK_MS_MAX];
    for (const [index, boundMs] of bounds.entries()) expect(outcomes[index]!.ms).toBeLessThan(boundMs + MARGIN_MS);
    expect(outcomes.at(-1)!.ms).toBeLessThan(PROBE_MS_MAX);
    expect(outcomes.map(({ error }) => (error as Error).name)).toEqual([
      'OutcomeUnknown',
      ...Array.from({ length: 5 }, () => 'Unavailable'),
    ]);

    server.control.thaw();
    const before = performance.now();
    await appendSteadily(store, 'account-2', given);
    expect(performance.now() - before).toBeLessThan(RECOVERY_MS_MAX);
    await expectStream(store, 'account-2', given);
    await expect(store.probe()).resolves.toBeUndefined();
    await expect(collect(eventsOf(store.follow(position, undefined, never())), 2)).resolves.toHaveLength(2);
  });
});

describe('an EventStoreDB server that dies', () => {
  it('is told at once as nothing having happened, and is worked with again as soon as it is back', async () => {
    const folder = newFolder();
    const first = await startEventStoreDbServer({ folder });
    await using store = await openEventStoreDb(first.url, { writer: true });
    const signal = new AbortController();
    const given = events(3);
    await store.append('account-1', 0, given);
    const follower = followSteadily(store, signal.signal);
    await until('the follower to be there', () => follower.ids().length === 3);
    await first[Symbol.asyncDispose]();
    await until('the follower to notice', () => follower.breaks.length > 0, LOOK_EVERY_MS + MARGIN_MS);
    const down = await Promise.all(Array.from({ length: 20 }, (_, number) => timed(store.append(`account-${number}`, 3, events(1)))));
    for (const { error, ms } of down) {
      expect((error as Error).name).toBe('Unavailable');
      expect(ms).toBeLessThan(MARGIN_MS);
    }
    await expect(store.probe()).rejects.toThrow(Unavailable);
    // Long enough for the transport's own waits to have grown.
    await sleep(4_000);
    const before = performance.now();
    await using second = await startEventStoreDbServer({ folder, port: first.port });
    const more = events(2);
    await appendSteadily(store, 'account-2', more);
    await until('the follower to go on', () => follower.ids().length === 5);
    expect(performance.now() - before).toBeLessThan(RECOVERY_MS_MAX);
    expect(follower.ids()).toEqual(idsOf([...given, ...more]));
    for (const error of follower.breaks) expect(error).toBeInstanceOf(Unavailable);
    await expect(store.probe()).resolves.toBeUndefined();
    expect(second.url).toBe(first.url);
    signal.abort();
    await follower.done;
  });

  it('is unavailable when it is opened while there is none, or one that is not ready', async () => {
    const server = await startEventStoreDbServer();
    server.control.setReady(false);
    await expect(openEventStoreDb(server.url, { writer: true })).rejects.toThrow(Unavailable);
    await server[Symbol.asyncDispose]();
    const refused = openEventStoreDb(server.url, { writer: true });
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(refused).rejects.toThrow(`EventStoreDB at esdb://127.0.0.1:${server.port}`);
  });
});

describe('an EventStoreDB server that drops connections and is slow', () => {
  it('loses nothing and doubles nothing, neither of appends nor of what a follower sees', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    const signal = new AbortController();
    const follower = followSteadily(store, signal.signal);
    server.control.answerAfter(20);
    const lists = Array.from({ length: 300 }, () => events(2));
    let next = 0;
    const work = async () => {
      for (let number = next++; number < lists.length; number = next++) {
        if (number % 60 === 59) server.control.dropConnections();
        await appendSteadily(store, `account-${number}`, lists[number]!);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    const written = await collect(store.readAll());
    expect(written).toHaveLength(600);
    expect(idsOf(written).toSorted()).toEqual(idsOf(lists.flat()).toSorted());
    await until('the follower to have seen all', () => follower.ids().length >= 600);
    expect(follower.ids()).toEqual(idsOf(written));
    signal.abort();
    await follower.done;
  });
});

describe('a follower of EventStoreDB', () => {
  it('that is dropped as too slow goes on by itself, without a gap and without a word', async () => {
    await using server = await startEventStoreDbServer({ liveEventsMax: 50 });
    await using store = await openEventStoreDb(server.url, { writer: true });
    const given: ReturnType<typeof events> = [];
    const seen: string[] = [];
    const following = (async () => {
      for await (const page of store.follow(undefined, undefined, never())) if (seen.push(...idsOf(page.events)) >= 1_000) break;
    })();
    for (let number = 0; number < 10; number += 1) {
      const list = events(100);
      given.push(...list);
      await store.append(`account-${number}`, 0, list);
      await Promise.race([until('the follower to have caught up', () => seen.length >= given.length), following]);
      server.control.dropSubscribers();
    }
    await following;
    expect(seen).toEqual(idsOf(given));
  });

  it('may be forgotten 150 times over without a call hanging, and is gone when its signal aborts', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    const { position } = await store.append('account-1', 0, events(1));
    const forgotten = new AbortController();
    for (let number = 0; number < 150; number += 1) {
      await store.follow(position, undefined, forgotten.signal)[Symbol.asyncIterator]().next();
    }
    await store.append('account-2', 0, events(2));
    await expect(collect(store.read('account-2'))).resolves.toHaveLength(2);
    await expect(collect(eventsOf(store.follow(position, undefined, never())), 2)).resolves.toHaveLength(2);
    forgotten.abort();
    for (let number = 0; number < 150; number += 1) {
      await expect(collect(eventsOf(store.follow(position, undefined, never())), 2)).resolves.toHaveLength(2);
    }
  });

  it('is not behind for ever where the end of the log is none of its business', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await store.append('account-1', 0, events(3));
    await store.append(`team-${randomUUID()}`, 0, events(700));
    const { position: end } = await store.head();
    for await (const page of store.follow(undefined, { streamPrefixes: ['account-'] }, never())) {
      if (page.position >= end! && page.position >= page.head) break;
    }
  });
});

describe('a store on EventStoreDB that is closed while it is read', () => {
  it('ends the reads with an error, and never as if a part of a stream were all of it', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await store.append('account-1', 0, events(2));
    const reader = await openEventStoreDb(server.url, { writer: false });
    server.control.freeze();
    const reads = [reader.read('account-1'), reader.readAll({ direction: 'backwards' })].map((read) => errorOf(collect(read)));
    await nextTurn();
    await reader[Symbol.asyncDispose]();
    for (const error of await Promise.all(reads)) expect(error).toBeInstanceOf(Unavailable);
  });
});
