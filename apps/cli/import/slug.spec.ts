import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slugOf, SlugBook } from './slug.js';

describe('an id from a name', () => {
  it.each([
    ['Acme Corporation', 'acme-corporation'],
    ['Ana Trujillo, S.A.', 'ana-trujillo-s-a'],
    ['Müller & Söhne', 'muller-sohne'],
    ['Straße 7', 'strasse-7'],
    ["O'Reilly", 'oreilly'],
    ['  Nam-zim ', 'nam-zim'],
    ['Łódź Ærø Œuvre', 'lodz-aero-oeuvre'],
    ['株式会社', undefined],
    ['—', undefined],
  ])('%s is %s', (name, id) => {
    expect(slugOf(name)).toBe(id);
  });

  it('always has the form of an id, and is the id of itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const id = slugOf(name);
        if (id === undefined) return;
        expect(id).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?$/);
        expect(slugOf(id)).toBe(id);
      }),
    );
  });

  it('tells who has it already', () => {
    const book = new SlugBook();
    expect(book.otherHolder('foo-co', 'Foo & Co', 3)).toBeUndefined();
    expect(book.otherHolder('foo-co', 'Foo & Co', 9)).toBeUndefined();
    expect(book.otherHolder('foo-co', 'Foo Co', 10)).toEqual({ name: 'Foo & Co', line: 3 });
  });
});
