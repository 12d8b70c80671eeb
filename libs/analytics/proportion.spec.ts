import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differenceOf, netShareInterval, proportion } from './proportion.js';

describe('a share', () => {
  it('has the score interval of Wilson', () => {
    // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    const cases: readonly (readonly [count: number, of: number, lower: number, upper: number])[] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [count, of, lower, upper] of cases) {
      const [from, to] = proportion(count, of)!.interval;
      expect(from).toBeCloseTo(lower, 4);
      expect(to).toBeCloseTo(upper, 4);
    }
  });

  it('lies in its interval, and is the complement of the others', () => {
    const counts = fc.integer({ min: 1, max: 10_000 }).chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(counts, ([count, of]) => {
        const { share, interval } = proportion(count, of)!;
        const [lower, upper] = proportion(of - count, of)!.interval;
        expect(interval[0]).toBeLessThanOrEqual(share);
        expect(interval[1]).toBeGreaterThanOrEqual(share);
        expect(interval[0]).toBeCloseTo(1 - upper, 10);
        expect(interval[1]).toBeCloseTo(1 - lower, 10);
      }),
    );
  });

  it('is none of nobody, and counts whole people', () => {
    expect(proportion(0, 0)).toBeUndefined();
    expect(() => proportion(3, 2)).toThrow('3 of 2 is no share');
    expect(() => proportion(0.5, 2)).toThrow(RangeError);
  });
});

describe('a difference of shares', () => {
  it('has the hybrid score interval of Newcombe', () => {
    // Newcombe (1998), table II, method 10.
    const cases: readonly (readonly [a: number, m: number, b: number, n: number, lower: number, upper: number])[] = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [6, 7, 2, 7, 0.0582, 0.8062],
      [5, 56, 0, 29, -0.0381, 0.1926],
    ];
    for (const [a, m, b, n, lower, upper] of cases) {
      const { interval } = differenceOf(proportion(a, m), proportion(b, n))!;
      expect(interval[0]).toBeCloseTo(lower, 4);
      expect(interval[1]).toBeCloseTo(upper, 4);
    }
  });

  it('is none where one of the shares is none', () => {
    expect(differenceOf(proportion(1, 2), undefined)).toBeUndefined();
    expect(differenceOf(undefined, proportion(1, 2))).toBeUndefined();
  });
});

describe('a net share', () => {
  it('turns its sign with its sides, and stays within −1 and 1', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.nat(200), (more, less, rest) => {
        const of = more + less + rest;
        const interval = netShareInterval(more, less, of);
        if (of === 0) return expect(interval).toBeUndefined();
        const [lower, upper] = netShareInterval(less, more, of)!;
        expect(interval![0]).toBeCloseTo(-upper, 10);
        expect(interval![1]).toBeCloseTo(-lower, 10);
        expect(interval![0]).toBeGreaterThanOrEqual(-1);
        return expect(interval![1]).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has the interval of Bonett and Price', () => {
    // (50 + 1)/102 − (20 + 1)/102 = 0.294118; z·√((72/102 − 0.294118²)/102) = 0.152731
    const [lower, upper] = netShareInterval(50, 20, 100)!;
    expect(lower).toBeCloseTo(0.141387, 5);
    expect(upper).toBeCloseTo(0.446849, 5);
  });
});
