import { describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { openReadStore } from '#libs/read-store/open.js';
import { readModels } from '#libs/read-models/registry.js';
import { collectionOf } from '#libs/kernel/projection.js';
import { PARKED, type ParkedStream } from '#libs/runtime/parked-streams.js';
import { type Sources } from './sources.js';
import { status as question, type StatusAnswer } from './queries/status.js';

const parkedIn = (collection: string): ParkedStream => ({
  collection,
  stream: 'account-acme',
  fromVersion: 2,
  position: '0000000000000002',
  type: 'AccountOpened',
  error: 'It cannot be folded.',
  since: '2026-03-01T12:00:00.000Z',
  lastVersion: 2,
  lastPosition: '0000000000000002',
  count: 1,
  repair: 'replay',
});

describe('the status', () => {
  it('tells what is parked in read models that there are and in the relay, not in those of other versions', async () => {
    await using store = await openSqliteEventStore(':memory:', { writer: true });
    await using readStore = await openReadStore('sqlite::memory:');
    const sources = { store, readStore, now: () => new Date() } as Pick<Sources, 'store' | 'readStore' | 'now'> as Sources;
    const ask = () => question.answer({ sources } as never) as Promise<StatusAnswer>;
    const park = async (...collections: readonly string[]) => {
      const puts = collections.map((name) => ({ key: `${name}/account-acme`, position: '2', document: parkedIn(name) }));
      await readStore.commit(PARKED, { puts });
    };
    await park('stage-board@0', 'dropped@1');
    expect(await ask()).toMatchObject({ status: 'caught-up', parked: [] });
    const present = collectionOf(Object.values(readModels).flat()[0]!);
    await park(present, 'relay@1');
    const { status, parked } = await ask();
    expect(status).toBe('parked');
    expect(parked.map(({ collection }) => collection).toSorted()).toEqual([present, 'relay@1'].toSorted());
  });
});
