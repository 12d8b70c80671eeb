import { type CooperationEvents } from '#libs/domain/cooperation/messages.js';
import { type MaturityEvents } from '#libs/domain/maturity/messages.js';
import { type TextSamples } from './text-samples.js';

const REVIEW = {
  month: '2026-02',
  until: '2026-02-28T23:59:59.999Z',
  items: [],
  total: 12,
  band: 'cooperative',
  supports: 'value',
  supportedBy: 'stage-evidence@0',
} as const;
const QUANTITIES = { valves: '40 pieces' };

/** Reviews, and what both sides do for each other alone. */
export const maturityTexts: TextSamples<MaturityEvents & CooperationEvents> = {
  RelationshipReviewed: [
    REVIEW,
    { ...REVIEW, supersedes: 'e-1' },
    '2026-02: 12 of 24 points by the facts (cooperative), as many as value asks for; in place of an earlier review.',
  ],
  MaturityItemOverridden: [
    { item: 'trust', score: 4, until: '2026-12-31', reason: 'Their board said so.' },
    { item: 'trust', score: 4, until: '2026-12-31', reason: 'Their board said so.' },
    'trust counts 4 until 2026-12-31: Their board said so.',
  ],
  OfferingLevelRecorded: [
    { level: 'product' },
    { level: 'service', previous: 'product', reason: 'We repair now.' },
    'Service, before product: We repair now.',
  ],
  AllianceProposed: [{ allianceId: 'a', purpose: 'One depot' }, { allianceId: 'a', purpose: 'One depot' }, 'One depot.'],
  AllianceFormed: [{ allianceId: 'a', by: 'Eve' }, { allianceId: 'a', by: 'Eve' }, 'a, agreed by Eve.'],
  AllianceEnded: [{ allianceId: 'a', reason: 'sold' }, { allianceId: 'a', reason: 'sold' }, 'a: sold.'],
  JointDevelopmentStarted: [
    { developmentId: 'd', title: 'A cap' },
    { developmentId: 'd', title: 'A cap', brand: 'Haohan' },
    'A cap, under the brand Haohan.',
  ],
  JointDevelopmentLaunched: [{ developmentId: 'd', product: 'Cap 2' }, { developmentId: 'd', product: 'Cap 2' }, 'Cap 2 (d).'],
  SellOutReported: [
    { period: '2026-02', quantities: QUANTITIES },
    { period: '2026-02', quantities: QUANTITIES },
    'In 2026-02: valves 40 pieces.',
  ],
  ReplenishmentTriggered: [
    { replenishmentId: 'r', quantities: QUANTITIES },
    { replenishmentId: 'r', quantities: QUANTITIES, orderNumber: '7' },
    'valves 40 pieces, by order 7.',
  ],
  SwitchingCostAssessed: [
    { side: 'us', mark: 2 },
    { side: 'them', mark: 5, reason: 'their line runs on our data' },
    'Them: 5 of 5, their line runs on our data.',
  ],
  TrustAssessed: [{ by: 'Eve', mark: 4 }, { by: 'Eve', mark: 4, about: 'they tell us first' }, 'Eve: 4 of 5, they tell us first.'],
};
