import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { type MessageBus, type Opened, PROBE_MS_MAX } from '../ports.js';
import { DEADLINE_MS, within } from './deadline.js';
import { deliveryContract } from './message-bus-delivery-contract.js';
import { dispositionContract } from './message-bus-disposition-contract.js';
import { type BusUnderTest, DONE, gate, listen, message, newName } from './message-bus-fixtures.js';
import { groupContract } from './message-bus-group-contract.js';
import { orderContract } from './message-bus-order-contract.js';
import { sharingContract } from './message-bus-sharing-contract.js';

/** Topics that the suite uses; made in one go, because on some engines that takes a while. */
const TOPICS = 52;

/**
 * What every message bus does. `open` opens one more bus with these topics provided, beside those that the port names; topics and
 * groups of other tests may be on it. `partitions` is how many a topic has there; a bus that knows none has one.
 */
export const messageBusContract = (
  name: string,
  partitions: number,
  open: (topics: readonly string[]) => Promise<Opened<MessageBus>>,
): void => {
  describe(`message bus contract: ${name}`, () => {
    jest.setTimeout(3 * DEADLINE_MS);
    const topics = Array.from({ length: TOPICS }, () => newName('topic'));
    const unused = topics.values();
    let bus: Opened<MessageBus>;
    const under: BusUnderTest = {
      bus: () => bus,
      topic: () => {
        const { value } = unused.next();
        if (value === undefined) throw new Error(`The suite uses more than ${TOPICS} topics: raise TOPICS.`);
        return value;
      },
      partitions,
    };
    beforeAll(async () => {
      bus = await open(topics);
    });
    afterAll(async () => bus[Symbol.asyncDispose]());

    deliveryContract(under);
    orderContract(under);
    dispositionContract(under);
    groupContract(under);
    sharingContract(under);
    closingContract(under, open);
  });
};

const closingContract = (
  { bus, topic: newTopic }: BusUnderTest,
  open: (topics: readonly string[]) => Promise<Opened<MessageBus>>,
): void => {
  describe('a bus', () => {
    it('answers a probe while it is open, in time', async () => {
      await within(bus().probe(), 'the probe', PROBE_MS_MAX);
    });

    it('finishes what it is publishing when it is closed', async () => {
      const topic = newTopic();
      const closing = await open([topic]);
      const published = closing.publish(topic, message('a', '1'));
      await within(closing[Symbol.asyncDispose](), 'the bus to close');
      await expect(published).resolves.toBeUndefined();
    });

    it('finishes what its consumers have in hand when it is closed, and is Unavailable afterwards', async () => {
      const [topic, group] = [newTopic(), newName('group')];
      const closing = await open([topic]);
      const released = gate();
      let answered = false;
      // What is in hand may still publish: an answer, for example.
      const listener = listen(closing, topic, group, async () => {
        await released.opened;
        await closing.publish(topic, message('a', 'the answer'));
        answered = true;
        return DONE;
      });
      await closing.publish(topic, message('a', '1'));
      await listener.until((heard) => heard.length === 1);
      const closed = closing[Symbol.asyncDispose]();
      released.open();
      await within(Promise.all([closed, listener.ended]), 'the bus to close');
      await expect(closing.publish(topic, message('a', '2'))).rejects.toThrow(Unavailable);
      await expect(closing.consume(topic, group, async () => DONE, new AbortController().signal)).rejects.toThrow(Unavailable);
      await expect(closing.probe()).rejects.toThrow(Unavailable);
      expect(answered).toBe(true);
    });
  });
};
