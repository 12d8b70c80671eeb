import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addAmounts, amountsOf, fromMinor, minorDigits, toMinor } from './money.js';

describe('money in minor units', () => {
  it.each([
    ['1265.50', 'EUR', 126_550],
    ['1265.5', 'EUR', 126_550],
    ['1265', 'EUR', 126_500],
    ['-0.07', 'EUR', -7],
    ['-0.00', 'EUR', 0],
    ['1.500', 'EUR', 150],
    ['1265', 'JPY', 1_265],
    ['12.5', 'HUF', 1_250],
    ['1.234', 'KWD', 1_234],
    ['1.2345', 'CLF', 12_345],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('%s %s is %d minor units', (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
  });

  it.each([
    ['1.005', 'EUR', /fraction of a minor unit/],
    ['0.5', 'JPY', /fraction of a minor unit/],
    ['1e3', 'EUR', /no decimal/],
    ['', 'EUR', /no decimal/],
    ['1,5', 'EUR', /no decimal/],
    ['NaN', 'EUR', /no decimal/],
    ['90071992547409.92', 'EUR', /too large/],
    ['1', 'eur', /three capital letters/],
    ['1', '__proto__', /three capital letters/],
  ])('%s %s is refused', (amount, currency, why) => {
    expect(() => toMinor(amount, currency)).toThrow(why);
  });

  it('reads back what it wrote, in every currency and sign', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), (minor, currency) => {
        expect(toMinor(fromMinor(minor, currency), currency)).toBe(minor === 0 ? 0 : minor);
      }),
    );
    expect([fromMinor(-7, 'EUR'), fromMinor(0, 'EUR'), fromMinor(7, 'JPY'), fromMinor(1, 'KWD')]).toEqual(['-0.07', '0.00', '7', '0.001']);
    expect(() => fromMinor(0.5, 'EUR')).toThrow(RangeError);
  });

  it('loses no currency that Intl prints with more digits', () => {
    for (const currency of Intl.supportedValuesOf('currency')) {
      const printed = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
      expect(minorDigits(currency)).toBeGreaterThanOrEqual(printed);
    }
  });

  it('adds by currency and never across', () => {
    const sum = addAmounts(amountsOf({ amount: '0.10', currency: 'EUR' }), { EUR: 20, JPY: 5 });
    expect(sum).toEqual({ EUR: 30, JPY: 5 });
  });
});
