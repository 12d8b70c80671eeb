import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { NoAnswer, whileHeard, within } from './limits.js';

/** Stands still, as a process does that gets no processor. */
const standStill = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

const forEver = () => new Promise<never>(() => undefined);

describe('a bound', () => {
  it('is told with what was heard within it', async () => {
    await expect(within(50, forEver())).rejects.toThrow(new NoAnswer('no answer within 50 ms'));
    const once = (heard: () => void) => (heard(), forEver());
    await expect(whileHeard({ silenceMs: 50, totalMs: 1_000 }, once)).rejects.toThrow('nothing more came for 50 ms, after 1 events');
  });

  it('begins anew with every bit, up to the bound of all of them', async () => {
    const bits = (count: number) => async (heard: () => void) => {
      for (let bit = 0; bit < count; bit += 1) {
        await sleep(10);
        heard();
      }
      return count;
    };
    await expect(whileHeard({ silenceMs: 400, totalMs: 60_000 }, bits(100))).resolves.toBe(100);
    await expect(whileHeard({ silenceMs: 400, totalMs: 800 }, bits(120))).rejects.toThrow(/^no end within 800 ms, after \d+ events$/);
  });

  it('does not count the time in which this process stood still: what came meanwhile is heard', async () => {
    const answer = async (heard: () => void) => {
      await sleep(0);
      standStill(300);
      heard();
      await nextTurn();
      standStill(300);
      return 'heard';
    };
    await expect(whileHeard({ silenceMs: 100, totalMs: 200 }, answer)).resolves.toBe('heard');
    const late = within(100, sleep(120, 'in time'));
    standStill(400);
    await expect(late).resolves.toBe('in time');
  });
});
