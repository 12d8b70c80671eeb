import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brierOf, squaredError } from './brier.js';

const forecast = (probability: number, cameTrue: boolean) => ({ probability, cameTrue });

describe('the Brier score', () => {
  it('is nought for who is certain and right, one for who is certain and wrong, a quarter for a coin', () => {
    expect(squaredError(forecast(1, true))).toBe(0);
    expect(squaredError(forecast(1, false))).toBe(1);
    expect(squaredError(forecast(0.5, true))).toBe(0.25);
  });

  it('is what it is in a worked example: 0.9 right, 0.7 right, 0.7 wrong, 0.2 wrong', () => {
    const score = brierOf([forecast(0.9, true), forecast(0.7, true), forecast(0.7, false), forecast(0.2, false)])!;
    expect(score).toMatchObject({ forecasts: 4, uncertainty: 0.25 });
    expect(score.score).toBeCloseTo((0.01 + 0.09 + 0.49 + 0.04) / 4, 12);
    // Groups: 0.9 (1 of 1), 0.7 (1 of 2), 0.2 (0 of 1).
    expect(score.reliability).toBeCloseTo((0.01 + 2 * 0.04 + 0.04) / 4, 12);
    expect(score.resolution).toBeCloseTo((0.25 + 0 + 0.25) / 4, 12);
    expect(score.skill).toBeCloseTo(1 - 0.1575 / 0.25, 12);
  });

  it('says nothing of nothing, has no skill where there was nothing to tell, and takes no percents', () => {
    expect(brierOf([])).toBeUndefined();
    expect(brierOf([forecast(0.8, true)])).toMatchObject({ skill: null });
    expect(() => brierOf([forecast(80, true)])).toThrow(/divide percents by 100/);
    expect(() => brierOf([forecast(Number.NaN, true)])).toThrow(RangeError);
  });

  it('is reliability less resolution and uncertainty, whatever is foreseen', () => {
    const any = fc.record({ probability: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100), cameTrue: fc.boolean() });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 50 }), (forecasts) => {
        const { score, reliability, resolution, uncertainty } = brierOf(forecasts)!;
        expect(score).toBeCloseTo(reliability - resolution + uncertainty, 10);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });
});
