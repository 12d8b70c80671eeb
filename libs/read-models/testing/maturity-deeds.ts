import { type CooperationEvents } from '#libs/domain/cooperation/messages.js';
import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { type MaturityEvents } from '#libs/domain/maturity/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { MATURITY_ITEMS, OFFERING_LEVELS, SIDES } from '#libs/domain/values.js';
import { type WalletEvents } from '#libs/domain/wallet/messages.js';
import { type Deeds, of } from './known.js';

type Told = Pick<MaturityEvents, 'RelationshipReviewed'>
  & Pick<CooperationEvents, 'OfferingLevelRecorded' | 'SwitchingCostAssessed'>
  & Pick<RelationshipEvents, 'AccountStrategySet' | 'AccountGoalSet' | 'AccountPlanShared' | 'AccountPlanAcknowledged' | 'ForecastShared'>
  & Pick<DesignationEvents, 'KeyAccountDesignated' | 'KeyAccountRetired'>
  & Pick<WalletEvents, 'WalletEstimated'>;

const MONTHS = [
  ['2025-03', '2025-03-31T23:59:59.999Z'],
  ['2025-04', '2025-04-30T23:59:59.999Z'],
  ['2025-05', '2025-05-31T23:59:59.999Z'],
] as const;

/** What can be told of how close a relationship is. */
export const maturityDeeds: Deeds<Told> = {
  RelationshipReviewed: (_, pick) => {
    const [month, until] = of(MONTHS, pick);
    const items = MATURITY_ITEMS.map((item, index) => ({
      item,
      score: 1 + ((pick + index) % 4),
      ...(pick % 4 === 0 && index === 0 ? { override: { score: 4, until: '2026-12-31', event: 'e' } } : {}),
      inputs: { signals: pick },
      evidence: [],
    }));
    const data = {
      month,
      until,
      items,
      total: 6 + pick,
      band: 'basic',
      supports: 'transactional',
      supportedBy: 'stage-evidence@0',
    } as const;
    return { type: 'RelationshipReviewed', data };
  },
  AccountStrategySet: (_, pick) => ({
    type: 'AccountStrategySet',
    data: { horizonYears: 5, goals: [], ...(pick % 2 === 0 ? { targetScore: 12 + pick } : {}) },
  }),
  AccountGoalSet: (_, pick) => ({ type: 'AccountGoalSet', data: { horizon: of(['short', 'long'], pick), goal: `goal ${pick}` } }),
  AccountPlanShared: (_, pick) => ({ type: 'AccountPlanShared', data: { planVersion: `${pick % 3}`, sharedWith: [`c-${pick}`] } }),
  AccountPlanAcknowledged: (_, pick) => ({ type: 'AccountPlanAcknowledged', data: { planVersion: `${pick % 3}`, by: `c-${pick}` } }),
  ForecastShared: (_, pick) => ({
    type: 'ForecastShared',
    data: {
      horizonMonths: 6,
      quantities: { valves: `${pick}` },
      ...(pick % 2 === 0 ? { expected: [{ month: '2025-04', net: { amount: `${pick}.50`, currency: 'EUR' } }] } : {}),
    },
  }),
  OfferingLevelRecorded: (_, pick) => ({ type: 'OfferingLevelRecorded', data: { level: of(OFFERING_LEVELS, pick) } }),
  SwitchingCostAssessed: (_, pick) => ({ type: 'SwitchingCostAssessed', data: { side: of(SIDES, pick), mark: 1 + (pick % 5) } }),
  KeyAccountDesignated: (_, pick) => ({
    type: 'KeyAccountDesignated',
    data: { kind: 'key', basis: 'volume', rationale: 'large', ...(pick % 2 === 0 ? { effectiveFrom: '2025-06-01' } : {}) },
  }),
  KeyAccountRetired: () => ({ type: 'KeyAccountRetired', data: { reason: 'small' } }),
  WalletEstimated: (_, pick) => ({
    type: 'WalletEstimated',
    data: {
      period: of(['2025', '2025-Q2'], pick),
      amount: { amount: `${100 + pick}`, currency: 'EUR' },
      method: 'model',
      ...(pick % 3 === 0 ? { category: 'pumps' } : {}),
    },
  }),
};
