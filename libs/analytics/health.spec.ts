import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { healthContributions, type HealthRules, healthScore, type Signal } from './health.js';

type Dimension = 'relationship' | 'commerce' | 'contact';
const RULES: HealthRules<Dimension> = {
  weights: { relationship: 3, commerce: 1, contact: 0 },
  halfLifeDays: 90,
  bands: { poorMax: 50, fairMax: 75 },
  overrides: [
    { when: 'lost', scoreMax: 0 },
    { when: 'critical-risk', scoreMax: 25 },
  ],
};
const fresh = (score: number): Signal => ({ score, ageDays: 0 });
const score = (signals: Partial<Record<Dimension, Signal>>, holding: readonly string[] = []) =>
  healthScore(signals, RULES, new Set(holding))!;

describe('health', () => {
  it('is the weighted mean of what is present: missing is not zero', () => {
    expect(score({ relationship: fresh(80), commerce: fresh(40) })).toMatchObject({ score: 70, band: 'fair' });
    expect(score({ commerce: fresh(40) }).score).toBe(40);
    expect(healthScore({}, RULES, new Set())).toBeUndefined();
    expect(healthScore({ contact: fresh(90) }, RULES, new Set())).toBeUndefined();
  });

  it('lets a signal count for half after each half-life', () => {
    const { parts } = score({ relationship: { score: 80, ageDays: 180 }, commerce: fresh(40) });
    expect(parts.map(({ freshness, share }) => [freshness, share])).toEqual([
      [0.25, 3 / 7],
      [1, 4 / 7],
    ]);
  });

  it('has bands that end with their bounds', () => {
    expect([0, 50, 50.1, 75, 75.1, 100].map((one) => score({ commerce: fresh(one) }).band)).toEqual([
      'poor',
      'poor',
      'fair',
      'fair',
      'good',
      'good',
    ]);
  });

  it('is capped by the first condition that holds, and says so', () => {
    const good = { commerce: fresh(90) };
    expect(score(good, ['critical-risk', 'lost'])).toMatchObject({ score: 0, computed: 90, override: { when: 'lost' } });
    expect(score(good, ['critical-risk'])).toMatchObject({ score: 25, band: 'poor' });
    expect(score({ commerce: fresh(20) }, ['critical-risk'])).not.toHaveProperty('override');
    expect(score(good, ['else'])).not.toHaveProperty('override');
  });

  it('has parts that add up to the score, and contributions that add up to any difference', () => {
    const signal = fc.option(fc.record({ score: fc.double({ min: 0, max: 100, noNaN: true }), ageDays: fc.nat(400) }), { nil: undefined });
    const state = fc.tuple(fc.record({ relationship: signal, commerce: signal, contact: signal }), fc.subarray(['lost', 'critical-risk']));
    const rules = { ...RULES, weights: { relationship: 3, commerce: 2, contact: 1 } };
    fc.assert(
      fc.property(state, state, ([first, held], [second, holds]) => {
        const before = healthScore(first as never, rules, new Set(held));
        const after = healthScore(second as never, rules, new Set(holds));
        fc.pre(before !== undefined && after !== undefined);
        expect(after.parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(after.computed, 9);
        const all = healthContributions(before, after).reduce((sum, { points }) => sum + points, 0);
        expect(all).toBeCloseTo(after.score - before.score, 9);
      }),
    );
  });

  it('makes nothing of a share that moves between dimensions that say the same', () => {
    const before = score({ relationship: fresh(60), commerce: fresh(60) });
    const after = score({ relationship: { score: 60, ageDays: 90 }, commerce: fresh(60) });
    expect(healthContributions(before, after).map(({ points }) => Math.abs(points))).toEqual([0, 0]);
  });

  it('finds the one dimension that changed', () => {
    const before = score({ relationship: fresh(80), commerce: fresh(40) });
    const after = score({ relationship: fresh(60), commerce: fresh(40) });
    expect(healthContributions(before, after)).toEqual([
      { dimension: 'relationship', points: -15 },
      { dimension: 'commerce', points: 0 },
    ]);
  });
});
