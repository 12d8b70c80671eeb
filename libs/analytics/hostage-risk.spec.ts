import { describe, expect, it } from '@jest/globals';
import { hostageRisk } from './hostage-risk.js';
import { varianceExplained } from './variance-explained.js';

const policy = { revenueShareMin: 0.15, topEmployeeShareMin: 0.8, growthMax: 0, headroomAbove: 0.5 };
const held = { accountRevenueShare: 0.15, employeeRevenueShare: 0, topShare: 0.8, growth: 0, headroom: undefined };

describe('an account is held by one person', () => {
  it.each([
    ['on every threshold', {}, true],
    ['by what the person sells elsewhere', { accountRevenueShare: 0.01, employeeRevenueShare: 0.2 }, true],
    ['by headroom, though it grows', { growth: 0.1, headroom: 0.51 }, true],
    ['where it is small', { accountRevenueShare: 0.149 }, false],
    ['where others know it', { topShare: 0.79 }, false],
    ['where it grows, and has no more to give', { growth: 0.01, headroom: 0.5 }, false],
    ['where nothing is known', { accountRevenueShare: undefined, growth: undefined }, false],
  ])('%s', (_, changes, isHostage) => {
    expect(hostageRisk({ ...held, ...changes }, policy).isHostage).toBe(isHostage);
  });

  it('says which conditions hold', () => {
    expect(hostageRisk({ ...held, topShare: 0.5 }, policy)).toEqual({
      isHostage: false,
      weighty: true,
      oneSided: false,
      stagnant: true,
      headroom: false,
    });
  });
});

describe('the variance between groups', () => {
  it('is all of it, none of it, or a part', () => {
    expect(
      varianceExplained([
        [1, 1],
        [3, 3],
      ]),
    ).toBe(1);
    expect(
      varianceExplained([
        [1, 3],
        [1, 3],
      ]),
    ).toBe(0);
    expect(
      varianceExplained([
        [1, 3],
        [5, 7],
      ]),
    ).toBeCloseTo(0.8);
    expect([varianceExplained([[1, 2]]), varianceExplained([[1], [1]]), varianceExplained([])]).toEqual([undefined, undefined, undefined]);
  });
});
