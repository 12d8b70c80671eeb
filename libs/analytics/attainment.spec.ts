import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elapsedShare, isOnTrack, latestAbove } from './attainment.js';

const aim = (expected: number, better: 'higher' | 'lower' = 'higher', toleranceShare = 0.1) => ({ expected, better, toleranceShare });

describe('a figure and what is expected of it', () => {
  it('is on its track while it misses no more than the tolerance', () => {
    expect([100, 90, 89.9].map((actual) => isOnTrack(actual, aim(100)))).toEqual([true, true, false]);
    expect(isOnTrack(0.9, aim(1))).toBe(true);
    expect([20, 22, 22.1].map((days) => isOnTrack(days, aim(20, 'lower')))).toEqual([true, true, false]);
  });

  it('may be nothing, or below nothing', () => {
    expect([0.01, 0, -0.01].map((actual) => isOnTrack(actual, aim(0)))).toEqual([true, true, false]);
    expect([-0.04, -0.055, -0.06].map((actual) => isOnTrack(actual, aim(-0.05)))).toEqual([true, true, false]);
  });

  it('is not thrown off by being better, whatever is expected', () => {
    const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(figure, figure, fc.double({ min: 0, max: 1, noNaN: true }), (expected, more, toleranceShare) => {
        expect(isOnTrack(expected + Math.abs(more), aim(expected, 'higher', toleranceShare))).toBe(true);
        expect(isOnTrack(expected - Math.abs(more), aim(expected, 'lower', toleranceShare))).toBe(true);
      }),
    );
  });

  it('is a number, and its tolerance a share', () => {
    expect(() => isOnTrack(Number.NaN, aim(1))).toThrow(RangeError);
    expect(() => isOnTrack(1, aim(1, 'higher', 1.1))).toThrow(RangeError);
  });
});

describe('the part of a period that has come', () => {
  const year = { from: '2026-01-01', to: '2026-12-31' };

  it('grows by the day, from nothing to all', () => {
    expect(elapsedShare(year, '2025-12-31')).toBe(0);
    expect(elapsedShare(year, '2026-01-01')).toBeCloseTo(1 / 365, 12);
    expect(elapsedShare({ from: '2026-04-01', to: '2026-04-30' }, '2026-04-15')).toBe(0.5);
    expect([elapsedShare(year, '2026-12-31'), elapsedShare(year, '2030-01-01')]).toEqual([1, 1]);
  });
});

describe('the latest values above a bound', () => {
  it('are counted from the end, and only as long as they follow each other', () => {
    expect(latestAbove([0.2, 0.1, 0.2, 0.3], 0.1)).toBe(2);
    expect(latestAbove([0.2, null, 0.3], 0.1)).toBe(1);
    expect([latestAbove([], 0.1), latestAbove([0.2, 0.1], 0.1), latestAbove([0.2, 0.2], 0.1)]).toEqual([0, 0, 2]);
  });
});
