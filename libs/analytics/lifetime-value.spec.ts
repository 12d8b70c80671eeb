import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lifetimeValue } from './lifetime-value.js';

const monthly = (months: number) => months;

describe('lifetime value', () => {
  it('is the sum of what is expected where nothing is discounted', () => {
    expect(lifetimeValue(monthly, 50, { horizonMonths: 24, discountRate: 0 })).toBe(1200);
  });

  it('is that of a due annuity from the middle of each month', () => {
    const rate = 1.1 ** (1 / 12);
    const annuity = (100 * (1 - rate ** -36)) / (rate - 1);
    expect(lifetimeValue(monthly, 100, { horizonMonths: 36, discountRate: 0.1 })).toBeCloseTo(annuity * rate ** 0.5, 8);
  });

  it('never falls with the horizon and never rises with the rate', () => {
    const expected = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 121, maxLength: 121 });
    fc.assert(
      fc.property(expected, fc.integer({ min: 1, max: 119 }), fc.double({ min: 0, max: 1, noNaN: true }), (steps, horizonMonths, rate) => {
        const within = (months: number) => steps.slice(0, months).reduce((sum, step) => sum + step, 0);
        const worth = (months: number, discountRate: number) => lifetimeValue(within, 10, { horizonMonths: months, discountRate });
        expect(worth(horizonMonths + 1, rate)).toBeGreaterThanOrEqual(worth(horizonMonths, rate) - 1e-9);
        expect(worth(horizonMonths, rate + 0.1)).toBeLessThanOrEqual(worth(horizonMonths, rate) + 1e-9);
      }),
    );
  });

  it('has a month at least, and a rate that leaves something', () => {
    expect(() => lifetimeValue(monthly, 1, { horizonMonths: 0, discountRate: 0 })).toThrow(RangeError);
    expect(() => lifetimeValue(monthly, 1, { horizonMonths: 1, discountRate: -1 })).toThrow(RangeError);
  });
});
