import { describe, expect, it } from '@jest/globals';
import { batching } from './batching.js';

/** A call that records its batches and finishes when it is told. */
const recorder = (itemsMax: number) => {
  const batches: number[][] = [];
  let finish: () => void = () => undefined;
  const call = batching<number, number>(async (items) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => (finish = resolve));
    if (items.includes(13)) throw new Error('thirteen');
    return items.map((item) => item * 2);
  }, itemsMax);
  return { call, batches, finish: () => finish() };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('batching', () => {
  it('puts what arrives while a call is under way into the next one, and answers each its own result', async () => {
    const { call, batches, finish } = recorder(10);
    const first = [call(1), call(2)];
    await turn();
    const second = [call(3), call(4), call(5)];
    finish();
    await turn();
    finish();
    expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('never hands out more than its bound', async () => {
    const { call, batches, finish } = recorder(2);
    const all = [1, 2, 3, 4, 5].map((item) => call(item));
    for (let n = 0; n < 3; n++) {
      await turn();
      finish();
    }
    await Promise.all(all);
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('fails those of a failed call alone, and goes on', async () => {
    const { call, finish } = recorder(10);
    const failed = Promise.allSettled([call(12), call(13)]);
    await turn();
    const later = call(14);
    finish();
    await turn();
    finish();
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await later).toBe(28);
  });
});
