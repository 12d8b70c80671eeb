import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregates as accounts, policyRules } from '#libs/domain/registry.js';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { LOOK_MS_MAX } from './handle-command.js';
import { foldAsOf } from './as-of.js';
import { add, withFaults } from './testing/tally.js';
import { tallies } from './testing/tallies.js';
import { gate, NOW, openWorkers, storeWith } from './testing/workers.js';

const copy = (commandId: string, stream: string, from: string): CommandEnvelope => ({
  ...add(commandId, 0, { stream }),
  type: 'Copy',
  data: { from },
});

describe('one worker that decides many commands at once', () => {
  it('refuses nothing on the state of before, when a stream is read for two commands at once after a restart [C1]', async () => {
    await using world = await openWorkers();
    const before = world.worker({ aggregates: accounts, policies: policyRules });
    const command = (commandId: string, stream: string, type: string, data: object): CommandEnvelope => ({
      commandId,
      stream,
      type,
      data,
      actor: 'tester',
    });
    await before.handle(command('o1', 'account-acme', 'OpenAccount', { name: 'Acme' }));
    await before.handle(command('o2', 'account-child', 'OpenAccount', { name: 'Child' }));
    // More events than one page of the log holds, so that two loads would take turns.
    for (let n = 0; n < 300; n += 1) await before.handle(command(`n${n}`, 'account-acme', 'RenameAccount', { name: `Acme ${n}` }));
    await before.handle(command('cl', 'account-acme', 'CloseAccount', { reason: 'sold' }));

    const restarted = world.worker({ aggregates: accounts, policies: policyRules });
    await Promise.all([
      restarted.handle(command('re', 'account-acme', 'ReopenAccount', { reason: 'back' })),
      restarted.handle(command('pa', 'account-child', 'SetParentAccount', { parentId: 'acme' })),
    ]);
    const renamed = await restarted.handle(command('rn', 'account-acme', 'RenameAccount', { name: 'Acme again' }));
    expect(renamed).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('appends at the version that it decided on, whatever else reads the stream meanwhile [C3]', async () => {
    await using world = await openWorkers();
    for (let ticks = 0; ticks < 120; ticks += 1) {
      const stream = `tally-r${ticks}`;
      const [one, other] = [world.worker(), world.worker()];
      await one.handle(add(`${stream}-0`, 60, { stream }));
      await other.handle(add(`${stream}-1`, 30, { stream }));
      // The first worker believes 60 still: 60 + 40 would fit under the limit of 100, 90 + 40 does not.
      const late = async () => {
        for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
        return one.handle(add(`${stream}-2`, 40, { stream }));
      };
      const [, answer] = await Promise.all([one.handle(copy(`${stream}-b`, `tally-q${ticks}`, stream)), late()]);
      expect(answer).toMatchObject({ outcome: 'REJECTED' });
    }
  });
});

describe('several workers over one log', () => {
  it('give no final answer on state that is out of date [C2]', async () => {
    await using world = await openWorkers();
    const [one, other] = [world.worker(), world.worker()];
    await one.handle(add('c1', 100));
    await other.handle(add('c2', -100));
    expect(await one.handle(add('c3', 50))).toMatchObject({ outcome: 'ACCEPTED', version: 3 });
    expect(await other.handle(add('c4', 1, { expectedVersion: 3 }))).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await one.handle(add('c5', 1, { expectedVersion: 3 }))).toMatchObject({ outcome: 'REJECTED' });
    expect(await one.handle(add('c6', 0))).toMatchObject({ outcome: 'ACCEPTED', version: 4, events: [] });
  });

  it('refuse under the policy of now, not under one that may still be kept [C2]', async () => {
    await using world = await openWorkers();
    const one = world.worker();
    await one.handle(add('c1', 1));
    await world.setLimit('p1', 1000);
    expect(await one.handle(add('c2', 500))).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('find a command in the log that was appended just before its worker was killed, and do not refuse it [C2]', async () => {
    await using world = await openWorkers();
    const [one, killed] = [world.worker(), world.worker()];
    await one.handle(add('c1', 100));
    await killed.handle(add('c2', -100));
    const appended = await killed.handle(add('c3', 100));
    expect(await one.handle(add('c3', 100))).toEqual({ ...appended, duplicate: true });
  });

  it('answer one command alike, although they decide it at different moments [C4]', async () => {
    await using world = await openWorkers();
    const later = () => new Date('2026-03-01T12:00:07.000Z');
    for (let n = 0; n < 20; n += 1) {
      const command = add(`c${n}`, 1, { stream: `tally-${n}` });
      const workers = [world.worker(), world.worker({ now: later })];
      const answers = await Promise.all(workers.map((worker) => worker.handle(command, 'r1')));
      const [event, ...more] = await world.logged(`tally-${n}`);
      expect(more).toEqual([]);
      for (const answer of answers) {
        expect(answer).toMatchObject({
          outcome: 'ACCEPTED',
          duplicate: false,
          events: [{ id: event!.id }],
          occurredAt: event!.meta.occurredAt,
        });
      }
      // Neither of them keeps an event that is not in the log.
      for (const worker of workers)
        expect(await worker.handle(add(`more-${n}`, 0, { stream: `tally-${n}` }))).toMatchObject({ version: 1 });
    }
  });

  it.each([2, 3, 5, 10, 20, 50])('that race at one expected version, %i of them, have one winner', async (racers) => {
    await using world = await openWorkers();
    await world.worker().handle(add('c0', 1));
    const race = Array.from({ length: racers }, (_, n) => world.worker().handle(add(`c${n + 1}`, 1, { expectedVersion: 1 })));
    const outcomes = await Promise.all(race);
    expect(outcomes.filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'REJECTED')).toHaveLength(racers - 1);
    expect((await world.logged()).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('decide again when another stream moved between the decision and the append', async () => {
    await using world = await openWorkers();
    const one = world.worker();
    await one.handle(add('b1', 7, { stream: 'tally-b' }));
    await one.handle(copy('c1', 'tally-a', 'tally-b'));
    await world.worker().handle(add('b2', 5, { stream: 'tally-b' }));
    // Another worker has moved tally-b since this one saw it.
    await one.handle(copy('c2', 'tally-a', 'tally-b'));
    expect((await world.logged()).map(({ data }) => data)).toEqual([{ by: 7 }, { by: 12 }]);
  });

  it('look again before they append what they decided long ago: a worker that was frozen meanwhile is no zombie', async () => {
    await using world = await openWorkers();
    await world.setLimit('p1', 1000);
    const { pass, arrived, open } = gate();
    let elapsed = 0;
    const store = storeWith(world.store, {
      read: async function* (stream, range) {
        yield* world.store.read(stream, range);
        if (stream === 'policy-limit') await pass();
      },
    });
    const frozen = world.worker({ store, elapsed: () => elapsed }).handle(add('c1', 500));
    await arrived;
    await world.setLimit('p2', 10);
    const refused = await world.worker().handle(add('c1', 500));
    expect(refused).toMatchObject({ outcome: 'REJECTED' });
    elapsed = LOOK_MS_MAX + 1;
    open();
    expect(await frozen).toEqual({ ...refused, duplicate: true });
    expect(await world.logged()).toEqual([]);
  });
});

it('recorded time does not go back in a stream when the clock is set back [C10]', async () => {
  await using world = await openWorkers();
  const clock = ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:10.000Z', '2026-03-01T12:00:02.000Z', '2026-03-01T12:00:11.000Z'];
  for (const [n, now] of clock.entries()) await world.worker({ now: () => new Date(now) }).handle(add(`c${n}`, 1));
  const recorded = (await world.logged()).map(({ meta }) => meta.recordedAt.slice(17, 19));
  expect(recorded).toEqual(['00', '10', '10', '11']);
  const versions = { ...tallies(), on: { Added: tallies().on['Told'] } };
  const moment = { at: '2026-03-01T12:00:05.000Z', time: 'recorded' } as const;
  const { documents } = await foldAsOf<{ readonly versions: readonly number[] }>(versions, () => world.store.read('tally-a'), moment);
  expect(documents.get('tally-a')!.versions).toEqual([1]);
});

it('a log of the last version goes on: its events, whose ids did not follow from their content, still answer', async () => {
  await using world = await openWorkers();
  const meta = {
    commandId: 'old',
    commandHash: 'WAc4dRmL-un-EIMqH94IP-ovOqf8-CMPGaI4bzHpx0c',
    actor: 'tester',
    occurredAt: NOW,
    recordedAt: NOW,
    policy: 'limit@1',
  };
  await world.store.append('tally-a', 0, [{ id: 'fe5f6f4d-c459-5a68-80e5-53434ff81f8c', type: 'Added', data: { by: 3 }, meta }]);
  expect(await world.worker().handle(add('old', 3))).toEqual({
    commandId: 'old',
    stream: 'tally-a',
    duplicate: true,
    outcome: 'ACCEPTED',
    version: 1,
    position: '0000000000000001',
    occurredAt: NOW,
    events: [{ id: 'fe5f6f4d-c459-5a68-80e5-53434ff81f8c', type: 'Added', version: 1 }],
  });
  expect(await world.worker().handle(add('old', 4))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
  expect(await world.worker().handle(add('new', 4))).toMatchObject({ outcome: 'ACCEPTED', version: 2 });
});

it('gives every command one effect and one answer, whichever workers decide it at once, with lost appends and lost answers', async () => {
  await using world = await openWorkers();
  const step = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    worker: fc.integer({ min: 0, max: 2 }),
    fault: fc.option(fc.constantFrom('lose the acknowledgement' as const, 'lose the append' as const), { freq: 3 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }), async (rounds) => {
      const stream = `tally-p${++run}`;
      const bodies = [0, 5, 500, 1, 60, 60].map((by, id) => add(`p${run}-${id}`, by, { stream }));
      const faulty = withFaults(world.store);
      const workers = [0, 1, 2].map((seconds) =>
        world.worker({ store: faulty.store, now: () => new Date(Date.parse(NOW) + seconds * 1_000) }),
      );
      const given: Outcome[] = [];
      for (const round of rounds) {
        faulty.faults.splice(0, Infinity, ...round.flatMap(({ fault }) => (fault ? [fault] : [])));
        given.push(...(await Promise.all(round.map(({ id, worker }) => workers[worker]!.handle(bodies[id]!)))));
      }
      faulty.faults.length = 0;
      const settled = await Promise.all(bodies.map((body) => world.worker().handle(body)));
      const events = await world.logged(stream);
      expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
      for (const answer of [...given, ...settled].filter(({ outcome }) => outcome !== 'UNKNOWN')) {
        const last = settled.find(({ commandId }) => commandId === answer.commandId)!;
        expect({ ...answer, duplicate: false }).toEqual({ ...last, duplicate: false });
        const own = events
          .filter(({ meta }) => meta.commandId === answer.commandId)
          .map(({ id, type, version }) => ({ id, type, version }));
        expect(own).toEqual(answer.outcome === 'ACCEPTED' ? answer.events : []);
      }
    }),
    { numRuns: 40 },
  );
});
