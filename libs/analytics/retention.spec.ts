import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retention } from './retention.js';

describe('retention', () => {
  it('makes 100 + 18 − 6 − 9 a net retention of 103 % and a gross retention of 85 %', () => {
    const result = retention([
      { before: 50, after: 68 },
      { before: 41, after: 35 },
      { before: 9, after: 0 },
    ]);
    expect(result).toEqual({
      before: 100,
      after: 103,
      churn: 9,
      contraction: 6,
      expansion: 18,
      accounts: 3,
      accountsKept: 2,
      grossRevenueRetention: 0.85,
      netRevenueRetention: 1.03,
      logoRetention: 2 / 3,
    });
  });

  it('counts new business nowhere', () => {
    expect(retention([{ before: 0, after: 500 }])).toEqual(retention([]));
    expect(retention([]).netRevenueRetention).toBeUndefined();
  });

  it('keeps gross retention between 0 and 1 and never above net retention, and the bridge adds up', () => {
    const account = fc.record({ before: fc.integer({ min: -5, max: 1_000 }), after: fc.integer({ min: -5, max: 1_000 }) });
    fc.assert(
      fc.property(fc.array(account, { minLength: 1 }), (accounts) => {
        const { before, after, churn, contraction, expansion, ...rates } = retention(accounts);
        expect(before + expansion - churn - contraction).toBe(after);
        const { grossRevenueRetention: gross = 0, netRevenueRetention: net = 0 } = rates;
        expect(gross >= 0 && gross <= 1 && gross <= net + 1e-12).toBe(true);
      }),
    );
  });
});
