import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addAmounts,
  amountProblem,
  amountsOf,
  fromMinor,
  isCurrencyCode,
  minorDigits,
  nearestCurrencies,
  ratioOf,
  subtractAmounts,
  toMinor,
  WHOLE_DIGITS_MAX,
} from './money.js';

describe('money in minor units', () => {
  it.each([
    ['1265.50', 'EUR', 126_550n],
    ['1265.5', 'EUR', 126_550n],
    ['1265', 'EUR', 126_500n],
    ['-0.07', 'EUR', -7n],
    ['-0.00', 'EUR', 0n],
    ['1.500', 'EUR', 150n],
    ['1265', 'JPY', 1_265n],
    ['12.5', 'HUF', 1_250n],
    ['1.234', 'KWD', 1_234n],
    ['1.2345', 'CLF', 12_345n],
    ['90071992547409.91', 'EUR', 2n ** 53n - 1n],
    ['90071992547409.92', 'EUR', 2n ** 53n],
    [`${'9'.repeat(40)}.99`, 'EUR', 10n ** 42n - 1n],
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
    ['1', 'eur', /three capital letters/],
    ['1', '__proto__', /three capital letters/],
  ])('%s %s is refused', (amount, currency, why) => {
    expect(() => toMinor(amount, currency)).toThrow(why);
  });

  it('reads back what it wrote, in every currency and sign', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), (minor, currency) => {
        expect(toMinor(fromMinor(minor, currency), currency)).toBe(minor);
        expect(fromMinor(String(minor), currency)).toBe(fromMinor(minor, currency));
      }),
    );
    expect([fromMinor(-7n, 'EUR'), fromMinor(0n, 'EUR'), fromMinor(7n, 'JPY'), fromMinor(1n, 'KWD')]).toEqual([
      '-0.07',
      '0.00',
      '7',
      '0.001',
    ]);
    expect(() => fromMinor('0.5', 'EUR')).toThrow(SyntaxError);
  });

  it('loses no currency that Intl prints with more digits', () => {
    for (const currency of Intl.supportedValuesOf('currency')) {
      const printed = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
      expect(minorDigits(currency)).toBeGreaterThanOrEqual(printed);
    }
  });

  it('adds by currency and never across', () => {
    const sum = addAmounts(amountsOf({ amount: '0.10', currency: 'EUR' }), { EUR: '20', JPY: '5' });
    expect(sum).toEqual({ EUR: '30', JPY: '5' });
  });

  it('M1: adds at any size, and 90071992547409.91 + 0.01 is 90071992547409.92', () => {
    const sum = ['90071992547409.91', '0.01'].map((amount) => amountsOf({ amount, currency: 'EUR' })).reduce(addAmounts, {});
    expect(fromMinor(sum['EUR']!, 'EUR')).toBe('90071992547409.92');
    const amounts = fc.dictionary(fc.constantFrom('EUR', 'JPY', 'USD'), fc.bigInt().map(String));
    fc.assert(
      fc.property(amounts, amounts, amounts, (a, b, c) => {
        const [one, two, three] = [a, b, c].map((given) => addAmounts({}, given));
        expect(addAmounts(addAmounts(one!, two!), three!)).toEqual(addAmounts(one!, addAmounts(three!, two!)));
        expect(subtractAmounts(addAmounts(one!, two!), two!)).toEqual(one);
        expect(JSON.parse(JSON.stringify(addAmounts(one!, two!)))).toEqual(addAmounts(one!, two!));
      }),
    );
  });

  it('M1: divides what no number holds', () => {
    expect(ratioOf(10n ** 40n, 4n * 10n ** 40n)).toBe(0.25);
    expect(ratioOf(-1n, 3n)).toBeCloseTo(-1 / 3, 15);
    expect(ratioOf(1n, 0n)).toBeUndefined();
  });

  it('M1: refuses a single amount that is absurd, by a bound with a name', () => {
    expect(amountProblem('9'.repeat(WHOLE_DIGITS_MAX), 'VND')).toBeUndefined();
    expect(amountProblem('000090071992547409.91', 'EUR')).toBeUndefined();
    const absurd = amountProblem(`-1${'0'.repeat(WHOLE_DIGITS_MAX)}.50`, 'EUR');
    expect(absurd).toEqual({ part: 'amount', problem: expect.stringContaining('has 16 digits before the point, 15 are the most') });
    expect(amountProblem('1.005', 'EUR')).toMatchObject({ part: 'amount', problem: expect.stringContaining('fraction of a minor unit') });
  });
});

describe('currencies', () => {
  it('M3: are those that ISO 4217 books in: no gold, no test codes, nothing made up', () => {
    expect(['EUR', 'USD', 'JPY', 'ZWG', 'XCG', 'XAF', 'CLF'].filter((code) => !isCurrencyCode(code))).toEqual([]);
    expect(['ZZZ', 'BTC', 'XXX', 'XAU', 'XTS', 'XDR', 'eur', 'constructor', ''].filter(isCurrencyCode)).toEqual([]);
  });

  it('M3: suggest what was most likely meant', () => {
    expect(nearestCurrencies('EUT')).toContain('EUR');
    expect(amountProblem('1', 'EUT')).toEqual({
      part: 'currency',
      problem: 'Currency "EUT" is none that ISO 4217 books in: did you mean EUR?',
    });
    expect(amountProblem('1', 'QQQ')?.problem).toBe('Currency "QQQ" is none that ISO 4217 books in: use one of its codes, such as EUR.');
  });

  it('are summed with two digits where a log has what is none', () => {
    expect(toMinor('1.50', 'ZZZ')).toBe(150n);
  });
});
