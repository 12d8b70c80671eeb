import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FinishedPrefix } from './finished-prefix.js';

describe('the finished prefix', () => {
  it('ends before the first message that is not finished, in whatever order they finish', () => {
    const orders = fc.integer({ min: 0, max: 30 }).chain((size) =>
      fc.shuffledSubarray(
        Array.from({ length: size }, (_, index) => index + 8),
        { minLength: size, maxLength: size },
      ),
    );
    fc.assert(
      fc.property(orders, (order) => {
        const prefix = new FinishedPrefix(7);
        const finished = new Set<number>();
        for (const sequence of order) {
          const before = prefix.end;
          finished.add(sequence);
          expect(prefix.finish(sequence)).toBe(prefix.end > before);
          for (let each = 8; each <= prefix.end; each += 1) expect(finished).toContain(each);
          expect(finished).not.toContain(prefix.end + 1);
        }
      }),
    );
  });
});
