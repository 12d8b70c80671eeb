import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '#libs/event-store/eventstoredb.js';
import { startEventStoreDbServer } from '#libs/event-store/testing/server/start.js';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type Position } from '#libs/kernel/message.js';
import { type MessageBus, MESSAGE_BYTES_MAX } from '#libs/kernel/ports.js';
import { PUBLISHING_MAX } from './publish-events.js';
import { RELAY, type RelayDependencies, runRelay, STAND_BY_MS } from './relay.js';
import { fill, parsed, recorder, upTo, versions } from './testing/published.js';
import { newEvent, openWorld, soon } from './testing/worlds.js';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

const running = (bus: Pick<MessageBus, 'publish'>, more: Partial<RelayDependencies> = {}) => {
  const stop = new AbortController();
  const deadline = soon();
  const told = { interruptions: [] as unknown[], standsBy: 0, waits: [] as number[] };
  const finished = runRelay(
    {
      ...world,
      bus,
      now: () => new Date('2026-03-01T12:00:00.000Z'),
      random: () => 0,
      wait: async (ms) => {
        // One that gets nowhere does not outlive its test.
        deadline.throwIfAborted();
        told.waits.push(ms);
        await setImmediate();
      },
      ...more,
      observer: {
        interrupted: (error) => void told.interruptions.push(error),
        standsBy: () => (told.standsBy += 1),
        ...more.observer,
      },
    },
    stop.signal,
  );
  const ended = async (): Promise<void> => {
    stop.abort();
    await finished.catch(() => undefined);
  };
  return { told, finished, ended, [Symbol.asyncDispose]: ended };
};

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = soon();
  while (!(await condition())) {
    deadline.throwIfAborted();
    await setImmediate();
  }
};
const relayedTo = (position: Position) => until(async () => (await world.readStore.checkpoint(RELAY))?.position === position);

describe('the relay', () => {
  it('publishes an event as a CloudEvent that says all that is known of it', async () => {
    const event = newEvent('e-1', 'Added', { by: 4 });
    const more = {
      causationId: 'c-0',
      correlationId: 'visit-7',
      evidence: ['a', 'b'],
      note: 'By phone.',
      policy: 'limit@2',
      source: 'crm',
    };
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { position } = await world.store.append('account-acme', 0, [{ ...event, meta: { ...event.meta, ...more, traceparent } }]);
    const { bus, taken, events } = recorder();
    await using _relay = running(bus);
    await relayedTo(position);
    expect(taken[0]).toMatchObject({ key: 'acme', headers: { 'content-type': 'application/cloudevents+json' } });
    expect(events()).toEqual([
      {
        specversion: '1.0',
        id: event.id,
        type: 'rapport.Added',
        source: 'rapport',
        subject: 'acme',
        time: event.meta.occurredAt,
        datacontenttype: 'application/json',
        dataschema: 'urn:rapport:schema:event:Added:1',
        recordedat: event.meta.recordedAt,
        stream: 'account-acme',
        streamversion: 1,
        position,
        actor: 'tester',
        commandid: 'e-1',
        correlationid: 'visit-7',
        causationid: 'c-0',
        traceparent,
        policy: 'limit@2',
        evidence: 'a b',
        note: 'By phone.',
        origin: 'crm',
        data: { by: 4 },
      },
    ]);
  });

  it('goes on where it was, in order per account, without a gap and without a repetition', async () => {
    const { bus, events } = recorder();
    await using first = running(bus);
    await relayedTo(await fill(world.store, ['a', 'b', 'c'], 40));
    await first.ended();
    const { position } = await world.store.append('account-a', 40, [newEvent('later', 'Added')]);
    await using _second = running(bus);
    await relayedTo(position);
    expect(events()).toHaveLength(121);
    for (const [account, count] of [
      ['a', 41],
      ['b', 40],
      ['c', 40],
    ] as const)
      expect(versions(events(), account)).toEqual(upTo(count));
    expect(await world.readStore.checkpoint(RELAY)).toEqual({ log: (await world.store.head()).log, position });
  });

  it('publishes again what a bus that failed has not taken, and gets on between failures: the checkpoint never passes a gap', async () => {
    const position = await fill(world.store, ['a', 'b', 'c'], 30);
    const log = await Array.fromAsync(world.store.readAll());
    let calls = 0;
    const { bus, events } = recorder(() => {
      calls += 1;
      if (calls % 37 === 0) throw new Unavailable('The bus is away.');
    });
    const gaps: unknown[] = [];
    const published = ({ position: at }: { readonly position: Position }): void => {
      const durable = new Set(events().map(({ id }) => id));
      gaps.push(...log.filter((event) => event.position <= at && !durable.has(event.id)));
    };
    await using relay = running(bus, { observer: { published } });
    await relayedTo(position);
    for (const account of ['a', 'b', 'c']) expect(versions(events(), account)).toEqual(upTo(30));
    expect(gaps).toEqual([]);
    expect(relay.told.interruptions).not.toHaveLength(0);
    expect(events().length).toBeLessThan(100);
  });

  it('does not move its checkpoint while the bus is away', async () => {
    const position = await fill(world.store, ['a'], 3);
    let away = true;
    const { bus, events } = recorder(() => {
      if (away) throw new Unavailable('The bus is away.');
    });
    await using relay = running(bus);
    await until(() => relay.told.waits.length >= 4);
    expect(await world.readStore.checkpoint(RELAY)).toBeUndefined();
    away = false;
    await relayedTo(position);
    await relay.ended();
    expect(versions(events(), 'a')).toEqual([1, 2, 3]);
  });

  it('has one event of an account on its way, and no more accounts at once than it may', async () => {
    const accounts = upTo(200).map((n) => `n${n}`);
    const position = await fill(world.store, accounts, 1);
    await fill(world.store, ['hot'], 50);
    const inHand = new Map<string, number>();
    let most = 0;
    const { bus, taken } = recorder(async ({ key }) => {
      inHand.set(key!, (inHand.get(key!) ?? 0) + 1);
      expect(inHand.get(key!)).toBe(1);
      most = Math.max(most, inHand.size);
      await setImmediate();
      inHand.delete(key!);
    });
    await using _relay = running(bus);
    await until(() => taken.length === 250);
    expect(position).toBeDefined();
    expect(most).toBe(PUBLISHING_MAX);
  });

  it('publishes an event that is too large for the bus without its data, says so, and goes on', async () => {
    const large = newEvent('large', 'Added', { text: 'x'.repeat(MESSAGE_BYTES_MAX) });
    await world.store.append('account-a', 0, [large, newEvent('small', 'Added')]);
    await world.store.append('employee-e', 0, [newEvent('refused', 'Hired', { name: 'Ana' })]);
    const { position } = await world.store.append('account-b', 0, [newEvent('last', 'Added')]);
    const cut: string[] = [];
    const { bus, events } = recorder((message) => {
      const { type, data } = parsed(message);
      if (type === 'rapport.Hired' && data !== undefined) throw new RangeError('This bus takes less.');
    });
    await using _relay = running(bus, { observer: { cut: ({ id }) => void cut.push(id) } });
    await relayedTo(position);
    const bytes = MESSAGE_BYTES_MAX + '{"text":""}'.length;
    const found = events().find(({ id }) => id === large.id)!;
    expect(found).toMatchObject({ databytes: bytes, dataref: '/v1/accounts/a/history?type=Added', streamversion: 1 });
    expect(found).not.toHaveProperty('data');
    expect(events().find(({ type }) => type === 'rapport.Hired')).toMatchObject({
      dataref: expect.stringMatching(/^urn:uuid:/),
      databytes: 14,
    });
    expect(cut).toHaveLength(2);
    expect(versions(events(), 'a')).toEqual([1, 2]);
  });
});

describe('two relays', () => {
  it('do no harm: each event is published, in order; one is in charge, the other stands by and takes over when it is gone', async () => {
    const { bus, events } = recorder();
    await using one = running(bus);
    await using other = running(bus);
    await relayedTo(await fill(world.store, ['a', 'b'], 60));
    await until(() => one.told.standsBy + other.told.standsBy > 0);
    for (const account of ['a', 'b']) expect(versions(events(), account)).toEqual(upTo(60));

    const [inCharge, standingBy] = one.told.standsBy > 0 ? [other, one] : [one, other];
    await inCharge.ended();
    const { position } = await world.store.append('account-a', 60, [newEvent('after', 'Added')]);
    await relayedTo(position);
    expect(standingBy.told.waits).toContain(STAND_BY_MS);
    expect(versions(events(), 'a')).toEqual(upTo(61));
    await standingBy.ended();
  });

  it('that stands by leaves it to the other as long as that one gets on, however far it is behind', async () => {
    await fill(world.store, ['a'], 10);
    const log = await Array.fromAsync(world.store.readAll());
    const { log: name } = await world.store.head();
    let moved = -1;
    /** What the other one does: its checkpoint moves by an event. */
    const otherGetsOn = async (): Promise<void> => {
      const at = (index: number) => (index < 0 ? undefined : { log: name!, position: log[index]!.position });
      await world.readStore.commit(RELAY, { puts: [], checkpoint: { expected: at(moved), next: at(moved + 1)! } });
      moved += 1;
    };
    let fenced = false;
    const { bus, events } = recorder(async () => {
      if (!fenced) await otherGetsOn();
      fenced = true;
    });
    await using _relay = running(bus, {
      wait: async () => {
        if (moved < 5) await otherGetsOn();
        await setImmediate();
      },
    });
    await relayedTo(log.at(-1)!.position);
    const again = events().slice(10);
    expect(again.map(({ streamversion }) => streamversion)).toEqual([7, 8, 9, 10]);
  });

  it('that comes late publishes nothing: it sees that another has moved the checkpoint', async () => {
    const position = await fill(world.store, ['a'], 5);
    const { bus, events } = recorder();
    const late = Promise.withResolvers<void>();
    const slow = {
      ...world.store,
      head: () => world.store.head(),
      follow: async function* (after: Position | undefined, _filter: undefined, signal: AbortSignal) {
        for await (const page of world.store.follow(after, undefined, signal)) {
          await late.promise;
          yield page;
        }
      },
    };
    await using zombie = running(recorder(() => expect('nothing').toBe('published')).bus, { store: slow as typeof world.store });
    await using _relay = running(bus);
    await relayedTo(position);
    late.resolve();
    await until(() => zombie.told.standsBy === 1);
    expect(events()).toHaveLength(5);
  });
});

describe('a checkpoint of another log', () => {
  const place = (log: string, position: Position) =>
    world.readStore.commit(RELAY, { puts: [], checkpoint: { expected: undefined, next: { log, position } } });

  it('stops the relay with what to do, rather than skip a part of this one', async () => {
    await place('another', await fill(world.store, ['a'], 1));
    const relay = running(recorder().bus);
    await expect(relay.finished).rejects.toBeInstanceOf(InvariantBroken);
    await expect(relay.finished).rejects.toThrow(/belongs to the log another.*remove relay@1/s);
  });

  it('stops it also on EventStoreDB, which lets a follower begin behind its end', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    const position = await fill(store, ['a'], 1);
    const { log } = await store.head();
    await place(log!, position.replace(/^./, '1'));
    await using relay = running(recorder().bus, { store });
    await fill(store, ['b'], 1);
    await expect(relay.finished).rejects.toThrow(/relay@1.* is at 1\d+-\d+, and the log ends at/);
    expect(relay.told.interruptions.length).toBeGreaterThan(1);
  });

  it('stops it too where the log ends before it: an older one was restored', async () => {
    const position = await fill(world.store, ['a'], 1);
    const { log } = await world.store.head();
    await place(log!, position.replace(/.$/, '9'));
    await expect(running(recorder().bus).finished).rejects.toThrow(/is at \d+9, and the log ends at/);
  });
});
