import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { parkedStreams } from './parked-streams.js';
import { RELAY, runRelay } from './relay.js';
import { recorder, versions } from './testing/published.js';
import { type Tally, tallies } from './testing/tallies.js';
import { documentsOf, newEvent, openReadStore, running, soon } from './testing/worlds.js';

const newFile = temporaryFiles('.db');

/** A stored shape that an upcaster does not take: what a defect in it, or a damaged event, looks like to those who follow the log. */
const STRICT: Upcasters = {
  Told: [
    (data) => {
      if ('damaged' in data) throw new Error('it is damaged');
      return data;
    },
  ],
};
const MENDED: Upcasters = { Told: [(data) => data] };

/** A log in a file, in which the second event of `account-a` is damaged and `account-b` is well. */
const damagedLog = async () => {
  const file = newFile();
  const readStore = openReadStore();
  const open = (upcasters: Upcasters) => openSqliteEventStore(file, { writer: true, upcasters });
  await using store = await open({});
  let position = '';
  for (let version = 1; version <= 3; version += 1) {
    for (const stream of ['account-a', 'account-b']) {
      const data = stream === 'account-a' && version === 2 ? { damaged: true } : {};
      ({ position } = await store.append(stream, version - 1, [newEvent(`${stream}@${version}`, 'Told', data)]));
    }
  }
  return { readStore, open, position };
};

const relayed = async (log: Awaited<ReturnType<typeof damagedLog>>, upcasters: Upcasters, bus: ReturnType<typeof recorder>) => {
  await using store = await log.open(upcasters);
  const stop = new AbortController();
  const deadline = soon();
  const now = () => new Date('2026-03-01T12:00:00.000Z');
  const relay = runRelay({ store, bus: bus.bus, readStore: log.readStore, now }, stop.signal);
  while ((await log.readStore.checkpoint(RELAY))?.position !== log.position) {
    deadline.throwIfAborted();
    await Promise.race([setImmediate(), relay]);
  }
  stop.abort();
  await relay;
};

describe('an event that cannot be read', () => {
  it('parks its stream in every projection that folds it; the others go on, and a program that reads it folds what waits', async () => {
    const log = await damagedLog();
    const folded = async () =>
      Object.fromEntries((await documentsOf(log.readStore, tallies())).map(({ key, document }) => [key, (document as Tally).versions]));
    {
      await using store = await log.open(STRICT);
      await using runner = running({ store, readStore: log.readStore, projection: tallies(), upcasters: STRICT });
      await runner.reaches(log.position);
    }
    expect(await folded()).toEqual({ 'account-a': [1], 'account-b': [1, 2, 3] });
    const [record] = await parkedStreams(log.readStore, 'tallies@1');
    expect(record).toMatchObject({ stream: 'account-a', fromVersion: 2, lastVersion: 3, count: 2, repair: 'replay' });
    expect(record!.error).toBe('Event 2 of account-a is no Told of schema version 1: its upcaster failed (it is damaged).');

    await using store = await log.open(MENDED);
    await using runner = running({ store, readStore: log.readStore, projection: tallies(), upcasters: MENDED });
    await runner.reaches(log.position);
    expect(await folded()).toEqual({ 'account-a': [1, 2, 3], 'account-b': [1, 2, 3] });
    await expect(parkedStreams(log.readStore)).resolves.toEqual([]);
    await log.readStore[Symbol.asyncDispose]();
  });

  it('parks its stream in the relay; the others go on, and a program that reads it publishes what waits, in order', async () => {
    const log = await damagedLog();
    const bus = recorder();
    await relayed(log, STRICT, bus);
    expect(versions(bus.events(), 'a')).toEqual([1]);
    expect(versions(bus.events(), 'b')).toEqual([1, 2, 3]);
    await expect(parkedStreams(log.readStore, RELAY.name)).resolves.toMatchObject([{ stream: 'account-a', fromVersion: 2, count: 2 }]);

    // Nothing has changed: it waits on.
    await relayed(log, STRICT, bus);
    await expect(parkedStreams(log.readStore, RELAY.name)).resolves.toHaveLength(1);
    expect(bus.taken).toHaveLength(4);

    await relayed(log, MENDED, bus);
    expect(versions(bus.events(), 'a')).toEqual([1, 2, 3]);
    expect(bus.taken).toHaveLength(6);
    await expect(parkedStreams(log.readStore)).resolves.toEqual([]);
    await log.readStore[Symbol.asyncDispose]();
  });
});
