import { describe, expect, it } from '@jest/globals';
import { scalarAt } from './document.js';

describe('the scalar at a field', () => {
  const document = JSON.parse('{ "a": { "b": 1, "list": [7], "text": "x" }, "flag": false, "none": null, "__proto__": { "own": 2 } }');

  it.each([
    ['a.b', 1],
    ['flag', false],
    ['__proto__.own', 2],
    ['none', null],
    ['a', null],
    ['a.c', null],
    ['a.b.c', null],
    ['a.list', null],
    ['a.list.length', null],
    ['a.text.length', null],
    ['a.constructor.name', null],
    ['toString', null],
    ['__proto__.toString', null],
  ])('%s is %j', (field, value) => {
    expect(scalarAt(document, field)).toBe(value);
  });
});
