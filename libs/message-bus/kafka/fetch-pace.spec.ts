import { describe, expect, it } from '@jest/globals';
import { FetchPace } from './fetch-pace.js';
import { APART_MS, GATHERED_MAX } from './settings.js';

/** A pace on a clock that the test sets, and the waits that it asked for. */
const paced = () => {
  const clock = { at: 1_000 };
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
    clock.at += ms;
  };
  return { clock, waits, pace: new FetchPace(() => clock.at, wait) };
};

describe('the pace of fetches', () => {
  it('keeps a fetch that brought little apart from the next', async () => {
    const { clock, waits, pace } = paced();
    pace.begin();
    clock.at += 2;
    await pace.rest(1);
    expect(waits).toEqual([APART_MS - 2]);
    pace.begin();
    await pace.rest(1);
    expect(waits).toEqual([APART_MS - 2, APART_MS]);
  });

  it('waits once for all parts of an answer', async () => {
    const { waits, pace } = paced();
    pace.begin();
    await Promise.all([pace.rest(1), pace.rest(2), pace.rest(1)]);
    expect(waits).toEqual([APART_MS]);
  });

  it('waits for nothing after a fetch that waited for its message as long', async () => {
    const { clock, waits, pace } = paced();
    pace.begin();
    clock.at += APART_MS;
    await pace.rest(1);
    expect(waits).toEqual([]);
  });

  it('waits for nothing where there is much to read, whichever part of the answer it came with', async () => {
    const { waits, pace } = paced();
    pace.begin();
    await Promise.all([pace.rest(1), pace.rest(GATHERED_MAX - 1)]);
    expect(waits).toEqual([]);
  });
});
