import { describe, expect, it } from '@jest/globals';
import { kaplanMeier, medianSurvival, type Observation } from './kaplan-meier.js';

const observed = (text: string): Observation[] =>
  text.split(' ').map((time) => ({ time: Number.parseFloat(time), ended: !time.endsWith('+') }));

/** Weeks of remission of 21 leukemia patients under 6-MP (Freireich et al. 1963); `+` is censored. */
const treated = observed('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
/** The same under placebo. */
const placebo = observed('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

describe('Kaplan–Meier', () => {
  it('gives the published curve and standard errors of the 6-MP trial (Kleinbaum & Klein, Survival Analysis, ch. 2)', () => {
    const rounded = kaplanMeier(treated).map((step) => [step.time, step.atRisk, step.ended, +step.survival.toFixed(4)]);
    expect(rounded).toEqual([
      [6, 21, 3, 0.8571],
      [7, 17, 1, 0.8067],
      [10, 15, 1, 0.7529],
      [13, 12, 1, 0.6902],
      [16, 11, 1, 0.6275],
      [22, 7, 1, 0.5378],
      [23, 6, 1, 0.4482],
    ]);
    expect(kaplanMeier(treated).map((step) => +step.standardError.toFixed(4))).toEqual([
      0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346,
    ]);
  });

  it('gives the published medians, 23 weeks and 8 weeks', () => {
    expect(medianSurvival(kaplanMeier(treated))).toBe(23);
    expect(medianSurvival(kaplanMeier(placebo))).toBe(8);
  });

  it('is the plain share of survivors where nothing is censored, in whatever order it is given', () => {
    const steps = kaplanMeier(placebo.toReversed());
    expect(steps.find((step) => step.time === 8)?.survival).toBeCloseTo(8 / 21, 12);
    expect(steps.at(-1)).toMatchObject({ time: 23, survival: 0, standardError: 0 });
  });

  it('knows no median while more than half last, nor of nothing', () => {
    expect(medianSurvival(kaplanMeier(observed('1 2+ 3+')))).toBeUndefined();
    expect(medianSurvival(kaplanMeier([]))).toBeUndefined();
    expect(medianSurvival(kaplanMeier(observed('4 9')))).toBe(4);
  });

  it('refuses a time that cannot be', () => {
    expect(() => kaplanMeier([{ time: -1, ended: true }])).toThrow(RangeError);
    expect(() => kaplanMeier([{ time: Number.NaN, ended: true }])).toThrow(RangeError);
  });
});
