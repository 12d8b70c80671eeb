import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventStoreContract } from '#libs/kernel/testing/event-store-contract.js';
import { openEventStoreDb } from './eventstoredb.js';
import { withSharedFollow } from './shared-follow.js';
import { WAITING_BYTES_MAX } from './shared-follow/hub.js';
import { openSqliteEventStore } from './sqlite.js';
import { all, appendTo, counted, following } from './testing/followers.js';
import { type RunningServer, startEventStoreDbServer } from './testing/server/start.js';

const inMemory = () => openSqliteEventStore(':memory:', { writer: true });

eventStoreContract('SQLite whose followers share', {
  open: async (options) => withSharedFollow(await openSqliteEventStore(':memory:', { writer: true, ...options })),
  openAnother: inMemory,
});

let server: RunningServer;
beforeAll(async () => {
  server = await startEventStoreDbServer();
});
afterAll(async () => server[Symbol.asyncDispose]());

eventStoreContract('EventStoreDB whose followers share', {
  open: async (options) => withSharedFollow(await openEventStoreDb(server.url, { writer: true, ...options })),
  openAnother: inMemory,
});

describe('followers of one store, however they come and go', () => {
  it('see each event once and in order, whatever comes, goes, lags or breaks meanwhile', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }) },
      fc.record({ kind: fc.constantFrom('come' as const, 'go' as const, 'shut' as const, 'open' as const), which: fc.nat(7) }),
      fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 4 }) }),
    );
    const text = 'x'.repeat(WAITING_BYTES_MAX / 20);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await using opened = await inMemory();
        const { store, counts } = counted(opened);
        const present: ReturnType<typeof following>[] = [];
        const gone: ReturnType<typeof following>[] = [];
        for (const one of steps) {
          if (one.kind === 'append') await appendTo(store, one.count, { data: { text } });
          else if (one.kind === 'turns') for (let turn = 0; turn < one.count; turn += 1) await nextTurn();
          else if (one.kind === 'come') present.push(following(store));
          else if (one.kind === 'go') gone.push(...present.splice(one.which, 1));
          else present[one.which]?.[one.kind]();
        }
        await Promise.all(gone.map(({ stop }) => stop()));
        const written = await all(store);
        for (const { seen } of gone) expect(seen).toStrictEqual(written.slice(0, seen.length));
        for (const follower of present) follower.open();
        for (const follower of present) await follower.reads(written.length);
        for (const { seen } of present) expect(seen).toStrictEqual(written);
        await Promise.all(present.map(({ stop }) => stop()));
        expect(counts.open).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});
