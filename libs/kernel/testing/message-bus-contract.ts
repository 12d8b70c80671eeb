import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { type Delivery, type MessageBus, type Opened } from '../ports.js';
import { DEADLINE_MS, within } from './deadline.js';
import { dispositionContract } from './message-bus-disposition-contract.js';
import { DONE, listen, message, newName, plain, publishAll, textOf } from './message-bus-fixtures.js';
import { groupContract } from './message-bus-group-contract.js';

/** What every message bus does. `open` opens one more bus; topics and groups of other tests may be on it. */
export const messageBusContract = (name: string, open: () => Promise<Opened<MessageBus>>): void => {
  describe(`message bus contract: ${name}`, () => {
    jest.setTimeout(2 * DEADLINE_MS);
    let bus: Opened<MessageBus>;
    beforeAll(async () => {
      bus = await open();
    });
    afterAll(async () => bus[Symbol.asyncDispose]());

    deliveryContract(() => bus);
    orderContract(() => bus);
    dispositionContract(() => bus);
    groupContract(() => bus);
    endContract(() => bus);

    it('finishes what it is publishing when it is closed', async () => {
      const closing = await open();
      const published = closing.publish(newName('topic'), message('a', '1'));
      await within(closing[Symbol.asyncDispose](), 'the bus to close');
      await expect(published).resolves.toBeUndefined();
    });

    it('finishes what its consumers have in hand when it is closed, and is Unavailable afterwards', async () => {
      const closing = await open();
      const [topic, group] = [newName('topic'), newName('group')];
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const listener = listen(closing, topic, group, () => released.then(() => DONE));
      await closing.publish(topic, message('a', '1'));
      await listener.until((heard) => heard.length === 1);
      const closed = closing[Symbol.asyncDispose]();
      release();
      await within(Promise.all([closed, listener.ended]), 'the bus to close');
      await expect(closing.publish(topic, message('a', '2'))).rejects.toThrow(Unavailable);
      await expect(closing.consume(topic, group, async () => DONE, new AbortController().signal)).rejects.toThrow(Unavailable);
    });
  });
};

const deliveryContract = (bus: () => MessageBus): void => {
  describe('a message', () => {
    it('reaches a consumer with topic, key, value, headers and attempt, as it was published', async () => {
      const topic = newName('topic');
      const listener = listen(bus(), topic, newName('group'));
      await bus().publish(topic, message('acme', '{"n":1}', { type: 'rapport.OpenAccount', note: 'Größe ☕', empty: '' }));
      await listener.until((heard) => heard.length === 1);
      await listener.stop();
      const headers = { type: 'rapport.OpenAccount', note: 'Größe ☕', empty: '' };
      expect(listener.heard.map(plain)).toEqual([{ topic, key: 'acme', value: [...Buffer.from('{"n":1}')], headers, attempt: 1 }]);
    });

    it.each([
      ['every byte there is', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
      ['nothing', new Uint8Array(0)],
      ['half a megabyte', new Uint8Array(524_288).fill(7)],
    ])('may have as its value %s', async (_, value) => {
      const topic = newName('topic');
      const listener = listen(bus(), topic, newName('group'));
      await bus().publish(topic, { key: 'a', value, headers: {} });
      await listener.until((heard) => heard.length === 1);
      await listener.stop();
      expect(Buffer.compare(listener.heard[0]?.value ?? new Uint8Array(1), value)).toBe(0);
    });

    it.each([
      ['that is empty', ''],
      ['in any script', 'ключ ☕'],
      ['with punctuation', 'a b/c%"\''],
      ['of 200 characters', 'k'.repeat(200)],
    ])('may have a key %s, which orders like any other', async (_, key) => {
      const topic = newName('topic');
      await publishAll(bus(), topic, key, ['1', '2', '3']);
      const listener = listen(bus(), topic, newName('group'));
      await listener.until((heard) => heard.length === 3);
      await listener.stop();
      expect(listener.heard.map((one) => [one.key, textOf(one)])).toEqual([
        [key, '1'],
        [key, '2'],
        [key, '3'],
      ]);
    });

    it('on one topic is no concern of another', async () => {
      const [one, two, group] = [newName('topic'), newName('topic'), newName('group')];
      await bus().publish(one, message('a', 'one'));
      await bus().publish(two, message('a', 'two'));
      const listener = listen(bus(), two, group);
      await listener.until((heard) => heard.length === 1);
      await listener.stop();
      expect(listener.texts()).toEqual(['two']);
    });
  });
};

const orderContract = (bus: () => MessageBus): void => {
  describe('messages', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const texts = Array.from({ length: 15 }, (_, index) => String(index));

    it('of one key are handled in the order in which they were published, one at a time', async () => {
      const topic = newName('topic');
      const inHand = new Set<string>();
      const overlaps: string[] = [];
      const listener = listen(bus(), topic, newName('group'), async ({ key }) => {
        if (inHand.has(key)) overlaps.push(key);
        inHand.add(key);
        await new Promise(setImmediate);
        inHand.delete(key);
        return DONE;
      });
      await Promise.all(keys.map((key) => publishAll(bus(), topic, key, texts)));
      await listener.until((heard) => heard.length === keys.length * texts.length);
      await listener.stop();
      for (const key of keys) expect(listener.heard.filter((one) => one.key === key).map(textOf)).toEqual(texts);
      expect(overlaps).toEqual([]);
    });

    it('are in hand at once up to inFlightMax, not more', async () => {
      const topic = newName('topic');
      let inHand = 0;
      let most = 0;
      await Promise.all(keys.map((key) => publishAll(bus(), topic, key, ['1', '2', '3'])));
      const answer = async () => {
        inHand += 1;
        most = Math.max(most, inHand);
        await new Promise(setImmediate);
        inHand -= 1;
        return DONE;
      };
      const listener = listen(bus(), topic, newName('group'), answer, { inFlightMax: 2 });
      await listener.until((heard) => heard.length === keys.length * 3);
      await listener.stop();
      expect(most).toBeLessThanOrEqual(2);
    });
  });
};

const endContract = (bus: () => MessageBus): void => {
  describe('an aborted consumer', () => {
    it('finishes what it has in hand, takes no more, and only then ends', async () => {
      const [topic, group] = [newName('topic'), newName('group')];
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const first = listen(bus(), topic, group, () => released.then(() => DONE));
      await first.until((heard) => heard.length === 1);
      let ended = false;
      const stopped = first.stop().then(() => (ended = true));
      await new Promise(setImmediate);
      expect(ended).toBe(false);
      release();
      await stopped;
      expect(first.texts()).toEqual(['1']);
      const second = listen(bus(), topic, group);
      await second.until((heard) => heard.length === 1);
      await second.stop();
      expect(second.texts()).toEqual(['2']);
    });

    it('leaves what it did not get done to the next consumer of its group', async () => {
      const [topic, group] = [newName('topic'), newName('group')];
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
      const topic = newName('topic');
      await bus().publish(topic, message('a', '1'));
      const heard: Delivery[] = [];
      const handle = async (delivery: Delivery) => {
        heard.push(delivery);
        return DONE;
      };
      await within(bus().consume(topic, newName('group'), handle, AbortSignal.abort()), 'consuming to end');
      expect(heard).toEqual([]);
    });
  });
};
