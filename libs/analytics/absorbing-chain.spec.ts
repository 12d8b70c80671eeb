import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { absorbingChain } from './absorbing-chain.js';

describe('an absorbing chain', () => {
  it('gives the drunkard of four corners his published figures (Kemeny & Snell; Grinstead & Snell, example 11.13)', () => {
    const walk = [1, 2, 3].flatMap((at) => [at - 1, at + 1].map((to) => ({ from: `${at}`, to: `${to}`, count: 5 })));
    const fates = absorbingChain(walk, ['0', '4'])!;
    const rows = fates.map(({ visits }) => ['1', '2', '3'].map((state) => Number(visits[state]!.toFixed(9))));
    expect(rows).toEqual([
      [1.5, 1, 0.5],
      [1, 2, 1],
      [0.5, 1, 1.5],
    ]);
    expect(fates.map(({ moves }) => Number(moves.toFixed(9)))).toEqual([3, 4, 3]);
    expect(fates.map(({ ends }) => Number(ends['0']!.toFixed(9)))).toEqual([0.75, 0.5, 0.25]);
  });

  it('ends where a state was never left, and in what is said to end it', () => {
    const moves = [
      { from: 'basic', to: 'partner', count: 3 },
      { from: 'basic', to: 'lost', count: 1 },
      { from: 'lost', to: 'basic', count: 1 },
    ];
    expect(absorbingChain(moves, ['lost'])).toEqual([
      { from: 'basic', visits: { basic: 1 }, moves: 1, ends: { partner: 0.75, lost: 0.25 } },
    ]);
  });

  it('says nothing where no end is ever reached, and refuses what is no count', () => {
    const circle = [
      { from: 'a', to: 'b', count: 1 },
      { from: 'b', to: 'a', count: 1 },
    ];
    expect(absorbingChain(circle, [])).toBeUndefined();
    expect(absorbingChain([], [])).toEqual([]);
    expect(() => absorbingChain([{ from: 'a', to: 'b', count: -1 }], [])).toThrow(RangeError);
  });

  it('ends for certain: probabilities add up to 1, and every state is visited at least once from itself', () => {
    const count = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(fc.array(count, { minLength: 9, maxLength: 9 }), (counts) => {
        const states = ['a', 'b', 'c'];
        const moves = states.flatMap((from, row) =>
          [...states.filter((to) => to !== from), 'end'].map((to, column) => ({ from, to, count: counts[3 * row + column]! })),
        );
        for (const { from, visits, ends } of absorbingChain(moves, ['end'])!) {
          expect(ends.end).toBeCloseTo(1, 9);
          expect(visits[from]).toBeGreaterThanOrEqual(1 - 1e-9);
        }
      }),
    );
  });
});
