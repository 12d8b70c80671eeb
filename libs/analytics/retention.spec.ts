import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retention } from './retention.js';

describe('retention', () => {
  it('makes 100 + 18 − 6 − 9 a net retention of 103 % and a gross retention of 85 %', () => {
    const result = retention([
      { before: 50n, after: 68n },
      { before: 41n, after: 35n },
      { before: 9n, after: 0n },
    ]);
    expect(result).toEqual({
      before: 100n,
      after: 103n,
      churn: 9n,
      contraction: 6n,
      expansion: 18n,
      accounts: 3,
      accountsKept: 2,
      grossRevenueRetention: 0.85,
      netRevenueRetention: 1.03,
      logoRetention: 2 / 3,
    });
  });

  it('counts new business nowhere', () => {
    expect(retention([{ before: 0n, after: 500n }])).toEqual(retention([]));
    expect(retention([]).netRevenueRetention).toBeUndefined();
  });

  it('keeps gross retention between 0 and 1 and never above net retention, and the bridge adds up', () => {
    const account = fc.record({ before: fc.bigInt({ min: -5n, max: 10n ** 30n }), after: fc.bigInt({ min: -5n, max: 10n ** 30n }) });
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
