import { compose } from '#libs/kernel/aggregate.js';
import { type ActivePolicy, type Aggregate, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { commerce } from './commerce/commerce.js';
import { employee as employeeFacet } from './employee/employee.js';
import { admitOccurredAt } from './guards.js';
import { interactions } from './interactions/interactions.js';
import { ownership } from './ownership/ownership.js';
import { type CalendarPolicy, POLICY_NAMES } from './policy/documents.js';
import { policy as policyFacet, type Policy, policyInForce } from './policy/policy.js';
import { profile, type Profile, seenBy } from './profile/profile.js';
import { ACCOUNT_STRUCTURE, accountCoordination, admitUnmerged } from './profile/structure.js';
import { promises } from './promises/promises.js';
import { relationship } from './relationship/relationship.js';
import { risk } from './risk/risk.js';
import { team as teamFacet } from './team/team.js';

const facets = compose(
  'account',
  [profile, ownership, interactions, relationship, commerce, promises, risk],
  (command, state, context) =>
    admitOccurredAt(command, state, context) ?? admitUnmerged(command, { profile: state['profile'] as Profile }, context),
  undefined,
  accountCoordination,
);

/** `account-<id>`: everything about one account, one gap-free history. */
export const account: Aggregate = {
  ...facets,
  decide: (command, state, context) =>
    facets.decide(command, { ...state, profile: seenBy(command.type, state['profile'] as Profile) }, context),
};

/** `employee-<id>`: a person's particulars, memberships and capacity. */
export const employee = compose('employee', [employeeFacet], admitOccurredAt);

/** `team-<id>`: a team and its targets. */
export const team = compose('team', [teamFacet], admitOccurredAt);

/** `policy-<name>`: the versions of a rule and when each is in force. */
export const policy = compose('policy', [policyFacet], admitOccurredAt);

/** All that the runtime decides and folds. */
export const aggregates: readonly Aggregate[] = [account, employee, team, policy];

/** The streams that serialise changes to several streams: what a killed worker left half done is looked for in them. */
export const COORDINATION_STREAMS: readonly string[] = [ACCOUNT_STRUCTURE];

/** What the runtime asks of policies: their names, and which version of one is in force at a moment of decision. */
export const policyRules = {
  names: POLICY_NAMES,
  inForce: (state: State, name: string, at: Instant) => policyInForce(state['policy'] as Policy, name, at),
  timeZone: (lookUp: (name: string) => ActivePolicy): string => (lookUp('calendar').document as CalendarPolicy).timeZone,
};
