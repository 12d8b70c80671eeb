import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#libs/event-store/open.js';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import {
  type BusMessage,
  DEAD_LETTER_TOPIC,
  type Delivery,
  type EventStore,
  MESSAGE_BYTES_MAX,
  type MessageBus,
  type Opened,
  type ReadStore,
} from '#libs/kernel/ports.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { openReadStore } from '#libs/read-store/open.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC } from './cloud-events.js';
import { consumeCommand, consumeCommands, DEFECT_ATTEMPTS_MAX, REQUEST_HEADER } from './consume-commands.js';
import { createCommandHandler } from './handle-command.js';
import { add, aggregates, forms, policies } from './testing/tally.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
let folder: string;
let store: Opened<EventStore>;
let readStore: Opened<ReadStore>;
let bus: Opened<MessageBus>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-consume-'));
  store = await openEventStore(`sqlite:${join(folder, 'events.db')}`, { writer: true });
  readStore = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
  bus = await openMessageBus(`in-process:${join(folder, 'bus.db')}`);
});
afterEach(async () => {
  await bus[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await readStore[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const worker = () => createCommandHandler({ store, readStore, aggregates, policies, now: () => NOW });

/** Takes `count` messages off a topic, then stops. */
const take = async (topic: string, count: number): Promise<Delivery[]> => {
  const taken: Delivery[] = [];
  const enough = new AbortController();
  await bus.consume(
    topic,
    'test',
    async (delivery) => {
      taken.push(delivery);
      if (taken.length === count) enough.abort();
      return { kind: 'done' };
    },
    enough.signal,
  );
  return taken;
};

const parsed = (message: BusMessage) => JSON.parse(Buffer.from(message.value ?? []).toString('utf8')) as Record<string, unknown>;

const delivery = (command: CommandEnvelope, attempt = 1): Delivery => ({ ...encodeCommand(command), topic: COMMANDS_TOPIC, attempt });

describe('commands on the bus', () => {
  it('are decided in order and answered on the outcomes topic', async () => {
    for (const [n, by] of [10, 95, 5].entries()) await bus.publish(COMMANDS_TOPIC, encodeCommand(add(`c${n}`, by)));
    const stop = new AbortController();
    const consuming = consumeCommands({ bus, handler: worker(), forms, now: () => NOW }, stop.signal);
    const outcomes = (await take(OUTCOMES_TOPIC, 3)).map(parsed);
    stop.abort();
    await consuming;
    expect(outcomes.map(({ data }) => (data as Outcome).outcome)).toEqual(['ACCEPTED', 'REJECTED', 'ACCEPTED']);
    expect(outcomes[0]).toMatchObject({
      specversion: '1.0',
      type: 'rapport.CommandOutcome',
      subject: 'a',
      causationid: 'c0',
      data: { commandId: 'c0', tallyId: 'a', version: 1, duplicate: false },
    });
  });

  it('that cannot be read become dead letters, and the next one is decided', async () => {
    const rubbish = [Buffer.from([0xff, 0x00, 0x7b]), Buffer.from('{"specversion":"1.0"}'), Buffer.from('[]')];
    for (const value of rubbish) await bus.publish(COMMANDS_TOPIC, { key: 'a', value, headers: {} });
    await bus.publish(COMMANDS_TOPIC, encodeCommand(add('c1', 1)));
    const stop = new AbortController();
    const consuming = consumeCommands({ bus, handler: worker(), forms, now: () => NOW }, stop.signal);
    const dead = await take(DEAD_LETTER_TOPIC, 3);
    await take(OUTCOMES_TOPIC, 1);
    stop.abort();
    await consuming;
    expect(dead.map(({ value }) => Buffer.from(value ?? []))).toEqual(rubbish);
    expect(await Array.fromAsync(store.read('tally-a'))).toHaveLength(1);
  });
});

const failing = (failure: Error) => ({ handle: (): Promise<Outcome> => Promise.reject(failure) });
const answering = (outcome: Outcome) => ({ handle: () => Promise.resolve(outcome) });

describe('one command off the bus', () => {
  it('is handed out again while an engine is away, however often', async () => {
    const away = { bus, handler: failing(new Unavailable('event store is away')), forms, now: () => NOW };
    expect(await consumeCommand(away, delivery(add('c1', 1), 1000), new Map())).toEqual({ kind: 'retry' });
  });

  it('is handed out again while its outcome is unknown', async () => {
    const unknown = answering({ commandId: 'c1', stream: 'tally-a', duplicate: false, outcome: 'UNKNOWN', detail: '' });
    expect(await consumeCommand({ bus, handler: unknown, forms, now: () => NOW }, delivery(add('c1', 1)), new Map())).toEqual({
      kind: 'retry',
    });
  });

  it('becomes a dead letter when it fails by a defect again and again, however often an engine was away in between', async () => {
    const defects = new Map<string, number>();
    const broken = { bus, handler: failing(new InvariantBroken('two and two make five')), forms, now: () => NOW };
    const away = { ...broken, handler: failing(new Unavailable('event store is away')) };
    for (let failure = 1; failure < DEFECT_ATTEMPTS_MAX; failure++) {
      for (let outage = 0; outage < 5; outage++) await consumeCommand(away, delivery(add('c1', 1), 100), defects);
      expect(await consumeCommand(broken, delivery(add('c1', 1), 100), defects)).toEqual({ kind: 'retry' });
    }
    expect(await consumeCommand(broken, delivery(add('c1', 1), 100), defects)).toEqual({
      kind: 'dead',
      code: 'DEFECT',
      detail: 'two and two make five',
    });
    expect(defects.size).toBe(0);
  });

  it('becomes a dead letter with the code, and the place to blame, where it is malformed', async () => {
    const good = delivery(add('c1', 1));
    const value = Buffer.from(JSON.stringify({ ...parsed(good), specversion: '0.3' }));
    const dependencies = { bus, handler: worker(), forms, now: () => NOW };
    expect(await consumeCommand(dependencies, { ...good, value }, new Map())).toEqual({
      kind: 'dead',
      code: 'NOT_A_CLOUD_EVENT',
      detail: '/specversion: No event.',
    });
    expect(await consumeCommand(dependencies, { ...good, value: null }, new Map())).toMatchObject({ kind: 'dead', code: 'EMPTY_BODY' });
  });

  it('is answered also where its sender named the sending in a way that no answer could repeat: without that name', async () => {
    const dependencies = { bus, handler: worker(), forms, now: () => NOW };
    const names = { long: 'x'.repeat(MESSAGE_BYTES_MAX - 1_000), bytes: new Uint8Array(900_000), several: ['a', 'b'] };
    for (const [id, name] of Object.entries(names)) {
      const sent = delivery(add(id, 1));
      const disposition = consumeCommand(dependencies, { ...sent, headers: { ...sent.headers, [REQUEST_HEADER]: name } }, new Map());
      expect(await disposition).toEqual({ kind: 'done' });
    }
    const outcomes = await take(OUTCOMES_TOPIC, 3);
    expect(outcomes.map(({ headers }) => Object.keys(headers).join())).toEqual(Array(3).fill('content-type'));
    const events = await Array.fromAsync(store.read('tally-a'));
    expect(events.map(({ meta }) => 'request' in meta)).toEqual([false, false, false]);
  });

  it('carries the trace that it belongs to into its events, and out again', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const observed: [string, object][] = [];
    const observer = { answered: (outcome: string, figures: object) => void observed.push([outcome, figures]) };
    const dependencies = { bus, handler: worker(), forms, now: () => NOW, observer };
    await consumeCommand(dependencies, delivery(add('c0', 1, { traceparent })), new Map());
    await consumeCommand(dependencies, delivery(add('c1', 1)), new Map());
    await consumeCommand(dependencies, delivery(add('c9', 500)), new Map());
    const traces = (await Array.fromAsync(store.read('tally-a'))).map(({ meta }) => meta.traceparent);
    expect(traces).toEqual([traceparent, undefined]);
    expect(observed[0]).toEqual(['ACCEPTED', { ms: expect.any(Number), duplicate: false }]);
    expect(observed[2]).toEqual(['REJECTED', { ms: expect.any(Number), duplicate: false, code: 'LIMIT_REACHED' }]);
  });

  it('is read in binary mode too: attributes in headers, data in the value', async () => {
    const headers = {
      ce_specversion: '1.0',
      ce_id: 'c1',
      ce_type: 'rapport.Add',
      ce_subject: 'a',
      ce_source: 'crm',
      ce_actor: 'ana',
      ce_time: '2026-02-01T10:00:00+02:00',
    };
    const message = { key: 'a', headers, value: Buffer.from('{"by":4}'), topic: COMMANDS_TOPIC, attempt: 1 };
    expect(await consumeCommand({ bus, handler: worker(), forms, now: () => NOW }, message, new Map())).toEqual({ kind: 'done' });
    const [event] = await Array.fromAsync(store.read('tally-a'));
    expect(event).toMatchObject({ data: { by: 4 }, meta: { actor: 'ana', source: 'crm', occurredAt: '2026-02-01T08:00:00.000Z' } });
  });
});
