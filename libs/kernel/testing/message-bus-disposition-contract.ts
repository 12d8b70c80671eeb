import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BusMessage, DEAD_LETTER_HEADERS, DEAD_LETTER_TOPIC, type Delivery, type Disposition, MESSAGE_BYTES_MAX } from '../ports.js';
import {
  type BusUnderTest,
  DONE,
  listen,
  type Listener,
  message,
  newName,
  plain,
  publishAll,
  RETRY,
  textOf,
} from './message-bus-fixtures.js';

/** What becomes of a message by its consumer's answer; see {@link messageBusContract}. */
export const dispositionContract = (under: BusUnderTest): void => {
  retryContract(under);
  deadLetterContract(under);
};

const refuseTwice = (refuse: () => never | typeof RETRY) => (delivery: Delivery) =>
  textOf(delivery) === '1' && delivery.attempt < 3 ? refuse() : DONE;

const retryContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
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
      const topic = newTopic();
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
      const [topic, group] = [newTopic(), newName('group')];
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

const deadLetterContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
  describe('a dead message', () => {
    // One consumer for which everything is dead but what says "good", and one that reads the letters.
    let topic: string;
    let listener: Listener;
    let reader: Listener;
    const group = newName('group');
    beforeAll(() => {
      topic = newTopic();
      listener = listen(bus(), topic, group, (delivery) => (textOf(delivery) === 'good' ? DONE : dead));
      reader = listen(bus(), DEAD_LETTER_TOPIC, newName('group'), undefined, { from: 'earliest' });
    });
    afterAll(async () => Promise.all([listener.stop(), reader.stop()]));
    const ours = () => reader.heard.filter((one) => one.headers[DEAD_LETTER_HEADERS.topic] === topic);
    const letterOf = async (published: BusMessage): Promise<Delivery> => {
      const before = ours().length;
      await bus().publish(topic, published);
      await reader.until(() => ours().length > before);
      return ours()[before] as Delivery;
    };
    const reason = () => ({
      [DEAD_LETTER_HEADERS.code]: 'MALFORMED',
      [DEAD_LETTER_HEADERS.detail]: 'No JSON: „\u0000“ at 1.',
      [DEAD_LETTER_HEADERS.topic]: topic,
    });

    it.each<[string, BusMessage]>([
      ['key, value and headers', { key: 'acme', value: Uint8Array.from([0, 255, 128]), headers: { type: 'rapport.OpenAccount' } }],
      ['no key and no value', { key: null, value: null, headers: {} }],
      ['headers that are bytes or stand several times', { key: '', value: null, headers: { b: Uint8Array.from([255]), t: ['x', 'y'] } }],
    ])('is kept on the dead letter topic with its own %s, and why, and where it was', async (_, published) => {
      const letter = plain(await letterOf(published));
      const { key, value, headers } = plain({ ...published, topic, attempt: 1 });
      expect(letter).toEqual({ topic: DEAD_LETTER_TOPIC, key, value, attempt: 1, headers: { ...headers, ...reason() } });
    });

    it('that does not fit with its reason is cut, and says what is missing', async () => {
      const value = Uint8Array.from({ length: MESSAGE_BYTES_MAX - 4 }, (__, index) => index % 251);
      const letter = await letterOf({ key: 'acme', value, headers: {} });
      const kept = letter.value ?? new Uint8Array(0);
      expect(Buffer.compare(kept, value.subarray(0, kept.length))).toBe(0);
      expect(kept.length).toBeGreaterThan(MESSAGE_BYTES_MAX - 10_000);
      expect(letter).toMatchObject({
        key: 'acme',
        headers: { ...reason(), [DEAD_LETTER_HEADERS.cut]: `${kept.length} of ${value.length} bytes of the value` },
      });
    });

    it('is finished: later messages of its key go on, and no later consumer sees it', async () => {
      await publishAll(bus(), topic, 'a', ['bad', 'good']);
      await listener.until((heard) => heard.at(-1)?.key === 'a' && textOf(heard.at(-1) as Delivery) === 'good');
      await listener.stop();
      await bus().publish(topic, message('a', 'next'));
      const second = listen(bus(), topic, group);
      await second.until((heard) => heard.length === 1);
      await second.stop();
      expect(second.texts()).toEqual(['next']);
    });
  });
};
