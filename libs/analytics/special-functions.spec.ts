import { describe, expect, it } from '@jest/globals';
import { hypergeometric, logGamma, logSumExp } from './special-functions.js';

const valueOf = (a: number, b: number, c: number, z: number): number => {
  const { value, logScale } = hypergeometric(a, b, c, z);
  return value * Math.exp(logScale);
};

describe('special functions', () => {
  it('knows ln Γ of whole and of half numbers', () => {
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  });

  it('sums ₂F₁ to its closed forms', () => {
    expect(valueOf(1, 1, 2, 0.5)).toBeCloseTo(2 * Math.LN2, 12);
    expect(valueOf(0.3, 2, 2, 0.9)).toBeCloseTo(0.1 ** -0.3, 10);
    expect(valueOf(-2, 3, 4, 0.7)).toBeCloseTo(1 - 1.05 + 0.3 * 0.7 ** 2 * 2, 12);
    expect(valueOf(3, 4, 5, 0)).toBe(1);
  });

  it('gives what Cephes gives, and a number where that gives none', () => {
    expect(valueOf(2.243, 4.426, 4.219, 0.474)).toBeCloseTo(4.574781444616259, 10);
    expect(valueOf(-0.95, -0.95, 9.1, 0.985)).toBeCloseTo(1.0977005229950534, 12);
    expect(valueOf(-0.95, -0.95, 99.1, 0.985)).toBeCloseTo(1.0089704689603531, 12);
  });

  it('scales what no double can hold', () => {
    const { value, logScale } = hypergeometric(900, 900, 900, 0.9);
    expect(Math.log(value) + logScale).toBeCloseTo(-900 * Math.log(0.1), 6);
  });

  it('refuses what has no sum', () => {
    expect(() => hypergeometric(1, 1, 2, 1)).toThrow(RangeError);
    expect(() => hypergeometric(1, 1, -3, 0.5)).toThrow(RangeError);
  });

  it('adds logarithms without overflow', () => {
    expect(logSumExp(1_000, 1_000)).toBeCloseTo(1_000 + Math.LN2, 12);
    expect([logSumExp(-Infinity, 3), logSumExp(-Infinity, -Infinity)]).toEqual([3, -Infinity]);
  });
});
