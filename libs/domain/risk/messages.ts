import { described, optional } from '#libs/kernel/fields.js';
import { day, flag, id, integer, like, listOf, matching, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { churnReasons, credit as anyCredit, moneyFromZero, newId, reason, reference } from '../kinds.js';
import { EXTERNAL_CHANGES, RISK_LEVELS } from '../values.js';

const level = oneOf(RISK_LEVELS);
const basis = matching(/^(person|[a-z][a-z-]{0,62}@\d{1,6})$/, '"person", or a policy version such as "silence@2"', 'person', 'silence@0');
const rationale = optional(text(2_000, 'No order for 90 days.'));
const renewal = { contractId: like(id, 'frame-2026', 'c-2'), until: day, value: optional(moneyFromZero) };
const competitor = optional(text(200, 'Vireo Supply'));
const factors = {
  internal: listOf(text(2_000, 'No survey in their first year')),
  external: listOf(text(2_000, 'Vireo opened a depot nearby')),
};
const change = {
  changeId: newId('external change', like(id, 'import-duty-2026', 'change-2')),
  kind: oneOf(EXTERNAL_CHANGES),
  what: text(2_000, 'A duty of 12 % on imported bearings from July on.', 'The regulator wants two suppliers.'),
  effect: optional(oneOf(['threat', 'chance']), 'What it is for our business with the account, where somebody says so.'),
  party: optional(
    text(200, 'Customs authority', 'Ministry of trade'),
    'Who is behind it and no customer: a rival, an authority, a lender.',
  ),
  reasons: optional(churnReasons, 'Reasons for which the account may leave because of it.'),
};
const winBack = { reason, value: optional(moneyFromZero) };
const anyOffer = like(id, 'first-year-service', 'offer-2');
const offer = { offerId: newId('offer', anyOffer), kind: text(100, 'service', 'discount'), cost: optional(moneyFromZero) };
const answer = { offerId: reference('offer', anyOffer), accepted: flag, remark: optional(text(2_000, 'On trial for half a year.')) };
const evaluation = record('CriterionEvaluated', {
  met: flag,
  orderDays: described(integer(0, 1_000_000, 24, 0), 'Days on which it ordered.'),
  lastOrderOn: optional(day, 'Absent where it never ordered.'),
  daysSilent: described(integer(0, 4_000_000, 400, 1), 'Days since then; where it never ordered, since it was opened.'),
  intervalDays: optional(integer(0, 4_000_000, 30, 7), 'Mean days between two such days; absent where they are too few.'),
});
const credit = optional(anyCredit, 'The owner of that time with the team of that time; absent where the event is older than the field.');

/** What can have happened. Stored contract. */
export const riskEvents = {
  ChurnRiskFlagged: event('Churn risk flagged', `{Level}${when('previous', ' after {previous}')}: {reasons} (by {basis})`, {
    level,
    previous: optional(level),
    reasons: churnReasons,
    basis,
    rationale,
    credit,
  }),
  ChurnRiskCleared: event('Churn risk cleared', 'No longer {previous}: {reason}', { previous: level, reason }),
  ContractRenewed: event('Contract renewed', `{contractId} until {until}${when('value', ', worth {value}')}`, renewal),
  AccountDeclaredLost: event(
    'Account declared lost',
    `For {reasons}${when('competitor', ', to {competitor}')} (by ${when('basis', '{basis}; criterion: {criterion}', '{criterion}')})`,
    {
      reasons: churnReasons,
      competitor,
      basis: optional(oneOf(['person']), 'Who says so; absent where the event is older than the field.'),
      criterion: described(
        text(300, 'not met: 1 day without an order'),
        'What the criterion in force comes to; in older events, what it asks for.',
      ),
      evaluation: optional(evaluation, 'What it was computed from.'),
      credit,
    },
  ),
  ChurnPostmortemRecorded: event('Postmortem recorded', 'Internal: {internal}; external: {external}', factors),
  ExternalChangeRecorded: event(
    'External change recorded',
    `{Kind}: {whatPhrase}${when('party', ' ({party})')}${when('effect', ', a {effect}')}`,
    change,
  ),
  WinBackOpened: event('Win-back opened', `{reason}${when('value', ', worth {value}')}`, winBack),
  WinBackOfferMade: event('Win-back offer made', `{offerId}: {kind}${when('cost', ', costing {cost}')}`, offer),
  WinBackAnswerRecorded: event(
    'Win-back answer recorded',
    `{offerId} was {accepted, select, true {accepted} other {declined}}.${when('remark', ' {remarkSentence}')}`,
    answer,
  ),
  AccountWonBack: event('Account won back', when('reason', '{reason}', 'It is a customer again'), { reason: optional(reason), credit }),
};

/** What may be asked. */
export const riskCommands = {
  FlagChurnRisk: command('The account may leave. The same flag again changes nothing.', {
    level,
    reasons: churnReasons,
    basis: optional(basis, '`person` where it is left out.'),
    rationale,
  }),
  ClearChurnRisk: command('It no longer seems about to leave.', { reason }),
  RenewContract: command('A contract runs until a later day than before.', renewal),
  DeclareLost: command('The account has left; said once more, it adds a competitor or reasons.', { reasons: churnReasons, competitor }),
  RecordPostmortem: command('What was learned from the loss.', factors),
  RecordExternalChange: command('Something outside that affects the account, whoever is behind it.', change),
  OpenWinBack: command('We try to win it back; said once more, it adds why.', winBack),
  MakeWinBackOffer: command('What we offer for its return.', offer),
  RecordWinBackAnswer: command('What it answered.', answer),
  DeclareWonBack: command('It is a customer again.', { reason: optional(reason) }),
};

export type RiskEvents = MessagesOf<typeof riskEvents>;
export type RiskCommands = MessagesOf<typeof riskCommands>;
