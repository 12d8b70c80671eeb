import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import {
  DEAD_LETTER_HEADERS,
  DEAD_LETTER_TOPIC,
  type Delivery,
  type Disposition,
  type MessageBus,
  type Opened,
} from '#libs/kernel/ports.js';
import { Unavailable } from '#libs/kernel/errors.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { DONE, gate, listen, message, newName, numbers, textOf } from '#libs/kernel/testing/message-bus-fixtures.js';
import { openKafkaBus } from '../kafka.js';
import { COMMIT_DELAY_MS } from './settings.js';

const dead: Disposition = { kind: 'dead', code: 'UNREADABLE', detail: 'It is nothing that we know.' };

/** Of the largest message of a foreign producer: more than the port lets anybody publish. */
const OVERSIZED = 2_500_000;

describeEngine('kafka', (url) => {
  const kafka = new Kafka({ brokers: [url.replace('kafka://', '')], clientId: 'foreign', logLevel: logLevel.NOTHING });
  const one = { partitions: 1, replicationFactor: 1, maxMessageBytes: 3_000_000 };
  const [topic, transactional, shared] = [newName('topic'), newName('topic'), newName('topic')];
  let bus: Opened<MessageBus>;
  let foreign: Producer;
  beforeAll(async () => {
    bus = await openKafkaBus(url, {
      topics: { [topic]: one, [transactional]: one, [shared]: { ...one, partitions: 4 }, [DEAD_LETTER_TOPIC]: one },
    });
    foreign = kafka.producer({ createPartitioner: () => () => 0 });
    await foreign.connect();
  });
  afterAll(async () => {
    await foreign.disconnect();
    await bus[Symbol.asyncDispose]();
  });

  describe('what a foreign producer puts on a topic', () => {
    it('reaches the handler, whatever it is, and the partition goes on', async () => {
      const listener = listen(bus, topic, newName('group'), (delivery) => (textOf(delivery) === 'good' ? DONE : dead));
      const reader = listen(bus, DEAD_LETTER_TOPIC, newName('group'));
      const key = Buffer.from([0xff, 0xfe]);
      const messages = [
        { key, value: Buffer.from([0, 0xff]), headers: { bytes: Buffer.from([0xff]), twice: ['a', 'b'] } },
        { key: null, value: null },
        { key: 'big', value: Buffer.alloc(OVERSIZED, 'x') },
        { key: 'k', value: 'good' },
      ];
      for (const sent of messages) await foreign.send({ topic, messages: [sent] });
      await listener.until((heard) => heard.some((delivery) => textOf(delivery) === 'good'));
      const ours = () => reader.heard.filter(({ headers }) => headers[DEAD_LETTER_HEADERS.topic] === topic);
      await reader.until(() => ours().length === 3);
      await Promise.all([listener.stop(), reader.stop()]);
      const big = ours().find((letter) => letter.key === 'big') as Delivery;
      expect(big.headers[DEAD_LETTER_HEADERS.cut]).toBe(`${big.value?.length} of ${OVERSIZED} bytes of the value`);
      const nothing = ours().find((letter) => letter.key === null) as Delivery;
      expect(nothing.value).toBeNull();
    });

    it('keeps a key that is no UTF-8, byte for byte, also as a dead letter, and orders by it', async () => {
      const group = newName('group');
      const [first, second] = [Buffer.from([0xff, 0x01]), Buffer.from([0xfe, 0x01])];
      const sent = [first, second, first].map((key, index) => ({ key, value: `bytes ${index}` }));
      await foreign.send({ topic, messages: sent });
      const ours = (delivery: Delivery) => textOf(delivery).startsWith('bytes');
      const listener = listen(bus, topic, group, (delivery) => {
        if (!ours(delivery)) return DONE;
        return textOf(delivery) === 'bytes 0' && delivery.attempt < 3 ? { kind: 'retry' } : dead;
      });
      await listener.until((heard) => heard.filter(ours).length === 5);
      await listener.stop();
      // The two keys look alike as text: the second passes the first, which the third waits for.
      const order = listener.heard.filter(ours).map((delivery) => `${textOf(delivery)} ${delivery.attempt}`);
      expect(order.indexOf('bytes 1 1')).toBeLessThan(order.indexOf('bytes 0 3'));
      expect(order.indexOf('bytes 2 1')).toBeGreaterThan(order.indexOf('bytes 0 3'));
      const keys: (string | undefined)[] = [];
      const consumer = kafka.consumer({ groupId: newName('group'), maxWaitTimeInMs: 100 });
      await consumer.connect();
      await consumer.subscribe({ topics: [DEAD_LETTER_TOPIC], fromBeginning: true });
      const { promise: read, resolve } = Promise.withResolvers<void>();
      await consumer.run({
        eachMessage: async ({ message: letter }) => {
          const from = String(letter.headers?.[DEAD_LETTER_HEADERS.topic]);
          if (from !== topic || !letter.value?.toString().startsWith('bytes')) return;
          keys.push(letter.key?.toString('hex'));
          if (keys.length === 3) resolve();
        },
      });
      await read;
      await consumer.disconnect();
      expect(keys.toSorted()).toEqual(['fe01', 'ff01', 'ff01']);
    });
  });

  describe('offsets with holes', () => {
    it('are passed: marks of transactions and what was aborted hold up nothing, and the group ends at the end', async () => {
      const group = newName('group');
      const producer = kafka.producer({ transactionalId: newName('group'), maxInFlightRequests: 1, idempotent: true });
      await producer.connect();
      for (const [text, end] of [
        ['kept 1', 'commit'],
        ['aborted', 'abort'],
        ['kept 2', 'commit'],
        ['aborted too', 'abort'],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic: transactional, messages: numbers(3).map((n) => ({ key: n, value: text })) });
        await transaction[end]();
      }
      await producer.disconnect();
      const listener = listen(bus, transactional, group);
      await listener.until((heard) => heard.length === 6);
      await bus.publish(transactional, message('a', 'last'));
      await listener.until((heard) => heard.length === 7);
      await listener.stop();
      expect(new Set(listener.texts())).toEqual(new Set(['kept 1', 'kept 2', 'last']));
      const admin = kafka.admin();
      await admin.connect();
      const [committed] = await admin.fetchOffsets({ groupId: group, topics: [transactional] });
      const [{ high } = { high: '' }] = await admin.fetchTopicOffsets(transactional);
      await admin.disconnect();
      expect(committed?.partitions[0]?.offset).toBe(high);
    });
  });

  describe("a consumer that goes on with partitions that are another one's by now", () => {
    it('moves no offset back when it is done at last', async () => {
      const group = newName('group');
      const admin = kafka.admin();
      await admin.connect();
      const offsets = async () => {
        const [fetched] = await admin.fetchOffsets({ groupId: group, topics: [shared] });
        return Object.fromEntries((fetched?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
      };
      const publish = (texts: readonly string[]) => Promise.all(texts.map((text) => bus.publish(shared, message(text, text))));
      await publish(numbers(40));
      const released = gate();
      const zombie = listen(bus, shared, group, () => released.opened.then(() => DONE));
      await zombie.until((heard) => heard.length === 40);
      const second = listen(bus, shared, group);
      await zombie.untilPartitions((mine) => mine.length === 2);
      await second.untilPartitions((mine) => mine.length === 2);
      await publish(numbers(80).slice(40));
      const ends = await admin.fetchTopicOffsets(shared);
      const isAt = (now: Record<string, number>) =>
        second.partitions().every((partition) => now[partition] === Number(ends.find((end) => end.partition === partition)?.high));
      for (let now = await offsets(); !isAt(now); now = await offsets()) await new Promise(setImmediate);
      released.open();
      await zombie.stop();
      expect(isAt(await offsets())).toBe(true);
      await second.stop();
      await admin.disconnect();
    });
  });

  describe('the group of an ephemeral consumer', () => {
    it('has no offsets while it listens, and is not on the broker any more when it has ended', async () => {
      const group = newName('group');
      const admin = kafka.admin();
      await admin.connect();
      const listed = async () => (await admin.listGroups()).groups.some(({ groupId }) => groupId === group);
      const listener = listen(bus, shared, group, undefined, { ephemeral: true });
      await listener.untilPartitions((mine) => mine.length === 4);
      await Promise.all(numbers(20).map((text) => bus.publish(shared, message(text, text))));
      await listener.until((heard) => heard.length === 20);
      expect(await listed()).toBe(true);
      await wait(3 * COMMIT_DELAY_MS);
      const [fetched] = await admin.fetchOffsets({ groupId: group, topics: [shared] });
      expect(new Set(fetched?.partitions.map(({ offset }) => offset))).toEqual(new Set(['-1']));
      await listener.stop();
      expect(await listed()).toBe(false);
      await admin.disconnect();
    });
  });

  describe('a topic with another number of partitions', () => {
    it('is warned about by name, and left as it is', async () => {
      const warnings: string[] = [];
      const observer = { warn: (text: string) => warnings.push(text) };
      await using other = await openKafkaBus(url, { topics: { [topic]: { ...one, partitions: 6 } }, observer });
      await other.probe();
      expect(warnings).toEqual([expect.stringContaining(`Topic ${topic} has 1 partitions, the configuration says 6`)]);
    });
  });

  describe('a login at a port where no broker asks for one', () => {
    it('ends the opening with what was asked of whom and what to do, without the secret', async () => {
      const failure: unknown = await openKafkaBus(url.replace('kafka://', 'kafka://kim:top-secret@')).then(
        (other) => other[Symbol.asyncDispose](),
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(Unavailable);
      const host = new URL(url).host.replaceAll('.', '\\.');
      expect(String(failure)).toMatch(
        new RegExp(
          `MESSAGE_BUS_URL: Kafka at ${host} refuses the login of "kim" \\(sasl=plain\\): .*SASL.* Check user, password and sasl=`,
        ),
      );
      expect(JSON.stringify([String(failure), failure])).not.toContain('top-secret');
    });
  });
});
