import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openEventStore } from '#libs/event-store/open.js';
import { type CommandEnvelope, type Outcome, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { openReadStore } from '#libs/read-store/open.js';
import { createCommandHandler } from './handle-command.js';
import { NewerEvent } from './newer-event.js';
import { add, aggregates, policies, withFaults } from './testing/tally.js';

const NOW = '2026-03-01T12:00:00.000Z';
let folder: string;
let store: Opened<EventStore>;
let readStore: Opened<ReadStore>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-handle-'));
  store = await openEventStore(`sqlite:${join(folder, 'events.db')}`, { writer: true });
  readStore = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await readStore[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const worker = (over: { store?: EventStore; readStore?: ReadStore } = {}) =>
  createCommandHandler({ store, readStore, aggregates, policies, now: () => new Date(NOW), ...over });

const logged = async (stream = 'tally-a'): Promise<RecordedEvent[]> => Array.fromAsync(store.read(stream));

describe('a command', () => {
  it('is accepted with the version, the position and the events that it led to', async () => {
    const outcome = await worker().handle(add('c1', 5, { occurredAt: '2026-02-01T08:00:00.000Z', note: 'by hand', source: 'test' }));
    const [event] = await logged();
    expect(outcome).toEqual({
      commandId: 'c1',
      stream: 'tally-a',
      duplicate: false,
      outcome: 'ACCEPTED',
      version: 1,
      position: event!.position,
      occurredAt: '2026-02-01T08:00:00.000Z',
      events: [{ id: event!.id, type: 'Added', version: 1 }],
    });
    expect(event!.meta).toEqual({
      commandId: 'c1',
      commandHash: expect.any(String),
      actor: 'tester',
      occurredAt: '2026-02-01T08:00:00.000Z',
      recordedAt: NOW,
      policy: 'limit@1',
      note: 'by hand',
      source: 'test',
    });
  });

  it('is rejected without a trace in the stream', async () => {
    const outcome = await worker().handle(add('c1', 500));
    expect(outcome).toEqual({
      commandId: 'c1',
      stream: 'tally-a',
      duplicate: false,
      outcome: 'REJECTED',
      rejection: { code: 'LIMIT_REACHED', detail: '0 + 500 is more than 100.', field: '/by' },
    });
    expect(await logged()).toEqual([]);
  });

  it('takes the time of the decision where the caller gave none', async () => {
    expect(await worker().handle(add('c1', 1))).toMatchObject({ occurredAt: NOW });
  });

  it('is refused when the stream is not at the expected version', async () => {
    const handler = worker();
    await handler.handle(add('c1', 1));
    expect(await handler.handle(add('c2', 1, { expectedVersion: 0 }))).toMatchObject({
      rejection: { code: 'VERSION_CONFLICT', field: '/expectedVersion' },
    });
    expect(await handler.handle(add('c3', 1, { expectedVersion: 1 }))).toMatchObject({ outcome: 'ACCEPTED', version: 2 });
  });

  it('is decided with the state of the streams that it asks for', async () => {
    const handler = worker();
    await handler.handle(add('c1', 7, { stream: 'tally-b' }));
    await handler.handle({ ...add('c2', 0), type: 'Copy', data: { from: 'tally-b' } });
    expect((await logged())[0]!.data).toEqual({ by: 7 });
  });

  it('is decided under the policy that this worker has just accepted', async () => {
    const handler = worker();
    await handler.handle({ ...add('p1', 0), stream: 'policy-limit', type: 'SetLimit', data: { limit: 1000 } });
    expect(await handler.handle(add('c1', 500))).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('stops at a stream that holds an event which this program does not know', async () => {
    const meta = { commandId: 'x', commandHash: '', actor: 'tester', occurredAt: NOW, recordedAt: NOW };
    await store.append('tally-a', 0, [{ id: 'ee705d00-59eb-5cc0-8836-80848c3c0668', type: 'FromTheFuture', data: {}, meta }]);
    await expect(worker().handle(add('c1', 1))).rejects.toThrow(NewerEvent);
    expect(await logged()).toHaveLength(1);
  });
});

describe('the same command again', () => {
  it('gets the same answer, marked as duplicate, even from another worker and much later', async () => {
    const handler = worker();
    const first = await handler.handle(add('c1', 1));
    for (let n = 0; n < 50; n++) await handler.handle(add(`other-${n}`, 1));
    expect(await handler.handle(add('c1', 1))).toEqual({ ...first, duplicate: true });
    expect(await worker().handle(add('c1', 1))).toEqual({ ...first, duplicate: true });
    expect(await logged()).toHaveLength(51);
  });

  it('stays rejected although it would be accepted by now', async () => {
    const handler = worker();
    const refused = await handler.handle(add('c1', 500));
    await handler.handle({ ...add('p1', 0), stream: 'policy-limit', type: 'SetLimit', data: { limit: 1000 } });
    expect(await worker().handle(add('c1', 500))).toEqual({ ...refused, duplicate: true });
  });

  it('stays without effect where there was nothing to do, whatever has happened since', async () => {
    const handler = worker();
    const nothing = await handler.handle(add('c1', 0));
    expect(nothing).toMatchObject({ outcome: 'ACCEPTED', version: 0, events: [] });
    await handler.handle(add('c2', 3));
    expect(await worker().handle(add('c1', 0))).toEqual({ ...nothing, duplicate: true });
  });

  it('is refused under an id that was used for another body or another stream', async () => {
    const handler = worker();
    await handler.handle(add('c1', 1));
    await handler.handle(add('c2', 500));
    for (const other of [add('c1', 2), add('c1', 1, { stream: 'tally-b' }), add('c2', 1), add('c1', 1, { occurredAt: NOW })]) {
      expect(await handler.handle(other)).toMatchObject({
        outcome: 'REJECTED',
        rejection: { code: 'COMMAND_ID_REUSED', field: '/commandId' },
      });
    }
    expect(await logged()).toHaveLength(1);
    expect(await logged('tally-b')).toEqual([]);
  });

  it('has one effect when it is handed in twice at once', async () => {
    const handler = worker();
    const answers = await Promise.all([handler.handle(add('c1', 1)), handler.handle(add('c1', 1)), handler.handle(add('c1', 1))]);
    expect(answers.map(({ duplicate }) => duplicate)).toEqual([false, true, true]);
    expect(await logged()).toHaveLength(1);
  });

  it('can be found under its id once it is settled', async () => {
    const handler = worker();
    const outcome = await handler.handle(add('c1', 1));
    const refused = await handler.handle(add('c2', 500));
    expect(await handler.outcomeOf('c1')).toEqual(outcome);
    expect(await handler.outcomeOf('c2')).toEqual(refused);
    expect(await worker().outcomeOf('c2')).toEqual(refused);
    expect(await worker().outcomeOf('c3')).toBeUndefined();
  });
});

describe('when the world fails', () => {
  it('finds its own append after a lost acknowledgement', async () => {
    const faulty = withFaults(store);
    faulty.faults.push('lose the acknowledgement');
    expect(await worker({ store: faulty.store }).handle(add('c1', 1))).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
    expect(await logged()).toHaveLength(1);
  });

  it('appends again after an append that was lost', async () => {
    const faulty = withFaults(store);
    faulty.faults.push('lose the append');
    expect(await worker({ store: faulty.store }).handle(add('c1', 1))).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
    expect(await logged()).toHaveLength(1);
  });

  it('does not refuse what may still land, although the rules have changed in between', async () => {
    const faulty = withFaults(store);
    const handler = worker({ store: faulty.store });
    const setLimit = (id: string, limit: number) =>
      handler.handle({ ...add(id, 0), stream: 'policy-limit', type: 'SetLimit', data: { limit } });
    await setLimit('p1', 1000);
    await handler.handle(add('c0', 1));
    faulty.faults.push('land late');
    const answer = handler.handle(add('c1', 500));
    faulty.breakReads(true);
    expect(await answer).toMatchObject({ outcome: 'UNKNOWN' });
    faulty.breakReads(false);
    await setLimit('p2', 10);
    expect(await handler.handle(add('c1', 500))).toMatchObject({ outcome: 'ACCEPTED', version: 2 });
    await faulty.land();
    expect(await logged()).toHaveLength(2);
  });

  it('answers UNKNOWN when it cannot even look, and settles when it is asked again', async () => {
    const faulty = withFaults(store);
    const handler = worker({ store: faulty.store });
    await handler.handle(add('c0', 1));
    faulty.faults.push('lose the acknowledgement');
    const answer = handler.handle(add('c1', 1));
    faulty.breakReads(true);
    expect(await answer).toMatchObject({ outcome: 'UNKNOWN' });
    faulty.breakReads(false);
    const settled = await handler.handle(add('c1', 1));
    expect(settled).toMatchObject({ outcome: 'ACCEPTED', version: 2 });
    for (let n = 0; n < 3; n++) expect(await handler.handle(add('c1', 1))).toEqual({ ...settled, duplicate: true });
    expect(await logged()).toHaveLength(2);
  });

  it('needs no write but its append to be accepted: a worker that is killed after it loses no answer', async () => {
    const noLedger: ReadStore = {
      load: (collection, keys) => readStore.load(collection, keys),
      checkpoint: (collection) => readStore.checkpoint(collection),
      find: (collection, query) => readStore.find(collection, query),
      commit: () => Promise.reject(new Error('no ledger')),
    };
    expect(await worker({ readStore: noLedger }).handle(add('c1', 1))).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
    expect(await worker().handle(add('c1', 1))).toMatchObject({ outcome: 'ACCEPTED', version: 1, duplicate: true });
    expect(await worker().handle(add('c1', 2))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
    expect(await logged()).toHaveLength(1);
  });

  it('lets two workers race on one stream without losing or doubling anything', async () => {
    const [one, other] = [worker(), worker()];
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? one : other).handle(add(`c${n}`, 1))));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 8 }, () => 'ACCEPTED'));
    expect((await logged()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

it('gives every command exactly one effect and one answer, under any mixture of retries, restarts and faults', async () => {
  const step = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    fault: fc.option(fc.constantFrom('lose the acknowledgement' as const, 'lose the append' as const), { freq: 3 }),
    restart: fc.boolean(),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (script) => {
      const stream = `tally-${++run}`;
      const bodies: readonly CommandEnvelope[] = [0, 5, 500, 1, 60, 60].map((by, id) => add(`${run}-${id}`, by, { stream }));
      const faulty = withFaults(store);
      let handler = worker({ store: faulty.store });
      const answers = new Map<number, Outcome>();
      for (const { id, fault, restart } of script) {
        if (restart) handler = worker({ store: faulty.store });
        if (fault) faulty.faults.splice(0, Infinity, fault);
        const answer = await handler.handle(bodies[id]!);
        faulty.faults.length = 0;
        expect({ ...answer, duplicate: false }).toEqual({ ...(answers.get(id) ?? answer), duplicate: false });
        expect(answer.duplicate).toBe(answers.has(id));
        answers.set(id, answer);
      }
      const events = await logged(stream);
      const accepted = [...answers.values()].flatMap((answer) => (answer.outcome === 'ACCEPTED' ? answer.events : []));
      expect(events.map(({ id, version }) => ({ id, version }))).toEqual(
        accepted.map(({ id, version }) => ({ id, version })).toSorted((a, b) => a.version - b.version),
      );
    }),
    { numRuns: 60 },
  );
});
