import { described, type Kind, optional, partial, type ValueOf } from '#libs/kernel/fields.js';
import { integer, listOf, nullable, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { newId, reason, stakeholder, stakeholderId } from '../kinds.js';
import { CHANNELS, DECISION_ROLES, SENIORITIES, STANCES } from '../values.js';

const newStakeholder = newId('stakeholder', stakeholderId);

const name = text(200, 'Eve Adler', 'Kim Sand');
const details = {
  function: described(text(200, 'Head of purchasing', 'Plant manager'), 'What the person does there.'),
  department: text(100, 'purchasing', 'production'),
  seniority: oneOf(SENIORITIES),
  email: text(320, 'eve@example.com'),
  phone: text(64, '+49 431 5550100'),
  persona: described(text(200, 'careful engineer'), 'The type of buyer that the person is.'),
  organisation: described(
    text(200, 'Sand consultants'),
    'Whom the person works for where that is not the customer: an agency, an adviser.',
  ),
  preferredChannel: oneOf(CHANNELS),
  language: text(64, 'German'),
  location: text(100, 'Kiel'),
  reportsTo: described(stakeholder, 'Whom the person answers to.'),
};
const cleared = Object.fromEntries(
  Object.entries(details).map(([field, kind]) => [field, described(nullable<unknown>(kind), kind.about)]),
) as unknown as {
  readonly [Field in keyof typeof details]: Kind<ValueOf<(typeof details)[Field]> | null>;
};

const card = described(
  record(
    'ContactCardChanges',
    partial({ name, ...cleared }),
    { function: 'Head of purchasing', phone: null },
    { email: 'eve@example.com' },
  ),
  'The fields that are said anew; the others stay. null: it is known no more.',
);
const roles = described(
  listOf(oneOf(DECISION_ROLES), { max: DECISION_ROLES.length }),
  'All that the person has to do with decisions; empty: nothing.',
);
const influence = described(integer(1, 5, 4, 2), 'From 1, none, to 5: nothing is decided against it.');
const stance = described(oneOf(STANCES), 'Towards us.');
const why = optional(reason);
const departure = {
  reason: why,
  to: optional(text(200, 'Globex'), 'Where the person went.'),
};

/** What can have happened. Stored contract. */
export const stakeholderEvents = {
  StakeholderAdded: event(
    'Stakeholder added',
    `{name}${when('function', ', {function}')}${when('department', ' ({department})')}${when('organisation', ' of {organisation}')}`,
    { stakeholderId: newStakeholder, name, ...partial(details) },
    'A person at the customer, or of another party, who has a say in what it does with us.',
  ),
  ContactCardUpdated: event('Contact card updated', '{stakeholderId}: {card}', { stakeholderId: stakeholder, card }),
  DecisionRoleSet: event('Part in decisions set', `{stakeholderId}: {roles}${when('reason', ', because: {reason}')}`, {
    stakeholderId: stakeholder,
    roles,
    reason: why,
  }),
  InfluenceSet: event('Influence set', `{stakeholderId}: {influence} of 5${when('reason', ', because: {reason}')}`, {
    stakeholderId: stakeholder,
    influence,
    reason: why,
  }),
  StanceSet: event('Stance set', `{stakeholderId}: {stance}${when('reason', ', because: {reason}')}`, {
    stakeholderId: stakeholder,
    stance,
    reason: why,
  }),
  StakeholderDeparted: event(
    'Stakeholder departed',
    `{stakeholderId}${when('to', ' went to {to}', ' left')}${when('reason', ': {reason}')}`,
    {
      stakeholderId: stakeholder,
      ...departure,
    },
  ),
};

/** What may be asked. */
export const stakeholderCommands = {
  AddStakeholder: command('A person at the customer is known from then on.', {
    stakeholderId: optional(newStakeholder, 'The command id where it is left out.'),
    name,
    ...partial(details),
  }),
  UpdateContactCard: command('What the card says from then on.', { stakeholderId: stakeholder, card }),
  SetDecisionRole: command('What part the person has in decisions from then on.', { stakeholderId: stakeholder, roles, reason: why }),
  SetInfluence: command('How much the person counts in decisions from then on.', { stakeholderId: stakeholder, influence, reason: why }),
  SetStance: command('What the person thinks of us from then on.', { stakeholderId: stakeholder, stance, reason: why }),
  // Not looked up as a reference: the same departure told again is already so.
  RecordDeparture: command('The person is there no more from then on.', { stakeholderId, ...departure }),
};

export type StakeholderEvents = MessagesOf<typeof stakeholderEvents>;
export type StakeholderCommands = MessagesOf<typeof stakeholderCommands>;
