import { described, optional } from '#libs/kernel/fields.js';
import { day, id, integer, like, listOf, mapOf, month, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { credit, moneyFromZero, newId, reason, reference, scores } from '../kinds.js';
import { STAGES } from '../values.js';

const stage = oneOf(STAGES);
const goal = {
  horizon: oneOf(['short', 'long']),
  goal: text(2_000, 'One joint replenishment plan', 'Sole supplier'),
  due: optional(day),
};
const strategy = {
  horizonYears: integer(1, 30, 3, 5),
  goals: listOf(text(2_000, 'Second plant', 'Service contract')),
  targetScore: optional(integer(6, 24, 18, 14), 'The points of maturity (6–24) that are to be reached at the end of the horizon.'),
};
const contact = text(200, 'Head of supply', 'Buyer');
const planVersion = text(64, '2', '1', '3');
const plan = { planVersion: newId('plan', planVersion), sharedWith: listOf(contact) };
const acknowledgement = { planVersion: reference('plan', planVersion), by: contact };
const anyInitiative = like(id, 'depot', 'consignment', 'training');
const initiativeId = reference('initiative', anyInitiative);
const initiative = { initiativeId: newId('initiative', anyInitiative), title: text(200, 'A second depot', 'Stock held at their plant') };
const planned = { ...initiative, startsOn: day };
const measurement = { initiativeId, metric: text(100, 'stock-outs avoided'), value: text(100, '17', '3') };
const expected = record('ExpectedMonth', { month, net: moneyFromZero }, { month: '2026-04', net: { amount: '12000.00', currency: 'EUR' } });
const forecast = {
  horizonMonths: integer(1, 120, 6, 1),
  quantities: mapOf(text(64, '4200 pieces', '10'), ['valve actuators']),
  expected: optional(listOf(expected, { max: 120 }), 'What the orders are expected to come to, by month: its accuracy is told by it.'),
};
const sharing = { scope: text(200, 'Daily sell-out by store', 'Stock') };

/** What can have happened. Stored contract. */
export const relationshipEvents = {
  RelationshipAssessed: event(
    'Relationship assessed',
    '{total} of 24 points, as many as {supports} asks for',
    {
      scores,
      total: described(integer(6, 24, 18, 6), 'The sum of the six items, 6–24.'),
      supports: described(stage, 'The highest stage for which the sum is enough; what else a stage asks for is not looked at.'),
    },
    'Six items scored 1–4.',
  ),
  RelationshipStageChanged: event(
    'Relationship stage changed',
    `From {from} to {to}${when('reason', ': {reasonSentence}', '.')}${when('override', ' Overridden ({overrideReasonPhrase}) although missing: {overrideMissing}')}`,
    {
      from: stage,
      to: stage,
      direction: oneOf(['advance', 'regress']),
      reason: optional(reason),
      override: optional(
        record('OverrideMade', { reason, missing: listOf(text(100, 'reviews')) }),
        'Present when the evidence was insufficient and someone decided all the same.',
      ),
      credit: optional(credit, 'The owner of that time with the team of that time; absent where the event is older than the field.'),
    },
  ),
  AccountGoalSet: event('Account goal set', `{Horizon}-term: {goal}${when('due', ', by {due}')}`, goal),
  AccountStrategySet: event('Account strategy set', 'For {horizonYears, plural, one {# year} other {# years}}: {goals}', strategy),
  AccountPlanShared: event('Account plan shared', '{planVersion} with {sharedWith}', plan),
  AccountPlanAcknowledged: event('Account plan acknowledged', '{planVersion} by {by}', acknowledgement),
  InitiativePlanned: event('Initiative planned', '{title}, from {startsOn}', planned),
  InitiativeAnnounced: event('Initiative announced', '{initiativeId}, {noticeDays, plural, one {# day} other {# days}} ahead', {
    initiativeId,
    noticeDays: described(integer(0, 100_000, 30, 1), 'Days between the announcement and the start.'),
  }),
  JointInitiativeStarted: event('Joint initiative started', '{title}', initiative),
  JointInitiativeMeasured: event('Joint initiative measured', '{initiativeId}: {metric} {value}', measurement),
  ForecastShared: event('Forecast shared', 'Over {horizonMonths, plural, one {# month} other {# months}}: {quantities}', forecast),
  DataSharingAgreed: event('Data sharing agreed', '{scope}', sharing),
};

/** What may be asked. */
export const relationshipCommands = {
  AssessRelationship: command('Scores the six items of maturity; a later review of the same month takes the place of the earlier one.', {
    scores,
  }),
  ChangeRelationshipStage: command(
    'One step at a time; forward needs the evidence that policy `stage-evidence` asks for, or an override with its reason; back needs a reason and patience.',
    {
      to: stage,
      reason: optional(reason),
      override: optional(record('Override', { reason }), 'Why someone decides against the evidence.'),
    },
  ),
  SetAccountGoal: command('What the account is to reach, in the short or the long run.', goal),
  SetAccountStrategy: command('Where the relationship is to go over some years.', strategy),
  ShareAccountPlan: command('A version of the plan is shared with people of theirs.', plan),
  AcknowledgeAccountPlan: command(
    'One of theirs, none of our own people, acknowledges a version of the plan that was shared.',
    acknowledgement,
  ),
  PlanInitiative: command('Something is planned from a day on.', planned),
  AnnounceInitiative: command('The customer is told of it before it starts.', { initiativeId }),
  StartJointInitiative: command('Something is under way together.', initiative),
  MeasureJointInitiative: command('What it has brought so far.', measurement),
  ShareForecast: command('What they expect to need.', forecast),
  AgreeDataSharing: command('Data that they share with us from now on.', sharing),
};

export type RelationshipEvents = MessagesOf<typeof relationshipEvents>;
export type RelationshipCommands = MessagesOf<typeof relationshipCommands>;
