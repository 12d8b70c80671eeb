import { describe, expect, it } from '@jest/globals';
import { hasAlready, preferredLanguage } from './negotiation.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh', 'zh-Hans'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['de, zh-Hans;q=0.5', 'zh-Hans'],
    ['en;q=0.1, zh;q=0.9', 'zh-Hans'],
    ['zh;q=0, en', 'en'],
    ['not a language, 1234567890, zh', 'zh-Hans'],
  ])('for Accept-Language: %s is %s', (header, language) => {
    expect(preferredLanguage({ 'accept-language': header }, ['en', 'zh-Hans'])).toBe(language);
  });
});

describe('a client has an answer', () => {
  it.each([
    ['W/"a"', true],
    ['"a"', true],
    ['W/"b", W/"a"', true],
    ['W/"b"', false],
    [undefined, false],
  ])('with If-None-Match: %s: %s', (header, has) => {
    expect(hasAlready({ 'if-none-match': header }, 'W/"a"')).toBe(has);
  });

  it('also where it tells caches not to answer by themselves, as fetch does', () => {
    expect(hasAlready({ 'if-none-match': 'W/"a"', 'cache-control': 'no-cache' }, 'W/"a"')).toBe(true);
  });
});
