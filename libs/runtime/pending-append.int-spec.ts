import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, Unavailable } from '#libs/kernel/errors.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { add, withFaults } from './testing/tally.js';
import { openWorkers, storeWith } from './testing/workers.js';

type World = Awaited<ReturnType<typeof openWorkers>>;

/** A worker whose first append may land later, and which is killed before it learns what became of it. */
const killed = async ({ store, worker }: World, command = add('c1', 50)) => {
  const faulty = withFaults(store);
  faulty.faults.push('land late');
  const answer = worker({ store: storeWith(faulty.store, { read: readsFailAfter(faulty.store, () => faulty.faults.length === 0) }) });
  expect(await answer.handle(command)).toMatchObject({ outcome: 'UNKNOWN' });
  return faulty;
};

/** Reads fail once something has happened. */
const readsFailAfter =
  (store: EventStore, happened: () => boolean): EventStore['read'] =>
  (stream, options) => {
    if (happened()) throw new Unavailable('reads fail (planted)');
    return store.read(stream, options);
  };

const landed = async (late: () => Promise<unknown>): Promise<string> =>
  late().then(
    () => 'landed',
    (error: Error) => error.name,
  );

describe('an append without an answer', () => {
  it('is not called "nothing has happened" by a second one that fails [C9]', async () => {
    await using world = await openWorkers();
    let appends = 0;
    const store = storeWith(world.store, {
      append: () => {
        appends += 1;
        throw appends === 1 ? new OutcomeUnknown('no answer') : new Unavailable('gone');
      },
    });
    const handler = world.worker({ store });
    expect(await handler.handle(add('c1', 1))).toMatchObject({ outcome: 'UNKNOWN' });
    expect(await handler.handle(add('c1', 1))).toMatchObject({ outcome: 'UNKNOWN' });
    await expect(handler.handle(add('c2', 1))).rejects.toThrow(Unavailable);
    expect(appends).toBeGreaterThanOrEqual(3);
  });

  it('that lands after another worker has decided the command anew finds its version taken: one effect', async () => {
    await using world = await openWorkers();
    const first = await killed(world);
    const answer = await world.worker({ now: () => new Date('2026-03-01T13:00:00.000Z') }).handle(add('c1', 50));
    expect(answer).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
    expect(await landed(first.land)).toBe('VersionConflict');
    expect((await world.logged()).map(({ id }) => id)).toEqual(answer.outcome === 'ACCEPTED' ? answer.events.map(({ id }) => id) : []);
  });

  it('that lands while another worker decides the command anew is what it answers', async () => {
    await using world = await openWorkers();
    const first = await killed(world);
    let once = false;
    const store = storeWith(world.store, {
      append: async (...append) => {
        if (!once) expect(await landed(first.land)).toBe('landed');
        once = true;
        return world.store.append(...append);
      },
    });
    const answer = await world.worker({ store, now: () => new Date('2026-03-01T13:00:00.000Z') }).handle(add('c1', 50));
    const log = await world.logged();
    expect(log).toHaveLength(1);
    expect(answer).toMatchObject({ outcome: 'ACCEPTED', version: 1, events: [{ id: log[0]!.id }], occurredAt: log[0]!.meta.occurredAt });
  });

  it('can land no more once the stream went on: the command is decided anew, also to a refusal', async () => {
    await using world = await openWorkers();
    const first = await killed(world);
    await world.worker().handle(add('other', 100));
    expect(await world.worker().handle(add('c1', 50))).toMatchObject({ outcome: 'REJECTED' });
    expect(await landed(first.land)).toBe('VersionConflict');
    expect((await world.logged()).map(({ meta }) => meta.commandId)).toEqual(['other']);
  });

  it('that lands while a refusal is remembered is found before that is given', async () => {
    await using world = await openWorkers();
    const first = await killed(world);
    await world.setLimit('p1', 10);
    const answer = await world
      .worker({
        readStore: {
          load: world.readStore.load.bind(world.readStore),
          find: world.readStore.find.bind(world.readStore),
          checkpoint: world.readStore.checkpoint.bind(world.readStore),
          commit: async (...commit) => {
            expect(await landed(first.land)).toBe('landed');
            return world.readStore.commit(...commit);
          },
        },
      })
      .handle(add('c1', 50));
    expect(answer).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
  });

  it('that lands after a refusal was given all the same (docs/adr/0038) is answered as it stands in the log from then on', async () => {
    await using world = await openWorkers();
    const first = await killed(world);
    await world.setLimit('p1', 10);
    expect(await world.worker().handle(add('c1', 50))).toMatchObject({ outcome: 'REJECTED' });
    expect(await landed(first.land)).toBe('landed');
    for (let n = 0; n < 3; n += 1) expect(await world.worker().handle(add('c1', 50))).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
  });

  it('is made again as it was by the worker that remembers it, which refuses nothing that may still land', async () => {
    await using world = await openWorkers();
    const faulty = withFaults(world.store);
    const handler = world.worker({ store: faulty.store });
    await handler.handle(add('c0', 0));
    faulty.faults.push('land late');
    const answer = handler.handle(add('c1', 50), 'r1');
    faulty.breakReads(true);
    expect(await answer).toMatchObject({ outcome: 'UNKNOWN' });
    faulty.breakReads(false);
    await world.setLimit('p1', 10);
    expect(await handler.handle(add('c1', 50), 'r1')).toMatchObject({ outcome: 'ACCEPTED', version: 1, duplicate: false });
    await faulty.land();
    expect(await world.logged()).toHaveLength(1);
  });
});

describe('a command whose worker was killed after the append', () => {
  it('is no duplicate when its message is handed out again, and one when it is sent again [C12]', async () => {
    await using world = await openWorkers();
    await world.worker().handle(add('c1', 1), 'r1');
    expect(await world.worker().handle(add('c1', 1), 'r1')).toMatchObject({ outcome: 'ACCEPTED', duplicate: false });
    expect(await world.worker().handle(add('c1', 1), 'r2')).toMatchObject({ outcome: 'ACCEPTED', duplicate: true });
    // Without a name for the sending there is nothing to tell them apart by.
    expect(await world.worker().handle(add('c1', 1))).toMatchObject({ outcome: 'ACCEPTED', duplicate: true });
  });

  it('likewise where it was refused', async () => {
    await using world = await openWorkers();
    await world.worker().handle(add('c1', 500), 'r1');
    expect(await world.worker().handle(add('c1', 500), 'r1')).toMatchObject({ outcome: 'REJECTED', duplicate: false });
    expect(await world.worker().handle(add('c1', 500), 'r2')).toMatchObject({ outcome: 'REJECTED', duplicate: true });
  });
});
