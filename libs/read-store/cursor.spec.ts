import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor, fingerprintOf } from './cursor.js';

describe('a cursor', () => {
  const fingerprint = fingerprintOf('a@1', { where: { n: 1, m: { gt: 2 } }, sort: { field: 'n' } });

  it.each([null, true, -1.5, 'ключ ☕'])('brings back the place with value %j', (value) => {
    const place = { value, key: '"\u0000é' };
    expect(decodeCursor(fingerprint, encodeCursor(fingerprint, place))).toEqual(place);
  });

  it('belongs to the question, in whatever order its conditions are named and however long its pages are', () => {
    expect(fingerprintOf('a@1', { where: { m: { gt: 2 }, n: 1 }, sort: { field: 'n', descending: false }, limit: 5 })).toBe(fingerprint);
  });

  it.each([[{}, 'k'], [[], 'k'], [null, 7], [null, null], [null], []])('is refused with a forged place %j', (...place) => {
    const cursor = Buffer.from(JSON.stringify([fingerprint, ...place.flat()])).toString('base64url');
    expect(() => decodeCursor(fingerprint, cursor)).toThrow(RangeError);
  });
});
