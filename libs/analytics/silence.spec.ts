import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { silenceOf } from './silence.js';

const rule = { quietDays: 90, honeymoonDays: 365, honeymoonQuietDays: 45, baselineFactor: 3, baselineSignalsMin: 5, baselineDaysMin: 14 };

describe('silence', () => {
  it('counts from the last word, and is stricter in the honeymoon', () => {
    expect(silenceOf({ since: 0, signals: [10], now: 54 }, rule)).toEqual({
      isSilent: false,
      days: 44,
      limit: 45,
      basis: 'honeymoon',
      from: 55,
    });
    expect(silenceOf({ since: 0, signals: [10], now: 55 }, rule)).toMatchObject({ isSilent: true, days: 45 });
    expect(silenceOf({ since: 0, signals: [10, 400], now: 480 }, rule)).toMatchObject({ isSilent: false, limit: 90, basis: 'quiet' });
  });

  it('begins with the account where it never said a word', () => {
    expect(silenceOf({ since: 0, signals: [], now: 45 }, rule)).toEqual({
      isSilent: true,
      days: 45,
      limit: 45,
      basis: 'honeymoon',
      from: 45,
    });
  });

  it('is held against the own distance between words where enough are known, but never against a shorter one than the least', () => {
    const weekly = { since: -1_000, signals: [0, 7, 14, 21, 28] };
    expect(silenceOf({ ...weekly, now: 48 }, rule)).toMatchObject({ isSilent: false, limit: 21, basis: 'baseline', baseline: 7 });
    expect(silenceOf({ ...weekly, now: 49 }, rule)).toMatchObject({ isSilent: true });
    const daily = { since: -1_000, signals: [0, 1, 2, 3, 4] };
    expect(silenceOf({ ...daily, now: 10 }, rule)).toMatchObject({ isSilent: false, limit: 14, baseline: 1 });
    expect(silenceOf({ since: -1_000, signals: [0, 7, 14, 21], now: 60 }, rule)).toMatchObject({ isSilent: false, basis: 'quiet' });
    expect(silenceOf({ since: -1_000, signals: [0, 60, 120, 180, 240], now: 300 }, rule)).toMatchObject({
      limit: 90,
      basis: 'quiet',
      baseline: 60,
    });
  });

  it('does not end because a honeymoon is over', () => {
    const heardAtItsEnd = { since: 0, signals: [330] };
    expect([374, 375, 400].map((now) => silenceOf({ ...heardAtItsEnd, now }, rule).isSilent)).toEqual([false, true, true]);
  });

  it('never ends by waiting, and knows nothing of words to come', () => {
    const moments = fc.array(fc.nat(2_000), { maxLength: 20 }).map((days) => days.toSorted((left, right) => left - right));
    fc.assert(
      fc.property(moments, fc.nat(2_000), fc.nat(500), (signals, now, later) => {
        const before = silenceOf({ since: 0, signals, now }, rule);
        const known = signals.filter((at) => at <= now);
        expect(before).toEqual(silenceOf({ since: 0, signals: known, now }, rule));
        if (before.isSilent) expect(silenceOf({ since: 0, signals: known, now: now + later }, rule).isSilent).toBe(true);
        expect(before.isSilent).toBe(now >= before.from);
      }),
    );
  });
});
