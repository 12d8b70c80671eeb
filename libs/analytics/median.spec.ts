import { describe, expect, it } from '@jest/globals';
import { medianOf } from './median.js';

describe('a median', () => {
  it('is the middle, or halfway between the two in the middle, and none of nothing', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([10, 9, 1, 5])).toBe(7);
    expect(medianOf([4])).toBe(4);
    expect(medianOf([])).toBeNull();
  });
});
