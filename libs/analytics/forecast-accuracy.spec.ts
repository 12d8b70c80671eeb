import { describe, expect, it } from '@jest/globals';
import { forecastAccuracy } from './forecast-accuracy.js';

describe('the accuracy of forecasts', () => {
  it('weighs errors by size, and tells too much from too little', () => {
    expect(
      forecastAccuracy([
        { expected: 110, actual: 100 },
        { expected: 80, actual: 100 },
      ]),
    ).toEqual({ periods: 2, error: 0.15, bias: -0.05 });
    expect(forecastAccuracy([{ expected: 100, actual: 100 }])).toEqual({ periods: 1, error: 0, bias: 0 });
  });

  it('says nothing where nothing came, and refuses what is no amount', () => {
    expect(forecastAccuracy([{ expected: 10, actual: 0 }])).toEqual({ periods: 1 });
    expect(forecastAccuracy([])).toEqual({ periods: 0 });
    expect(() => forecastAccuracy([{ expected: Number.NaN, actual: 1 }])).toThrow(RangeError);
  });
});
