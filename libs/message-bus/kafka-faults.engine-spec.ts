import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { DEAD_LETTER_TOPIC, type MessageBus, type Opened, PROBE_MS_MAX } from '#libs/kernel/ports.js';
import { DEADLINE_MS, within } from '#libs/kernel/testing/deadline.js';
import { describeEngineFaults, freezeEngine, killEngine, startEngine, thawEngine } from '#libs/kernel/testing/engines.js';
import { DONE, gate, listen, message, newName, numbers, textOf } from '#libs/kernel/testing/message-bus-fixtures.js';
import { CLOSE_MS_MAX, COORDINATOR_MS_MAX, PUBLISH_MS_MAX, SILENT_MS_MAX } from './kafka/settings.js';
import { type KafkaBusOptions, openKafkaBus } from './kafka.js';
import { type ConsumerState } from './observer.js';

/** Promised: consumers and publishing go on by themselves in this time after the broker is back. What it was is printed. */
const BACK_MS_MAX = 10_000;

/** A consumer whose broker is away says so in this time. */
const TOLD_MS_MAX = SILENT_MS_MAX + COORDINATOR_MS_MAX + 1_000;

/** Longer than any session, and than the client tries when it has patience for seconds only. */
const AWAY_MS = 30_000;

/** Longer than a session: the members are not known any more. */
const HANGS_MS = 12_000;

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

  describe('a broker that is away for half a minute', () => {
    it('is missed within seconds, and found again within ten; what was in hand counts', async () => {
      const topic = newName('topic');
      const states: ConsumerState[] = [];
      const { promise: missed, resolve: miss } = Promise.withResolvers<void>();
      const consumer = (state: ConsumerState) => {
        states.push(state);
        if (state.state === 'unreachable') miss();
      };
      await using bus = await open(url, topic, { consumer });
      const released = gate();
      // A bus closes when what is in hand is finished: also when the test fails.
      await using _ = { [Symbol.asyncDispose]: async () => released.open() };
      const listener = listen(bus, topic, newName('group'), (delivery) =>
        textOf(delivery) === 'in hand' ? released.opened.then(() => DONE) : DONE,
      );
      const passing = listen(bus, topic, newName('group'), undefined, { ephemeral: true });
      await passing.untilPartitions((mine) => mine.length === 4);
      await bus.publish(topic, message('a', 'in hand'));
      await listener.until((heard) => heard.length === 1);
      await killEngine('kafka');
      const gone = performance.now();
      await within(missed, 'the consumer to miss its broker', DEADLINE_MS);
      const told = msSince(gone);
      expect(states.at(-1)?.reason).toMatch(/ECONNREFUSED|connection/i);
      await passing.untilPartitions((mine) => mine.length === 0);
      released.open();
      await wait(AWAY_MS);
      await startEngine('kafka');
      const back = performance.now();
      await publishUntilTaken(bus, topic, 'a', 'after');
      await Promise.all([listener, passing].map((one) => one.until((heard) => heard.some((delivery) => textOf(delivery) === 'after'))));
      print(`broker away for ${AWAY_MS} ms: missed after ${told} ms, heard ${msSince(back)} ms after its return`);
      print(`states ${states.map(({ group, state }) => `${group.slice(-4)} ${state}`).join()}`);
      expect(msSince(back)).toBeLessThan(BACK_MS_MAX);
      expect(told).toBeLessThan(TOLD_MS_MAX);
      expect(listener.texts()).toEqual(['in hand', 'after']);
      expect(passing.texts()).toEqual(['in hand', 'after']);
      // Nobody had to begin again.
      expect(states.map(({ state }) => state)).not.toContain('crashed');
      await Promise.all([listener.stop(), passing.stop()]);
    });

    it('is gone on with by all members of a group, each with the partitions that it had', async () => {
      const [topic, group] = [newName('topic'), newName('group')];
      await using bus = await open(url, topic);
      const members = [listen(bus, topic, group), listen(bus, topic, group)];
      await Promise.all(members.map((one) => one.untilPartitions((mine) => mine.length === 2)));
      const before = members.map((one) => one.partitions().toSorted().join());
      await killEngine('kafka');
      await Promise.all(members.map((one) => one.untilPartitions((mine) => mine.length === 0)));
      await startEngine('kafka');
      const back = performance.now();
      await Promise.all(members.map((one) => one.untilPartitions((mine) => mine.length === 2)));
      print(`two members go on ${msSince(back)} ms after the broker's return`);
      expect(msSince(back)).toBeLessThan(BACK_MS_MAX);
      expect(members.map((one) => one.partitions().toSorted().join())).toEqual(before);
      for (const text of numbers(40)) await publishUntilTaken(bus, topic, text, text);
      const all = () => members.flatMap((one) => one.texts());
      await Promise.race(members.map((one) => one.until(() => new Set(all()).size === 40)));
      await Promise.all(members.map((one) => one.stop()));
    });

    it('does not keep a consumer from ending, nor a bus from being closed', async () => {
      const topic = newName('topic');
      const bus = await open(url, topic);
      const [first, second] = [listen(bus, topic, newName('group')), listen(bus, topic, newName('group'), undefined, { ephemeral: true })];
      await Promise.all([first, second].map((one) => one.untilPartitions((mine) => mine.length === 4)));
      await killEngine('kafka');
      await first.untilPartitions((mine) => mine.length === 0);
      const begun = performance.now();
      await first.stop();
      await within(Promise.all([bus[Symbol.asyncDispose](), second.ended]), 'the bus to close');
      print(`closed in ${msSince(begun)} ms while the broker was away`);
      expect(msSince(begun)).toBeLessThan(2 * CLOSE_MS_MAX);
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
      await wait(Math.max(0, HANGS_MS - refused));
      await thawEngine('kafka');
      const back = performance.now();
      await publishUntilTaken(bus, topic, 'a', 'after');
      const published = msSince(back);
      await listener.until((heard) => heard.some((one) => textOf(one) === 'after'));
      print(
        `broker hung for ${HANGS_MS} ms, publishing refused after ${refused}: published ${published} ms, heard ${msSince(back)} ms after it went on`,
      );
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
