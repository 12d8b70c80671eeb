import { describe, expect, it } from '@jest/globals';
import { correlation, expectedMean, fitGammaGamma, populationMean } from './gamma-gamma.js';
import { gamma, randomNumbers } from './testing/simulated-purchases.js';

/** Estimates of Fader & Hardie (2013) for the customers of CDNOW who bought again. */
const CDNOW = { p: 6.25, q: 3.74, gamma: 15.44 };

describe('gamma-gamma', () => {
  it('has the mean over all customers of CDNOW between the first purchase and the last', () => {
    expect(populationMean(CDNOW)).toBeCloseTo(35.22, 2);
    expect(populationMean({ ...CDNOW, q: 1 })).toBeUndefined();
  });

  it('draws what was observed towards the mean over all, the less the more was bought', () => {
    const all = populationMean(CDNOW)!;
    for (const purchases of [1, 4, 40]) {
      const weight = (CDNOW.p * purchases) / (CDNOW.p * purchases + CDNOW.q - 1);
      expect(expectedMean(CDNOW, { purchases, mean: 50 })).toBeCloseTo((1 - weight) * all + weight * 50, 9);
    }
    expect(expectedMean(CDNOW, { purchases: 7, mean: all })).toBeCloseTo(all, 9);
    expect(() => expectedMean({ p: 0.1, q: 0.5, gamma: 1 }, { purchases: 1, mean: 5 })).toThrow(RangeError);
  });

  it('finds the parameters that amounts were made with, in any unit of money', () => {
    const random = randomNumbers(11);
    const customers = Array.from({ length: 2_000 }, (_, index) => {
      const purchases = 1 + (index % 5);
      const rate = gamma(4, random) / 30;
      const mean = gamma(6 * purchases, random) / rate / purchases;
      return { purchases, mean };
    });
    const fit = fitGammaGamma(customers)!;
    expect(Math.abs(fit.p - 6)).toBeLessThan(0.9);
    expect(Math.abs(fit.q - 4)).toBeLessThan(0.4);
    expect(populationMean(fit)).toBeCloseTo((6 * 30) / 3, -1);
    const cents = fitGammaGamma(customers.map(({ purchases, mean }) => ({ purchases, mean: mean * 100 })))!;
    expect(cents.gamma / 100).toBeCloseTo(fit.gamma, 1);
    expect(Math.abs(correlation(customers))).toBeLessThan(0.1);
  });

  it('knows when how much is bought goes with how often', () => {
    expect(correlation([1, 2, 3].map((one) => ({ purchases: one, mean: one * 10 })))).toBeCloseTo(1, 9);
    expect(correlation([{ purchases: 2, mean: 5 }])).toBe(0);
  });

  it('says nothing of a few, and refuses amounts that cannot be', () => {
    expect(fitGammaGamma([{ purchases: 1, mean: 5 }])).toBeUndefined();
    expect(() => fitGammaGamma([{ purchases: 1, mean: 0 }])).toThrow(RangeError);
  });
});
