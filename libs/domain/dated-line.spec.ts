import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DatedLine, entryAt, present, valueAt, withValue } from './dated-line.js';

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;
const lineOf = (...told: readonly (readonly [string, number])[]): DatedLine<string> =>
  told.reduce<DatedLine<string>>((line, [value, on]) => withValue(line, value, day(on)), []);

describe('a dated line', () => {
  it('T2: holds the latest by when it happened, in whatever order it was told', () => {
    const line = lineOf(['critical', 10], ['watch', 1]);
    expect(present(line)).toBe('critical');
    expect(valueAt(line, day(9))).toBe('watch');
    expect(entryAt(line, day(10))).toEqual({ value: 'critical', since: day(10) });
    expect(valueAt(line, '2026-02-28T00:00:00.000Z')).toBeUndefined();
    expect(present([])).toBeUndefined();
  });

  it('holds of two at one moment the one told later', () => {
    expect(present(lineOf(['first', 5], ['second', 5]))).toBe('second');
    expect(valueAt(lineOf(['first', 5], ['second', 5], ['before', 1]), day(5))).toBe('second');
  });

  it('comes out alike in whatever order facts of different moments are told', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(days, fc.infiniteStream(fc.nat()), (inOrder, random) => {
        const shuffled = inOrder
          .map((on) => ({ on, key: random.next().value! }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ on }) => on);
        const told = (order: readonly number[]) => lineOf(...order.map((on) => [`value ${on}`, on] as const));
        expect(told(shuffled)).toEqual(told(inOrder.toSorted((one, other) => one - other)));
      }),
    );
  });
});
