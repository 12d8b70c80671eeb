import { describe, expect, it } from '@jest/globals';
import { firstCounted } from './segmenting.js';

describe('the first month that counts', () => {
  it.each([
    [13, 'quarter', '2011-01'],
    [12, 'quarter', '2011-01'],
    [14, 'quarter', '2011-01'],
    [15, 'quarter', '2010-10'],
    [13, 'month', '2010-12'],
  ] as const)('of %i months by %s is %s', (months, bucket, first) => {
    expect(firstCounted({ window: { until: '2011-12', months }, bucket })).toBe(first);
  });
});
