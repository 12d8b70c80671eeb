import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growthBridge, median, pareto, winRate } from './deals.js';
import { retention } from './retention.js';

it('the win rate is won of what was decided', () => {
  expect([winRate({ won: 4_238, lost: 2_473 }), winRate({ won: 0, lost: 3 }), winRate({ won: 0, lost: 0 })]).toEqual([
    expect.closeTo(0.6315, 4),
    0,
    undefined,
  ]);
});

it('the median lies in the middle', () => {
  expect([median([]), median([9]), median([10, 9, 100]), median([4, 1, 2, 3])]).toEqual([undefined, 9, 10, 2.5]);
});

it('causes stand by how often they were named, with what they make together', () => {
  expect(pareto(['price', 'delivery', 'price', 'service'])).toEqual([
    { key: 'price', count: 2, share: 0.5, cumulative: 0.5 },
    { key: 'delivery', count: 1, share: 0.25, cumulative: 0.75 },
    { key: 'service', count: 1, share: 0.25, cumulative: 1 },
  ]);
  expect(pareto([])).toEqual([]);
});

describe('the growth bridge', () => {
  const windows = fc.array(fc.record({ before: fc.bigInt({ min: -9n, max: 99n }), after: fc.bigInt({ min: -9n, max: 99n }) }));

  it('leads from 100 by 18 more, 6 less, 9 lost and 7 new to 110', () => {
    const accounts = [
      { before: 50n, after: 68n },
      { before: 41n, after: 35n },
      { before: 9n, after: 0n },
      { before: 0n, after: 7n },
    ];
    expect(growthBridge(accounts)).toEqual({ before: 100n, expansion: 18n, contraction: 6n, lost: 9n, new: 7n, after: 110n });
  });

  it('adds up, and has the parts of retention', () => {
    fc.assert(
      fc.property(windows, (accounts) => {
        const bridge = growthBridge(accounts);
        expect(bridge.before + bridge.expansion - bridge.contraction - bridge.lost + bridge.new).toBe(bridge.after);
        const { churn, contraction, expansion } = retention(accounts);
        expect([bridge.lost, bridge.contraction, bridge.expansion]).toEqual([churn, contraction, expansion]);
      }),
    );
  });
});
