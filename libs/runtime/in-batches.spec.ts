import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inBatches } from './in-batches.js';

const never = new AbortController().signal;

/** Hands out numbers as fast as they are asked for, and counts those that were. */
const numbers = (count: number, end: 'ends' | 'fails' | 'waits' = 'ends') => {
  const asked = { of: 0, stopped: false };
  const open = async function* (signal: AbortSignal) {
    for (let number = 1; number <= count; number += 1) {
      asked.of = number;
      yield number;
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

/** Hands out so many pages of numbers and gives way between them, as a log does that is read in pages. */
const pages = (count: number, size: number) =>
  async function* () {
    for (let page = 0; page < count; page += 1) {
      await setImmediate();
      for (let number = 0; number < size; number += 1) yield number;
    }
  };

const collect = async <Item>(batches: AsyncIterable<readonly Item[]>) => {
  const sizes: number[] = [];
  for await (const batch of batches) sizes.push(batch.length);
  return sizes;
};

describe('batches', () => {
  it('hold what is there, up to the bound', async () => {
    expect(await collect(inBatches(numbers(5).open, 2, never))).toEqual([2, 2, 1]);
    expect(await collect(inBatches(numbers(5).open, 10, never))).toEqual([5]);
    expect(await collect(inBatches(numbers(0).open, 10, never))).toEqual([]);
  });

  it('take page after page where many come at once, and do not wait for a next one where few do', async () => {
    expect(await collect(inBatches(pages(4, 150), 450, never))).toEqual([450, 150]);
    expect(await collect(inBatches(pages(4, 15), 400, never))).toEqual([15, 15, 15, 15]);
  });

  it('keep the order and lose nothing', async () => {
    const seen: number[] = [];
    for await (const batch of inBatches(numbers(1_000).open, 7, never)) seen.push(...batch);
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
  });

  it('do not wait for more than what has come', async () => {
    const { open } = numbers(3, 'waits');
    const stop = new AbortController();
    const batches = inBatches(open, 10, stop.signal);
    expect((await batches.next()).value).toEqual([1, 2, 3]);
    stop.abort();
    expect((await batches.next()).done).toBe(true);
  });

  it('are filled while the consumer works, and the source is read no further than one batch ahead', async () => {
    const { asked, open } = numbers(100);
    const batches = inBatches(open, 10, never);
    await batches.next();
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    expect(asked.of).toBe(20);
    await batches.return();
  });

  it('hand out what was read before the source failed, then its error', async () => {
    const batches = inBatches(numbers(3, 'fails').open, 2, never);
    expect([(await batches.next()).value, (await batches.next()).value]).toEqual([[1, 2], [3]]);
    await expect(batches.next()).rejects.toThrow('gone');
  });

  it('tell the source to stop when the consumer leaves', async () => {
    const { asked, open } = numbers(3, 'waits');
    for await (const batch of inBatches(open, 10, never)) {
      expect(batch).toHaveLength(3);
      break;
    }
    expect(asked.stopped).toBe(true);
  });
});
