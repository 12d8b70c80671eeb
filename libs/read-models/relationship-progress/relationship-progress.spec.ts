import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { MATURITY_ITEMS, type MaturityScores } from '#libs/domain/values.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { MONTHS_MAX, relationshipProgress } from './relationship-progress.js';
import { trajectoryOf } from './trajectory.js';

itKeepsTheLaws(relationshipProgress);

const reviewed = (log: Log, month: string, total: number, override?: number) =>
  log.append(
    'account-acme',
    {
      type: 'RelationshipReviewed',
      data: {
        month,
        until: `${month}-28T23:59:59.999Z`,
        items: MATURITY_ITEMS.map((item) => ({
          item,
          score: 2,
          inputs: { signals: 1 },
          evidence: [],
          ...(override === undefined || item !== 'trust' ? {} : { override: { score: override, until: '2027-01-01', event: 'e' } }),
        })),
        total,
        band: 'cooperative',
        supports: 'value',
        supportedBy: 'stage-evidence@0',
      },
    },
    '2026-12-01',
  );

const strategy = (log: Log, day: string, targetScore?: number) =>
  log.append(
    'account-acme',
    { type: 'AccountStrategySet', data: { horizonYears: 5, goals: [], ...(targetScore === undefined ? {} : { targetScore }) } },
    day,
  );

const progressOf = (tell: (log: Log) => void) => {
  const log = new Log();
  tell(log);
  return projection(relationshipProgress)
    .given(...(log.events as never[]))
    .document('acme')!;
};

describe('how close a relationship has become', () => {
  it('is told month by month, each by its latest review, with what somebody scored otherwise', () => {
    const { reviews } = progressOf((log) => {
      reviewed(log, '2026-03', 9);
      reviewed(log, '2026-01', 8);
      reviewed(log, '2026-03', 12, 4);
    });
    expect(reviews.map(({ month, total, overridden }) => [month, total, overridden])).toEqual([
      ['2026-01', 8, []],
      ['2026-03', 12, ['trust']],
    ]);
    expect(reviews[1]!.scores).toEqual({
      ...Object.fromEntries(MATURITY_ITEMS.map((item) => [item, 2])),
      trust: 4,
    } as unknown as MaturityScores);
  });

  it('keeps the latest months, as many as it may', () => {
    const { reviews } = progressOf((log) => {
      for (let year = 2014; year < 2026; year += 1)
        for (let month = 1; month <= 12; month += 1) reviewed(log, `${year}-${String(month).padStart(2, '0')}`, 9);
    });
    expect([reviews.length, reviews[0]!.month, reviews.at(-1)!.month]).toEqual([MONTHS_MAX, '2016-01', '2025-12']);
  });

  it('moves by so many points a year, and lies beside the straight way to what was planned for five years', () => {
    const progress = progressOf((log) => {
      strategy(log, '2026-01-01', 18);
      ['2026-01', '2026-02', '2026-03', '2026-04'].forEach((month, index) => reviewed(log, month, 8 + index));
    });
    const { velocity, plan } = trajectoryOf(progress, '2026-07-02T12:00:00.000Z', '2026-07-02');
    expect(velocity).toBeCloseTo(12, 0);
    expect(plan).toMatchObject({ since: '2026-01-01', until: '2031-01-01', from: 8, target: 18, projected: 24 });
    expect(plan!.dueNow).toBeCloseTo(9, 1);
    expect(plan!.ahead).toBeCloseTo(2, 1);
  });

  it('says nothing of a velocity before two months were reviewed, nor of a plan that names no points', () => {
    const one = progressOf((log) => [strategy(log, '2026-01-01'), reviewed(log, '2026-03', 9)]);
    expect(trajectoryOf(one, '2026-07-01T12:00:00.000Z', '2026-07-01')).toEqual({ velocity: null, plan: null });
    const none = progressOf((log) => void strategy(log, '2026-01-01', 18));
    expect(trajectoryOf(none, '2026-07-01T12:00:00.000Z', '2026-07-01')).toEqual({ velocity: null, plan: null });
    const later = progressOf((log) => [strategy(log, '2026-01-01', 18), reviewed(log, '2026-03', 9)]);
    expect(trajectoryOf(later, '2026-02-01T12:00:00.000Z', '2026-02-01').plan).toBeNull();
  });
});
