import { describe, expect, it } from '@jest/globals';
import { type Delivery } from '../ports.js';
import { DEADLINE_MS, within } from './deadline.js';
import { type BusUnderTest, DONE, gate, listen, message, newName, publishAll, RETRY, textOf } from './message-bus-fixtures.js';

/** What a group hears, and how a consumer of it ends; see {@link messageBusContract}. */
export const groupContract = (under: BusUnderTest): void => {
  beginContract(under);
  ephemeralContract(under);
  endContract(under);
};

const beginContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
  describe('a group', () => {
    it('that is new starts with the earliest message there is, unless told', async () => {
      const topic = newTopic();
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const listeners = [undefined, {}, { from: 'earliest' as const }].map((options) =>
        listen(bus(), topic, newName('group'), undefined, options),
      );
      for (const listener of listeners) await listener.until((heard) => heard.length === 2);
      await Promise.all(listeners.map((listener) => listener.stop()));
      for (const listener of listeners) expect(listener.texts()).toEqual(['1', '2']);
    });

    it('that is new and asks for the latest hears only what is published from then on', async () => {
      const topic = newTopic();
      await publishAll(bus(), topic, 'a', ['old', 'old']);
      const listener = listen(bus(), topic, newName('group'), undefined, { from: 'latest' });
      // When a group begins to listen is the engine's business, so publish until it hears something.
      for (const end = Date.now() + DEADLINE_MS; listener.heard.length === 0 && Date.now() < end;) {
        await bus().publish(topic, message('a', 'new'));
        await new Promise(setImmediate);
      }
      await listener.stop();
      expect(new Set(listener.texts())).toEqual(new Set(['new']));
    });

    it('that asked for the latest and heard nothing yet still gets what is published after it was in charge, also while it is away', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      await publishAll(bus(), topic, 'a', ['old']);
      const first = listen(bus(), topic, group, undefined, { from: 'latest' });
      await first.untilPartitions((mine) => mine.length > 0);
      await first.stop();
      await publishAll(bus(), topic, 'a', ['new']);
      const second = listen(bus(), topic, group, undefined, { from: 'latest' });
      await second.until((heard) => heard.length === 1);
      await second.stop();
      expect(second.texts()).toEqual(['new']);
    });

    it('gets every message, whatever other groups do', async () => {
      const topic = newTopic();
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const one = listen(bus(), topic, newName('group'));
      const two = listen(bus(), topic, newName('group'), ({ attempt }) => (attempt === 1 ? RETRY : DONE));
      await publishAll(bus(), topic, 'a', ['3']);
      await one.until((heard) => heard.length === 3);
      await two.until((heard) => heard.length === 6);
      await Promise.all([one.stop(), two.stop()]);
      expect(one.texts()).toEqual(['1', '2', '3']);
      expect(two.texts()).toEqual(['1', '1', '2', '2', '3', '3']);
    });

    it('goes on after its last done message, also with those published while nobody listened', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const first = listen(bus(), topic, group);
      await first.until((heard) => heard.length === 2);
      await first.stop();
      await publishAll(bus(), topic, 'a', ['3', '4']);
      const second = listen(bus(), topic, group, undefined, { from: 'latest' });
      await second.until((heard) => heard.length === 2);
      await second.stop();
      expect(second.texts()).toEqual(['3', '4']);
    });
  });
};

const ephemeralContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
  describe('an ephemeral consumer', () => {
    it('hears what is published once it is in charge, each key in order and what it retries again, and nothing from before', async () => {
      const topic = newTopic();
      await publishAll(bus(), topic, 'a', ['old']);
      const listener = listen(bus(), topic, newName('group'), ({ attempt }) => (attempt === 1 ? RETRY : DONE), { ephemeral: true });
      await listener.untilPartitions((mine) => mine.length > 0);
      await publishAll(bus(), topic, 'a', ['1', '2']);
      await listener.until((heard) => heard.length === 4);
      await listener.stop();
      expect(listener.texts()).toEqual(['1', '1', '2', '2']);
    });

    it('leaves nothing behind: its group is one that was never there', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      const passing = listen(bus(), topic, group, undefined, { ephemeral: true, from: 'earliest' });
      await passing.untilPartitions((mine) => mine.length > 0);
      await publishAll(bus(), topic, 'a', ['1', '2']);
      await passing.until((heard) => heard.length === 2);
      await passing.stop();
      const another = listen(bus(), topic, group);
      await another.until((heard) => heard.length === 2);
      await another.stop();
      expect(another.texts()).toEqual(['1', '2']);
    });

    it('starts at the end also where its group was kept, and forgets that', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      await publishAll(bus(), topic, 'a', ['1']);
      const kept = listen(bus(), topic, group);
      await kept.until((heard) => heard.length === 1);
      await kept.stop();
      await publishAll(bus(), topic, 'a', ['2']);
      const passing = listen(bus(), topic, group, undefined, { ephemeral: true });
      await passing.untilPartitions((mine) => mine.length > 0);
      await publishAll(bus(), topic, 'a', ['3']);
      await passing.until((heard) => heard.length === 1);
      await passing.stop();
      expect(passing.texts()).toEqual(['3']);
      const again = listen(bus(), topic, group, undefined, { from: 'latest' });
      await again.untilPartitions((mine) => mine.length > 0);
      await publishAll(bus(), topic, 'a', ['4']);
      await again.until((heard) => heard.length === 1);
      await again.stop();
      expect(again.texts()).toEqual(['4']);
    });
  });
};

const endContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
  describe('an aborted consumer', () => {
    it('finishes what it has in hand, takes no more, and only then ends', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const released = gate();
      const first = listen(bus(), topic, group, () => released.opened.then(() => DONE));
      await first.until((heard) => heard.length === 1);
      let ended = false;
      const stopped = first.stop().then(() => (ended = true));
      await new Promise(setImmediate);
      expect(ended).toBe(false);
      released.open();
      await stopped;
      expect(first.texts()).toEqual(['1']);
      const second = listen(bus(), topic, group);
      await second.until((heard) => heard.length === 1);
      await second.stop();
      expect(second.texts()).toEqual(['2']);
    });

    it('leaves what it did not get done to the next consumer of its group', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      await bus().publish(topic, message('a', '1'));
      const first = listen(bus(), topic, group, async () => {
        await new Promise((resolve) => first.signal.addEventListener('abort', resolve));
        throw new Error('killed');
      });
      await first.until((heard) => heard.length === 1);
      await first.stop();
      expect(first.heard).toHaveLength(1);
      const second = listen(bus(), topic, group);
      await second.until((heard) => heard.length === 1);
      await second.stop();
      expect(second.heard.map((one) => [textOf(one), one.attempt])).toEqual([['1', 1]]);
    });

    it('that was aborted before it began ends at once', async () => {
      const topic = newTopic();
      await bus().publish(topic, message('a', '1'));
      const heard: Delivery[] = [];
      const handle = async (delivery: Delivery) => {
        heard.push(delivery);
        return DONE;
      };
      await within(bus().consume(topic, newName('group'), handle, AbortSignal.abort()), 'consuming to end');
      expect(heard).toEqual([]);
    });

    it('that waits for a message ends soon', async () => {
      const listener = listen(bus(), newTopic(), newName('group'));
      await listener.untilPartitions((mine) => mine.length > 0);
      const begun = performance.now();
      await listener.stop();
      expect(performance.now() - begun).toBeLessThan(5_000);
    });

    it('refuses to have nothing in hand', async () => {
      const { signal } = new AbortController();
      const consuming = bus().consume(newTopic(), newName('group'), async () => DONE, signal, { inFlightMax: 0 });
      await expect(consuming).rejects.toThrow(RangeError);
    });
  });
};
