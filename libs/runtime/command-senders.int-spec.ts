import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { encodeCommand, COMMANDS_TOPIC, OUTCOMES_TOPIC } from './cloud-events.js';
import { ACCEPTED_COMMANDS_BEFORE, COMMAND_OUTCOMES, openCommandLedger } from './command-ledger.js';
import { consumeCommands } from './consume-commands.js';
import { commandHashOf } from './identity.js';
import { add, forms } from './testing/tally.js';
import { openWorkers } from './testing/workers.js';
import { running } from './testing/worlds.js';

const accepted = collectionFor(acceptedCommands);
const from = (source: string, by = 1, more: Partial<CommandEnvelope> = {}): CommandEnvelope => add('c1', by, { source, ...more });

describe('D1: one id of two sources', () => {
  it('is two commands, each with its own effect once, the same in every worker and much later', async () => {
    await using world = await openWorkers();
    const one = await world.worker().handle(from('/a'));
    const other = await world.worker().handle(from('/b'));
    expect([one, other]).toMatchObject([
      { outcome: 'ACCEPTED', version: 1, duplicate: false },
      { outcome: 'ACCEPTED', version: 2, duplicate: false },
    ]);
    const later = world.worker();
    expect(await later.handle(from('/a'))).toEqual({ ...one, duplicate: true });
    expect(await later.handle(from('/b'))).toEqual({ ...other, duplicate: true });
    const events = await world.logged();
    expect(events.map(({ meta }) => [meta.commandId, meta.source])).toEqual([
      ['c1', '/a'],
      ['c1', '/b'],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it('sent at once in one worker and in two has each effect once', async () => {
    await using world = await openWorkers();
    const workers = [world.worker(), world.worker()];
    const outcomes = await Promise.all(
      workers.flatMap((worker) => [from('/a'), from('/b'), add('c1', 1)].map((one) => worker.handle(one))),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(outcomes.map(() => 'ACCEPTED'));
    expect((await world.logged()).map(({ meta }) => meta.source ?? 'own').toSorted()).toEqual(['/a', '/b', 'own']);
  });

  it('is refused for each sender by itself, and stays so', async () => {
    await using world = await openWorkers();
    const refused = await world.worker().handle(from('/a', 500));
    expect(refused).toMatchObject({ rejection: { code: 'LIMIT_REACHED' } });
    expect(await world.worker().handle(from('/b', 1))).toMatchObject({ outcome: 'ACCEPTED', duplicate: false });
    expect(await world.worker().handle(add('c1', 2))).toMatchObject({ outcome: 'ACCEPTED', duplicate: false });
    expect(await world.worker().handle(from('/a', 500))).toEqual({ ...refused, duplicate: true });
  });

  it('is no duplicate of a refusal with the very same words that our own doors were given', async () => {
    await using world = await openWorkers();
    await world.worker().handle(add('c1', 500));
    expect(await world.worker().handle(from('/a', 500))).toMatchObject({ outcome: 'REJECTED', duplicate: false });
    expect(await openCommandLedger(world.readStore).sendersOf('c1')).toEqual([undefined, '/a']);
  });

  it('stays COMMAND_ID_REUSED for another body of the same source, on the same stream and on others', async () => {
    await using world = await openWorkers();
    await world.worker().handle(from('/a'));
    await using runner = running({ ...world, projection: acceptedCommands });
    await runner.reaches((await world.store.head()).position!);
    const handler = world.worker({ acceptedCommands: accepted });
    for (const again of [from('/a', 2), from('/a', 1, { stream: 'tally-b' })]) {
      expect(await handler.handle(again)).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
    }
    expect(await handler.handle(from('/b', 1, { stream: 'tally-b' }))).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await handler.outcomeOf('c1')).toBeUndefined();
    expect(await handler.outcomeOf('c1', '/a')).toMatchObject({ stream: 'tally-a' });
  });

  it('is one command where the sources are our own doors', async () => {
    await using world = await openWorkers();
    await world.worker().handle(add('c1', 1));
    for (const source of ['http', 'rapport', 'import:shop', 'import:other']) {
      expect(await world.worker().handle(from(source))).toMatchObject({ outcome: 'ACCEPTED', version: 1, duplicate: true });
    }
  });
});

describe('D1: over the bus', () => {
  it('events of one id from two sources are decided each, and each outcome says whose it is under an id of its own', async () => {
    await using world = await openWorkers();
    const folder = await mkdtemp(join(tmpdir(), 'rapport-senders-'));
    await using bus = await openMessageBus(`in-process:${join(folder, 'bus.db')}`);
    const stop = new AbortController();
    const heard: Record<string, unknown>[] = [];
    const enough = Promise.withResolvers<void>();
    const outcomes = bus.consume(
      OUTCOMES_TOPIC,
      'test',
      async ({ value }) => {
        if (heard.push(JSON.parse(Buffer.from(value!).toString()) as Record<string, unknown>) === 4) enough.resolve();
        return { kind: 'done' };
      },
      stop.signal,
    );
    const worker = consumeCommands({ bus, handler: world.worker(), forms, now: () => new Date() }, stop.signal);
    for (const command of [from('/a'), from('/b'), from('/a'), add('c1', 1)]) await bus.publish(COMMANDS_TOPIC, encodeCommand(command));
    await enough.promise;
    stop.abort();
    await Promise.all([outcomes, worker]);
    await rm(folder, { recursive: true });
    expect(heard.map(({ id, data }) => [id, data])).toMatchObject([
      ['c1/outcome//a', { commandId: 'c1', source: '/a', version: 1, duplicate: false }],
      ['c1/outcome//b', { commandId: 'c1', source: '/b', version: 2, duplicate: false }],
      ['c1/outcome//a', { commandId: 'c1', source: '/a', version: 1, duplicate: true }],
      ['c1/outcome', { commandId: 'c1', version: 3, duplicate: false }],
    ]);
    expect(heard[3]!['data']).not.toHaveProperty('source');
  });
});

describe('D1: across the upgrade', () => {
  const KEPT = { duplicate: false, outcome: 'REJECTED', rejection: { code: 'LIMIT_REACHED', detail: 'As it was said.' } };

  it('a refusal that was kept under the id alone answers its sender again, and hides nothing that another one says', async () => {
    await using world = await openWorkers();
    const outcome = { commandId: 'c1', stream: 'tally-a', ...KEPT };
    const puts = [{ key: 'c1', position: '0', document: { hash: commandHashOf(from('/a', 500)), outcome } }];
    await world.readStore.commit(COMMAND_OUTCOMES, { puts });
    expect(await world.worker().handle(from('/a', 500))).toEqual({ ...outcome, duplicate: true });
    expect(await world.worker().handle(add('c1', 500))).toEqual({ ...outcome, duplicate: true });
    expect(await world.worker().handle(add('c1', 1))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
    expect(await world.worker().handle(from('/b', 1))).toMatchObject({ outcome: 'ACCEPTED', duplicate: false });
  });

  it('a command that stands in the log is a duplicate at once, before any read model is built anew', async () => {
    await using world = await openWorkers();
    const meta = { commandHash: commandHashOf(from('/a')), actor: 'tester', occurredAt: NOON, recordedAt: NOON };
    const event = { id: 'ee705d00-59eb-5cc0-8836-80848c3c0668', type: 'Added', data: { by: 1 } };
    await world.store.append('tally-a', 0, [{ ...event, meta: { commandId: 'c1', source: '/a', ...meta } }]);
    expect(await world.worker().handle(from('/a'))).toMatchObject({ version: 1, duplicate: true, events: [{ id: event.id }] });
    expect(await world.worker().handle(from('/a', 7))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
    expect(await world.worker().handle(from('/b'))).toMatchObject({ version: 2, duplicate: false });
  });

  it('the read model of the last version answers until the present one has come as far, and not a moment longer', async () => {
    await using world = await openWorkers();
    const answer = await world.worker().handle(from('/a'));
    const { position } = (await world.logged())[0]!;
    const { log } = await world.store.head();
    const { version, occurredAt, events } = answer as typeof answer & { readonly outcome: 'ACCEPTED' };
    const hash = commandHashOf(from('/a'));
    const document = { commandId: 'c1', stream: 'tally-a', hash, version, position, occurredAt, recordedAt: NOON, events };
    await world.readStore.commit(ACCEPTED_COMMANDS_BEFORE, {
      puts: [{ key: 'c1', position, document }],
      checkpoint: { expected: undefined, next: { log: log!, position } },
    });
    const ledger = openCommandLedger(world.readStore, accepted);
    expect(await ledger.sendersOf('c1')).toEqual([undefined]);
    expect(await ledger.recall('c1')).toMatchObject({ hash, outcome: answer });
    expect(await ledger.recall('c1', '/a', hash)).toMatchObject({ outcome: answer });
    expect(await ledger.recall('c1', '/b', commandHashOf(from('/b', 2)))).toBeUndefined();

    await using runner = running({ ...world, projection: acceptedCommands });
    await runner.reaches(position);
    expect(await ledger.sendersOf('c1')).toEqual(['/a']);
    expect(await ledger.recall('c1')).toBeUndefined();
    expect(await ledger.recall('c1', '/b', hash)).toBeUndefined();
    expect(await ledger.recall('c1', '/a')).toMatchObject({ hash, outcome: answer });
  });
});

const NOON = '2026-03-01T12:00:00.000Z';
