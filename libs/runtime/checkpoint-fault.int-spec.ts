import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '#libs/event-store/eventstoredb.js';
import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { startEventStoreDbServer } from '#libs/event-store/testing/server/start.js';
import { type InvariantBroken } from '#libs/kernel/errors.js';
import { collectionFor, type EventStore, type LogPage } from '#libs/kernel/ports.js';
import { CheckpointFault } from './checkpoint-fault.js';
import { EMPTY_CHECKPOINT_MS } from './run-projections.js';
import { tallies } from './testing/tallies.js';
import { gate, storeWith } from './testing/workers.js';
import { documentsOf, gated, newEvent, openWorld, running } from './testing/worlds.js';

const collection = collectionFor(tallies());

const tell = async (store: EventStore, stream: string, ...versions: readonly number[]) => {
  let position = '';
  for (const version of versions) {
    ({ position } = await store.append(stream, version - 1, [newEvent(`${stream}@${version}`, 'Told')]));
  }
  return position;
};

/** A read store whose documents are folded from a log of five events that is gone. */
const folded = async (world: Awaited<ReturnType<typeof openWorld>>) => {
  await using old = await openSqliteEventStore(':memory:', { writer: true });
  const runner = running({ store: old, readStore: world.readStore, projection: tallies() });
  await runner.reaches(await tell(old, 'account-a', 1, 2, 3, 4, 5));
  await runner.stop();
  return (await world.readStore.checkpoint(collection))!;
};

describe('documents that are folded from another log [C7]', () => {
  it('stop the projection, which says which collection, which log, and what to do; nothing is mixed', async () => {
    await using world = await openWorld();
    const { log } = await folded(world);
    await tell(world.store, 'account-b', 1, 2, 3, 4, 5, 6, 7);
    const stopped: InvariantBroken[] = [];
    const runner = running({ ...world, projection: tallies(), observer: { stopped: (error) => void stopped.push(error) } });
    await expect(runner.finished).rejects.toThrow(CheckpointFault);
    expect(stopped[0]!.message).toContain(`tallies@1 is folded from log ${log} up to 0000000000000005, but the log at hand is`);
    expect(stopped[0]!.message).toMatch(/READ_STORE_URL.*drop the documents.*restore the log/);
    expect((await documentsOf(world.readStore, tallies())).map(({ key }) => key)).toEqual(['account-a']);
    expect(runner.interruptions).toEqual([]);
  });

  it('or from more of the log than there is, stop it once it has looked again: a replica may lag', async () => {
    await using world = await openWorld();
    const head = await tell(world.store, 'account-a', 1, 2, 3);
    const first = running({ ...world, projection: tallies() });
    await first.reaches(head);
    await first.stop();
    let looks = 0;
    let lagging = 2;
    const behind = storeWith(world.store, {
      head: async () => {
        looks += 1;
        return { ...(await world.store.head()), ...(looks <= lagging ? { position: '0000000000000002' } : {}) };
      },
    });
    const replica = running({ ...world, store: behind, projection: tallies() });
    await replica.reaches(await tell(world.store, 'account-a', 4));
    await replica.stop();
    expect(replica.interruptions).toHaveLength(2);
    [looks, lagging] = [0, Infinity];
    const restored = running({ ...world, store: behind, projection: tallies() });
    await expect(restored.finished).rejects.toThrow(/tallies@1 is folded up to 0{15}4, but the log at hand \(.*\) ends at 0{15}2\./);
    expect(looks).toBe(5);
  });

  it('stop it also where the log is empty', async () => {
    await using world = await openWorld();
    await folded(world);
    await using empty = running({ ...world, store: storeWith(world.store, { head: async () => ({}) }), projection: tallies() });
    await expect(empty.finished).rejects.toThrow('the log at hand (without a name) is empty');
  });

  it('stop it also where they name no log, and stand at a position of another engine', async () => {
    await using world = await openWorld();
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await tell(store, 'account-b', 1);
    const next = { log: '', position: '0000000000000005' };
    await world.readStore.commit(collection, { puts: [], checkpoint: { expected: undefined, next } });
    const runner = running({ store, readStore: world.readStore, projection: tallies() });
    await expect(runner.finished).rejects.toThrow(CheckpointFault);
    await expect(runner.finished).rejects.toThrow(/tallies@1 is folded up to 0{15}5, a position of another engine.*READ_STORE_URL/);
    expect(runner.interruptions).toEqual([]);
  });

  it('of the last version of the program name no log: they are taken over, and named by the next commit', async () => {
    await using world = await openWorld();
    const head = await tell(world.store, 'account-a', 1, 2);
    const first = running({ ...world, projection: tallies() });
    await first.reaches(head);
    await first.stop();
    const named = (await world.readStore.checkpoint(collection))!;
    const unnamed = { ...named, log: '' };
    await world.readStore.commit(collection, { puts: [], checkpoint: { expected: named, next: unnamed } });
    await using again = running({ ...world, projection: tallies() });
    const position = await tell(world.store, 'account-a', 3);
    await again.reaches(position);
    expect(await world.readStore.checkpoint(collection)).toEqual({ log: named.log, position });
    expect(again.interruptions).toEqual([]);
  });
});

it('pages without events move the checkpoint, but are not written each', async () => {
  await using world = await openWorld();
  await tell(world.store, 'account-a', 1);
  let elapsed = 0;
  const written: string[] = [];
  const done = gate();
  const follow = async function* (): AsyncGenerator<LogPage> {
    for (let row = 2; row <= 40; row += 1) {
      elapsed += EMPTY_CHECKPOINT_MS / 10;
      const position = String(row).padStart(16, '0');
      yield { events: [], position, head: '0000000000000040' };
      // Until it is taken: pages that wait together are one.
      while (runner.figures()?.position !== position) await setImmediate();
    }
    await done.pass();
  };
  const readStore = gated(
    world.readStore,
    ({ method, moment }) => void (method === 'commit' && moment === 'after' && written.push(method)),
  );
  const runner = running({ ...world, readStore, store: storeWith(world.store, { follow }), projection: tallies(), elapsed: () => elapsed });
  await done.arrived;
  expect(runner.figures()).toMatchObject({ position: '0000000000000040', applied: 0 });
  expect(written.length).toBeLessThanOrEqual(5);
  expect(written.length).toBeGreaterThanOrEqual(3);
  expect((await world.readStore.checkpoint(collection))!.position > '0000000000000030').toBe(true);
  done.open();
  await runner.stop();
});
