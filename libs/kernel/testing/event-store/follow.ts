import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Unavailable } from '../../errors.js';
import { type Position, type RecordedEvent } from '../../message.js';
import { type EventFilter } from '../../ports.js';
import { MANY } from './read.js';
import { appendInTurn, collect, event, events, eventsOf, expectStream, idsOf, type Scene, sceneFromHere, type Subject } from './scene.js';

/** How often a follower may be cut off and follow again before a test gives up: engines drop those that fall behind. */
const RESUMPTIONS_MAX = 50;

/** Follows until `count` events came; where the engine cuts the follower off, it goes on behind the last event seen, as the port says. */
const followed = async (store: Subject, count: number, after: Position | undefined, filter: EventFilter): Promise<RecordedEvent[]> => {
  const seen: RecordedEvent[] = [];
  const { signal } = new AbortController();
  for (let resumption = 0; resumption < RESUMPTIONS_MAX && seen.length < count; resumption += 1) {
    try {
      for await (const each of eventsOf(store().follow(seen.at(-1)?.position ?? after, filter, signal))) {
        seen.push(each);
        if (seen.length === count) break;
        await nextTurn();
      }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
  return seen;
};

const abortable = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
};

export const following = (store: Subject): void => {
  it.each([
    { from: 'the start of the log', number: 0 },
    { from: 'the middle of an append', number: 2 },
    { from: 'the end of an append', number: 3 },
  ])('goes on from $from with what is there and what comes', async ({ number }) => {
    const { stream, filter, start } = await sceneFromHere(store());
    await appendInTurn(store(), stream(), events(3), events(2));
    const before = await collect(store().readAll({ after: start, filter }));

    const seen = collect(eventsOf(store().follow(before[number - 1]?.position, filter, abortable().signal)), 8 - number);
    await store().append(stream('b'), 0, events(2));
    await store().append(stream(), 5, events(1));

    await expect(seen).resolves.toStrictEqual((await collect(store().readAll({ after: start, filter }))).slice(number));
  });

  it('shows each of many later appends once and in order', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const seen = collect(eventsOf(store().follow(start, filter, abortable().signal)), 150);
    for (let version = 0; version < 150; version += 3) await store().append(stream(), version, events(3));
    await expect(seen).resolves.toStrictEqual(await collect(store().read(stream())));
  });

  it('shows only what the filter names, before and after', async () => {
    const own = await sceneFromHere(store());
    const filter = { streamPrefixes: [own.stream('order')], types: ['Made', 'Lost'] };
    const write = async (name: string, version: number) => {
      const types = ['Made', 'Moved', 'Lost'];
      await store().append(
        own.stream(name),
        version,
        types.map((type) => event({ type })),
      );
    };
    for (const name of ['order-1', 'visit-1']) await write(name, 0);
    const seen = collect(eventsOf(store().follow(own.start, filter, abortable().signal)), 6);
    for (const name of ['visit-1', 'order-1']) await write(name, 3);
    await write('order-2', 0);
    expect((await seen).map(({ stream, version }) => `${stream} ${version}`)).toEqual(
      ['order-1 1', 'order-1 3', 'order-1 4', 'order-1 6', 'order-2 1', 'order-2 3'].map((each) => own.stream(each)),
    );
  });

  it('ends quietly when it is aborted while it waits', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const given = events(2);
    const { signal, abort } = abortable();
    const seen: string[] = [];
    await store().append(stream(), 0, given);
    for await (const each of eventsOf(store().follow(start, filter, signal))) {
      seen.push(each.id);
      if (seen.length === 2) setImmediate(abort);
    }
    expect(seen).toEqual(idsOf(given));
  });

  it('hands out no other page once it is aborted, however much there is', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    await appendInTurn(store(), stream(), events(1_500), events(1_500));
    const { signal, abort } = abortable();
    const seen: number[] = [];
    for await (const page of store().follow(start, filter, signal)) {
      seen.push(...page.events.map(({ version }) => version));
      if (page.events.length > 0) abort();
    }
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    expect(seen.length).toBeLessThan(3_000);
  });

  it('shows nothing at all when it is aborted before it begins', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    await store().append(stream(), 0, events(2));
    await expect(collect(eventsOf(store().follow(start, filter, AbortSignal.abort())))).resolves.toEqual([]);
  });
};

/** Follows until it has nothing to do but wait, then is aborted. */
const followAndAbort = async (store: Subject, { filter, start }: Scene & { start: Position }, count: number): Promise<number> => {
  const { signal, abort } = abortable();
  let seen = 0;
  for await (const _ of eventsOf(store().follow(start, filter, signal))) {
    seen += 1;
    if (seen === count) setImmediate(abort);
  }
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  return seen;
};

export const followingMany = (store: Subject): void => {
  it('shows several followers the same', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const seen = Array.from({ length: 5 }, () => collect(eventsOf(store().follow(start, filter, abortable().signal)), 40));
    for (let version = 0; version < 40; version += 1) await store().append(stream(), version, events(1));
    const written = await collect(store().read(stream()));
    for (const each of await Promise.all(seen)) expect(each).toStrictEqual(written);
  });

  it('loses nothing when the follower is slow', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const seen = followed(store, 2_000, start, filter);
    const streams = Array.from({ length: 20 }, (_, number) => stream(`${number}`));
    await Promise.all(
      streams.map(async (name) => {
        for (let version = 0; version < 100; version += 5) await store().append(name, version, events(5));
      }),
    );
    await expect(seen).resolves.toStrictEqual(await collect(store().readAll({ after: start, filter })));
  });

  it(`leaves nothing behind after ${MANY} followers were aborted`, async () => {
    const own = await sceneFromHere(store());
    const given = events(3);
    await store().append(own.stream(), 0, given);
    for (let follower = 0; follower < MANY; follower += 1) await expect(followAndAbort(store, own, 3)).resolves.toBe(3);
    await expectStream(store(), own.stream(), given);
  });

  it(`leaves nothing behind after ${MANY} followers broke off`, async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const given = events(3);
    await store().append(stream(), 0, given);
    const { signal } = abortable();
    for (let follower = 0; follower < MANY; follower += 1) {
      await expect(collect(eventsOf(store().follow(start, filter, signal)), 2)).resolves.toHaveLength(2);
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await expectStream(store(), stream(), given);
    await expect(collect(eventsOf(store().follow(start, filter, signal)), 3)).resolves.toHaveLength(3);
  });
};
