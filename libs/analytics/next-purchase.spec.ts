import { describe, expect, it } from '@jest/globals';
import { nextPurchase } from './next-purchase.js';

describe('the next purchase', () => {
  it('is expected after the median of the intervals before, and late after three in four of them', () => {
    const days = ['2026-01-01', '2026-01-11', '2026-01-31', '2026-02-10', '2026-03-12'];
    expect(nextPurchase(days, '2026-04-30')).toEqual({
      lastOn: '2026-03-12',
      intervals: 4,
      medianDays: 15,
      lowerQuartileDays: 10,
      upperQuartileDays: 23,
      expectedOn: '2026-03-27',
      lateFrom: '2026-04-04',
      daysSince: 49,
      daysLate: 26,
    });
  });

  it('knows distinct days in any order, and nothing of what is to come', () => {
    const days = ['2026-01-21', '2026-01-01', '2026-01-11', '2026-01-11', '2027-01-01'];
    expect(nextPurchase(days, '2026-01-25')).toMatchObject({ lastOn: '2026-01-21', intervals: 2, medianDays: 10, daysLate: 0 });
  });

  it('is not foretold from one interval', () => {
    expect(nextPurchase(['2026-01-01', '2026-01-11'], '2026-02-01')).toBeUndefined();
    expect(nextPurchase([], '2026-02-01')).toBeUndefined();
  });
});
