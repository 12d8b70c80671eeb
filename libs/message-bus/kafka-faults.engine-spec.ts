import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { DEAD_LETTER_TOPIC, type MessageBus, type Opened, PROBE_MS_MAX } from '#libs/kernel/ports.js';
import { DEADLINE_MS, within } from '#libs/kernel/testing/deadline.js';
import { describeEngineFaults, freezeEngine, killEngine, startEngine, thawEngine } from '#libs/kernel/testing/engines.js';
import { DONE, gate, listen, message, newName, numbers, textOf } from '#libs/kernel/testing/message-bus-fixtures.js';
import { PUBLISH_MS_MAX } from './kafka/settings.js';
import { type KafkaBusOptions, openKafkaBus } from './kafka.js';
import { type ConsumerState } from './observer.js';

/** What is promised of a consumer and of publishing after the broker is back. */
const BACK_MS_MAX = 10_000;

const ONE_BROKER = { partitions: 4, replicationFactor: 1 };

const print = (text: string) => process.stdout.write(`${text}\n`);

const open = (url: string, topic: string, observer: KafkaBusOptions['observer'] = {}): Promise<Opened<MessageBus>> =>
  openKafkaBus(url, { topics: { [topic]: ONE_BROKER, [DEAD_LETTER_TOPIC]: ONE_BROKER }, observer });

/** Publishes until the bus takes it, as its callers do. */
const publishUntilTaken = async (bus: MessageBus, topic: string, key: string, text: string): Promise<void> => {
  for (;;) {
    try {
      return await bus.publish(topic, message(key, text));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await wait(50);
    }
  }
};

const msSince = (begun: number) => Math.round(performance.now() - begun);

describeEngineFaults('kafka', (url) => {
  // Whatever a test left: the next one finds a broker.
  afterEach(() => startEngine('kafka'), 6 * DEADLINE_MS);

  describe('a broker that is killed in the midst of 2,000 messages and started again', () => {
    it('has lost nothing that was acknowledged; consumer and producers go on by themselves', async () => {
      const topic = newName('topic');
      const states: ConsumerState[] = [];
      await using bus = await open(url, topic, { consumer: (state) => states.push(state) });
      const listener = listen(bus, topic, newName('group'));
      await listener.untilPartitions((mine) => mine.length === 4);
      const all = numbers(2_000);
      const acknowledged: string[] = [];
      // Eight producers, each in order.
      const producing = numbers(8).map(async (producer) => {
        for (const text of all.filter((one) => Number(one) % 8 === Number(producer))) {
          await publishUntilTaken(bus, topic, `key ${producer}`, text);
          acknowledged.push(text);
        }
      });
      await listener.until((heard) => heard.length >= 500);
      await killEngine('kafka');
      const before = acknowledged.length;
      expect(before).toBeLessThan(2_000);
      await startEngine('kafka');
      const back = performance.now();
      const heardBefore = listener.heard.length;
      await listener.until((heard) => heard.length > heardBefore);
      const wentOn = msSince(back);
      print(`broker killed after ${before} acknowledged messages: consumer goes on ${wentOn} ms after its return`);
      await within(Promise.all(producing), 'all to be acknowledged', 2 * DEADLINE_MS);
      await listener.until((heard) => new Set(heard.map(textOf)).size === 2_000);
      await listener.stop();
      print(`heard ${listener.heard.length} times for 2000 messages; states ${states.map(({ state }) => state).join()}`);
      expect(wentOn).toBeLessThan(BACK_MS_MAX);
      for (const producer of numbers(8)) {
        const firsts = [...new Set(listener.texts())].filter((text) => Number(text) % 8 === Number(producer));
        expect(firsts).toEqual(firsts.toSorted((one, other) => Number(one) - Number(other)));
      }
    });
  });

  describe('a broker that is away for longer than the client tries', () => {
    it('crashes the consumer, which says why, and is found again within ten seconds; what was in hand counts', async () => {
      const topic = newName('topic');
      const states: ConsumerState[] = [];
      const { promise: crashed, resolve: crash } = Promise.withResolvers<void>();
      const consumer = (state: ConsumerState) => {
        states.push(state);
        if (state.state === 'crashed') crash();
      };
      await using bus = await open(url, topic, { consumer });
      const released = gate();
      const listener = listen(bus, topic, newName('group'), (delivery) =>
        textOf(delivery) === 'in hand' ? released.opened.then(() => DONE) : DONE,
      );
      await bus.publish(topic, message('a', 'in hand'));
      await listener.until((heard) => heard.length === 1);
      await killEngine('kafka');
      await within(crashed, 'the consumer to crash', 2 * DEADLINE_MS);
      expect(states.at(-1)?.reason).toMatch(/ECONNREFUSED|connection/i);
      released.open();
      await startEngine('kafka');
      const back = performance.now();
      await publishUntilTaken(bus, topic, 'a', 'after');
      await listener.until((heard) => heard.some((one) => textOf(one) === 'after'));
      print(`broker away until the consumer crashed: heard ${msSince(back)} ms after its return, as ${listener.texts().join()}`);
      expect(msSince(back)).toBeLessThan(BACK_MS_MAX);
      expect(listener.texts()).toEqual(['in hand', 'after']);
      await listener.stop();
    });
  });

  describe('a broker that hangs', () => {
    it('is Unavailable in time, and found again within ten seconds', async () => {
      const topic = newName('topic');
      await using bus = await open(url, topic);
      const listener = listen(bus, topic, newName('group'));
      await bus.publish(topic, message('a', 'before'));
      await listener.until((heard) => heard.length === 1);
      await freezeEngine('kafka');
      const frozen = performance.now();
      await expect(within(bus.probe(), 'the probe', PROBE_MS_MAX + 500)).rejects.toThrow(Unavailable);
      await expect(bus.publish(topic, message('a', 'lost'))).rejects.toThrow(Unavailable);
      const refused = msSince(frozen);
      await thawEngine('kafka');
      const back = performance.now();
      await publishUntilTaken(bus, topic, 'a', 'after');
      const published = msSince(back);
      await listener.until((heard) => heard.some((one) => textOf(one) === 'after'));
      print(`broker hung for ${refused} ms: published ${published} ms, heard ${msSince(back)} ms after it went on`);
      expect(msSince(back)).toBeLessThan(BACK_MS_MAX);
      expect(refused).toBeLessThan(PUBLISH_MS_MAX + PROBE_MS_MAX + 2_000);
      await bus.probe();
      await listener.stop();
    });

    it('does not keep a bus from being closed', async () => {
      const topic = newName('topic');
      const bus = await open(url, topic);
      const listener = listen(bus, topic, newName('group'));
      await bus.publish(topic, message('a', 'before'));
      await listener.until((heard) => heard.length === 1);
      await freezeEngine('kafka');
      const begun = performance.now();
      await within(Promise.all([bus[Symbol.asyncDispose](), listener.ended]), 'the bus to close');
      print(`closed in ${msSince(begun)} ms while the broker hung`);
      expect(msSince(begun)).toBeLessThan(BACK_MS_MAX);
    });
  });

  describe('a broker that is not there at start', () => {
    it('is Unavailable, says so, and everything begins when it comes', async () => {
      await killEngine('kafka');
      const topic = newName('topic');
      const warnings: string[] = [];
      await using bus = await open(url, topic, { warn: (text) => warnings.push(text) });
      await expect(bus.probe()).rejects.toThrow(/Kafka at 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
      expect(warnings.join()).toMatch(/topics cannot be made or looked at yet: .*ECONNREFUSED/);
      const listener = listen(bus, topic, newName('group'), () => DONE);
      await expect(bus.publish(topic, message('a', '1'))).rejects.toThrow(Unavailable);
      await startEngine('kafka');
      const back = performance.now();
      await publishUntilTaken(bus, topic, 'a', '2');
      await listener.until((heard) => heard.some((one) => textOf(one) === '2'));
      print(`broker absent at start: topics made, published and heard ${msSince(back)} ms after it came`);
      expect(msSince(back)).toBeLessThan(BACK_MS_MAX);
      await bus.probe();
      await listener.stop();
    });
  });
});
