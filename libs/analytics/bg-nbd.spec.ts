import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BgNbd, expectedPurchases, fitBgNbd, logLikelihood, probabilityAlive, type Purchases } from './bg-nbd.js';
import { randomNumbers, simulatedPurchases } from './testing/simulated-purchases.js';

/** Estimates of the paper for 2,357 customers of CDNOW, in weeks, with the fourth digit of the authors' worksheet. */
const CDNOW: BgNbd = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 };
const customer = (repeats: number, lastAt: number, observed: number): Purchases => ({ repeats, lastAt, observed });
const FIRST = customer(2, 30.43, 38.86);

const models = fc.record({
  r: fc.double({ min: 0.05, max: 20, noNaN: true }),
  alpha: fc.double({ min: 0.05, max: 200, noNaN: true }),
  a: fc.double({ min: 0.05, max: 500, noNaN: true }),
  b: fc.double({ min: 0.05, max: 500, noNaN: true }),
});
const buyers = fc
  .tuple(fc.nat(500), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 500, noNaN: true }))
  .map(([repeats, share, observed]) => customer(repeats, repeats === 0 ? 0 : share * observed, observed));

describe('BG/NBD', () => {
  it('gives the published probabilities that customers of CDNOW are alive', () => {
    const alive = [FIRST, customer(1, 1.71, 38.86), customer(26, 30.86, 31)].map((one) => probabilityAlive(CDNOW, one).toFixed(4));
    expect(alive).toEqual(['0.7266', '0.2122', '0.9689']);
  });

  it('gives the published expected purchases of the first customer within 39 weeks, 1.226', () => {
    expect(expectedPurchases(CDNOW, FIRST, 39).toFixed(3)).toBe('1.226');
  });

  it('gives the published log-likelihood of the first customer, −9.4596', () => {
    expect(logLikelihood(CDNOW, FIRST)).toBeCloseTo(-9.4596, 3);
  });

  it('says nothing of a one-time buyer: 1, however long it is silent', () => {
    expect(probabilityAlive(CDNOW, customer(0, 0, 500))).toBe(1);
  });

  it('is a probability, and expects more the longer it waits, for any model and any buyer', () => {
    fc.assert(
      fc.property(models, buyers, (model, one) => {
        const alive = probabilityAlive(model, one);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        const [soon, later] = [1, 10].map((within) => expectedPurchases(model, one, within)) as [number, number];
        expect(soon).toBeGreaterThanOrEqual(0);
        expect(later).toBeGreaterThanOrEqual(soon - 1e-9);
        expect(Number.isFinite(logLikelihood(model, one))).toBe(true);
      }),
    );
  });

  it('is a distribution: over all that one customer could have done in a short time the likelihoods add up to 1', () => {
    const model = { r: 1.5, alpha: 3, a: 1, b: 2 };
    const observed = 1;
    let total = Math.exp(logLikelihood(model, customer(0, 0, observed)));
    // A customer with x repeats made the first x − 1 anywhere before the last: tₓ^(x−1) ÷ (x−1)! of them.
    let factorial = 1;
    for (let repeats = 1; repeats <= 14; repeats += 1) {
      if (repeats > 1) factorial *= repeats - 1;
      const steps = 400;
      for (let step = 0; step < steps; step += 1) {
        const lastAt = ((step + 0.5) / steps) * observed;
        total += (Math.exp(logLikelihood(model, customer(repeats, lastAt, observed))) * lastAt ** (repeats - 1)) / factorial / steps;
      }
    }
    expect(total).toBeCloseTo(1, 3);
  });

  it('finds the parameters that purchases were made with, in any unit of time', () => {
    const truth = { r: 0.8, alpha: 6, a: 0.9, b: 2.5 };
    const customers = simulatedPurchases(truth, 2_000, 80, randomNumbers(7));
    const fit = fitBgNbd(customers)!;
    expect(fit.converged).toBe(true);
    expect(fit.model.r / fit.model.alpha).toBeCloseTo(truth.r / truth.alpha, 1);
    expect(Math.abs(fit.model.r - truth.r)).toBeLessThan(0.12);
    expect(Math.abs(fit.model.a / (fit.model.a + fit.model.b) - truth.a / (truth.a + truth.b))).toBeLessThan(0.03);
    expect(fit.logLikelihood).toBeGreaterThan(customers.reduce((sum, one) => sum + logLikelihood(truth, one), 0));
    const inDays = fitBgNbd(customers.map(({ repeats, lastAt, observed }) => customer(repeats, lastAt * 7, observed * 7)))!;
    expect(inDays.model.alpha / 7).toBeCloseTo(fit.model.alpha, 2);
  });

  it('says nothing where there is too little to say', () => {
    expect(fitBgNbd([FIRST])).toBeUndefined();
    expect(fitBgNbd(Array.from({ length: 50 }, () => customer(0, 0, 9)))).toBeUndefined();
  });

  it('refuses purchases that cannot be', () => {
    for (const wrong of [customer(1, 5, 4), customer(-1, 0, 4), customer(0, 1, 4), customer(1.5, 1, 4), customer(1, Number.NaN, 4)])
      expect(() => fitBgNbd([wrong])).toThrow(RangeError);
  });
});
