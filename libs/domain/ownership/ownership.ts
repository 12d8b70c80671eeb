import { need, type Context, type Facet, type Need, type Violation } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf, ownerAt, unknownEmployee } from '../credit.js';
import { type DatedLine, entryAt, present, valueAt, withValue } from '../dated-line.js';
import { businessDay } from '../days.js';
import { type OwnershipCommands, type OwnershipEvents } from './messages.js';

/** A handover that was begun. */
export type Handover = OwnershipEvents['HandoverStarted'];

/** How a handover ended of which the events say so; a transfer of the account ends it as well. */
type HandoverEnd = 'completed' | 'cancelled';

/** A place in the team of an account. */
export type Member = OwnershipEvents['TeamMemberAdded'];

/** What is therefore known. Every line may be told in any order. */
export interface Ownership {
  readonly owners: DatedLine<string>;
  readonly backups: DatedLine<string>;
  /** One at a time: a handover lasts until its end, or until the account changes hands. */
  readonly handovers: DatedLine<Handover | HandoverEnd>;
  /** By employee; `null` from when somebody left the team. */
  readonly members: PersistentMap<string, DatedLine<Member | null>>;
  /** By day. */
  readonly territories: DatedLine<string>;
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

/** Whose account it is, with backup, handover, team and territory. */
export const ownership: Facet<'ownership', Ownership, OwnershipCommands, OwnershipEvents, OwnershipCode, Needs> = {
  name: 'ownership',
  initial: { owners: [], backups: [], handovers: [], members: PersistentMap.empty(), territories: [] },

  decide: {
    AssignOwner: ({ data, stream, occurredAt }, { ownership: state }, context) => {
      const { employeeId: to, ...reason } = data;
      const from = ownerAt(state, occurredAt);
      if (from === to) return [];
      const refusal = requireNoHandover(state, stream, occurredAt, context);
      if (refusal) return refusal;
      return [from === undefined ? { type: 'OwnerAssigned', data } : { type: 'OwnershipTransferred', data: { from, to, ...reason } }];
    },

    AssignBackupOwner: ({ data, stream, occurredAt }, { ownership: state }) => {
      const { employeeId } = data;
      if (ownerAt(state, occurredAt) === employeeId)
        return reject('BACKUP_IS_OWNER', `${employeeId} owns account ${idOf(stream)}: name somebody else as the backup.`, '/employeeId');
      return valueAt(state.backups, occurredAt) === employeeId ? [] : [{ type: 'BackupOwnerAssigned', data }];
    },

    StartHandover: ({ data: { to, checklist }, stream, occurredAt }, { ownership: state }, context) => {
      const from = ownerAt(state, occurredAt);
      if (from === undefined) return reject('NO_OWNER', `Account ${idOf(stream)} had no owner at ${occurredAt}: begin with AssignOwner.`);
      const refusal = requireNoHandover(state, stream, occurredAt, context);
      if (refusal) return refusal;
      if (from === to) return reject('HANDOVER_TO_OWNER', `${to} owns account ${idOf(stream)} already: name who takes over.`, '/to');
      if (checklist.length === 0)
        return reject('CHECKLIST_EMPTY', 'A handover passes knowledge on: name at least one item of it.', '/checklist');
      return [{ type: 'HandoverStarted', data: { from, to, checklist } }];
    },

    CompleteHandover: ({ data: { completed }, stream, occurredAt }, { ownership: state }, context) => {
      const handover = handoverAt(state, occurredAt);
      if (handover === undefined || handover.ended) return noHandover(stream, occurredAt, handover);
      const { from, to, checklist } = handover;
      const missing = checklist.filter((item) => !completed.includes(item));
      if (missing.length > 0)
        return reject(
          'HANDOVER_CHECKLIST_INCOMPLETE',
          `${to} takes over with the whole checklist; missing: ${missing.join(', ')}.`,
          '/completed',
        );
      const gone = requireReceiver(to, stream, occurredAt, context);
      if (gone) return gone;
      const owner = ownerAt(state, occurredAt) ?? from;
      const transferred = { type: 'OwnershipTransferred', data: { from: owner, to } } as const;
      return [{ type: 'HandoverCompleted', data: { from, to, checklist: completed } }, ...(owner === to ? [] : [transferred])];
    },

    CancelHandover: ({ data: { reason }, stream, occurredAt }, { ownership: state }) => {
      const handover = handoverAt(state, occurredAt);
      if (handover?.ended?.as === 'cancelled') return [];
      if (handover === undefined || handover.ended) return noHandover(stream, occurredAt, handover);
      return [{ type: 'HandoverCancelled', data: { from: handover.from, to: handover.to, reason } }];
    },

    AddTeamMember: ({ data, stream, occurredAt }, { ownership: state }) => {
      const known = valueAt(membershipsOf(state, data.employeeId), occurredAt);
      if (known === undefined || known === null) return [{ type: 'TeamMemberAdded', data }];
      if (MEMBERSHIP.every((field) => known[field] === data[field])) return [];
      const { employeeId, role, department } = known;
      return reject(
        'ALREADY_A_TEAM_MEMBER',
        `${employeeId} is in the team of account ${idOf(stream)} as ${role} of ${department}: use RemoveTeamMember first.`,
        '/employeeId',
      );
    },

    RemoveTeamMember: ({ data, stream, occurredAt }, { ownership: state }) => {
      const line = membershipsOf(state, data.employeeId);
      const member = entryAt(line, occurredAt);
      const next = line.find(({ since }) => since > occurredAt);
      if (member?.value && next?.value !== null) return [{ type: 'TeamMemberRemoved', data }];
      const fix = member?.value
        ? `leaves it on ${next!.since.slice(0, 10)} already: correct that with CorrectFact`
        : `was not in it at ${occurredAt}: check the id and the time`;
      return reject('NOT_A_TEAM_MEMBER', `The team of account ${idOf(stream)}: ${data.employeeId} ${fix}.`, '/employeeId');
    },

    AssignTerritory: ({ data: { territory, ...given }, occurredAt }, { ownership: state }, context) => {
      const effectiveFrom = given.effectiveFrom ?? businessDay({ occurredAt }, context);
      const previous = valueAt(state.territories, effectiveFrom);
      if (previous === territory) return [];
      return [{ type: 'TerritoryAssigned', data: { territory, effectiveFrom, ...(previous === undefined ? {} : { previous }) } }];
    },
  },

  evolve: {
    OwnerAssigned: (state, { data, meta }) => own(state, data.employeeId, meta.occurredAt),
    OwnershipTransferred: (state, { data, meta }) => own(state, data.to, meta.occurredAt),
    BackupOwnerAssigned: (state, { data, meta }) => ({ ...state, backups: withValue(state.backups, data.employeeId, meta.occurredAt) }),
    HandoverStarted: (state, { data, meta }) => handedOver(state, data, meta.occurredAt),
    HandoverCompleted: (state, { meta }) => handedOver(state, 'completed', meta.occurredAt),
    HandoverCancelled: (state, { meta }) => handedOver(state, 'cancelled', meta.occurredAt),
    TeamMemberAdded: (state, { data, meta }) => withMember(state, data.employeeId, data, meta.occurredAt),
    TeamMemberRemoved: (state, { data, meta }) => withMember(state, data.employeeId, null, meta.occurredAt),
    TerritoryAssigned: (state, { data }) => ({ ...state, territories: withValue(state.territories, data.territory, data.effectiveFrom) }),
  },

  invariants: ({ ownership: { owners, handovers, members } }) => [
    ...handovers.flatMap((entry, index) => handoverViolations(owners, entry, handovers[index - 1])),
    ...members
      .entries()
      .flatMap(([employeeId, line]) => line.flatMap((entry, index) => memberViolations(employeeId, entry, line[index - 1]))),
  ],
};

type Entry<Line> = Line extends DatedLine<unknown> ? Line[number] : never;

const handoverViolations = (
  owners: Ownership['owners'],
  { value, since }: Entry<Ownership['handovers']>,
  before: Entry<Ownership['handovers']> | undefined,
): readonly Violation[] => {
  const subject = `handover ${since}`;
  const on = since.slice(0, 10);
  if (typeof value === 'object') {
    if (valueAt(owners, since) !== undefined) return [];
    return [{ code: 'HANDOVER_WITHOUT_OWNER', subject, detail: `A handover began on ${on}, when the account would have no owner.` }];
  }
  if (typeof before?.value === 'object') return [];
  return [{ code: 'HANDOVER_ENDED_BEFORE_BEGUN', subject, detail: `A handover was ${value} on ${on}, when none would be under way.` }];
};

const memberViolations = (
  employeeId: string,
  { value, since }: Entry<DatedLine<Member | null>>,
  before: Entry<DatedLine<Member | null>> | undefined,
): readonly Violation[] => {
  if (value !== null || before?.value) return [];
  const detail = `${employeeId} left the team on ${since.slice(0, 10)} without being in it.`;
  return [{ code: 'MEMBER_LEFT_BEFORE_JOINING', subject: `${employeeId} ${since}`, detail }];
};

const MEMBERSHIP = ['department', 'role', 'commitment'] as const;

const membershipsOf = ({ members }: Ownership, employeeId: string): DatedLine<Member | null> => members.get(employeeId) ?? [];

const withMember = (state: Ownership, employeeId: string, member: Member | null, since: Instant): Ownership => ({
  ...state,
  members: state.members.with(employeeId, withValue(membershipsOf(state, employeeId), member, since)),
});

const handedOver = (state: Ownership, value: Handover | HandoverEnd, since: Instant): Ownership => ({
  ...state,
  handovers: withValue(state.handovers, value, since),
});

/** The latest handover that had begun by then, with how and when it ended, be it later. */
const handoverAt = ({ handovers, owners }: Ownership, at: Instant) => {
  const index = handovers.findLastIndex(({ value, since }) => typeof value === 'object' && since <= at);
  const begun = handovers[index];
  if (begun === undefined || typeof begun.value !== 'object') return undefined;
  const next = handovers[index + 1];
  const ends = [
    ...(next === undefined ? [] : [{ as: typeof next.value === 'object' ? 'replaced' : next.value, at: next.since }]),
    ...owners.filter(({ since }) => since > begun.since).map(({ since }) => ({ as: 'ended by a transfer', at: since })),
  ];
  const ended = ends.toSorted((one, other) => Number(one.at > other.at) - Number(one.at < other.at))[0];
  return { ...begun.value, since: begun.since, ended };
};

type Begun = NonNullable<ReturnType<typeof handoverAt>>;

const noHandover = (stream: string, at: Instant, last: Begun | undefined) => {
  const ended = last?.ended;
  const why = ended ? `: the last one was ${ended.as} on ${ended.at.slice(0, 10)}` : '';
  return reject(
    'NO_HANDOVER_OPEN',
    `Account ${idOf(stream)} had no open handover at ${at}${why}. Begin one with StartHandover, or correct occurredAt.`,
  );
};

/** Whether somebody was never registered, or had left by then. */
const isGone = (context: Context, employeeId: string, at: Instant): boolean | Need => {
  const employee = employeeOf(context, employeeId);
  if (employee === undefined) return need(`employee-${employeeId}`);
  return employee.stage === 'absent' || (employee.stage === 'departed' && employee.departedAt <= at);
};

/** The one who takes over is named by the handover, not by the command: nobody has looked yet. */
const requireReceiver = (to: string, stream: string, at: Instant, context: Context): Need | Rejection<OwnershipCode> | undefined => {
  const gone = isGone(context, to, at);
  if (typeof gone === 'object') return gone;
  if (!gone) return undefined;
  if (employeeOf(context, to)?.stage === 'absent') return unknownEmployee(to);
  const fix = 'use AssignOwner, or StartHandover to somebody else';
  return reject('EMPLOYEE_DEPARTED', `${to} has left and cannot take account ${idOf(stream)} over: ${fix}.`);
};

/** Refuses while a handover was open. One to a person who had left by then can never be completed and stands in nobody's way. */
const requireNoHandover = (
  state: Ownership,
  stream: string,
  at: Instant,
  context: Context,
): Need | Rejection<'HANDOVER_OPEN'> | undefined => {
  const handover = handoverAt(state, at);
  if (handover === undefined || (handover.ended && handover.ended.at <= at)) return undefined;
  const gone = isGone(context, handover.to, at);
  if (typeof gone === 'object') return gone;
  if (gone) return undefined;
  const { to, since, ended } = handover;
  const lasted = `since ${since.slice(0, 10)}${ended ? ` until ${ended.at.slice(0, 10)}` : ''}`;
  const fix = ended ? 'correct occurredAt, or the facts of the handover with CorrectFact' : 'use CompleteHandover or CancelHandover first';
  return reject('HANDOVER_OPEN', `Account ${idOf(stream)} is being handed over to ${to} ${lasted}: ${fix}.`);
};

/** A tenure begins. */
const own = (state: Ownership, employeeId: string, since: Instant): Ownership => {
  const owners = withValue(state.owners, employeeId, since);
  const now = present(owners);
  const personalSince = owners[owners.findLastIndex(({ value }) => value !== now) + 1]?.since;
  return { ...state, owners, personalSince };
};
