import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type LogPage } from '#libs/kernel/ports.js';
import { inBatches } from './in-batches.js';

const never = new AbortController().signal;

const positionOf = (row: number): string => String(row).padStart(4, '0');

/** A page of the events after row `from` up to row `to`. */
const page = (from: number, to: number, head = 9_999): LogPage => ({
  events: Array.from({ length: to - from }, (_, index) => ({ position: positionOf(from + 1 + index) }) as RecordedEvent),
  position: positionOf(to),
  head: positionOf(head),
});

/** Hands out pages of one event as fast as they are asked for, and counts them. */
const log = (count: number, end: 'ends' | 'fails' | 'waits' = 'ends') => {
  const asked = { of: 0, stopped: false };
  const open = async function* (signal: AbortSignal) {
    for (let row = 1; row <= count; row += 1) {
      asked.of = row;
      yield page(row - 1, row);
    }
    if (end === 'fails') throw new Error('gone');
    if (end === 'waits' && !signal.aborted) {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
    }
    asked.stopped = true;
  };
  return { asked, open };
};

const giveWay = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
};

/** Hands out so many pages and gives way between them: for a turn, as a log that has more, or for longer. */
const pages = (count: number, size: number, turns = 1) =>
  async function* () {
    for (let index = 0; index < count; index += 1) {
      await giveWay(turns);
      yield page(index * size, (index + 1) * size);
    }
  };

const sizesOf = async (batches: AsyncIterable<LogPage>) => (await Array.fromAsync(batches)).map(({ events }) => events.length);

describe('batches of a log', () => {
  it('hold what is there, up to the bound', async () => {
    expect(await sizesOf(inBatches(log(5).open, 2, never))).toEqual([2, 2, 1]);
    expect(await sizesOf(inBatches(log(5).open, 10, never))).toEqual([5]);
    expect(await sizesOf(inBatches(log(0).open, 10, never))).toEqual([]);
  });

  it('take page after page where many events come at once, and do not wait for a next one where few do', async () => {
    expect(await sizesOf(inBatches(pages(4, 150), 450, never))).toEqual([450, 150]);
    expect(await sizesOf(inBatches(pages(4, 15, 3), 400, never))).toEqual([15, 15, 15, 15]);
  });

  it('take a page apart that holds more than they may; each ends where its last event is', async () => {
    const batches = await Array.fromAsync(inBatches(pages(1, 250), 100, never));
    expect(batches.map(({ events, position }) => [events.length, position])).toEqual([
      [100, '0100'],
      [100, '0200'],
      [50, '0250'],
    ]);
  });

  it('keep the order and lose nothing', async () => {
    const seen: string[] = [];
    for await (const { events } of inBatches(log(1_000).open, 7, never)) seen.push(...events.map(({ position }) => position));
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => positionOf(index + 1)));
  });

  it('hand on how far was looked and where the log ends, also where there is no event', async () => {
    const open = async function* () {
      yield { events: [], position: '0007', head: '0009' };
      await giveWay(3);
      yield { ...page(7, 8), position: '0009', head: '0009' };
    };
    const batches = await Array.fromAsync(inBatches(open, 10, never));
    expect(batches).toEqual([
      { events: [], position: '0007', head: '0009' },
      { events: [{ position: '0008' }], position: '0009', head: '0009' },
    ]);
  });

  it('do not wait for more than what has come', async () => {
    const { open } = log(3, 'waits');
    const stop = new AbortController();
    const batches = inBatches(open, 10, stop.signal);
    expect((await batches.next()).value).toMatchObject({ events: { length: 3 }, position: '0003' });
    stop.abort();
    expect((await batches.next()).done).toBe(true);
  });

  it('are filled while the consumer works, and the log is read no further than one batch ahead', async () => {
    const { asked, open } = log(100);
    const batches = inBatches(open, 10, never);
    await batches.next();
    await giveWay(5);
    expect(asked.of).toBe(20);
    await batches.return();
  });

  it('hand out what was read before the log failed, then its error', async () => {
    const batches = inBatches(log(3, 'fails').open, 2, never);
    expect([(await batches.next()).value, (await batches.next()).value]).toMatchObject([
      { events: { length: 2 } },
      { events: { length: 1 } },
    ]);
    await expect(batches.next()).rejects.toThrow('gone');
  });

  it('tell the log to stop when the consumer leaves', async () => {
    const { asked, open } = log(3, 'waits');
    for await (const { events } of inBatches(open, 10, never)) {
      expect(events).toHaveLength(3);
      break;
    }
    expect(asked.stopped).toBe(true);
  });
});
