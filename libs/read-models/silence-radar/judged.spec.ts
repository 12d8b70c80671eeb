import { describe, expect, it } from '@jest/globals';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { silenceLine, withAbsorbed } from './judged.js';
import { repliesOf } from './replies.js';
import { type RadarLine } from './silence-radar.js';

const noon = (day: string) => `${day}T12:00:00.000Z`;
const line = (changes: Partial<RadarLine> = {}): RadarLine => ({
  accountId: 'acme',
  status: 'open',
  statusSince: noon('2025-01-01'),
  openedAt: noon('2025-01-01'),
  signals: [],
  heardAt: noon('2025-01-01'),
  outbound: [],
  askedAt: null,
  timesAsked: 0,
  ...changes,
});
const said = (...days: readonly string[]) => days.map((day) => ({ at: noon(day), kind: 'word' as const }));
const judged = (one: RadarLine, day: string) => silenceLine(one, noon(day), POLICY_DEFAULTS.silence, 180);

describe('a line of the silence radar', () => {
  it('is silent from the moment on that the rule names, and nobody waits for a closed account', () => {
    expect(judged(line(), '2025-02-14')).toMatchObject({ state: 'heard', heardAt: null, days: 44, silentFrom: noon('2025-02-15') });
    expect(judged(line(), '2025-02-15')).toMatchObject({ state: 'silent', basis: 'honeymoon', limitDays: 45 });
    expect(judged(line({ status: 'closed' }), '2025-05-15')).toMatchObject({ state: 'over', askAgain: false });
    expect(judged(line({ signals: said('2025-02-01', '2025-06-01') }), '2025-02-10')).toMatchObject({
      heardAt: noon('2025-02-01'),
      heardBy: 'word',
      days: 9,
    });
  });

  it('is to be asked again half a year after it was asked, or after it was opened', () => {
    expect([judged(line(), '2025-06-29').askAgain, judged(line(), '2025-06-30').askAgain]).toEqual([false, true]);
    expect(judged(line({ askedAt: noon('2025-03-01') }), '2025-06-30')).toMatchObject({ daysSinceAsked: 121, askAgain: false });
  });

  it('speaks for the accounts that it has absorbed', () => {
    const old = line({
      accountId: 'old',
      openedAt: noon('2024-01-01'),
      signals: said('2025-02-20'),
      askedAt: noon('2025-02-01'),
      timesAsked: 2,
    });
    const both = withAbsorbed(line({ signals: said('2025-02-01'), timesAsked: 1 }), [old]);
    expect(both).toMatchObject({
      accountId: 'acme',
      openedAt: noon('2024-01-01'),
      heardAt: noon('2025-02-20'),
      askedAt: noon('2025-02-01'),
      timesAsked: 3,
    });
  });
});

describe('replies', () => {
  it('are our next words after theirs; of what may still be answered nothing is said', () => {
    const one = line({ signals: said('2025-02-01', '2025-02-10', '2025-03-01'), outbound: [noon('2025-02-02'), noon('2025-02-13')] });
    expect(repliesOf([one], noon('2025-03-01'), 24)).toMatchObject({ inTime: { count: 1, of: 2 }, overdue: 0, medianHours: 24 });
    expect(repliesOf([one], noon('2025-03-03'), 24)).toMatchObject({ inTime: { count: 1, of: 3 }, overdue: 1 });
    expect(repliesOf([], noon('2025-03-03'), 24)).toEqual({ inTime: null, overdue: 0, medianHours: null });
  });
});
