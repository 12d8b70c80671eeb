import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holds, type Condition, type Facts } from './conditions.js';
import { compareDecimals, withSign } from './decimal.js';

const facts: Facts = {
  text: (column) => ({ state: 'Won', no: 'C536379', net: '-27.50', gone: '', flag: '0' })[column] ?? '',
  cell: (column) => ({ net: { amount: '-27.50', currency: 'GBP' }, count: 12, rate: '0.10' })[column],
};

describe('a condition', () => {
  it.each<[Condition, boolean]>([
    [{ present: 'state' }, true],
    [{ present: 'gone' }, false],
    [{ absent: 'gone' }, true],
    [{ absent: 'state' }, false],
    [{ column: 'state', equals: 'Won' }, true],
    [{ column: 'state', equals: 'won' }, false],
    [{ column: 'flag', equals: 0 }, true],
    [{ column: 'state', in: ['Lost', 'Won'] }, true],
    [{ column: 'state', in: ['Lost'] }, false],
    [{ column: 'no', matches: '^C' }, true],
    [{ column: 'state', matches: '^C' }, false],
    [{ column: 'net', below: 0 }, true],
    [{ column: 'net', below: '-27.5' }, false],
    [{ column: 'net', atMost: '-27.5' }, true],
    [{ column: 'net', above: -28 }, true],
    [{ column: 'net', atLeast: 0 }, false],
    [{ column: 'count', above: 2, below: 12 }, false],
    [{ column: 'count', above: 2, atMost: 12 }, true],
    [{ column: 'rate', atLeast: 0.1 }, true],
    [{ column: 'gone', below: 5 }, false],
    [{ column: 'gone', above: -5 }, false],
    [{ not: { column: 'no', matches: '^C' } }, false],
    [{ all: [{ present: 'state' }, { column: 'net', below: 0 }] }, true],
    [{ all: [{ present: 'state' }, { present: 'gone' }] }, false],
    [{ any: [{ present: 'gone' }, { present: 'state' }] }, true],
    [{ any: [{ present: 'gone' }] }, false],
  ])('%j: %s', (condition, expected) => {
    expect(holds(condition, facts)).toBe(expected);
  });
});

describe('comparing decimals', () => {
  it('is exact where floats are not', () => {
    expect(compareDecimals('9007199254740993.01', '9007199254740993.02')).toBeLessThan(0);
    expect(compareDecimals('1.10', '1.1')).toBe(0);
  });

  it('agrees with whole numbers', () => {
    fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => Math.sign(compareDecimals(String(a), String(b))) === Math.sign(a - b)));
  });
});

describe('the sign of an amount', () => {
  it.each([
    ['12.50', '-12.50', '12.50'],
    ['-12.50', '12.50', '12.50'],
    ['0.00', '0.00', '0.00'],
  ])('of %s is turned to %s, or left out: %s', (amount, negated, none) => {
    expect([withSign(amount, 'negated'), withSign(amount, 'none')]).toEqual([negated, none]);
  });
});
