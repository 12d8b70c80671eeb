import { describe, expect, it } from '@jest/globals';
import { nelderMead } from './nelder-mead.js';

describe('the downhill simplex', () => {
  it('finds the minimum of Rosenbrock’s valley at (1, 1) from the usual start', () => {
    const { at, value, converged } = nelderMead(([x, y]) => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2, [-1.2, 1]);
    expect([at[0], at[1], value].map((number) => +number!.toFixed(6))).toEqual([1, 1, 0]);
    expect(converged).toBe(true);
  });

  it('finds the minimum of Powell’s function of four variables, which is flat there', () => {
    const powell = ([a, b, c, d]: readonly number[]) => (a! + 10 * b!) ** 2 + 5 * (c! - d!) ** 2 + (b! - 2 * c!) ** 4 + 10 * (a! - d!) ** 4;
    expect(nelderMead(powell, [3, -1, 0, 1]).value).toBeLessThan(1e-8);
  });

  it('keeps away from where the function is not defined', () => {
    const { at } = nelderMead(([x]) => (x! <= 0 ? Number.NaN : x! - Math.log(x!)), [3]);
    expect(at[0]).toBeCloseTo(1, 6);
  });

  it('says that it has not come to an end', () => {
    expect(nelderMead(([x]) => x! ** 2, [100], { iterationsMax: 3 })).toMatchObject({ converged: false, iterations: 3 });
  });
});
