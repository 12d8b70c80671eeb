import { describe, expect, it } from '@jest/globals';
import { customerSatisfaction, netPromoterScore } from './satisfaction.js';

describe('the net promoter score', () => {
  it('is promoters less detractors', () => {
    expect(netPromoterScore([10, 9, 9, 8, 7, 6, 0, 10, 9, 3])).toMatchObject({
      n: 10,
      promoters: 5,
      passives: 2,
      detractors: 3,
      score: 20,
    });
    const { interval } = netPromoterScore([10, 9, 9, 8, 7, 6, 0, 10, 9, 3])!;
    expect(interval[0]).toBeLessThan(0);
    expect(interval[1]).toBeGreaterThan(20);
  });

  it('goes from −100 to 100, and is none of nobody', () => {
    expect([netPromoterScore([0, 6])?.score, netPromoterScore([9])?.score, netPromoterScore([7, 8])?.score]).toEqual([-100, 100, 0]);
    expect(netPromoterScore([])).toBeUndefined();
  });
});

describe('customer satisfaction', () => {
  it('is the share of satisfied answers', () => {
    expect(customerSatisfaction([5, 4, 3, 1], 4)).toMatchObject({ count: 2, of: 4, share: 0.5, mean: 3.25 });
    expect(customerSatisfaction([5, 4, 3, 1], 5)).toMatchObject({ share: 0.25 });
    expect(customerSatisfaction([], 4)).toBeUndefined();
  });
});
