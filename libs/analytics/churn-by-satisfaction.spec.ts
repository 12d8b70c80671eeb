import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  brierScore,
  churnBySatisfaction,
  type ChurnPrior,
  revenueAtRisk,
  SATISFACTION_LEVELS,
  SATISFACTIONS,
} from './churn-by-satisfaction.js';

const PRIOR: ChurnPrior = {
  veryDissatisfied: 0.8,
  dissatisfied: 0.4,
  neutral: 0.2,
  satisfied: 0.1,
  verySatisfied: 0.015,
  noOpinion: 0.2,
  weight: 10,
};

const told = (levels: ReturnType<typeof churnBySatisfaction>) =>
  Object.fromEntries(levels.map(({ level, probability }) => [level, +probability.toFixed(4)]));

describe('churn by satisfaction', () => {
  it('is the prior where nobody was observed, silence not among the safe', () => {
    const { weight: _, ...prior } = PRIOR;
    expect(told(churnBySatisfaction(PRIOR, {}))).toEqual(prior);
    expect(told(churnBySatisfaction({ ...PRIOR, weight: 0 }, {}))).toEqual(prior);
  });

  it('moves with what was observed, and the data override the prior in the end', () => {
    const [first] = churnBySatisfaction(PRIOR, { veryDissatisfied: { customers: 10, left: 2 } });
    expect(first).toMatchObject({ level: 'veryDissatisfied', posterior: 0.5, probability: 0.5, observedRate: 0.2 });
    const many = churnBySatisfaction(PRIOR, { dissatisfied: { customers: 1_000_000, left: 300_000 } });
    expect(many[1]!.posterior).toBeCloseTo(0.3, 4);
  });

  it('pools levels that are out of order, by their weights', () => {
    const levels = churnBySatisfaction(PRIOR, { satisfied: { customers: 30, left: 15 }, neutral: { customers: 0, left: 0 } });
    // Neutral 0.2 of weight 10 and satisfied (1 + 15) ÷ 40 = 0.4 of weight 40 become (2 + 16) ÷ 50; dissatisfied 0.4 stays.
    expect(told(levels)).toMatchObject({ dissatisfied: 0.4, neutral: 0.36, satisfied: 0.36, verySatisfied: 0.015, noOpinion: 0.2 });
    expect(levels[3]!.posterior).toBe(0.4);
  });

  it('never lets the more satisfied be likelier to leave, whatever was observed', () => {
    const seen = fc.record(
      Object.fromEntries(
        SATISFACTIONS.map((level) => [
          level,
          fc.nat(200).chain((customers) => fc.record({ customers: fc.constant(customers), left: fc.nat(customers) })),
        ]),
      ),
    );
    fc.assert(
      fc.property(seen, fc.nat(50), (observed, weight) => {
        const levels = churnBySatisfaction({ ...PRIOR, weight }, observed).slice(0, SATISFACTION_LEVELS.length);
        expect(levels.every(({ probability }, index) => index === 0 || probability <= levels[index - 1]!.probability + 1e-12)).toBe(true);
      }),
    );
  });

  it('adds up revenue at risk in whole minor units, and those expected to leave', () => {
    const accounts = [
      { revenueMinor: 100_000n, probability: 0.8 },
      { revenueMinor: 33n, probability: 0.1 },
      { revenueMinor: -500n, probability: 0.5 },
    ];
    expect(revenueAtRisk(accounts)).toEqual({ minor: 80_003n, expectedLeavers: 1.4 });
  });

  it('is held against what happened', () => {
    expect(
      brierScore([
        { probability: 1, happened: true },
        { probability: 0.5, happened: false },
      ]),
    ).toBe(0.125);
    expect(brierScore([])).toBeUndefined();
  });
});
