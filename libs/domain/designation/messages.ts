import { described, type Kind, optional } from '#libs/kernel/fields.js';
import { day, flag, integer, like, listOf, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { personId, reason } from '../kinds.js';
import {
  ACCOUNT_TYPES,
  DESIGNATION_BASES,
  DESIGNATION_CRITERIA,
  type DesignationCriterion,
  DESIGNATION_KINDS,
  STRATEGIC_ROLES,
} from '../values.js';

const rationale = text(2_000, 'Sole supplier of their new plant.', 'Known to everybody in the region.');
const score = like(integer(1, 5), 4, 2, 5, 1);
const scores = record(
  'CriteriaScores',
  Object.fromEntries(DESIGNATION_CRITERIA.map((criterion) => [criterion, optional(score)])) as {
    readonly [Criterion in DesignationCriterion]: Kind<number> & { readonly optional: true };
  },
  { 'good-income': 4, 'reliable-partner': 3, 'plans-long-term': 5, 'sales-growth': 2, 'new-revenue': 3, reputation: 4 },
  { 'good-income': 1, 'reliable-partner': 2, 'plans-long-term': 1, 'sales-growth': 2, 'new-revenue': 1, reputation: 2 },
);
const criteria = listOf(oneOf(DESIGNATION_CRITERIA), { max: DESIGNATION_CRITERIA.length });
const designation = {
  kind: oneOf(DESIGNATION_KINDS),
  basis: described(oneOf(DESIGNATION_BASES), 'What the decision bets on: the backtest asks later whether the bet paid off.'),
  rationale,
  effectiveFrom: optional(day, 'Approved now, a key account from that day on; left out: from the day of the decision on.'),
};
const capacity = {
  employeeId: personId,
  keyAccounts: described(integer(1, 1_000_000, 11, 12), 'Key accounts that the person serves with this one.'),
  keyAccountsMax: described(integer(0, 1_000_000, 10), 'That the person can serve at once.'),
};
const strategicRole = { role: oneOf(STRATEGIC_ROLES), rationale: optional(rationale) };
const classification = { type: oneOf(ACCOUNT_TYPES), rationale: optional(rationale) };

/** What can have happened. Stored contract; whether an account was a key account at a moment is found by `occurredAt`. */
export const designationEvents = {
  KeyAccountNominated: event('Nominated as a key account', '{rationale}', { rationale }),
  NominationDeclined: event('Nomination declined', '{reason}', { reason }, 'It stays an account like the others.'),
  AccountEvaluated: event(
    'Evaluated by the criteria',
    '{metCount, plural, one {# criterion} other {# criteria}} met, {points} points of 100',
    {
      scores,
      met: described(criteria, 'Criteria whose score reaches what the policy asks for.'),
      metCount: integer(0, DESIGNATION_CRITERIA.length, 5, 2),
      points: described(integer(0, 100, 71, 20), 'The weighted scores, from 0 where all are 1 to 100 where all are 5.'),
      qualifies: described(flag, 'Whether as many criteria are met as the policy asks for.'),
    },
  ),
  KeyAccountDesignated: event(
    'Designated as a key account',
    `{Kind} account, because of its {basis}: {rationaleSentence}${when('effectiveFrom', ' From {effectiveFrom}.')}${when('override', ' Beyond the capacity of {overrideEmployeeId}: {overrideReason}')}`,
    {
      ...designation,
      previous: optional(oneOf(DESIGNATION_KINDS), 'What it was before, where it was a key account already.'),
      override: optional(
        record('CapacityOverride', { reason, ...capacity }),
        'Present where the manager had no capacity left and someone decided all the same.',
      ),
    },
  ),
  KeyAccountRetired: event('Key account retired', '{reason}', { reason }, 'It is an account like the others from then on.'),
  AccountClassified: event('Classified', `{Type}${when('rationale', ': {rationale}')}`, classification),
  StrategicRoleSet: event('Strategic role set', `{Role}${when('rationale', ': {rationale}')}`, strategicRole),
};

/** What may be asked. */
export const designationCommands = {
  NominateKeyAccount: command('Somebody proposes it, with the reason; the figures are asked afterwards.', { rationale }),
  DeclineNomination: command('A nomination comes to nothing.', { reason }),
  EvaluateAccount: command('Scores by criterion, 1 to 5, under policy `designation-criteria`.', { scores }),
  DesignateKeyAccount: command(
    'It is a key account, and counts for the capacity of its owner. Refused beyond that capacity unless overridden with a reason.',
    { ...designation, override: optional(record('CapacityOverrideAsked', { reason }), 'Why someone decides against the capacity.') },
  ),
  RetireKeyAccount: command('It is a key account no more.', { reason }),
  ClassifyAccount: command('The type of account that it is.', classification),
  SetStrategicRole: command('What it is to us beside its sales.', strategicRole),
};

export type DesignationEvents = MessagesOf<typeof designationEvents>;
export type DesignationCommands = MessagesOf<typeof designationCommands>;
