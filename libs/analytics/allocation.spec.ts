import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocateHours, chooseProjects, priorityOf, quadrantsOf, responseOf } from './allocation.js';

const prospect = (id: string, potential: number, halfHours = 10) => ({ id, potential, halfHours });
const total = (parts: readonly { readonly value: number }[]) => parts.reduce((sum, { value }) => sum + value, 0);

describe('hours', () => {
  it('bring half of what there is at the half hours, and less each', () => {
    expect(responseOf({ potential: 100, halfHours: 10 }, 0)).toBe(0);
    expect(responseOf({ potential: 100, halfHours: 10 }, 10)).toBe(50);
    expect(responseOf({ potential: 100, halfHours: 10 }, 30)).toBe(75);
  });

  it('go to whoever brings most for the next one', () => {
    const given = allocateHours([prospect('b', 100), prospect('a', 400), prospect('c', 0)], 30);
    expect(given.map(({ id, hours }) => [id, hours])).toEqual([
      ['a', 23],
      ['b', 7],
      ['c', 0],
    ]);
    expect(allocateHours([prospect('b', 100), prospect('a', 100)], 1).map(({ hours }) => hours)).toEqual([1, 0]);
    expect(allocateHours([], 10)).toEqual([]);
    expect(allocateHours([prospect('a', 0)], 10)).toMatchObject([{ hours: 0, value: 0 }]);
    expect(() => allocateHours([prospect('a', 1, 0)], 10)).toThrow(/above zero/);
    expect(() => allocateHours([prospect('a', 1)], -1)).toThrow(RangeError);
  });

  it('are given as well as any other way of giving whole hours', () => {
    const any = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(any, any, any, fc.integer({ min: 0, max: 12 }), (one, two, three, hours) => {
        const prospects = [one, two, three].map(([potential, halfHours], index) => prospect(`p${index}`, potential, halfHours));
        const best = total(allocateHours(prospects, hours));
        for (let first = 0; first <= hours; first += 1)
          for (let second = 0; first + second <= hours; second += 1) {
            const other = [first, second, hours - first - second].map((given, index) => ({ value: responseOf(prospects[index]!, given) }));
            expect(best).toBeGreaterThanOrEqual(total(other) - 1e-9);
          }
      }),
      { numRuns: 50 },
    );
  });

  it('come in larger pieces where they are many', () => {
    const given = allocateHours([prospect('a', 10), prospect('b', 10)], 1_000_000);
    expect(given[0]!.hours + given[1]!.hours).toBeCloseTo(1_000_000, 3);
    expect(given[0]!.hours).toBeCloseTo(500_000, -3);
  });
});

describe('projects', () => {
  const project = (id: string, value: number, cost: number) => ({ id, value, cost });

  it('are chosen together, not one by one', () => {
    expect(chooseProjects([project('a', 60, 10), project('b', 100, 20), project('c', 120, 30)], 50)).toEqual(['b', 'c']);
    expect(chooseProjects([project('a', 60, 10)], 9)).toEqual([]);
    expect(() => chooseProjects([project('a', 1, 0.5)], 9)).toThrow(/whole units/);
    expect(() => chooseProjects([project('a', 1, 1)], 30_000_000)).toThrow(/larger units/);
  });

  it('bring as much as the best of all sets, and fit', () => {
    const any = fc.record({ value: fc.nat(20), cost: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.nat(30), (given, hours) => {
        const projects = given.map((one, index) => ({ ...one, id: `p${index}` }));
        const chosen = chooseProjects(projects, hours).map((id) => projects.find((one) => one.id === id)!);
        expect(chosen.reduce((sum, one) => sum + one.cost, 0)).toBeLessThanOrEqual(hours);
        let best = 0;
        for (let set = 0; set < 2 ** projects.length; set += 1) {
          const within = projects.filter((_, index) => set & (1 << index));
          if (within.reduce((sum, one) => sum + one.cost, 0) <= hours) best = Math.max(best, total(within));
        }
        expect(total(chosen)).toBe(best);
      }),
      { numRuns: 50 },
    );
  });
});

describe('value against time', () => {
  const shares = { highValueShare: 0.8, highTimeShare: 0.8 };

  it('has four quadrants', () => {
    const accounts = [
      { id: 'big', value: 700, time: 60 },
      { id: 'forgotten', value: 200, time: 1 },
      { id: 'spoilt', value: 60, time: 35 },
      { id: 'small', value: 40, time: 4 },
    ];
    expect(Object.fromEntries(quadrantsOf(accounts, shares))).toEqual({
      big: 'invested',
      forgotten: 'underserved',
      spoilt: 'overserved',
      small: 'maintained',
    });
  });

  it('calls nothing high', () => {
    expect([...quadrantsOf([{ id: 'a', value: 0, time: 0 }], shares).values()]).toEqual(['maintained']);
  });
});

describe('a priority', () => {
  const weights = { size: 1, ease: 1, roleFactor: 1.5 };
  it('is size times ease times role', () => {
    expect(priorityOf({ size: 0.5, ease: 0.5, hasRole: false }, weights)).toBe(0.25);
    expect(priorityOf({ size: 0.5, ease: 0.5, hasRole: true }, weights)).toBe(0.375);
    expect(priorityOf({ size: 0, ease: 1, hasRole: true }, weights)).toBe(0);
    expect(priorityOf({ size: 0.5, ease: 0.25, hasRole: false }, { ...weights, ease: 0 })).toBe(0.5);
  });
});
