import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isotonic } from './isotonic.js';

const even = (values: readonly number[]) => values.map((value) => ({ value, weight: 1 }));

describe('pool adjacent violators', () => {
  it('pools neighbours that are out of order, back to where they are in order', () => {
    expect(isotonic(even([1, 3, 2, 4, 3, 5]))).toEqual([1, 2.5, 2.5, 3.5, 3.5, 5]);
    expect(isotonic(even([3, 2, 1]))).toEqual([2, 2, 2]);
    expect(isotonic(even([1, 2, 2, 3]))).toEqual([1, 2, 2, 3]);
  });

  it('goes by weights', () => {
    const [first, second] = isotonic([
      { value: 4, weight: 3 },
      { value: 0, weight: 1 },
    ]);
    expect([first, second]).toEqual([3, 3]);
    expect(() => isotonic([{ value: 1, weight: 0 }])).toThrow(RangeError);
  });

  it('never falls, and keeps the weighted mean', () => {
    const values = fc.array(fc.record({ value: fc.double({ min: -100, max: 100, noNaN: true }), weight: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (given) => {
        const pooled = isotonic(given);
        expect(pooled.every((value, index) => index === 0 || value >= pooled[index - 1]!)).toBe(true);
        const mean = (of: readonly number[]) => of.reduce((sum, value, index) => sum + value * given[index]!.weight, 0);
        expect(mean(pooled)).toBeCloseTo(mean(given.map(({ value }) => value)), 6);
      }),
    );
  });
});
