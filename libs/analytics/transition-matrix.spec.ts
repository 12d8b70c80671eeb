import { describe, expect, it } from '@jest/globals';
import { type Sojourn, transitionMatrix } from './transition-matrix.js';

const order = ['low', 'middle', 'high'];

describe('the transition matrix', () => {
  it('counts every move with its share, and marks backward and skipped ones', () => {
    const sojourns: Sojourn[] = [
      { state: 'low', days: 10, to: 'middle' },
      { state: 'low', days: 20, to: 'middle', overridden: true },
      { state: 'low', days: 30, to: 'high' },
      { state: 'high', days: 5, to: 'low' },
      { state: 'high', days: 5, to: 'lost' },
    ];
    expect(transitionMatrix(sojourns, order).transitions).toEqual([
      { from: 'low', to: 'middle', count: 2, share: 2 / 3, overrides: 1, backward: false, skipped: false },
      { from: 'low', to: 'high', count: 1, share: 1 / 3, overrides: 0, backward: false, skipped: true },
      { from: 'high', to: 'low', count: 1, share: 1 / 2, overrides: 0, backward: true, skipped: true },
      { from: 'high', to: 'lost', count: 1, share: 1 / 2, overrides: 0, backward: false, skipped: false },
    ]);
  });

  it('measures stays with those that are not over: leaving them out would make every stage look short', () => {
    const sojourns: Sojourn[] = [
      { state: 'low', days: 10, to: 'middle' },
      { state: 'low', days: 100 },
      { state: 'low', days: 40, to: 'middle' },
      { state: 'middle', days: 3 },
    ];
    expect(transitionMatrix(sojourns, order).stays).toEqual([
      { state: 'low', completed: 2, censored: 1, medianDays: 40 },
      { state: 'middle', completed: 0, censored: 1 },
    ]);
  });

  it('is empty for nobody', () => {
    expect(transitionMatrix([], order)).toEqual({ transitions: [], stays: [] });
  });
});
