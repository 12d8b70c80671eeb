import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money, moneyAboveZero, moneyFromZero } from './kinds.js';
import { addMoney, compareMoney, format, fromMinor, subtractMoney, toMinor } from './money.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF', 'HUF');

const refused = (amount: string, currency = 'EUR', kind = money) => kind.check({ amount, currency }, '/net')[0];

describe('money', () => {
  it('is read from plain decimals, with zeros to spare', () => {
    const amounts = ['440.0', '440', '0.05', '-12.5', '-0.00', '007.10', '1.2300'];
    expect(amounts.map((amount) => toMinor(eur(amount)))).toEqual([44_000n, 44_000n, 5n, -1_250n, 0n, 710n, 123n]);
    expect(toMinor({ amount: '440.00', currency: 'JPY' })).toBe(440n);
  });

  it('is not read from anything else: no part of a cent, no other notation', () => {
    const amounts = ['1.234', '1,5', '1e3', ' 1', '1.', '.5', '+1', '', 'NaN', '0x10'];
    expect(amounts.filter((amount) => toMinor(eur(amount)) !== undefined)).toEqual([]);
    expect(toMinor({ amount: '1.5', currency: 'JPY' })).toBeUndefined();
    expect(toMinor({ amount: '1', currency: 'euro' })).toBeUndefined();
    expect(toMinor(eur('90071992547409.91'))).toBe(2n ** 53n - 1n);
  });

  it('comes back from minor units as it went in', () => {
    fc.assert(fc.property(fc.bigInt(), currencies, (minor, currency) => expect(toMinor(fromMinor(minor, currency))).toBe(minor)));
    expect([fromMinor(5n, 'EUR'), fromMinor(-1_250n, 'EUR'), fromMinor(440n, 'JPY')].map(format)).toEqual([
      '0.05 EUR',
      '-12.50 EUR',
      '440 JPY',
    ]);
  });

  it('is refused with the part that is to blame', () => {
    expect(refused('1.005')).toMatchObject({ pointer: '/net/amount' });
    expect(refused('1.005')?.detail).toMatch(/1\.005 EUR has a fraction of a minor unit/);
    expect(refused('1', 'euro')).toMatchObject({ pointer: '/net/currency' });
    expect([refused('-1'), refused('0', 'EUR', moneyFromZero)]).toEqual([undefined, undefined]);
    for (const refusal of [refused('0', 'EUR', moneyAboveZero), refused('-0.01', 'EUR', moneyFromZero)])
      expect(refusal).toMatchObject({ pointer: '/net/amount' });
  });

  it('M1: is exact at any size, and a single absurd amount is refused', () => {
    expect(addMoney(eur('90071992547409.91'), eur('0.01'))).toEqual(eur('90071992547409.92'));
    expect(subtractMoney(eur('0.01'), eur('90071992547409.93'))).toEqual(eur('-90071992547409.92'));
    expect([compareMoney(eur('1'.repeat(40)), eur('1'.repeat(39))), compareMoney(eur('1.0'), eur('1.00'))]).toEqual([1, 0]);
    expect([refused('90071992547409.92'), toMinor(eur('1'.repeat(400)))]).toEqual([undefined, BigInt(`${'1'.repeat(400)}00`)]);
    expect(refused('1'.repeat(16))).toMatchObject({ pointer: '/net/amount' });
  });

  it('M3: is refused in what is no currency of ISO 4217, with what was most likely meant', () => {
    for (const code of ['ZZZ', 'BTC', 'XXX']) expect(refused('1', code)).toMatchObject({ pointer: '/net/currency' });
    expect(refused('1', 'EUT')?.detail).toBe('Currency "EUT" is none that ISO 4217 books in: did you mean EUR?');
  });
});
