import { isNeed, need, type Context, type Facet, type Need } from '#libs/kernel/decider.js';
import { idOf, type Day, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf, insertBySince, ownerAt, unknownEmployee } from '../credit.js';
import { type OwnershipCommands, type OwnershipEvents } from './messages.js';

/** Somebody's time in charge; it lasts until the next one begins. */
export interface Tenure {
  readonly employeeId: string;
  readonly since: Instant;
}

/** A handover under way. */
export interface Handover {
  readonly from: string;
  readonly to: string;
  readonly checklist: readonly string[];
  readonly since: Instant;
}

/** What is therefore known. */
export interface Ownership {
  /** Sorted by `since`; the owner at a moment is the last one that began at or before it. */
  readonly owners: readonly Tenure[];
  /** Sorted by `since`, read in the same way. */
  readonly backups: readonly Tenure[];
  readonly handover?: Handover | undefined;
  readonly members: readonly OwnershipEvents['TeamMemberAdded'][];
  /** Sorted by `since`; the territory on a day is the last one that began on or before it. */
  readonly territories: readonly { readonly territory: string; readonly since: Day }[];
  /** Personal relation strength counts from here; restarts on transfer. */
  readonly personalSince?: Instant | undefined;
}

/** Why a command may be refused. */
export type OwnershipCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'EMPLOYEE_DEPARTED'
  | 'NO_OWNER'
  | 'BACKUP_IS_OWNER'
  | 'HANDOVER_OPEN'
  | 'HANDOVER_TO_OWNER'
  | 'NO_HANDOVER_OPEN'
  | 'CHECKLIST_EMPTY'
  | 'HANDOVER_CHECKLIST_INCOMPLETE'
  | 'ALREADY_A_TEAM_MEMBER'
  | 'NOT_A_TEAM_MEMBER';

type Needs = { readonly ownership: Ownership };

/** Whose account it is, with backup, handover, team and territory. Every line of it can be told in any order. */
export const ownership: Facet<'ownership', Ownership, OwnershipCommands, OwnershipEvents, OwnershipCode, Needs> = {
  name: 'ownership',
  initial: { owners: [], backups: [], members: [], territories: [] },

  decide: {
    AssignOwner: ({ data, stream, occurredAt }, { ownership: state }, context) => {
      const { employeeId: to, ...reason } = data;
      const from = ownerAt(state, occurredAt);
      if (from === to) return [];
      const refusal = requireNoHandover(state, stream, occurredAt, context) ?? requireEmployee(context, to, occurredAt, '/employeeId');
      if (refusal) return refusal;
      return [from === undefined ? { type: 'OwnerAssigned', data } : { type: 'OwnershipTransferred', data: { from, to, ...reason } }];
    },

    AssignBackupOwner: ({ data, stream, occurredAt }, { ownership: state }, context) => {
      const { employeeId } = data;
      if (ownerAt(state, occurredAt) === employeeId)
        return reject('BACKUP_IS_OWNER', `${employeeId} owns account ${idOf(stream)}: name somebody else as the backup.`, '/employeeId');
      if (state.backups.findLast(({ since }) => since <= occurredAt)?.employeeId === employeeId) return [];
      return requireEmployee(context, employeeId, occurredAt, '/employeeId') ?? [{ type: 'BackupOwnerAssigned', data }];
    },

    StartHandover: ({ data: { to, checklist }, stream, occurredAt }, { ownership: state }, context) => {
      const from = ownerAt(state, occurredAt);
      if (from === undefined) return reject('NO_OWNER', `Account ${idOf(stream)} had no owner at ${occurredAt}: begin with AssignOwner.`);
      const refusal = requireNoHandover(state, stream, occurredAt, context);
      if (refusal) return refusal;
      if (from === to) return reject('HANDOVER_TO_OWNER', `${to} owns account ${idOf(stream)} already: name who takes over.`, '/to');
      if (checklist.length === 0)
        return reject('CHECKLIST_EMPTY', 'A handover passes knowledge on: name at least one item of it.', '/checklist');
      return requireEmployee(context, to, occurredAt, '/to') ?? [{ type: 'HandoverStarted', data: { from, to, checklist } }];
    },

    CompleteHandover: ({ data: { completed }, stream, occurredAt }, { ownership: state }, context) => {
      const { handover } = state;
      if (handover === undefined || occurredAt < handover.since)
        return reject('NO_HANDOVER_OPEN', `Account ${idOf(stream)} had no open handover at ${occurredAt}: begin one with StartHandover.`);
      const { from, to, checklist } = handover;
      const missing = checklist.filter((item) => !completed.includes(item));
      if (missing.length > 0)
        return reject(
          'HANDOVER_CHECKLIST_INCOMPLETE',
          `${to} takes over with the whole checklist; missing: ${missing.join(', ')}.`,
          '/completed',
        );
      const gone = requireEmployee(context, to, occurredAt);
      if (gone !== undefined && isNeed(gone)) return gone;
      if (gone !== undefined) {
        const fix = 'use AssignOwner, or StartHandover to somebody else';
        return reject('EMPLOYEE_DEPARTED', `${to} has left and cannot take account ${idOf(stream)} over: ${fix}.`);
      }
      const owner = ownerAt(state, occurredAt) ?? from;
      const transferred = { type: 'OwnershipTransferred', data: { from: owner, to } } as const;
      return [{ type: 'HandoverCompleted', data: { from, to, checklist: completed } }, ...(owner === to ? [] : [transferred])];
    },

    CancelHandover: ({ data: { reason } }, { ownership: { handover } }) =>
      handover === undefined ? [] : [{ type: 'HandoverCancelled', data: { from: handover.from, to: handover.to, reason } }],

    AddTeamMember: ({ data, stream, occurredAt }, { ownership: state }, context) => {
      const present = memberOf(state, data.employeeId);
      if (present === undefined)
        return requireEmployee(context, data.employeeId, occurredAt, '/employeeId') ?? [{ type: 'TeamMemberAdded', data }];
      if (MEMBERSHIP.every((field) => present[field] === data[field])) return [];
      const { employeeId, role, department } = present;
      return reject(
        'ALREADY_A_TEAM_MEMBER',
        `${employeeId} is in the team of account ${idOf(stream)} as ${role} of ${department}: use RemoveTeamMember first.`,
        '/employeeId',
      );
    },

    RemoveTeamMember: ({ data, stream }, { ownership: state }) =>
      memberOf(state, data.employeeId)
        ? [{ type: 'TeamMemberRemoved', data }]
        : reject('NOT_A_TEAM_MEMBER', `${data.employeeId} is not in the team of account ${idOf(stream)}: check the id.`, '/employeeId'),

    AssignTerritory: ({ data: { territory, ...given }, occurredAt }, { ownership: state }) => {
      const effectiveFrom = given.effectiveFrom ?? occurredAt.slice(0, 10);
      const previous = state.territories.findLast(({ since }) => since <= effectiveFrom)?.territory;
      if (previous === territory) return [];
      return [{ type: 'TerritoryAssigned', data: { territory, effectiveFrom, ...(previous === undefined ? {} : { previous }) } }];
    },
  },

  evolve: {
    OwnerAssigned: (state, { data, meta }) => own(state, { employeeId: data.employeeId, since: meta.occurredAt }),
    OwnershipTransferred: (state, { data, meta }) => own(state, { employeeId: data.to, since: meta.occurredAt }),
    BackupOwnerAssigned: (state, { data: { employeeId }, meta }) => ({
      ...state,
      backups: insertBySince(state.backups, { employeeId, since: meta.occurredAt }),
    }),
    HandoverStarted: (state, { data, meta }) => ({ ...state, handover: { ...data, since: meta.occurredAt } }),
    HandoverCompleted: (state) => ({ ...state, handover: undefined }),
    HandoverCancelled: (state) => ({ ...state, handover: undefined }),
    TeamMemberAdded: (state, { data }) => ({ ...state, members: [...membersBut(state, data.employeeId), data] }),
    TeamMemberRemoved: (state, { data }) => ({ ...state, members: membersBut(state, data.employeeId) }),
    TerritoryAssigned: (state, { data: { territory, effectiveFrom: since } }) => ({
      ...state,
      territories: insertBySince(state.territories, { territory, since }),
    }),
  },
};

const MEMBERSHIP = ['department', 'role', 'commitment'] as const;

const memberOf = ({ members }: Ownership, employeeId: string) => members.find((member) => member.employeeId === employeeId);

const membersBut = ({ members }: Ownership, employeeId: string) => members.filter((member) => member.employeeId !== employeeId);

/** Refuses who was never registered, or had left by then. */
const requireEmployee = (context: Context, employeeId: string, at: Instant, field?: string) => {
  const employee = employeeOf(context, employeeId);
  if (employee === undefined) return need(`employee-${employeeId}`);
  if (employee.stage === 'absent') return unknownEmployee(employeeId, field);
  if (employee.stage === 'active' || at < employee.departedAt) return undefined;
  return reject(
    'EMPLOYEE_DEPARTED',
    `${employeeId} left on ${employee.departedAt.slice(0, 10)}: name somebody who was there at ${at}.`,
    field,
  );
};

/** Refuses while a handover is open. One to a person who has left since can never be completed and stands in nobody's way. */
const requireNoHandover = (
  { handover }: Ownership,
  stream: string,
  at: Instant,
  context: Context,
): Need | Rejection<'HANDOVER_OPEN'> | undefined => {
  if (handover === undefined) return undefined;
  const receiver = requireEmployee(context, handover.to, at);
  if (receiver !== undefined) return isNeed(receiver) ? receiver : undefined;
  return reject(
    'HANDOVER_OPEN',
    `Account ${idOf(stream)} is being handed over to ${handover.to} since ${handover.since.slice(0, 10)}: use CompleteHandover or CancelHandover first.`,
  );
};

/** A tenure begins; an open handover ends with it. */
const own = (state: Ownership, tenure: Tenure): Ownership => {
  const owners = insertBySince(state.owners, tenure);
  const present = owners.at(-1)?.employeeId;
  const personalSince = owners[owners.findLastIndex(({ employeeId }) => employeeId !== present) + 1]?.since;
  return { ...state, owners, handover: undefined, personalSince };
};
