import { described, optional } from '#libs/kernel/fields.js';
import { integer, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { accountId, personId, reason, reference, teamId } from '../kinds.js';

const registration = {
  name: text(200, 'Ana Ruiz', 'Bob Lee'),
  title: optional(text(100, 'Key account manager')),
  city: optional(text(100, 'Madrid')),
  reportsTo: optional(personId, 'The id of a person who may be registered later.'),
};
const team = reference('team', teamId);
const role = optional(text(100, 'key account manager', 'lead'));
const capacity = { keyAccountsMax: described(integer(0, 1_000, 12, 5), 'Key accounts that the person can serve at once.') };

/** What can have happened to `employee-<id>`. Stored contract; membership of a past moment is found by `occurredAt`. */
export const employeeEvents = {
  EmployeeRegistered: event('Person registered', `{name}${when('title', ', {title}')}${when('city', ', {city}')}`, registration),
  TeamJoined: event('Team joined', `{teamId}${when('role', ' as {role}')}${when('from', ', before {from}')}`, {
    teamId,
    from: optional(teamId, 'The team that the person leaves by it.'),
    role,
  }),
  TeamLeft: event('Team left', `{teamId}${when('reason', ': {reason}')}`, { teamId, reason: optional(reason) }),
  ServiceCapacitySet: event('Service capacity set', 'Up to {keyAccountsMax, plural, one {# key account} other {# key accounts}}', capacity),
  KeyAccountTakenOn: event(
    'Key account taken on',
    '{accountId}, one of {keyAccounts} where {keyAccountsMax} can be served',
    {
      accountId,
      keyAccounts: described(integer(1, 1_000_000, 8, 11), 'Key accounts that the person serves with this one.'),
      keyAccountsMax: described(integer(0, 1_000_000, 10), 'That the person can serve at once.'),
    },
    'Told by the command that made the account a key account of the person: a designation, a transfer, a reopening.',
  ),
  KeyAccountReleased: event(
    'Key account released',
    '{accountId}',
    { accountId },
    'The person serves it as a key account no more: it was retired, transferred, closed or merged.',
  ),
  EmployeeDeparted: event('Person departed', when('reason', '{reason}', 'No longer with us'), { reason: optional(reason) }),
};

/** What may be asked. */
export const employeeCommands = {
  RegisterEmployee: command('A person of ours.', registration),
  JoinTeam: command('Leaves the present team where there is one.', { teamId: team, role }),
  LeaveTeam: command('Belongs to no team from then on.', { reason: optional(reason) }),
  SetServiceCapacity: command('How many key accounts the person can serve at once.', capacity),
  RecordEmployeeDeparture: command('The person leaves us; the figures of the past stay theirs.', { reason: optional(reason) }),
};

export type EmployeeEvents = MessagesOf<typeof employeeEvents>;
export type EmployeeCommands = MessagesOf<typeof employeeCommands>;
