import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { velocity } from './velocity.js';

const line = (...values: readonly number[]) => values.map((value, time) => ({ time, value }));

describe('the velocity of a score', () => {
  it('is the slope of a straight line, whatever one odd value says', () => {
    expect(velocity(line(6, 8, 10, 12))).toBe(2);
    expect(velocity(line(6, 7, 24, 9, 10))).toBe(1);
    // Sen (1968): one slope of three decides.
    expect(
      velocity([
        { time: 0, value: 0 },
        { time: 1, value: 1 },
        { time: 2, value: 5 },
      ]),
    ).toBe(2.5);
  });

  it('is not known of one point in time, and refuses what is no number', () => {
    expect([
      velocity([]),
      velocity(line(6)),
      velocity([
        { time: 1, value: 6 },
        { time: 1, value: 9 },
      ]),
    ]).toEqual([undefined, undefined, undefined]);
    expect(() => velocity(line(Number.NaN, 1))).toThrow(RangeError);
  });

  it('does not depend on the order of the points, and turns with them', () => {
    const points = fc.array(fc.record({ time: fc.integer({ min: 0, max: 60 }), value: fc.integer({ min: 6, max: 24 }) }), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(points, (given) => {
        expect(velocity(given.toReversed())).toBe(velocity(given));
        const turned = velocity(given.map(({ time, value }) => ({ time, value: -value })));
        expect((turned ?? 0) + (velocity(given) ?? 0)).toBeCloseTo(0, 9);
      }),
    );
  });
});
