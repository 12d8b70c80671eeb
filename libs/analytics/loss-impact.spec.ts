import { describe, expect, it } from '@jest/globals';
import { lossImpact, monthlySlope } from './loss-impact.js';
import { winBackReturn } from './win-back-return.js';

describe('the impact of a loss', () => {
  it('is made up for once the others have grown by what is lost a month', () => {
    expect(lossImpact({ revenueMinor: 120_000n, marginMinor: 30_000n, monthlyGrowthMinor: 3_000n })).toEqual({
      revenueMinor: 120_000n,
      marginMinor: 30_000n,
      revenueAMonthMinor: 10_000n,
      monthsToRecover: 4,
      // 10,000 + 7,000 + 4,000 + 1,000.
      shortfallMinor: 22_000n,
    });
  });

  it('is never made up for by others that shrink, and nothing is lost with who buys nothing', () => {
    expect(lossImpact({ revenueMinor: 120_000n, monthlyGrowthMinor: 0n })).toEqual({ revenueMinor: 120_000n, revenueAMonthMinor: 10_000n });
    expect(lossImpact({ revenueMinor: 0n, monthlyGrowthMinor: 5n })).toMatchObject({ monthsToRecover: 0, shortfallMinor: 0n });
  });

  it('takes the growth of the others from the line through their months', () => {
    expect([monthlySlope([100n, 200n, 300n]), monthlySlope([300n, 100n, 200n]), monthlySlope([7n]), monthlySlope([])]).toEqual([
      100n,
      -50n,
      0n,
      0n,
    ]);
  });
});

describe('the return on a win-back', () => {
  it('is what was regained over what it cost, beside what a new customer would have cost', () => {
    expect(winBackReturn({ costMinor: 1_000n, regainedMinor: 3_500n }, 5)).toEqual({
      costMinor: 1_000n,
      regainedMinor: 3_500n,
      returnOnCost: 2.5,
      acquiringMinor: 5_000n,
      savedMinor: 4_000n,
    });
    expect(winBackReturn({ costMinor: 0n, regainedMinor: 5n }, 5)).not.toHaveProperty('returnOnCost');
  });
});
