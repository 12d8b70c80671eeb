import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { benchmarkOf, isMaskedLoss, liesWithin, shareOfWallet, spentIn, walletAllocation } from './share-of-wallet.js';

describe('share of wallet', () => {
  it('is ours of what the customer spends, with the interval of the estimate', () => {
    expect(shareOfWallet({ ours: 30n, others: 50n, estimate: 120n, low: 100n, high: 150n })).toEqual({
      share: 0.25,
      low: 0.2,
      high: 0.3,
      wallet: 120n,
      headroom: 90n,
      overtaken: false,
    });
  });

  it('takes what is known to be spent for the wallet where that is more than was estimated, and says so', () => {
    expect(shareOfWallet({ ours: 90n, others: 60n, estimate: 100n, low: 80n, high: 120n })).toEqual({
      share: 0.6,
      low: 0.6,
      high: 0.6,
      wallet: 150n,
      headroom: 60n,
      overtaken: true,
    });
  });

  it('is nothing to nobody where nothing is spent, and none where more came back than was bought', () => {
    expect(shareOfWallet({ ours: 0n, others: 0n, estimate: 0n })).toBeUndefined();
    expect(shareOfWallet({ ours: -5n, others: 0n, estimate: 100n })).toMatchObject({ share: 0, headroom: 100n });
  });

  it('lies between 0 and 1 whatever is told, and within its interval', () => {
    const minor = fc.bigInt({ min: -1_000n, max: 10n ** 15n });
    const positive = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(minor, minor, positive, positive, positive, (ours, others, estimate, below, above) => {
        const low = estimate > below ? estimate - below : 0n;
        const found = shareOfWallet({ ours, others, estimate, low, high: estimate + above });
        if (found === undefined) return;
        expect(found.low).toBeLessThanOrEqual(found.share);
        expect(found.share).toBeLessThanOrEqual(found.high);
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.high).toBeLessThanOrEqual(1);
        expect(found.headroom).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});

describe('the wallet allocation rule', () => {
  it('gives the first of two two thirds, and the only one everything', () => {
    expect([walletAllocation(1, 1), walletAllocation(1, 2), walletAllocation(2, 2), walletAllocation(1, 4)]).toEqual([
      1,
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 3, 12),
      expect.closeTo(0.4, 12),
    ]);
  });

  it('sums to 1 over all ranks, and falls with the rank', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (suppliers) => {
        const shares = Array.from({ length: suppliers }, (_, index) => walletAllocation(index + 1, suppliers));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        expect(shares.every((share, index) => index === 0 || share < shares[index - 1]!)).toBe(true);
      }),
    );
  });

  it.each([
    [1, 0],
    [1, 1.5],
    [0, 3],
    [4, 3],
  ])('has no rank %d among %d', (rank, suppliers) => {
    expect(() => walletAllocation(rank, suppliers)).toThrow(RangeError);
  });
});

describe('a masked loss', () => {
  const grew = { salesBefore: 100n, sales: 120n };
  it('is more sales and less of the wallet, by more than is tolerated', () => {
    expect(isMaskedLoss({ ...grew, shareBefore: 0.4, share: 0.3 })).toBe(true);
    expect(isMaskedLoss({ ...grew, shareBefore: 0.4, share: 0.39 }, 0.02)).toBe(false);
    expect(isMaskedLoss({ ...grew, shareBefore: 0.3, share: 0.4 })).toBe(false);
    expect(isMaskedLoss({ salesBefore: 120n, sales: 100n, shareBefore: 0.4, share: 0.3 })).toBe(false);
  });
});

describe('what was spent in a period', () => {
  const spent = (amounts: Readonly<Record<string, bigint>>, period: string, start = 1) =>
    spentIn(period, (one) => amounts[one] ?? 0n, start);

  it('is the larger of what was told for it and of its parts: nothing counts twice', () => {
    expect(spent({ '2026': 100n, '2026-Q1': 30n, '2026-Q2': 40n }, '2026')).toBe(100n);
    expect(spent({ '2026': 60n, '2026-Q1': 30n, '2026-Q2': 40n }, '2026')).toBe(70n);
    expect(spent({ '2026-01': 10n, '2026-02': 10n, '2026-Q1': 15n }, '2026')).toBe(20n);
  });

  it('follows the fiscal year', () => {
    expect(spent({ '2025-04': 10n }, '2026-Q1', 4)).toBe(10n);
    expect(spent({ '2025-04': 10n }, '2025-Q2', 4)).toBe(0n);
    expect([liesWithin('2025-04', '2026-Q1', 4), liesWithin('2025-04', '2025-Q2', 4), liesWithin('2026', '2026-Q1')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

it('a share lies below, within or above the usual band, whose bounds belong to it', () => {
  const band = { low: 0.15, high: 0.25 };
  expect([0.1499, 0.15, 0.25, 0.2501].map((share) => benchmarkOf(share, band))).toEqual(['below', 'within', 'within', 'above']);
});
