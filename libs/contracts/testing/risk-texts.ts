import { type AccountEvents } from '#libs/domain/messages.js';
import { type TextSamples } from './text-samples.js';

const EUR = { amount: '440.00', currency: 'EUR' };

type Events = Pick<
  AccountEvents,
  | 'ChurnRiskFlagged'
  | 'ChurnRiskCleared'
  | 'ContractRenewed'
  | 'AccountDeclaredLost'
  | 'ChurnPostmortemRecorded'
  | 'ExternalChangeRecorded'
  | 'AlertRaised'
  | 'AlertUpdated'
  | 'AlertAcknowledged'
  | 'AlertCleared'
  | 'WinBackOpened'
  | 'WinBackOfferMade'
  | 'WinBackAnswerRecorded'
  | 'AccountWonBack'
>;

/** The least that each event can say, the most, and how the most reads. */
export const riskTexts: TextSamples<Events> = {
  ChurnRiskFlagged: [
    { level: 'watch', reasons: [], basis: 'person' },
    { level: 'critical', previous: 'watch', reasons: ['price', 'forgotten'], basis: 'silence@2', rationale: 'no call' },
    'Critical after watch: price, forgotten (by silence@2).',
  ],
  ChurnRiskCleared: [
    { previous: 'watch', reason: 'they called' },
    { previous: 'watch', reason: 'they called' },
    'No longer watch: they called.',
  ],
  ContractRenewed: [
    { contractId: 'K1', until: '2027-01-01' },
    { contractId: 'K1', until: '2027-01-01', value: EUR },
    'K1 until 2027-01-01, worth 440.00 EUR.',
  ],
  AccountDeclaredLost: [
    { reasons: ['price'], criterion: 'churn-criterion@0' },
    {
      reasons: ['price'],
      competitor: 'Globex',
      basis: 'person',
      criterion: 'not met, 1 day since the order of 2026-03-01',
      evaluation: { met: false, orderDays: 1, lastOrderOn: '2026-03-01', daysSilent: 1 },
    },
    'For price, to Globex (by person; criterion: not met, 1 day since the order of 2026-03-01).',
  ],
  ChurnPostmortemRecorded: [
    { internal: [], external: [] },
    { internal: ['slow'], external: ['market'] },
    'Internal: slow; external: market.',
  ],
  ExternalChangeRecorded: [
    { changeId: 'c-1', kind: 'policy', what: 'Duty on imports.' },
    { changeId: 'c-1', kind: 'policy', what: 'Duty on imports.', effect: 'threat', party: 'Customs', reasons: ['price'] },
    'Policy: Duty on imports (Customs), a threat.',
  ],
  AlertRaised: [
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', severity: 'warning', inputs: {}, credit: {} },
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', severity: 'warning', inputs: { quietDays: 97 }, credit: {} },
    'Warning: silence.quiet (by silence@0).',
  ],
  AlertUpdated: [
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', severity: 'critical', inputs: {} },
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@1', severity: 'critical', inputs: { quietDays: 120 } },
    'Critical: silence.quiet (by silence@1).',
  ],
  AlertAcknowledged: [{ alertId: 'a-1' }, { alertId: 'a-1', remark: 'I call them.' }, 'a-1: I call them.'],
  AlertCleared: [{ alertId: 'a-1', reason: 'they called' }, { alertId: 'a-1', reason: 'they called' }, 'a-1: they called.'],
  WinBackOpened: [{ reason: 'they miss us' }, { reason: 'they miss us', value: EUR }, 'they miss us, worth 440.00 EUR.'],
  WinBackOfferMade: [
    { offerId: 'A1', kind: 'discount' },
    { offerId: 'A1', kind: 'discount', cost: EUR },
    'A1: discount, costing 440.00 EUR.',
  ],
  WinBackAnswerRecorded: [
    { offerId: 'A1', accepted: false },
    { offerId: 'A1', accepted: true, remark: 'at last' },
    'A1 was accepted. at last.',
  ],
  AccountWonBack: [{}, { reason: 'new owner' }, 'new owner.'],
};
