import { describe, expect, it } from '@jest/globals';
import { topShare } from './concentration.js';

describe('the share of the largest', () => {
  it('is what the n largest bring of the whole', () => {
    expect(topShare([10, 50, 25, 15], 1)).toBe(0.5);
    expect(topShare([10, 50, 25, 15], 2)).toBe(0.75);
    expect(topShare([10, 50], 5)).toBe(1);
  });

  it('leaves out what brings nothing, and says nothing about nothing', () => {
    expect(topShare([50, -30, 50], 1)).toBe(0.5);
    expect(topShare([0, -1], 1)).toBeUndefined();
    expect(() => topShare([1], 0)).toThrow(RangeError);
  });
});
