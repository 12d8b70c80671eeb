import { expect, it } from '@jest/globals';
import { backOffMs } from './back-off.js';

const bounds = { baseMs: 10, capMs: 5_000 };

it.each([
  [1, 0, 5],
  [1, 0.5, 7.5],
  [2, 0, 10],
  [5, 0, 80],
  [10, 0, 2_500],
  [1_000_000, 0.5, 3_750],
])('after %i failures a random of %d waits %d ms', (failures, random, ms) => {
  expect(backOffMs(failures, bounds, random)).toBe(ms);
});
