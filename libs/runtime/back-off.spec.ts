import { describe, expect, it } from '@jest/globals';
import { BACK_OFF_BASE_MS, BACK_OFF_CAP_MS, backOffMs } from './back-off.js';

describe('the wait before the next attempt', () => {
  it('doubles with every failure up to the cap, and lies in the upper half of its bound', () => {
    for (let failures = 0; failures < 40; failures += 1) {
      const bound = Math.min(BACK_OFF_CAP_MS, BACK_OFF_BASE_MS * 2 ** failures);
      expect(backOffMs(failures, () => 0)).toBe(bound / 2);
      expect(backOffMs(failures, () => 1)).toBe(bound);
    }
    expect(backOffMs(2_000, () => 1)).toBe(BACK_OFF_CAP_MS);
  });
});
