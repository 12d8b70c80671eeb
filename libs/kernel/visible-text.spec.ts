import { describe, expect, it } from '@jest/globals';
import { isVisible } from './visible-text.js';

describe('D3: a text', () => {
  it.each([
    ['zero width space', '\u200b'],
    ['word joiner', '\u2060'],
    ['Hangul filler', '\u3164'],
    ['half-width Hangul filler', '\uffa0'],
    ['Hangul Jungseong filler', '\u1160'],
    ['Braille blank', '\u2800'],
    ['byte order mark', '\ufeff'],
    ['soft hyphen', '\u00ad'],
    ['right-to-left mark', '\u200f'],
    ['variation selector', '\ufe0f'],
    ['ideographic space', '\u3000'],
    ['tag characters', '\u{e0041}'],
    ['private use', '\ue000'],
    ['nothing', ''],
    ['several of them', ' \u200b\t\u2060\u3164'],
  ])('of %s alone shows nothing', (_, text) => expect(isVisible(text)).toBe(false));

  it.each(['a', '.', '5', '中', '한', '⠁', '😀', 'é', 'e\u0301', '\u200bA', '👩‍👩‍👧', '€', '\u05d0'])('with %s does', (text) =>
    expect(isVisible(text)).toBe(true),
  );
});
