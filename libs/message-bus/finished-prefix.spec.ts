import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FinishedPrefix } from './finished-prefix.js';

/** Offsets that rise, with holes, and an order in which they finish. */
const histories = fc
  .uniqueArray(fc.integer({ min: 8, max: 60 }), { maxLength: 30 })
  .map((offsets) => offsets.toSorted((one, two) => one - two))
  .chain((offsets) => fc.tuple(fc.constant(offsets), fc.shuffledSubarray(offsets, { minLength: offsets.length })));

describe('the finished prefix', () => {
  it('ends before the first message that is not finished, in whatever order they finish, and whatever offsets there are not', () => {
    fc.assert(
      fc.property(histories, ([offsets, order]) => {
        const prefix = new FinishedPrefix(7);
        for (const offset of offsets) prefix.begin(offset);
        const finished = new Set<number>();
        for (const offset of order) {
          const before = prefix.end;
          finished.add(offset);
          expect(prefix.finish(offset)).toBe(prefix.end > before);
          const open = offsets.findIndex((one) => !finished.has(one));
          expect(prefix.end).toBe(open === 0 ? 7 : offsets.at(open === -1 ? -1 : open - 1));
        }
      }),
    );
  });

  it('stays right when it has become long', () => {
    const prefix = new FinishedPrefix(0);
    for (let offset = 1; offset <= 5_000; offset += 1) prefix.begin(offset);
    for (let offset = 1; offset <= 5_000; offset += 1) expect(prefix.finish(offset)).toBe(true);
    prefix.begin(6_000);
    expect(prefix.finish(6_000)).toBe(true);
    expect(prefix.end).toBe(6_000);
  });
});
