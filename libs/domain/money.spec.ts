import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { format, fromMinor, requireAmount, toMinor } from './money.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF', 'HUF');

const refused = (amount: string, currency = 'EUR', sign: 'any' | 'positive' | 'not-negative' = 'any') =>
  requireAmount({ amount, currency }, '/net', sign);

describe('money', () => {
  it('is read from plain decimals, with zeros to spare', () => {
    const amounts = ['440.0', '440', '0.05', '-12.5', '-0.00', '007.10', '1.2300'];
    expect(amounts.map((amount) => toMinor(eur(amount)))).toEqual([44_000, 44_000, 5, -1_250, 0, 710, 123]);
    expect(toMinor({ amount: '440.00', currency: 'JPY' })).toBe(440);
  });

  it('is not read from anything else: no part of a cent, no other notation, nothing that a sum would round', () => {
    const amounts = ['1.234', '1,5', '1e3', ' 1', '1.', '.5', '+1', '', 'NaN', '0x10', '90071992547409.92', '1'.repeat(400)];
    expect(amounts.filter((amount) => toMinor(eur(amount)) !== undefined)).toEqual([]);
    expect(toMinor({ amount: '1.5', currency: 'JPY' })).toBeUndefined();
    expect(toMinor({ amount: '1', currency: 'euro' })).toBeUndefined();
    expect(toMinor(eur('90071992547409.91'))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('comes back from minor units as it went in', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), currencies, (minor, currency) => expect(toMinor(fromMinor(minor, currency))).toBe(minor)));
    expect([fromMinor(5, 'EUR'), fromMinor(-1_250, 'EUR'), fromMinor(440, 'JPY')].map(format)).toEqual([
      '0.05 EUR',
      '-12.50 EUR',
      '440 JPY',
    ]);
    expect(() => fromMinor(0.5, 'EUR')).toThrow(RangeError);
  });

  it('is refused with the part that is to blame', () => {
    expect(refused('1.005')).toMatchObject({ rejected: 'INVALID_AMOUNT', field: '/net/amount' });
    expect(refused('1.005')?.detail).toMatch(/1\.005 EUR has a fraction of a minor unit/);
    expect(refused('1', 'euro')).toMatchObject({ field: '/net/currency' });
    expect([refused('-1'), refused('0', 'EUR', 'not-negative'), requireAmount(undefined, '/net', 'positive')]).toEqual(
      Array(3).fill(undefined),
    );
    expect([refused('0', 'EUR', 'positive'), refused('-0.01', 'EUR', 'not-negative')].map((refusal) => refusal?.rejected)).toEqual([
      'INVALID_AMOUNT',
      'INVALID_AMOUNT',
    ]);
  });
});
