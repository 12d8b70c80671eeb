import { type AlertEvents } from '#libs/domain/alerts/messages.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { EXTERNAL_CHANGES, SATISFACTION_LEVELS } from '#libs/domain/values.js';
import { type VoiceEvents } from '#libs/domain/voice/messages.js';
import { type Deeds, of } from './known.js';

type ChurnEvents = AlertEvents
  & Pick<
    RiskEvents,
    | 'ContractRenewed'
    | 'ChurnPostmortemRecorded'
    | 'ExternalChangeRecorded'
    | 'WinBackOpened'
    | 'WinBackOfferMade'
    | 'WinBackAnswerRecorded'
  >
  & Pick<VoiceEvents, 'SurveyResponseRecorded'>
  & Pick<CommerceEvents, 'MarginRecorded'>;

const finding = (pick: number) => ({ rule: 'silence.quiet', policy: 'silence@0', inputs: { quietDays: pick } });

/** What can be told of alerts, of leaving and of returning. */
export const churnDeeds: Deeds<ChurnEvents> = {
  AlertRaised: (account, pick) => ({
    type: 'AlertRaised',
    data: { alertId: `a-${(account.made += 1)}`, severity: 'warning', ...finding(pick), credit: { employeeId: 'ann' } },
  }),
  AlertUpdated: (account, pick) => ({
    type: 'AlertUpdated',
    data: { alertId: `a-${account.made}`, severity: 'critical', ...finding(pick) },
  }),
  AlertAcknowledged: (account, pick) => ({ type: 'AlertAcknowledged', data: { alertId: `a-${account.made}`, remark: `Seen ${pick}.` } }),
  AlertCleared: (account) => ({ type: 'AlertCleared', data: { alertId: `a-${account.made}`, reason: 'they called' } }),
  ContractRenewed: (_, pick) => ({ type: 'ContractRenewed', data: { contractId: `c-${pick % 2}`, until: `2027-01-0${(pick % 9) + 1}` } }),
  ChurnPostmortemRecorded: (_, pick) => ({ type: 'ChurnPostmortemRecorded', data: { internal: [`slow ${pick}`], external: [] } }),
  ExternalChangeRecorded: (account, pick) => ({
    type: 'ExternalChangeRecorded',
    data: { changeId: `x-${(account.made += 1)}`, kind: of(EXTERNAL_CHANGES, pick), what: 'a duty' },
  }),
  WinBackOpened: (_, pick) => ({ type: 'WinBackOpened', data: { reason: `they miss us ${pick}` } }),
  WinBackOfferMade: (account, pick) => ({
    type: 'WinBackOfferMade',
    data: { offerId: `f-${(account.made += 1)}`, kind: 'discount', cost: { amount: `${pick}.50`, currency: 'EUR' } },
  }),
  WinBackAnswerRecorded: (account, pick) => ({
    type: 'WinBackAnswerRecorded',
    data: { offerId: `f-${account.made}`, accepted: pick % 2 === 0 },
  }),
  SurveyResponseRecorded: (account, pick) => ({
    type: 'SurveyResponseRecorded',
    data: { responseId: `s-${(account.made += 1)}`, surveyId: 's-0', level: of(SATISFACTION_LEVELS, pick), credit: {} },
  }),
  MarginRecorded: (account, pick) => {
    const orderNumber = account.orders[pick % Math.max(1, account.orders.length)];
    return orderNumber === undefined
      ? undefined
      : { type: 'MarginRecorded', data: { orderNumber, margin: { amount: `${pick - 5}.20`, currency: 'EUR' }, credit: {} } };
  },
};
