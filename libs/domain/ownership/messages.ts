import { optional } from '#libs/kernel/fields.js';
import { day, listOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { employee, personId, reason, territory } from '../kinds.js';

const checklist = listOf(text(200, 'contacts', 'open promises', 'prices'));
const membership = {
  employeeId: employee,
  department: text(100, 'service', 'logistics'),
  role: text(100, 'field engineer', 'planner'),
  commitment: optional(text(200, 'two days a week')),
};
const because = when('reason', ': {reason}');

/** What can have happened. Stored contract; the owner of a past moment is found by `occurredAt`, never restated by later events. */
export const ownershipEvents = {
  OwnerAssigned: event(
    'Owner assigned',
    `{employeeId} is in charge${because}`,
    { employeeId: personId, reason: optional(reason) },
    'The first owner: nobody had the account before.',
  ),
  OwnershipTransferred: event(
    'Ownership transferred',
    `From {from} to {to}${because}`,
    { from: personId, to: personId, reason: optional(reason) },
    'The account changes hands: personal relation strength restarts, the stage stays. `from` is the owner at that moment; a tenure that begins later stands. It ends a handover that is still open.',
  ),
  BackupOwnerAssigned: event('Backup owner assigned', '{employeeId} stands in', { employeeId: personId }),
  HandoverStarted: event('Handover started', 'From {from} to {to}, to pass on: {checklist}', { from: personId, to: personId, checklist }),
  HandoverCompleted: event('Handover completed', 'From {from} to {to}, passed on: {checklist}', {
    from: personId,
    to: personId,
    checklist,
  }),
  HandoverCancelled: event(
    'Handover called off',
    'From {from} to {to}, because: {reason}',
    { from: personId, to: personId, reason },
    'Nobody takes over: the owner stays.',
  ),
  TeamMemberAdded: event(
    'Team member added',
    `{employeeId} as {role} ({department})${when('commitment', ', committed to: {commitment}')}`,
    {
      ...membership,
      employeeId: personId,
    },
  ),
  TeamMemberRemoved: event('Team member removed', `{employeeId}${because}`, { employeeId: personId, reason: optional(reason) }),
  TerritoryAssigned: event('Territory assigned', `{territory} from {effectiveFrom}${when('previous', ', before {previous}')}`, {
    territory,
    effectiveFrom: day,
    previous: optional(territory),
  }),
};

/** What may be asked. */
export const ownershipCommands = {
  AssignOwner: command(
    'First owner or direct transfer at the time of the command, which may lie between other tenures; refused while a handover is open.',
    {
      employeeId: employee,
      reason: optional(reason),
    },
  ),
  AssignBackupOwner: command('Who stands in for the owner.', { employeeId: employee }),
  StartHandover: command('Opens a handover from the owner; the checklist names the knowledge to pass on.', { to: employee, checklist }),
  CompleteHandover: command('Completes it; what was completed must cover the whole checklist.', { completed: checklist }),
  CancelHandover: command('Calls an open handover off; the owner stays.', { reason }),
  AddTeamMember: command('One more of ours works for the account.', membership),
  RemoveTeamMember: command('One of ours no longer works for it.', { employeeId: personId, reason: optional(reason) }),
  AssignTerritory: command('The territory that the account belongs to.', {
    territory,
    effectiveFrom: optional(day, 'The day of the command where it is left out.'),
  }),
};

export type OwnershipEvents = MessagesOf<typeof ownershipEvents>;
export type OwnershipCommands = MessagesOf<typeof ownershipCommands>;
