import { describe, expect, it } from '@jest/globals';
import { type NewEvent } from '#libs/kernel/message.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { encodeCommand } from './cloud-events.js';
import { consumeCommand } from './consume-commands.js';
import { foldAsOf } from './as-of.js';
import { NewerEvent } from './newer-event.js';
import { parkedStreams } from './parked-streams.js';
import { add, forms } from './testing/tally.js';
import { type Tally, tallies } from './testing/tallies.js';
import { NOW, openWorkers } from './testing/workers.js';
import { documentsOf, newEvent, openWorld, running } from './testing/worlds.js';

/** An event as a newer program may write it. */
const newer = (type: string, schema?: number): NewEvent => {
  const event = newEvent(`newer ${type}`, type, { by: 1 });
  return { ...event, meta: { ...event.meta, ...(schema === undefined ? {} : { schema }) } };
};

describe('commands on a stream that a newer program has written to', () => {
  it.each([
    ['an event of a type that this one does not know', newer('AddedTwice')],
    ['an event in a newer shape', newer('Added', 2)],
  ])('wait for %s, told once; commands on other streams go on [C8]', async (_what, event) => {
    await using world = await openWorkers();
    await world.store.append('tally-a', 0, [event]);
    const told = { blocked: [] as string[], dead: [] as string[], failed: 0, answered: [] as string[] };
    const published: string[] = [];
    const dependencies = {
      bus: { publish: async (topic: string) => void published.push(topic), consume: async () => undefined },
      handler: world.worker(),
      forms,
      now: () => new Date(NOW),
      observer: {
        blocked: (stream: string, reason: string) => void told.blocked.push(`${stream}: ${reason}`),
        dead: (code: string) => void told.dead.push(code),
        failed: () => void (told.failed += 1),
        answered: (outcome: string) => void told.answered.push(outcome),
      },
    };
    const [defects, blocked] = [new Map<string, number>(), new Set<string>()];
    const consume = (commandId: string, stream: string, attempt: number) =>
      consumeCommand(dependencies, { ...encodeCommand(add(commandId, 1, { stream })), topic: 't', attempt }, defects, blocked);
    for (let attempt = 1; attempt <= 10; attempt += 1) expect(await consume('c1', 'tally-a', attempt)).toEqual({ kind: 'retry' });
    expect(await consume('c2', 'tally-b', 1)).toEqual({ kind: 'done' });
    expect(told).toEqual({
      blocked: [expect.stringMatching(/^tally-a: tally-a holds .*start a newer one/)],
      dead: [],
      failed: 0,
      answered: ['ACCEPTED'],
    });
    expect(published).toHaveLength(1);
    expect(await dependencies.handler.outcomeOf('c1')).toBeUndefined();
  });

  it('are not refused on what was kept of it before [C8]', async () => {
    await using world = await openWorkers();
    const handler = world.worker();
    await handler.handle(add('c1', 1));
    await world.store.append('tally-a', 1, [newer('AddedTwice')]);
    await expect(handler.handle(add('c2', 500))).rejects.toThrow(NewerEvent);
    await expect(handler.handle(add('c3', 1))).rejects.toThrow(NewerEvent);
    expect(await world.logged()).toHaveLength(2);
  });
});

const upcasters: Upcasters = { Added: [(data) => ({ ...data, unit: 'piece' })] };

it('a program that writes a newer shape says so on its events, and on no others', async () => {
  await using world = await openWorkers();
  await world.worker({ upcasters }).handle(add('c1', 1));
  await world.worker().handle(add('c2', 1, { stream: 'tally-b' }));
  expect((await world.logged())[0]!.meta.schema).toBe(2);
  expect((await world.logged('tally-b'))[0]!.meta).not.toHaveProperty('schema');
  expect(await world.worker({ upcasters }).handle(add('c3', 1))).toMatchObject({ version: 2 });
  await expect(world.worker().handle(add('c4', 1))).rejects.toThrow('tally-a holds Added in schema version 2 at version 1');
});

describe('a projection that meets an event in a newer shape', () => {
  it('parks its stream until a newer program comes, and folds what is behind it then [C8]', async () => {
    await using world = await openWorld();
    await world.store.append('account-a', 0, [newer('Told', 2)]);
    const { position } = await world.store.append('account-b', 0, [newEvent('b', 'Told')]);
    const old = running({ ...world, projection: tallies() });
    await old.reaches(position);
    await old.stop();
    const keys = async () => (await documentsOf(world.readStore, tallies())).map(({ key }) => key);
    expect(await keys()).toEqual(['account-b']);
    expect(await parkedStreams(world.readStore, 'tallies@1')).toMatchObject([
      { stream: 'account-a', error: expect.stringContaining('schema version 2') },
    ]);
    await using newProgram = running({ ...world, projection: tallies(), upcasters: { Told: [(data) => data] } });
    await newProgram.reaches((await world.store.append('account-a', 1, [newEvent('a2', 'Told')])).position);
    expect(await keys()).toEqual(['account-a', 'account-b']);
    expect(await parkedStreams(world.readStore)).toEqual([]);
  });

  it('leaves it out of the past too, and says so', async () => {
    await using world = await openWorld();
    await world.store.append('account-a', 0, [newer('Told', 2)]);
    const past = await foldAsOf<Tally>(tallies(), () => world.store.readAll(), { at: '2030-01-01T00:00:00.000Z', time: 'recorded' });
    expect(past).toMatchObject({ parked: ['account-a'], events: 1 });
  });
});
