import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weightedIndex } from './weighted-index.js';

describe('a weighted index', () => {
  it('is the mean of what is known, and missing is not nothing', () => {
    const parts = { repeat: { value: 1, weight: 1 }, upgrade: { value: undefined, weight: 2 }, suggestions: { value: 0.5, weight: 1 } };
    expect(weightedIndex(parts)).toEqual({ index: 0.75, contributions: { repeat: 0.5, suggestions: 0.25 }, known: 0.5 });
    expect(weightedIndex({ upgrade: { value: undefined, weight: 2 } })).toBeUndefined();
    expect(weightedIndex({ upgrade: { value: 1, weight: 0 } })).toBeUndefined();
  });

  it('is the sum of its contributions, from 0 to 1, and grows with each part', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const weight = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(unit, unit, weight, weight, (one, other, oneWeight, otherWeight) => {
        const of = (value: number) => weightedIndex({ one: { value, weight: oneWeight }, other: { value: other, weight: otherWeight } })!;
        const { index, contributions } = of(one);
        expect(contributions.one! + contributions.other!).toBeCloseTo(index, 12);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThanOrEqual(1 + 1e-9);
        expect(of(1).index).toBeGreaterThanOrEqual(index - 1e-12);
      }),
    );
  });

  it('refuses what is no share', () => {
    expect(() => weightedIndex({ one: { value: 1.5, weight: 1 } })).toThrow('one has the value 1.5');
  });
});
