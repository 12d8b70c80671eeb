import { describe, expect, it } from '@jest/globals';
import { sortKeyOf } from '#libs/kernel/sort-key.js';
import { encodeCursor, fingerprintOf } from '#libs/read-store/cursor.js';
import { PAGE } from './parameters.js';

describe('cursor', () => {
  it.each(['a', '😀', '"', 'ﷺ'])('D4, D6: that of the longest name is taken back (%s)', (character) => {
    const place = { value: sortKeyOf(character.repeat(200)), key: 'k'.repeat(128) };
    const next = encodeCursor(fingerprintOf('stage-board@1', { sort: { field: 'sortName' } }), place);
    expect(PAGE.cursor.check(next, '/cursor')).toEqual([]);
  });

  it('is no text of any other kind', () => {
    for (const text of ['', 'a b', 'a'.repeat(10_241)]) expect(PAGE.cursor.check(text, '/cursor')).toHaveLength(1);
  });
});
