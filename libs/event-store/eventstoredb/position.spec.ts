import { describe, expect, it } from '@jest/globals';
import { fromPosition, toPosition } from './position.js';

const LARGEST = 18_446_744_073_709_551_615n;

describe('a position of EventStoreDB', () => {
  it.each([
    { commit: 0n, prepare: 0n },
    { commit: 1_607_091n, prepare: 1_607_091n },
    { commit: 2_093_718n, prepare: 0n },
    { commit: 9_007_199_254_740_993n, prepare: 9_007_199_254_740_992n },
    { commit: LARGEST, prepare: LARGEST },
  ])('keeps both numbers, $commit and $prepare', (place) => {
    expect(fromPosition(toPosition(place))).toEqual(place);
  });

  it('sorts as text as the log is ordered, what was only searched before what stands there', () => {
    const places = [
      { commit: 9n, prepare: 9n },
      { commit: 10n, prepare: 0n },
      { commit: 10n, prepare: 10n },
      { commit: 9_007_199_254_740_993n, prepare: 0n },
      { commit: LARGEST, prepare: LARGEST },
    ];
    const positions = places.map(toPosition);
    expect(positions.toSorted()).toEqual(positions);
  });

  it.each(['', '12/12', '0000000000000041', `${'1'.repeat(20)}-${'2'.repeat(20)}`, `${'9'.repeat(20)}-${'0'.repeat(20)}`])(
    'is not "%s"',
    (text) => {
      expect(() => fromPosition(text)).toThrow(RangeError);
    },
  );
});
