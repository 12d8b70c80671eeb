import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainDecimal, roundDecimal } from './decimal.js';

describe('rounding a decimal text', () => {
  it.each([
    ['440.0', '440.00'],
    ['32.38', '32.38'],
    ['12', '12.00'],
    ['.5', '0.50'],
    ['-.5', '-0.50'],
    ['7.', '7.00'],
    ['+3.1', '3.10'],
    ['0.004', '0.00'],
    ['0.005', '0.01'],
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['9.995', '10.00'],
    ['-0.004', '0.00'],
    ['-0.005', '-0.01'],
    ['-12.345', '-12.35'],
    ['1234567890123456789012.345', '1234567890123456789012.35'],
  ])('%s to the cent is %s: halves go away from zero, and nothing is lost to floats', (text, rounded) => {
    expect(roundDecimal(text, 2)).toBe(rounded);
  });

  it.each(['', '.', '-', '1,5', '1.234,50', '1 000', '1e3', 'NaN', '0x10', '--1', '1.2.3', `1${'0'.repeat(40)}`])(
    '"%s" is no plain decimal',
    (text) => {
      expect(roundDecimal(text, 2)).toBeUndefined();
    },
  );

  it('rounds to whole numbers where the currency has no minor unit', () => {
    expect(roundDecimal('1499.5', 0)).toBe('1500');
  });

  it('keeps every digit where it is not asked to round', () => {
    expect(plainDecimal('+007.5000')).toBe('7.5000');
    expect(plainDecimal('12')).toBe('12');
  });

  it('is exact: what has two digits comes back as it was, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (cents) => {
        const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
        const text = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(roundDecimal(text, 2)).toBe(text);
        expect(roundDecimal(`${text}4999`, 2)).toBe(text === '0.00' ? '0.00' : text);
      }),
    );
  });
});
