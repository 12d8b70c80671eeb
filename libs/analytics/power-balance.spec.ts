import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dependence, powerBalance } from './power-balance.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the balance of power', () => {
  it('says who depends more, and how much binds the two', () => {
    expect(powerBalance(0.3, 0.1)).toEqual({ index: expect.closeTo(0.5, 12), bond: 0.2 });
    expect(powerBalance(0, 0)).toEqual({ index: 0, bond: 0 });
    expect(powerBalance(0.2, 0)).toEqual({ index: 1, bond: 0.1 });
    expect(() => powerBalance(1.2, 0)).toThrow(RangeError);
  });

  it('is antisymmetric, and lies between −1 and 1', () => {
    fc.assert(
      fc.property(share, share, (us, them) => {
        const { index, bond } = powerBalance(us, them);
        const other = powerBalance(them, us);
        expect(index + other.index).toBeCloseTo(0, 12);
        expect(bond).toBe(other.bond);
        expect(Math.abs(index)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('weighs what is known of a dependence, and takes nothing for zero that is not known', () => {
    expect(dependence({ share: 0.2, switching: 0.6 }, 0.5)).toBeCloseTo(0.4, 12);
    expect(dependence({ share: 0.2 }, 0.5)).toBe(0.2);
    expect(dependence({ switching: 0.6 }, 0.5)).toBe(0.6);
    expect(dependence({}, 0.5)).toBeUndefined();
    expect(() => dependence({ share: -0.1 }, 0.5)).toThrow(RangeError);
  });
});
