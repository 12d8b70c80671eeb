import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TopicPublisher } from './publisher.js';
import { APART_MS, GATHERED_MAX } from './settings.js';
import { type Client, type RecordProducer } from './wire.js';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

/** A publisher whose sends are answered when the test says so. */
const publishing = () => {
  const sends: string[][] = [];
  const answers: (() => void)[] = [];
  const producer: RecordProducer = {
    open: async () => undefined,
    send: (_, records) => {
      sends.push(records.map(({ value }) => String(value)));
      return new Promise((resolve) => answers.push(resolve));
    },
    close: async () => undefined,
  };
  const client = { producer: () => producer, destroy: () => undefined } as unknown as Client;
  const publisher = new TopicPublisher('topic', 'broker', () => client);
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  };
  return {
    sends,
    publish: (text: string) => publisher.publish({ key: null, value: Buffer.from(text), headers: {} }, 1),
    turns,
    answer: async () => {
      answers.shift()!();
      await turns();
    },
  };
};

describe('publishing to a topic', () => {
  it('sends at once what comes in one turn, together', async () => {
    const { sends, publish, turns } = publishing();
    for (const text of ['a', 'b']) void publish(text);
    await turns();
    expect(sends).toEqual([['a', 'b']]);
  });

  it('gathers, after a send under which others came, those that come until some milliseconds after it began', async () => {
    const { sends, publish, turns, answer } = publishing();
    void publish('a');
    await turns();
    void publish('b');
    jest.advanceTimersByTime(2);
    await answer();
    void publish('c');
    jest.advanceTimersByTime(APART_MS - 3);
    await turns();
    expect(sends).toEqual([['a']]);
    jest.advanceTimersByTime(1);
    await turns();
    expect(sends).toEqual([['a'], ['b', 'c']]);
  });

  it('does not let one wait that publishes one after the other', async () => {
    const { sends, publish, turns, answer } = publishing();
    const heard: string[] = [];
    const inTurn = async (): Promise<void> => {
      for (const text of ['a', 'b', 'c']) await publish(text).then(() => heard.push(text));
    };
    void inTurn();
    await turns();
    for (let count = 0; count < 3; count += 1) await answer();
    expect(heard).toEqual(['a', 'b', 'c']);
    expect(sends).toEqual([['a'], ['b'], ['c']]);
  });

  it('waits for nothing after a send that took as long', async () => {
    const { sends, publish, turns, answer } = publishing();
    void publish('a');
    await turns();
    void publish('b');
    jest.advanceTimersByTime(APART_MS);
    await answer();
    expect(sends).toEqual([['a'], ['b']]);
  });

  it(`sends as soon as ${GATHERED_MAX} have come together`, async () => {
    const { sends, publish, turns, answer } = publishing();
    void publish('a');
    await turns();
    void publish('b');
    await answer();
    for (let count = 1; count < GATHERED_MAX - 1; count += 1) void publish('c');
    await turns();
    expect(sends).toHaveLength(1);
    void publish('c');
    await turns();
    expect(sends[1]).toHaveLength(GATHERED_MAX);
  });
});
