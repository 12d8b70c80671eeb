import { describe, expect, it } from '@jest/globals';
import { captured } from './testing/captured.js';
import { progressBar } from './progress.js';

/** A clock that a test sets. */
const clock = () => {
  let at = 5_000;
  return { now: () => at, goOn: (ms: number) => (at += ms) };
};

describe('progress', () => {
  it('is not told of what takes less than a second', () => {
    const { terminal, err } = captured('', 100);
    const { now, goOn } = clock();
    const bar = progressBar(terminal.err, 'orders.csv', now);
    goOn(999);
    bar.update(99, 100, '99 rows');
    bar.stop();
    expect(err()).toBe('');
  });

  it('is a line now and then where there is no terminal', () => {
    const { terminal, err } = captured();
    const { now, goOn } = clock();
    const bar = progressBar(terminal.err, 'orders.csv', now);
    for (let second = 1; second <= 12; second += 1) {
      goOn(1_000);
      bar.update(second, 24, `${second} rows`);
    }
    bar.stop();
    expect(err()).toBe('orders.csv: 20 %, 5 rows, 19 s left\norders.csv: 41 %, 10 rows, 14 s left\n');
  });

  it('is a bar with the time that is left on a terminal', () => {
    const { terminal, err } = captured('', 100);
    const { now, goOn } = clock();
    const bar = progressBar(Object.assign(terminal.err, SCREEN), 'orders.csv', now);
    goOn(61_000);
    bar.update(25, 100, '25 rows');
    bar.stop();
    expect(err()).toMatch(/orders\.csv .*25 % \| 25 rows \| 3 min 3 s left/);
  });
});

/** What a bar needs of a screen. */
const SCREEN = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
