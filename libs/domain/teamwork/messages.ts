import { described, optional } from '#libs/kernel/fields.js';
import { day, id, like, listOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { employee, newId, personId, reason, reference, stakeholder } from '../kinds.js';

const anyAction = like(id, 'a-1', 'a-2');
const newAction = newId('action', anyAction);
const actionId = reference('action', anyAction);
const anyCommitment = like(id, 'k-1', 'k-2');
const newCommitment = newId('commitment', anyCommitment);
const commitmentId = reference('commitment', anyCommitment);
const what = text(500, 'Send the drawings of the press line', 'Agree stock levels');
const department = text(100, 'logistics', 'service');

const action = {
  what,
  due: day,
  employeeId: optional(employee, 'Who of ours does it.'),
  stakeholderId: optional(stakeholder, 'Who of theirs does it.'),
  department: optional(department, 'The department of ours that it lies with.'),
};
const invitation = {
  stakeholders: described(listOf(stakeholder, { min: 1 }), 'Their people who plan with us.'),
  about: optional(text(500, 'The plan of next year')),
};
const commitment = { employeeId: described(employee, 'A member of the team of the account.'), what, due: day };

/** What can have happened. Stored contract. */
export const teamworkEvents = {
  CustomerInvitedToPlan: event('Customer invited to plan', `{stakeholders}${when('about', ': {about}')}`, invitation),
  ActionPlanned: event(
    'Action planned',
    `{what}, due {due}${when('employeeId', ', by {employeeId}')}${when('stakeholderId', ', by {stakeholderId} of theirs')}${when('department', ' ({department})')}`,
    { actionId: newAction, ...action },
    'A step of the plan that one of ours or one of theirs takes.',
  ),
  ActionCompleted: event('Action completed', `{actionId}${when('result', ': {result}')}`, { actionId, result: optional(what) }),
  ActionDropped: event('Action dropped', '{actionId}: {reason}', { actionId, reason }),
  CommitmentMade: event('Commitment made', '{employeeId}: {what}, until {due}', { commitmentId: newCommitment, ...commitment }),
  CommitmentKept: event('Commitment kept', '{employeeId}: {commitmentId}', { commitmentId, employeeId: personId }),
  CommitmentBroken: event('Commitment broken', '{employeeId}: {reason}', { commitmentId, employeeId: personId, reason }),
};

/** What may be asked. */
export const teamworkCommands = {
  InviteCustomerToPlan: command('People of theirs are made part of the plan.', invitation),
  PlanAction: command('One of ours, one of theirs or a department of ours is to do something until a day.', {
    actionId: optional(newAction, 'The command id where it is left out.'),
    ...action,
  }),
  CompleteAction: command('It was done at the time of the command.', { actionId, result: optional(what) }, 'settling'),
  DropAction: command('It will not be done.', { actionId, reason }, 'settling'),
  MakeCommitment: command('A member of the team takes something upon oneself.', {
    commitmentId: optional(newCommitment, 'The command id where it is left out.'),
    ...commitment,
  }),
  KeepCommitment: command('It was done at the time of the command.', { commitmentId }, 'settling'),
  BreakCommitment: command('It will not be done.', { commitmentId, reason }, 'settling'),
};

export type TeamworkEvents = MessagesOf<typeof teamworkEvents>;
export type TeamworkCommands = MessagesOf<typeof teamworkCommands>;
