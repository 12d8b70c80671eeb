import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONTROL_CHARACTERS, JSON_DEPTH_MAX, parseStrictJson, RESERVED_NAMES } from './strict-json.js';

const parse = (text: string) => parseStrictJson(new TextEncoder().encode(text));
const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('strict JSON', () => {
  const refused: readonly (readonly [sentence: string, text: string, code: string, pointer: string, saying: string])[] = [
    ['nothing', '', 'EMPTY_BODY', '', 'no text at all'],
    ['white space', '  \n', 'MALFORMED_JSON', '', 'line 2, column 1: expected a value, found the end'],
    ['prose', 'hello', 'MALFORMED_JSON', '', 'line 1, column 1: expected a value, found "hello"'],
    ['a truncated object', '{"a": {"b": 1', 'MALFORMED_JSON', '/a', 'expected "," or "}", found the end'],
    ['a truncated text', '{"a": "b', 'MALFORMED_JSON', '/a', 'expected a value, found "\\"b"'],
    ['a raw line break in a text', '{"a": "b\nc"}', 'MALFORMED_JSON', '/a', 'line 1, column 7'],
    ['an escape that JSON does not have', String.raw`{"a": "\x41"}`, 'MALFORMED_JSON', '/a', 'column 7'],
    ['single quotes', "{'a': 1}", 'MALFORMED_JSON', '', 'expected a key in double quotes'],
    ['a trailing comma', '{"a": [1,]}', 'MALFORMED_JSON', '/a/1', 'expected a value, found "]}"'],
    ['a missing colon', '{"a" 1}', 'MALFORMED_JSON', '/a', 'expected ":"'],
    ['a comment', '{"a": 1} // one', 'MALFORMED_JSON', '', 'expected the end of the text'],
    ['two values', '{} {}', 'MALFORMED_JSON', '', 'expected the end of the text'],
    ['NaN', '{"net": {"amount": NaN}}', 'MALFORMED_JSON', '/net/amount', 'expected a value, found "NaN}}"'],
    ['Infinity', '[-Infinity]', 'MALFORMED_JSON', '/0', 'expected a value'],
    ['a leading zero', '[01]', 'MALFORMED_JSON', '', 'expected "," or "]"'],
    ['a number beyond a double', '{"n": 1e400}', 'NUMBER_OUT_OF_RANGE', '/n', 'as text'],
    ['a whole number beyond 2^53', '{"n": [0, 9007199254740993]}', 'NUMBER_OUT_OF_RANGE', '/n/1', '9007199254740991'],
    ['nesting beyond the limit', nest(JSON_DEPTH_MAX + 1), 'NESTING_TOO_DEEP', '/0'.repeat(JSON_DEPTH_MAX), '32 deep'],
    ['__proto__', '{"data": {"__proto__": {"admin": true}}}', 'RESERVED_KEY', '/data/__proto__', 'leave it out'],
    ['__proto__, escaped', String.raw`{"\u005f_proto__": 1}`, 'RESERVED_KEY', '/__proto__', 'leave it out'],
    ['constructor.prototype', '{"constructor": {"prototype": {}}}', 'RESERVED_KEY', '/constructor', 'leave it out'],
    ['a key twice', '{"a": {"b/c": 1, "b/c": 2}}', 'DUPLICATE_KEY', '/a/b~1c', 'twice'],
    ['a key twice, once escaped', String.raw`{"a": 1, "\u0061": 2}`, 'DUPLICATE_KEY', '/a', 'twice'],
    ['half a surrogate pair', String.raw`{"name": "\ud83d"}`, 'LONE_SURROGATE', '/name', 'whole characters'],
    ['half a surrogate pair in a key', String.raw`{"\udc00": 1}`, 'LONE_SURROGATE', '', 'whole characters'],
    ['NUL', String.raw`{"name": "a\u0000b"}`, 'CONTROL_CHARACTER', '/name', 'U+0000'],
    ['escape sequences of a terminal', String.raw`["\u001b[31m"]`, 'CONTROL_CHARACTER', '/0', 'U+001B'],
  ];
  it.each(refused)('refuses %s', (_sentence, text, code, pointer, saying) => {
    const result = parse(text);
    expect(result).toMatchObject({ refused: { code, pointer } });
    if ('refused' in result) expect(result.refused.detail).toContain(saying);
  });

  it('refuses bytes that are not UTF-8: overlong, truncated, Latin-1, a surrogate in bytes', () => {
    for (const bytes of [
      [0xc0, 0xaf],
      [0x22, 0xe2, 0x82],
      [0x22, 0xe9, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
    ]) {
      expect(parseStrictJson(Uint8Array.from(bytes))).toMatchObject({ refused: { code: 'INVALID_UTF8' } });
    }
  });

  it('reads what is allowed: line breaks and tabs in texts, emoji, right-to-left text, the deepest nesting, a byte order mark', () => {
    const value = { note: 'one\n\ttwo', emoji: '👍🏽', rtl: 'שלום', n: -0.25, big: Number.MAX_SAFE_INTEGER, none: null, yes: true, list: [] };
    expect(parse(` ${JSON.stringify(value)}\n`)).toEqual({ value });
    expect(parse(nest(JSON_DEPTH_MAX))).toEqual({ value: JSON.parse(nest(JSON_DEPTH_MAX)) });
    expect(parse('\ufeff{}')).toEqual({ value: {} });
  });

  it('gives what JSON.parse gives for every document that it accepts, and accepts every document that breaks no rule', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 5 }), (text) => {
        const result = parse(text);
        if ('value' in result) expect(result.value).toEqual(JSON.parse(text));
        else expect(breaksARule(JSON.parse(text))).toBe(true);
      }),
    );
  });

  it('never accepts what JSON.parse does not, and never throws', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '\\', ',', '}', ']', '0', 'e', '\u0001'))
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        if ('value' in parse(text)) expect(() => JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes time in proportion to the text, also for one long text that never ends', () => {
    const started = performance.now();
    expect(parse(`"${'a'.repeat(262_144)}`)).toMatchObject({ refused: { code: 'MALFORMED_JSON' } });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** The rules on values, said a second time: over what JSON.parse gives. */
const breaksARule = (value: unknown): boolean => {
  if (typeof value === 'string') return !value.isWellFormed() || CONTROL_CHARACTERS.test(value);
  if (typeof value === 'number') return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
  if (Array.isArray(value)) return value.some(breaksARule);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) => RESERVED_NAMES.has(key) || breaksARule(key) || breaksARule(entry));
};
