import { describe, expect, it } from '@jest/globals';
import { type Delivery } from '../ports.js';
import { type BusUnderTest, DONE, gate, listen, message, newName, numbers, RETRY, textOf } from './message-bus-fixtures.js';

/** Several consumers of one group; see {@link messageBusContract}. */
export const sharingContract = (under: BusUnderTest): void => {
  describe('two consumers of a group', () => {
    handoverContract(under);
    zombieContract(under);
  });
};

const handoverContract = ({ bus, topic: newTopic, partitions }: BusUnderTest): void => {
  const all = Array.from({ length: partitions }, (_, partition) => partition);

  it(`are told what they are in charge of: ${partitions > 1 ? 'they share the partitions' : 'one of all, the other waits'}`, async () => {
    const [topic, group] = [newTopic(), newName('group')];
    const told: string[] = [];
    const first = listen(bus(), topic, group, undefined, {
      onAssigned: (assigned) => told.push(`assigned ${assigned.toSorted().join()}`),
      onRevoked: (revoked) => told.push(`revoked ${revoked.toSorted().join()}`),
    });
    await first.untilPartitions((mine) => mine.length === partitions);
    const second = listen(bus(), topic, group);
    if (partitions > 1) {
      await second.untilPartitions((mine) => mine.length > 0);
      await first.untilPartitions((mine) => mine.length === partitions - second.partitions().length);
      expect([...first.partitions(), ...second.partitions()].toSorted()).toEqual(all);
    } else {
      await new Promise(setImmediate);
      expect(second.partitions()).toEqual([]);
    }
    const last = first.partitions().toSorted().join();
    await first.stop();
    await second.untilPartitions((mine) => mine.length === partitions);
    await second.stop();
    expect(first.partitions()).toEqual([]);
    expect(told[0]).toBe(`assigned ${all.join()}`);
    expect(told.at(-1)).toBe(`revoked ${last}`);
  });

  it('handle each message in the end, each key in its order, also while they come and go', async () => {
    const [topic, group] = [newTopic(), newName('group')];
    const heard: Delivery[] = [];
    const note = (delivery: Delivery) => {
      heard.push(delivery);
      return DONE;
    };
    const publish = (texts: readonly string[]) =>
      Promise.all(texts.map((text) => bus().publish(topic, message(`key ${Number(text) % 7}`, text))));
    const texts = numbers(300);
    const first = listen(bus(), topic, group, note);
    await publish(texts.slice(0, 100));
    await first.until((some) => some.length > 0);
    const second = listen(bus(), topic, group, note);
    await publish(texts.slice(100, 200));
    if (partitions > 1) await second.untilPartitions((mine) => mine.length > 0);
    await first.stop();
    await publish(texts.slice(200));
    await second.until(() => new Set([...first.texts(), ...second.texts()]).size === texts.length);
    await second.stop();
    // A message may come again when a partition moves: its first time counts.
    const firsts = [...new Set(heard.map(textOf))];
    for (const key of numbers(7)) {
      const ofKey = firsts.filter((text) => Number(text) % 7 === Number(key));
      expect(ofKey).toEqual(ofKey.toSorted((one, other) => Number(one) - Number(other)));
    }
  });
};

const zombieContract = ({ bus, topic: newTopic, partitions }: BusUnderTest): void => {
  const texts = numbers(40);

  /** A first consumer that has everything in hand; a second that meanwhile gets some of it; then the first says done to all. */
  const zombieAndSecond = async (topic: string, group: string, answer: (delivery: Delivery) => typeof DONE) => {
    await Promise.all(texts.map((text) => bus().publish(topic, message(`key ${text}`, text))));
    const released = gate();
    const zombie = listen(bus(), topic, group, () => released.opened.then(() => DONE));
    await zombie.until((heard) => heard.length === texts.length);
    const second = listen(bus(), topic, group, answer);
    if (partitions > 1) {
      await zombie.untilPartitions((mine) => mine.length < partitions);
      await second.until((heard) => heard.length > 2);
    }
    released.open();
    await zombie.stop();
    await bus().publish(topic, message('more', 'more'));
    await second.until((heard) => heard.some((one) => textOf(one) === 'more'));
    await second.stop();
    const third = listen(bus(), topic, group);
    await bus().publish(topic, message('last', 'last'));
    return third;
  };

  it('do no harm when the first goes on with what the second was handed meanwhile: the offsets do not go back', async () => {
    const third = await zombieAndSecond(newTopic(), newName('group'), () => DONE);
    await third.until((heard) => heard.some((one) => textOf(one) === 'last'));
    await third.stop();
    expect(third.texts()).toEqual(['last']);
  });

  it('do no harm when the first says done to what the second cannot do: the offsets do not pass it', async () => {
    let stuck: string | undefined;
    const third = await zombieAndSecond(newTopic(), newName('group'), (delivery) => {
      stuck ??= textOf(delivery) === 'more' ? undefined : textOf(delivery);
      return textOf(delivery) === stuck ? RETRY : DONE;
    });
    await third.until((heard) => ['last', stuck ?? 'last'].every((text) => heard.some((one) => textOf(one) === text)));
    await third.stop();
    // Where a bus has one partition, the second was handed nothing before the first had finished all.
    expect(stuck === undefined).toBe(partitions === 1);
  });
};
