import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convertMinor, exchangeRates, rateProblem } from './exchange.js';

const rate = (from: string, to: string, value: string, validOn: string) => ({ from, to, rate: value, validOn });
const told = exchangeRates([
  rate('USD', 'EUR', '0.95', '2026-03-01'),
  rate('USD', 'EUR', '0.90', '2026-01-01'),
  rate('EUR', 'JPY', '160', '2026-01-01'),
  rate('GBP', 'USD', '1.25', '2026-01-01'),
]);
const eur = (minor: bigint, from: string, on: string) => convertMinor(minor, { from, to: 'EUR', on, reporting: 'EUR' }, told);

describe('M8: exchange rates', () => {
  it('hold from their day on, whatever the order in which they were told', () => {
    expect([eur(10_000n, 'USD', '2025-12-31'), eur(10_000n, 'USD', '2026-02-28'), eur(10_000n, 'USD', '2026-03-01')]).toEqual([
      undefined,
      9_000n,
      9_500n,
    ]);
  });

  it('count in both directions, and between currencies of other minor units', () => {
    expect(eur(16_000n, 'JPY', '2026-02-01')).toBe(10_000n);
    expect(convertMinor(100n, { from: 'EUR', to: 'JPY', on: '2026-02-01', reporting: 'EUR' }, told)).toBe(160n);
  });

  it('are crossed through the reporting currency and through no other', () => {
    const question = { from: 'USD', to: 'JPY', on: '2026-02-01' };
    expect(convertMinor(10_000n, { ...question, reporting: 'EUR' }, told)).toBe(14_400n);
    expect(convertMinor(10_000n, { ...question, reporting: 'GBP' }, told)).toBeUndefined();
    expect(eur(10_000n, 'GBP', '2026-02-01')).toBeUndefined();
  });

  it('round half away from zero, once, at any size', () => {
    const thirds = exchangeRates([rate('USD', 'EUR', '0.5', '2026-01-01')]);
    const half = (minor: bigint) => convertMinor(minor, { from: 'USD', to: 'EUR', on: '2026-01-01', reporting: 'EUR' }, thirds);
    expect([half(1n), half(-1n), half(2n), half(10n ** 30n + 1n)]).toEqual([1n, -1n, 1n, 5n * 10n ** 29n + 1n]);
    fc.assert(fc.property(fc.bigInt(), (minor) => expect(half(-minor)).toBe(-half(minor)!)));
  });

  it('are refused at zero, below it, and as anything but a decimal', () => {
    expect(['1.0842', '0.000001', '160'].map(rateProblem)).toEqual([undefined, undefined, undefined]);
    expect(['0', '0.00', '-1', '1e3', '', '1,5', '1.0000000000001'].filter((text) => rateProblem(text) === undefined)).toEqual([]);
    expect(exchangeRates([rate('USD', 'EUR', '0', '2026-01-01')]).size).toBe(0);
  });
});
