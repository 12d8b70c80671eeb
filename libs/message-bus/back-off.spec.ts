import { describe, expect, it } from '@jest/globals';
import { backOffMs, RETRY_BACK_OFF } from './back-off.js';

describe('the back-off of a retry', () => {
  it.each([
    [1, 0, 5],
    [1, 1, 10],
    [2, 0, 10],
    [2, 1, 20],
    [9, 1, 2_560],
    [10, 0, 2_500],
    [10, 1, 5_000],
    [1_000_000, 1, 5_000],
  ])('after attempt %d with random %d is %d ms', (attempt, random, ms) => {
    expect(backOffMs(attempt, RETRY_BACK_OFF, random)).toBe(ms);
  });
});
