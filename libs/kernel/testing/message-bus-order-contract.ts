import { describe, expect, it } from '@jest/globals';
import { type BusUnderTest, DONE, listen, message, newName, numbers, publishAll, RETRY, textOf } from './message-bus-fixtures.js';

/** Later messages that pass one that is stuck. */
const PASSING = 500;

/** In which order messages are handled, and how many at once; see {@link messageBusContract}. */
export const orderContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
  describe('messages', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const texts = numbers(15);

    it('of one key are handled in the order in which they were published, one at a time', async () => {
      const topic = newTopic();
      const inHand = new Set<unknown>();
      const overlaps: unknown[] = [];
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

    it('of one key keep their order also when nobody waited between publishing them', async () => {
      const topic = newTopic();
      await Promise.all(texts.map((text) => bus().publish(topic, message('a', text))));
      const listener = listen(bus(), topic, newName('group'));
      await listener.until((heard) => heard.length === texts.length);
      await listener.stop();
      expect(listener.texts()).toEqual(texts);
    });

    it('are in hand at once up to inFlightMax, not more', async () => {
      const topic = newTopic();
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
      expect(most).toBe(2);
    });

    it('without a key hold up nobody, not even each other', async () => {
      const topic = newTopic();
      await publishAll(bus(), topic, null, ['stuck', '1', '2', '3']);
      const listener = listen(bus(), topic, newName('group'), (delivery) => (textOf(delivery) === 'stuck' ? RETRY : DONE));
      await listener.until((heard) => new Set(heard.map(textOf)).size === 4);
      await listener.stop();
    });

    it(`that are stuck hold up their own key only, for ${PASSING} later ones, and are handed out again with what the group had not done`, async () => {
      const [topic, group] = [newTopic(), newName('group')];
      await publishAll(bus(), topic, 'stuck', ['first', 'second']);
      await Promise.all(numbers(PASSING).map((text) => bus().publish(topic, message(`key ${Number(text) % 50}`, text))));
      const listener = listen(bus(), topic, group, ({ key }) => (key === 'stuck' ? RETRY : DONE));
      await listener.until((heard) => new Set(heard.map(textOf)).size === PASSING + 1);
      await listener.stop();
      expect(listener.texts()).not.toContain('second');
      const next = listen(bus(), topic, group);
      await next.until((heard) => heard.some((one) => textOf(one) === 'second'));
      await next.stop();
      expect(next.texts().filter((text) => text === 'first' || text === 'second')).toEqual(['first', 'second']);
    });
  });
};
