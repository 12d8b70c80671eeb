import { describe, expect, it } from '@jest/globals';
import { returnOnInvestment, splitOf } from './investment.js';

describe('return on investment', () => {
  it('is what came back beyond what was spent, by what was spent', () => {
    expect(returnOnInvestment(100_000n, 250_000n)).toBe(1.5);
    expect(returnOnInvestment(100_000n, 100_000n)).toBe(0);
    expect(returnOnInvestment(100_000n, 0n)).toBe(-1);
    expect(returnOnInvestment(0n, 5n)).toBeUndefined();
  });
});

describe('a split', () => {
  it('says which share each part has', () => {
    expect(splitOf({ travel: 30, negotiation: 90 })).toEqual({ travel: 0.25, negotiation: 0.75 });
    expect(splitOf({ travel: 0 })).toEqual({});
    expect(splitOf({})).toEqual({});
    expect(() => splitOf({ travel: -1 })).toThrow(/travel is -1/);
  });
});
