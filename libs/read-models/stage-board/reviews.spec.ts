import { describe, expect, it } from '@jest/globals';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { type Log } from '../testing/histories.js';
import { scoredBy, supportedOf } from './supported.js';
import { line } from './testing/line.js';

const SCORES = { contactStructure: 4, functions: 4, executiveCadence: 4, offering: 4, informationSharing: 4, trust: 4 };

describe('the stage board beside reviews', () => {
  it('rests the gap on reviews of the facts from the first one on, and shows what people think beside them', () => {
    const reviewed = (log: Log, month: string, total: number) =>
      log.append(
        'account-acme',
        {
          type: 'RelationshipReviewed',
          data: {
            month,
            until: `${month}-28T23:59:59.999Z`,
            items: [],
            total,
            band: 'basic',
            supports: 'value',
            supportedBy: 'stage-evidence@0',
          },
        },
        '2026-03-05',
      );
    const story = (log: Log) => {
      log.append(
        'account-acme',
        { type: 'RelationshipAssessed', data: { scores: SCORES, total: 24, supports: 'strategic' } },
        '2026-02-15',
      );
      reviewed(log, '2026-01', 8);
      reviewed(log, '2026-02', 10);
      reviewed(log, '2026-02', 9);
    };
    const asked = { at: '2026-03-31T12:00:00.000Z', day: '2026-03-31' };
    expect(supportedOf(line(story), asked, POLICY_DEFAULTS['stage-evidence'])).toMatchObject({
      supportedStage: 'transactional',
      score: 9,
      gap: 'none',
    });
    expect(scoredBy(line(story), asked)).toEqual({
      reviewed: { score: 9, month: '2026-02' },
      opinion: { score: 24, at: '2026-02-15T12:00:00.000Z' },
    });
    expect(
      scoredBy(
        line(() => undefined),
        asked,
      ),
    ).toEqual({ reviewed: null, opinion: null });
  });

  it('shows what is offered, and what it is designated as, told in any order', () => {
    const board = line((log) => {
      log.append('account-acme', { type: 'OfferingLevelRecorded', data: { level: 'solution' } }, '2026-03-01');
      log.append('account-acme', { type: 'OfferingLevelRecorded', data: { level: 'service' } }, '2026-02-01');
      log.append(
        'account-acme',
        { type: 'KeyAccountDesignated', data: { kind: 'key', basis: 'volume', rationale: 'large' } },
        '2026-02-03',
      );
    });
    expect(board).toMatchObject({
      offering: { level: 'solution', since: '2026-03-01T12:00:00.000Z' },
      keyAccount: { kind: 'key', from: '2026-02-03' },
    });
  });
});
