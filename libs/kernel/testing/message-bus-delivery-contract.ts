import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BusMessage, type Delivery, MESSAGE_BYTES_MAX } from '../ports.js';
import { type BusUnderTest, listen, type Listener, message, newName, plain, textOf } from './message-bus-fixtures.js';

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const largest = MESSAGE_BYTES_MAX - 'key'.length - 'name'.length - 'value'.length;

/** What of a message arrives; see {@link messageBusContract}. */
export const deliveryContract = ({ bus, topic: newTopic }: BusUnderTest): void => {
  describe('a message', () => {
    // One consumer hears the messages of all these tests.
    let topic: string;
    let listener: Listener;
    beforeAll(() => {
      topic = newTopic();
      listener = listen(bus(), topic, newName('group'));
    });
    afterAll(async () => listener.stop());
    const publishAndHear = async (published: BusMessage): Promise<Delivery> => {
      const before = listener.heard.length;
      await bus().publish(topic, published);
      await listener.until((heard) => heard.length > before);
      return listener.heard[before] as Delivery;
    };

    it('reaches a consumer with topic, key, value, headers and attempt, as it was published', async () => {
      const headers = { type: 'rapport.OpenAccount', note: 'Größe ☕', empty: '' };
      const heard = await publishAndHear(message('acme', '{"n":1}', headers));
      expect(plain(heard)).toEqual({ topic, key: 'acme', value: [...Buffer.from('{"n":1}')], headers, attempt: 1 });
    });

    it.each<[string, Uint8Array | null]>([
      ['every byte there is', every],
      ['no bytes', new Uint8Array(0)],
      ['nothing, which is not the same', null],
      ['half a megabyte', new Uint8Array(524_288).fill(7)],
    ])('may have as its value %s', async (_, value) => {
      const heard = await publishAndHear({ key: 'a', value, headers: {} });
      expect(heard.value === null).toBe(value === null);
      expect(Buffer.compare(heard.value ?? new Uint8Array(0), value ?? new Uint8Array(0))).toBe(0);
    });

    it.each<[string, string | null]>([
      ['that is empty', ''],
      ['in any script', 'ключ ☕'],
      ['with punctuation', 'a b/c%"\'\u0000'],
      ['of 200 characters', 'k'.repeat(200)],
      ['or none', null],
    ])('may have a key %s', async (_, key) => {
      expect((await publishAndHear(message(key, '1'))).key).toBe(key);
    });

    it('may have bytes that are no text in a header, and a header several times, in its order', async () => {
      const headers = { bytes: Uint8Array.from([0, 255, 128]), tag: ['b', 'a', 'b'], mixed: ['text', Uint8Array.from([254])] };
      const heard = await publishAndHear(message('a', '1', headers));
      expect(plain(heard).headers).toEqual({ bytes: { bytes: [0, 255, 128] }, tag: ['b', 'a', 'b'], mixed: ['text', { bytes: [254] }] });
    });

    it('may have headers of any name, also those that objects know', async () => {
      const headers = Object.fromEntries([
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['', 'c'],
        ['ключ', 'd'],
      ]);
      const heard = await publishAndHear(message('a', '1', headers));
      expect(Object.entries(heard.headers).toSorted()).toEqual(Object.entries(headers).toSorted());
    });

    it('may be as large as the port says, and not one byte larger', async () => {
      const headers = { name: 'value' };
      const heard = await publishAndHear({ key: 'key', value: new Uint8Array(largest), headers });
      expect(heard.value).toHaveLength(largest);
      await expect(bus().publish(topic, { key: 'key', value: new Uint8Array(largest + 1), headers })).rejects.toThrow(RangeError);
      expect(textOf(await publishAndHear(message('key', 'goes on')))).toBe('goes on');
    });
  });

  it('a message on one topic is no concern of another', async () => {
    const [one, two, group] = [newTopic(), newTopic(), newName('group')];
    await bus().publish(one, message('a', 'one'));
    await bus().publish(two, message('a', 'two'));
    const listener = listen(bus(), two, group);
    await listener.until((heard) => heard.length === 1);
    await listener.stop();
    expect(listener.texts()).toEqual(['two']);
  });
};
