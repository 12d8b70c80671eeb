import { describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS, DEAD_LETTER_TOPIC, type Delivery, type Disposition, type MessageBus } from '../ports.js';
import { DONE, listen, message, newName, plain, publishAll, RETRY, textOf } from './message-bus-fixtures.js';

/** What becomes of a message by its consumer's answer; see {@link messageBusContract}. */
export const dispositionContract = (bus: () => MessageBus): void => {
  retryContract(bus);
  deadLetterContract(bus);
};

const refuseTwice = (refuse: () => never | typeof RETRY) => (delivery: Delivery) =>
  textOf(delivery) === '1' && delivery.attempt < 3 ? refuse() : DONE;

const retryContract = (bus: () => MessageBus): void => {
  describe('a message to retry', () => {
    it.each<[string, () => never | typeof RETRY]>([
      ['says so', () => RETRY],
      [
        'throws',
        () => {
          throw new Error('the handler failed');
        },
      ],
    ])('is handed out again, its attempts counted, before later messages of its key, when the handler %s', async (_, refuse) => {
      const topic = newName('topic');
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const listener = listen(bus(), topic, newName('group'), refuseTwice(refuse));
      await listener.until((heard) => heard.length === 4);
      await listener.stop();
      expect(listener.heard.map((one) => [textOf(one), one.attempt])).toEqual([
        ['1', 1],
        ['1', 2],
        ['1', 3],
        ['2', 1],
      ]);
      expect(new Set(listener.heard.map(({ key, headers }) => JSON.stringify([key, headers])))).toEqual(new Set(['["a",{}]']));
    });

    it('does not keep a consumer from ending, and is left to the next one', async () => {
      const [topic, group] = [newName('topic'), newName('group')];
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const first = listen(bus(), topic, group, () => RETRY);
      await first.until((heard) => heard.length === 3);
      await first.stop();
      expect(new Set(first.texts())).toEqual(new Set(['1']));
      const second = listen(bus(), topic, group);
      await second.until((heard) => heard.length === 2);
      await second.stop();
      expect(second.heard.map((one) => [textOf(one), one.attempt])).toEqual([
        ['1', 1],
        ['2', 1],
      ]);
    });
  });
};

const dead: Disposition = { kind: 'dead', code: 'MALFORMED', detail: 'No JSON: „\u0000“ at 1.' };

const deadLetterContract = (bus: () => MessageBus): void => {
  describe('a dead message', () => {
    it('is kept on the dead letter topic with its own key, value and headers, and why, and where it was', async () => {
      const topic = newName('topic');
      const value = Uint8Array.from([0, 255, 128]);
      const listener = listen(bus(), topic, newName('group'), () => dead);
      const reader = listen(bus(), DEAD_LETTER_TOPIC, newName('group'), undefined, { from: 'earliest' });
      await bus().publish(topic, { key: 'acme', value, headers: { type: 'rapport.OpenAccount' } });
      const ours = (one: Delivery) => one.headers[DEAD_LETTER_HEADERS.topic] === topic;
      await reader.until((heard) => heard.some(ours));
      await Promise.all([listener.stop(), reader.stop()]);
      expect(reader.heard.filter(ours).map(plain)).toEqual([
        {
          topic: DEAD_LETTER_TOPIC,
          key: 'acme',
          value: [...value],
          attempt: 1,
          headers: {
            type: 'rapport.OpenAccount',
            [DEAD_LETTER_HEADERS.code]: 'MALFORMED',
            [DEAD_LETTER_HEADERS.detail]: 'No JSON: „\u0000“ at 1.',
            [DEAD_LETTER_HEADERS.topic]: topic,
          },
        },
      ]);
    });

    it('is finished: later messages of its key go on, and no later consumer sees it', async () => {
      const [topic, group] = [newName('topic'), newName('group')];
      await publishAll(bus(), topic, 'a', ['bad', 'good']);
      const first = listen(bus(), topic, group, (delivery) => (textOf(delivery) === 'bad' ? dead : DONE));
      await first.until((heard) => heard.length === 2);
      await first.stop();
      expect(first.texts()).toEqual(['bad', 'good']);
      await bus().publish(topic, message('a', 'next'));
      const second = listen(bus(), topic, group);
      await second.until((heard) => heard.length === 1);
      await second.stop();
      expect(second.texts()).toEqual(['next']);
    });
  });
};
