import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COORDINATION_STREAMS } from '#libs/domain/registry.js';
import { InvariantBroken, OutcomeUnknown, Unavailable } from '#libs/kernel/errors.js';
import { categoryOf, type NewEvent } from '#libs/kernel/message.js';
import { type BusMessage, STREAM_NAME } from '#libs/kernel/ports.js';
import { COORDINATION, planOf } from './coordinated-changes.js';
import { CHANGES_LOOK_MS, finishChanges } from './finish-changes.js';
import { NewerEvent } from './newer-event.js';
import { publishEvents } from './publish-events.js';
import { embedded } from './testing/structure-stories.js';
import { ACCOUNTS, merge, openStructures, to } from './testing/structures.js';
import { NOW, storeWith } from './testing/workers.js';

const golden = (type: string): NewEvent =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'testing', 'golden', `${type}.v1.json`), 'utf8')) as NewEvent;

const opened = async (world: Awaited<ReturnType<typeof embedded>>, ...ids: readonly string[]) =>
  world.send(ids.map((id) => to(id, 'OpenAccount', { name: id })));

describe('a coordination stream', () => {
  it('has a name that every store takes, in the category that nobody is sent', () => {
    for (const stream of COORDINATION_STREAMS) {
      expect(stream).toMatch(STREAM_NAME);
      expect(categoryOf(stream)).toBe(COORDINATION);
    }
  });

  it('as it was stored once is understood for ever: a change that is open is finished, one that is settled is past', async () => {
    await using world = await embedded();
    await opened(world, 'acme', 'globex');
    const stored = golden('CoordinatedChangeBegun');
    await world.store.append(ACCOUNTS, 0, [stored]);
    await world.watch();
    const [, merged] = await world.logged('acme');
    const [, absorbed] = await world.logged('globex');
    expect(merged).toMatchObject({ type: 'AccountsMerged', meta: { ...stored.meta, commandId: 'golden-merge' } });
    expect(absorbed).toMatchObject({ type: 'AccountAbsorbed', meta: { ...stored.meta, commandId: 'golden-merge#account-globex' } });
    const [, settled] = await Array.fromAsync(world.store.read(ACCOUNTS));
    expect(settled).toMatchObject({ type: 'CoordinatedChangeSettled', data: { outcome: 'done' }, meta: { actor: 'ann@example.com' } });

    await world.store.append(ACCOUNTS, 2, [golden('CoordinatedChangeSettled')]);
    expect(await world.open()).toBeUndefined();
  });

  it('D1: holds changes of one command id from two sources, each with its effects once', async () => {
    await using world = await embedded();
    await opened(world, 'acme', 'globex', 'initech');
    const by = (source: string, other: string) => ({ ...merge(other, 'acme'), commandId: 'm-1', source });
    const outcomes = await world.send([by('/a', 'globex'), by('/b', 'initech'), by('/a', 'globex')]);
    expect(outcomes.map(({ outcome, duplicate }) => [outcome, duplicate])).toEqual([
      ['ACCEPTED', false],
      ['ACCEPTED', false],
      ['ACCEPTED', true],
    ]);
    // The parts of both in one stream have one id, too: each is looked for under its own sender.
    const absorbed = (await world.logged('acme')).filter(({ type }) => type === 'AccountAbsorbed');
    expect(absorbed.map(({ meta }) => [meta.commandId, meta.source])).toEqual([
      ['m-1#account-acme', '/a'],
      ['m-1#account-acme', '/b'],
    ]);
    expect(await world.logged('globex')).toHaveLength(2);
    expect(await world.logged('initech')).toHaveLength(2);
    // Who finds one that nobody settled sees that its parts stand.
    const changes = await Array.fromAsync(world.store.read(ACCOUNTS));
    const { id, type, data, meta } = changes[0]!;
    await world.store.append(ACCOUNTS, changes.length, [{ id, type, data, meta }]);
    await world.watch();
    expect((await Array.fromAsync(world.store.read(ACCOUNTS))).at(-1)).toMatchObject({ data: { outcome: 'done' } });
    expect(await world.logged('acme')).toHaveLength(3);
  });

  it('is left out by the relay, its effects are not', async () => {
    await using world = await embedded();
    await opened(world, 'acme', 'globex');
    await world.send([merge('acme', 'globex')]);
    const published: unknown[] = [];
    const bus = { publish: async (_: string, { headers }: BusMessage) => void published.push(headers) };
    const events = await Array.fromAsync(world.store.readAll());
    expect(await publishEvents(bus, events)).toEqual({ prefix: 6 });
    expect(events).toHaveLength(6);
    expect(published).toHaveLength(4);
  });

  it('of a newer program stops its changes, and says so', async () => {
    await using world = await embedded();
    await opened(world, 'acme', 'globex');
    await world.store.append(ACCOUNTS, 0, [{ ...golden('CoordinatedChangeSettled'), type: 'CoordinatedChangeForeseen' }]);
    await expect(world.send([merge('acme', 'globex')])).rejects.toThrow(NewerEvent);
    expect(await world.logged('acme')).toHaveLength(1);
  });

  it('takes no plan that says nothing of its own stream, or begins with a stream that was not looked at', () => {
    const command = { commandId: 'c', stream: 'account-a', type: 'MergeAccounts' };
    const there = { type: 'AccountAbsorbed', stream: 'account-b', data: {} };
    expect(() => planOf(command, [there], () => 1, {})).toThrow(InvariantBroken);
    expect(() => planOf(command, [there, { type: 'AccountsMerged', data: {} }], () => undefined, {})).toThrow(InvariantBroken);
    expect(planOf(command, [{ type: 'ParentAccountSet', data: {} }, there], () => 3, {})).toMatchObject({ expected: 3, legs: [{}, {}] });
  });
});

describe('when the world fails in the middle of a change', () => {
  it.each([1, 2, 3, 4])('no failure is told as "nothing has happened": append %i is lost with its answer', async (nth) => {
    await using world = await embedded();
    await opened(world, 'acme', 'globex');
    let appends = 0;
    const store = storeWith(world.store, {
      append: async (stream, expected, events) => {
        appends += 1;
        const appended = await world.store.append(stream, expected, events);
        if (appends === nth) throw new OutcomeUnknown('planted');
        return appended;
      },
    });
    const answer = await openStructures(store, world.readStore).worker().handle(merge('acme', 'globex'));
    expect(answer).toMatchObject({ outcome: 'ACCEPTED', version: 2, duplicate: false });
    expect(await Array.fromAsync(world.store.read(ACCOUNTS))).toHaveLength(2);
  });

  it.each([1, 2, 3, 4])('the answer is UNKNOWN once it may have begun, and settles: the log is away from append %i on', async (nth) => {
    await using world = await embedded();
    await opened(world, 'acme', 'globex');
    let appends = 0;
    const store = storeWith(world.store, {
      append: async (stream, expected, events) => {
        appends += 1;
        if (appends >= nth) throw new Unavailable('planted');
        return world.store.append(stream, expected, events);
      },
    });
    const away = openStructures(store, world.readStore).worker();
    expect(await away.handle(merge('acme', 'globex'))).toMatchObject({ outcome: 'UNKNOWN' });
    expect(await world.send([merge('acme', 'globex')])).toMatchObject([{ outcome: 'ACCEPTED' }]);
    expect((await world.logged('globex')).map(({ type }) => type)).toEqual(['AccountOpened', 'AccountAbsorbed']);
  });
});

describe('the watch', () => {
  const watching = async (times: number, open: (look: number) => number | undefined, fails = false) => {
    const told: string[] = [];
    const ends = new AbortController();
    let look = 0;
    const changes = {
      look: async () => {
        if (fails) throw new Unavailable('away');
        const version = open(look);
        const plan = { commandId: `c${version}`, stream: 'account-a', type: 'MergeAccounts', expected: 1, legs: [] };
        const meta = { ...golden('CoordinatedChangeBegun').meta, recordedAt: '2026-03-01T11:59:50.000Z' };
        return { stream: ACCOUNTS, version: 1, ...(version === undefined ? {} : { open: { plan, version, meta } }) };
      },
      finish: async () => void told.push('finished'),
    };
    const wait = async (ms: number) => {
      expect(ms).toBe(CHANGES_LOOK_MS);
      look += 1;
      if (look === times) ends.abort();
    };
    const observer = {
      open: (_: string, ms: number) => void told.push(`open ${ms}`),
      found: (_: string, commandId: string) => void told.push(`found ${commandId}`),
      failed: () => void told.push('failed'),
    };
    await finishChanges({ changes, streams: [ACCOUNTS], now: () => new Date(NOW), wait, observer }, ends.signal);
    return told;
  };

  it('finishes at once what it finds at the start', async () => {
    expect(await watching(1, () => 1)).toEqual(['open 10000', 'found c1', 'finished', 'open 0']);
  });

  it('leaves a change alone that somebody may be about, until it is still open at the next look', async () => {
    const versions = [undefined, 1, 3, 3];
    expect(await watching(4, (look) => versions[look])).toEqual([
      'open 0',
      'open 10000',
      'open 10000',
      'open 10000',
      'found c3',
      'finished',
      'open 0',
    ]);
  });

  it('goes on when the log is away', async () => {
    expect(await watching(2, () => undefined, true)).toEqual(['failed', 'failed']);
  });
});
