import { describe, expect, it } from '@jest/globals';
import { type AsOf, olderOf } from './answers.js';

const at = (position: string | null, more: Partial<AsOf> = {}): AsOf => ({
  position,
  recordedAt: position,
  lagEvents: 0,
  lagMs: 0,
  ...more,
});

describe('an answer from two read models', () => {
  it('contains no more than the one that is further behind, whichever comes first', () => {
    const [older, newer] = [at('05', { lagEvents: 3, lagMs: 70 }), at('08')];
    expect([olderOf(older, newer), olderOf(newer, older)]).toEqual([older, older]);
    expect(olderOf(at('05'), at(null, { lagEvents: 5 }))).toEqual(at(null, { lagEvents: 5 }));
  });

  it('misses the streams that either of them misses', () => {
    expect(olderOf(at('05'), at('08', { parked: 2 }))).toEqual(at('05', { parked: 2 }));
    expect(olderOf(at('05', { parked: 1 }), at('08', { parked: 2 }))).toEqual(at('05', { parked: 2 }));
    expect(olderOf(at('05'), at('08'))).not.toHaveProperty('parked');
  });
});
