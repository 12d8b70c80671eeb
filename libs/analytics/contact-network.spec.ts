import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectiveNumber, herfindahl } from './concentration.js';
import { busFactor, contactShares, fragmentation, lostWith, privateKnowledge, type Touch, touchWeight } from './contact-network.js';

const touch = (weight: number, ...people: string[]): Touch => ({ weight, people });
const touches = fc.array(
  fc.record({ weight: fc.integer({ min: 1, max: 9 }), people: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }) }),
  { maxLength: 20 },
);

describe('what a contact counts for', () => {
  it('halves with each half-life', () => {
    expect([0, 90, 180].map((age) => touchWeight(3, age, 90))).toEqual([3, 1.5, 0.75]);
    expect(() => touchWeight(3, 1, 0)).toThrow(RangeError);
  });
});

describe('shares of contacts', () => {
  it('split what several did evenly, largest first', () => {
    expect([...contactShares([touch(3, 'b'), touch(2, 'a', 'b'), touch(1)])]).toEqual([
      ['b', 0.8],
      ['a', 0.2],
    ]);
  });

  it('sum to one; N equal ones are as concentrated as 1/N', () => {
    fc.assert(
      fc.property(touches, (some) => {
        const shares = [...contactShares(some).values()];
        if (shares.length > 0) expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1);
        const index = herfindahl(shares);
        if (index !== undefined) expect(index).toBeGreaterThanOrEqual(1 / shares.length - 1e-9);
      }),
    );
    expect(herfindahl([0.25, 0.25, 0.25, 0.25])).toBe(0.25);
    expect(effectiveNumber([0.5, 0.5])).toBe(2);
    expect([herfindahl([]), effectiveNumber([])]).toEqual([undefined, undefined]);
  });
});

describe('the bus factor', () => {
  it('is one where one person knows most, and two where each of two knows all', () => {
    expect(busFactor([touch(3, 'ann'), touch(1, 'bob')])).toEqual({ factor: 1, people: ['ann'], exact: true });
    expect(busFactor([touch(3, 'ann', 'bob'), touch(1, 'ann', 'bob')])).toEqual({ factor: 2, people: ['ann', 'bob'], exact: true });
    expect(busFactor([touch(1, 'ann'), touch(1, 'bob')])).toMatchObject({ factor: 2 });
    expect([busFactor([]), busFactor([touch(1)])]).toEqual([undefined, undefined]);
  });

  it('names people without whom less than half is left; no fewer do', () => {
    fc.assert(
      fc.property(touches, (some) => {
        const found = busFactor(some);
        if (found === undefined) return;
        expect(lostWith(some, new Set(found.people))).toBeGreaterThan(0.5);
        const people = [...contactShares(some).keys()];
        for (let bits = 0; bits < 2 ** people.length; bits += 1) {
          const group = people.filter((_, index) => (bits >> index) % 2 === 1);
          if (group.length < found.factor) expect(lostWith(some, new Set(group))).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });

  it('says where it could not look at every group', () => {
    const many = Array.from({ length: 40 }, (_, index) => touch(1, `p${index}`));
    expect(busFactor(many)).toMatchObject({ factor: 21, exact: false });
  });
});

describe('private knowledge and fragmentation', () => {
  it('are shares of contacts and of people', () => {
    expect(privateKnowledge([touch(9, 'ann'), touch(1, 'ann', 'bob'), touch(1)])).toBe(0.5);
    expect(privateKnowledge([touch(1)])).toBeUndefined();
    expect(fragmentation([touch(1, 'cyd'), touch(1, 'ann', 'bob')], new Set(['ann']))).toEqual({ outside: ['bob', 'cyd'], index: 2 / 3 });
    expect(fragmentation([], new Set())).toEqual({ outside: [], index: 0 });
  });
});
