import { describe, expect, it } from '@jest/globals';
import { maturityBand, maturityTotal, supportedStage } from './stage-score.js';

/** Six items of 1 to 4 points. */
const totals = Array.from({ length: 24 - 6 + 1 }, (_, index) => 6 + index);
const bounds = (of: (total: number) => string) =>
  Object.entries(Object.groupBy(totals, of)).map(([name, within]) => [name, within?.[0], within?.at(-1)]);

describe('the score of a relationship', () => {
  it('is the sum of the six items', () => {
    const items = { contactStructure: 4, functions: 3, executiveCadence: 2, offering: 1, informationSharing: 4, trust: 4 };
    expect(maturityTotal(items)).toBe(18);
  });

  it('supports transactional up to 10, value from 11 to 16, strategic from 17', () => {
    expect(bounds((total) => supportedStage(total))).toEqual([
      ['transactional', 6, 10],
      ['value', 11, 16],
      ['strategic', 17, 24],
    ]);
  });

  it('supports the stages by the scores that a policy asks for', () => {
    expect([11, 12, 20].map((total) => supportedStage(total, { value: 12, strategic: 20 }))).toEqual([
      'transactional',
      'value',
      'strategic',
    ]);
  });

  it('lies in the bands of the literature', () => {
    expect(bounds((total) => maturityBand(total))).toEqual([
      ['basic', 6, 10],
      ['cooperative', 11, 16],
      ['interdependent', 17, 22],
      ['integrated', 23, 24],
    ]);
  });
});
