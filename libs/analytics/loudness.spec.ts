import { describe, expect, it } from '@jest/globals';
import { loudnessBias } from './loudness.js';

const served = (isLoud: boolean, time: number, ended = true) => ({
  isLoud,
  time,
  ended,
  inTime: ended ? time <= 5 : time > 5 ? false : undefined,
});

describe('loudness bias', () => {
  it('says how much longer the quiet wait', () => {
    const bias = loudnessBias([...[1, 2, 3].map((days) => served(true, days)), ...[4, 8, 12].map((days) => served(false, days))]);
    expect(bias).toMatchObject({
      loud: { complaints: 3, median: 2, inTime: { count: 3, of: 3 } },
      quiet: { complaints: 3, median: 8, inTime: { count: 1, of: 3 } },
      ratio: 4,
    });
    expect(bias.inTimeDifference!.difference).toBeCloseTo(2 / 3, 12);
  });

  it('counts complaints that still wait', () => {
    const waiting = [served(false, 1), served(false, 30, false), served(false, 40, false)];
    expect(loudnessBias(waiting).quiet).toMatchObject({ complaints: 3, inTime: { count: 1, of: 3 } });
    expect(loudnessBias(waiting).quiet).not.toHaveProperty('median');
    expect(loudnessBias([served(false, 2, false)]).quiet).toEqual({ complaints: 1 });
  });

  it('says nothing of nobody', () => {
    expect(loudnessBias([])).toEqual({ loud: { complaints: 0 }, quiet: { complaints: 0 } });
  });
});
