import { describe, expect, it } from '@jest/globals';
import { type Column, readCell } from './columns.js';

describe('reading a cell', () => {
  it.each<[string, Column, unknown]>([
    ['  Berlin ', { type: 'text' }, 'Berlin'],
    ['1', { type: 'integer' }, 1],
    ['-12', { type: 'integer' }, -12],
    ['1.5e2', { type: 'number' }, 150],
    ['1.50', { type: 'decimal' }, '1.50'],
    ['1.555', { type: 'decimal', scale: 2 }, '1.56'],
    ['440.0', { type: 'money', currency: 'USD' }, { amount: '440.00', currency: 'USD' }],
    ['440.5', { type: 'money', currency: 'JPY' }, { amount: '441', currency: 'JPY' }],
    ['1.2345', { type: 'money', currency: 'KWD' }, { amount: '1.235', currency: 'KWD' }],
    ['1996-02-29', { type: 'day' }, '1996-02-29'],
    ['1996-07-04', { type: 'instant' }, '1996-07-04T00:00:00.000Z'],
    ['2010-12-01 08:26:00', { type: 'instant' }, '2010-12-01T08:26:00.000Z'],
    ['2010-12-01T08:26', { type: 'instant' }, '2010-12-01T08:26:00.000Z'],
    ['2010-12-01T08:26:00.5+02:00', { type: 'instant' }, '2010-12-01T06:26:00.500Z'],
    ['Yes', { type: 'boolean' }, true],
    ['0', { type: 'boolean' }, false],
    ['', { type: 'day', optional: true }, undefined],
  ])('%j as %j is %j', (text, column, value) => {
    expect(readCell(text, column)).toEqual(value);
  });

  it.each<[string, Column, RegExp]>([
    ['', { type: 'text' }, /empty/],
    ['   ', { type: 'day' }, /empty/],
    ['1.0', { type: 'integer' }, /whole number/],
    ['9007199254740993', { type: 'integer' }, /whole number/],
    ['0x10', { type: 'number' }, /number/],
    ['1,234.50', { type: 'decimal' }, /thousands separators/],
    ['12 EUR', { type: 'money', currency: 'EUR' }, /amount of money/],
    ['1997-02-29', { type: 'day' }, /calendar.*YYYY-MM-DD/],
    ['1996-13-01', { type: 'day' }, /calendar/],
    ['04.07.1996', { type: 'day' }, /calendar/],
    ['1996-07-04 25:00', { type: 'instant' }, /date-time/],
    ['1996-02-30 10:00', { type: 'instant' }, /date-time/],
    ['perhaps', { type: 'boolean' }, /true or false/],
  ])('%j as %j is refused in words that help', (text, column, problem) => {
    expect(readCell(text, column)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
