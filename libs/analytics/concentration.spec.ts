import { describe, expect, it } from '@jest/globals';
import { topShare } from './concentration.js';

describe('the share of the largest', () => {
  it('is what the n largest bring of the whole', () => {
    expect(topShare([10n, 50n, 25n, 15n], 1)).toBe(0.5);
    expect(topShare([10n, 50n, 25n, 15n], 2)).toBe(0.75);
    expect(topShare([10n, 50n], 5)).toBe(1);
  });

  it('leaves out what brings nothing, and says nothing about nothing', () => {
    expect(topShare([50n, -30n, 50n], 1)).toBe(0.5);
    expect(topShare([0n, -1n], 1)).toBeUndefined();
    expect(() => topShare([1n], 0)).toThrow(RangeError);
  });
});
