import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openEventStore } from '#libs/event-store/open.js';
import { startEventStoreDbServer } from '#libs/event-store/testing/server/start.js';
import { openSqliteReadStore } from '#libs/read-store/sqlite.js';
import { drawn } from './testing/interleavings.js';
import { play, rings, stories } from './testing/structure-stories.js';
import { openStructures } from './testing/structures.js';

/** Orders drawn at random. */
const RUNS = 200;

it(`R8: changes to several streams come to one consistent end on EventStoreDB, in ${RUNS} orders of two or three workers, some of them killed`, async () => {
  await using server = await startEventStoreDbServer();
  await using store = await openEventStore(server.url, { writer: true });
  await using readStore = openSqliteReadStore({ path: ':memory:' });
  const world = openStructures(store, readStore);
  const story = fc.constantFrom(...Object.values(stories), ...Object.values(rings));
  const order = fc.array(fc.nat(5), { minLength: 150, maxLength: 150 });
  const moment = fc.constantFrom('before' as const, 'after' as const);
  const crash = fc.option(fc.record({ worker: fc.nat(1), append: fc.integer({ min: 1, max: 4 }), moment }), { nil: undefined });
  let killed = 0;
  await fc.assert(
    fc.asyncProperty(story, order, crash, async (told, numbers, dies) => {
      const { given } = await play(world, told, drawn(numbers), dies);
      killed += given.filter((answer) => answer === undefined).length;
    }),
    { numRuns: RUNS, seed: 11 },
  );
  expect(killed).toBeGreaterThan(30);
});
