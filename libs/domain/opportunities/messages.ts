import { described, optional } from '#libs/kernel/fields.js';
import { day, flag, id, integer, like, listOf, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { accountId, category, competitor, credit, employee, moneyFromZero, newId, orderNumber, reason, reference } from '../kinds.js';
import { BUSINESS_KINDS, DEAL_REASONS, OPENING_STAGES, OPPORTUNITY_STAGES, POTENTIALS, QUALIFICATION, TENDER_OUTCOMES } from '../values.js';

/** Deals that one fact may name: each may ask for another account. */
const DEALS_MAX = 20;

const anyOpportunity = like(id, 'opp-1', 'opp-2', 'opp-3');
const anyNeed = like(id, 'n-1', 'n-2');
const anyTender = like(id, 'tender-1', 'tender-2');
const opportunityId = reference('opportunity', anyOpportunity);
const tenderId = reference('tender', anyTender);
const dealReasons = listOf(oneOf(DEAL_REASONS));
const competitors = listOf(competitor, { max: DEALS_MAX });

const advantage = record('UniqueAdvantage', {
  what: text(2_000, 'Our pump runs a year longer between services', 'A depot around the corner'),
  proof: text(2_000, 'Test report of their own laboratory', 'Delivery times of last year'),
});
const deal = record('OpportunityReference', {
  accountId: optional(accountId, 'Where it is a deal of another account.'),
  opportunityId: anyOpportunity,
});
const opportunity = {
  title: text(200, 'Pumps for the new line', 'Service contract'),
  stage: optional(oneOf(OPENING_STAGES), 'Where it begins; prospecting where it is left out.'),
  value: optional(moneyFromZero, 'What it is worth if it is won.'),
  strategicPotential: optional(oneOf(POTENTIALS)),
  impactMonths: optional(integer(0, 600, 24, 6), 'For how long it will matter: policy opportunities says what is tactical.'),
  uniqueAdvantage: optional(advantage, 'What nobody else can offer, and what proves it.'),
  business: optional(oneOf(BUSINESS_KINDS), 'Existing where the account had ordered before, if it is left out.'),
  category: optional(category),
  competitors: optional(competitors),
  expectedCloseOn: optional(day),
  opens: optional(listOf(text(200, 'Spare parts', 'The second plant'), { max: DEALS_MAX }), 'What else it may open, in words.'),
  openedBy: optional(deal, 'The deal that opened this one.'),
  needId: optional(reference('need', anyNeed), 'The need of theirs that it came of.'),
};
const findings = {
  need: described(flag, 'They need what we offer.'),
  solvency: described(flag, 'They can pay for it.'),
  authority: described(flag, 'Whom we talk to decides, or leads to who does.'),
  remark: optional(text(2_000, 'Confirmed by their head of production.')),
};
const override = optional(reason, 'Goes on although something is missing, and why.');
const missing = listOf(oneOf(QUALIFICATION));
const stage = { opportunityId, stage: oneOf(OPPORTUNITY_STAGES), reason: optional(reason) };
const win = {
  opportunityId,
  value: optional(moneyFromZero, 'What it is worth; what was told before, where it is left out.'),
  reasons: optional(dealReasons),
  against: optional(competitors, 'Who else had offered.'),
  orderNumber: optional(reference('order', orderNumber)),
};
const loss = {
  opportunityId,
  reasons: described(listOf(oneOf(DEAL_REASONS), { min: 1 }), 'At least one; `unknown` where nobody told us.'),
  winner: optional(competitor, 'Who won it, where that is known.'),
  remark: optional(text(2_000, 'They wanted one supplier for all plants.')),
};
const tender = {
  title: text(200, 'Framework 2027', 'Maintenance of plant Ulm'),
  opportunityId: optional(opportunityId, 'The deal that it decides.'),
  value: optional(moneyFromZero),
  dueOn: optional(day, 'Until when bids are taken.'),
  competitors: optional(competitors),
};
const bid = { tenderId, amount: moneyFromZero, validUntil: optional(day) };
const outcome = {
  tenderId,
  outcome: oneOf(TENDER_OUTCOMES),
  reasons: optional(dealReasons, 'Asked for where it was lost, or not bid for.'),
  winner: optional(competitor, 'Who won it in place of us.'),
  winningPrice: optional(moneyFromZero, 'For the gap to our bid.'),
  priceGapPercent: optional(integer(-100, 10_000, 8, -3), 'How far our bid lay above the winning one, where only that is known.'),
};

/** What can have happened. Stored contract. */
export const opportunityEvents = {
  OpportunityOpened: event(
    'Opportunity opened',
    `{title}${when('value', ', worth {value}')}${when('business', ' ({business} business)')}${when('impactMonths', ', for {impactMonths, plural, one {# month} other {# months}}')}${when('opens', ', may open: {opens}')}${when('needId', ', for need {needId}')}`,
    { opportunityId: newId('opportunity', anyOpportunity), ...opportunity, credit },
  ),
  OpportunityLinked: event(
    'Opportunity linked',
    `{opportunityId} was opened by {openedByOpportunityId}${when('openedByAccountId', ' of account {openedByAccountId}')}`,
    {
      opportunityId,
      openedBy: deal,
    },
  ),
  ProspectQualified: event(
    'Prospect qualified',
    `{opportunityId} can be pursued${when('missing', ' although {missing} is missing ({override})')}${when('remark', ': {remark}')}`,
    { opportunityId, ...findings, missing: optional(missing), override },
  ),
  ProspectDisqualified: event('Prospect not qualified', `{opportunityId} lacks {missing}${when('remark', ': {remark}')}`, {
    opportunityId,
    ...findings,
    missing,
  }),
  OpportunityStageChanged: event(
    'Opportunity stage changed',
    `{opportunityId} to {stage} after {previous}${when('reason', ': {reasonPhrase}')}${when('missing', '. Overridden ({override}) although missing: {missing}')}`,
    { ...stage, previous: oneOf(OPPORTUNITY_STAGES), missing: optional(missing), override },
  ),
  OpportunityWon: event(
    'Opportunity won',
    `{opportunityId}${when('value', ', worth {value}')}${when('against', ', against {against}')}${when('reasons', ', for {reasons}')}`,
    { ...win, credit },
  ),
  OpportunityLost: event(
    'Opportunity lost',
    `{opportunityId}${when('winner', ', to {winner}')}, for {reasons}${when('remark', ': {remark}')}`,
    { ...loss, credit },
  ),
  TenderEntered: event('Tender entered', `{title}${when('value', ', worth {value}')}${when('dueOn', ', due {dueOn}')}`, {
    tenderId: newId('tender', anyTender),
    ...tender,
    credit,
  }),
  BidSubmitted: event('Bid submitted', `{amount} for {tenderId}${when('validUntil', ', valid until {validUntil}')}`, bid),
  TenderOutcomeRecorded: event(
    'Tender decided',
    `{tenderId}: {outcome}${when('winner', ', to {winner}')}${when('winningPrice', ' for {winningPrice}')}${when('bid', ' against our {bid}')}${when('reasons', ', for {reasons}')}`,
    { ...outcome, bid: optional(moneyFromZero, 'Our bid that it was decided on.'), credit },
  ),
};

/** What may be asked. */
export const opportunityCommands = {
  OpenOpportunity: command('A deal that we may win; it ends when it is won or lost.', {
    opportunityId: optional(newId('opportunity', anyOpportunity), 'The command id where it is left out.'),
    ...opportunity,
    employeeId: optional(employee, 'Who pursues it; the owner at that time where it is left out.'),
  }),
  LinkOpportunity: command('Says which deal opened this one.', { opportunityId, openedBy: deal }, 'settling'),
  QualifyProspect: command(
    'Need, solvency and authority, or why it is pursued without one of them.',
    { opportunityId, ...findings, override },
    'settling',
  ),
  ChangeOpportunityStage: command(
    'From `qualified` on the prospect must be qualified, unless it is overridden with a reason.',
    { ...stage, override },
    'settling',
  ),
  WinOpportunity: command('It is won, which ends it.', win, 'settling'),
  LoseOpportunity: command('It is lost, which ends it.', loss, 'settling'),
  EnterTender: command('We take part in a tender.', {
    tenderId: optional(newId('tender', anyTender), 'The command id where it is left out.'),
    ...tender,
    employeeId: optional(employee, 'Who is in charge of it; the owner at that time where it is left out.'),
  }),
  SubmitBid: command('What we bid; a later bid replaces it.', bid, 'settling'),
  RecordTenderOutcome: command('How it ended: it is won or lost with a bid, and without one where we did not bid.', outcome, 'settling'),
};

export type OpportunityEvents = MessagesOf<typeof opportunityEvents>;
export type OpportunityCommands = MessagesOf<typeof opportunityCommands>;
