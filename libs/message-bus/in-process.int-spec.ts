import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { DEAD_LETTER_TOPIC, type Disposition } from '#libs/kernel/ports.js';
import { messageBusContract } from '#libs/kernel/testing/message-bus-contract.js';
import { DONE, listen, message, numbers, publishAll, RETRY, textOf } from '#libs/kernel/testing/message-bus-fixtures.js';
import { READ_AHEAD_MAX } from './consumption.js';
import { openInProcessBus } from './in-process.js';

const folder = mkdtempSync(join(tmpdir(), 'message-bus-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'bus.db');

messageBusContract('in process', 1, async () => openInProcessBus({ path: newFile() }));

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe('the order of the in-process bus', () => {
  it('lets other keys pass one that is slow and one that is retried', async () => {
    await using bus = openInProcessBus({ path: newFile(), backOff: { baseMs: 60_000, capMs: 60_000 } });
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const listener = listen(bus, 't', 'g', async ({ key }) => {
      if (key === 'slow') await released;
      return key === 'bad' ? RETRY : DONE;
    });
    for (const key of ['slow', 'bad', 'a', 'slow', 'bad', 'a', 'b']) await bus.publish('t', message(key, key));
    await listener.until((heard) => heard.length === 5);
    expect(listener.texts().toSorted()).toEqual(['a', 'a', 'b', 'bad', 'slow']);
    release();
    await listener.until((heard) => heard.length === 6);
    await listener.stop();
  });

  it('ends at once when it is aborted, however long a retry would have waited, and leaves no timer', async () => {
    const before = timers();
    const bus = openInProcessBus({ path: newFile(), backOff: { baseMs: 600_000, capMs: 600_000 } });
    const listener = listen(bus, 't', 'g', async ({ key }) => {
      if (key === 'in hand') await once(listener.signal, 'abort');
      return RETRY;
    });
    for (const key of ['backs off', 'in hand']) await bus.publish('t', message(key, key));
    await listener.until((heard) => heard.length === 2);
    await listener.stop();
    await bus[Symbol.asyncDispose]();
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('waits little before the first retries', async () => {
    await using bus = openInProcessBus({ path: newFile(), backOff: { baseMs: 1, capMs: 600_000 } });
    const listener = listen(bus, 't', 'g', ({ attempt }) => (attempt < 4 ? RETRY : DONE));
    await bus.publish('t', message('a', '1'));
    await listener.until((heard) => heard.length === 4);
    await listener.stop();
  });

  it(`looks ${READ_AHEAD_MAX} messages beyond one that does not finish, and goes on when it does`, async () => {
    await using bus = openInProcessBus({ path: newFile() });
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await bus.publish('t', message('slow', '0'));
    const all = numbers(READ_AHEAD_MAX + 1_000);
    await Promise.all(all.map((text) => bus.publish('t', message(text, text))));
    const listener = listen(bus, 't', 'g', ({ key }) => (key === 'slow' ? released.then(() => DONE) : DONE));
    await listener.until((heard) => heard.length > READ_AHEAD_MAX);
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    expect(listener.heard.length).toBeLessThan(READ_AHEAD_MAX + 500);
    release();
    await listener.until((heard) => heard.length === all.length + 1);
    await listener.stop();
  });

  it('leaves room for the rest of the process while handlers never wait', async () => {
    await using bus = openInProcessBus({ path: newFile() });
    await Promise.all(numbers(1_000).map((text) => bus.publish('t', message(text, text))));
    const listener = listen(bus, 't', 'g');
    await listener.until((heard) => heard.length > 0);
    await new Promise(setImmediate);
    expect(listener.heard.length).toBeLessThan(1_000);
    await listener.until((heard) => heard.length === 1_000);
    await listener.stop();
  });
});

describe('several consumers that wait for their turn', () => {
  it('take over one at a time: a message is handed to one of them, in the order of its key', async () => {
    await using bus = openInProcessBus({ path: newFile() });
    const first = listen(bus, 't', 'g');
    const others = numbers(3).map(() => listen(bus, 't', 'g'));
    await first.untilPartitions((mine) => mine.length === 1);
    await first.stop();
    await publishAll(bus, 't', 'a', ['1', '2', '3']);
    const next = others.find((one) => one.partitions().length > 0);
    await next!.until((heard) => heard.length === 3);
    expect(others.map((one) => one.partitions().length).toSorted()).toEqual([0, 0, 1]);
    for (const one of others) await one.stop();
    expect(others.flatMap((one) => one.texts())).toEqual(['1', '2', '3']);
  });
});

describe('the bounds of the in-process bus', () => {
  it('refuse a message when the slowest group has too many before it, say which, and pass when it has caught up', async () => {
    await using bus = openInProcessBus({ path: newFile(), backlogMax: 3 });
    const fast = listen(bus, 't', 'fast');
    const slow = listen(bus, 't', 'slow', () => RETRY);
    await publishAll(bus, 't', 'a', ['1', '2', '3']);
    await slow.stop();
    await fast.until((heard) => heard.length === 3);
    const refused = bus.publish('t', message('a', '4'));
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(refused).rejects.toThrow('Topic t holds 3 messages that wait for group slow, which must be running: publish more slowly.');
    const again = listen(bus, 't', 'slow');
    await again.until((heard) => heard.length === 3);
    await again.stop();
    await bus.publish('t', message('a', '4'));
    await fast.until((heard) => heard.length === 4);
    await fast.stop();
  });

  it('hold for messages of one turn too, before any is on the disk', async () => {
    await using bus = openInProcessBus({ path: newFile(), backlogMax: 3 });
    const answers = await Promise.allSettled(numbers(5).map((text) => bus.publish('t', message('a', text))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  });

  it('keep every dead letter until a group has read it: a message that finds no room is retried', async () => {
    await using bus = openInProcessBus({ path: newFile(), backlogMax: 2, retainedMax: 1 });
    const dead: Disposition = { kind: 'dead', code: 'BAD', detail: 'It is bad.' };
    const listener = listen(bus, 't', 'g', () => dead);
    await bus.publish('t', message('a', '1'));
    await bus.publish('t', message('b', '2'));
    await listener.until((heard) => heard.length === 2);
    await bus.publish('t', message('c', '3'));
    await listener.until((heard) => heard.some((one) => textOf(one) === '3' && one.attempt > 1));
    const reader = listen(bus, DEAD_LETTER_TOPIC, 'reader');
    await reader.until((heard) => heard.length === 3);
    expect(reader.texts().toSorted()).toEqual(['1', '2', '3']);
    await Promise.all([listener.stop(), reader.stop()]);
  });
});
