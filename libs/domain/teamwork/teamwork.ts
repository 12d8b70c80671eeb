import { type Facet, type Violation } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { businessDay } from '../days.js';
import { sameData } from '../guards.js';
import { changed, ended, type Life, lifeCycle, type Lives } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type TeamworkCommands, type TeamworkEvents } from './messages.js';

/** Something that somebody is to do, from when it was agreed to its end. */
interface Task<End extends string> extends Life<End> {
  /** It is said to have ended more than once. */
  readonly endedTwice?: true;
}

type Action = Task<'completed' | 'dropped'>;
type Commitment = Task<'kept' | 'broken'> & { readonly employeeId: string };

/** What is therefore known. */
export interface Teamwork {
  readonly actions: Lives<Action>;
  readonly commitments: Lives<Commitment>;
  readonly invitations: DatedLine<TeamworkEvents['CustomerInvitedToPlan']>;
  /** Ids of what was withdrawn, `action a-1`: none is given twice. */
  readonly withdrawn: PersistentMap<string, true>;
}

/** Why a command may be refused. */
export type TeamworkCode =
  | 'ACTION_ID_TAKEN'
  | 'ACTION_NOT_FOUND'
  | 'ACTION_ENDED'
  | 'ACTION_NOT_PLANNED_YET'
  | 'ACTION_OF_NOBODY'
  | 'ACTION_OF_TWO'
  | 'DUE_IN_PAST'
  | 'COMMITMENT_ID_TAKEN'
  | 'COMMITMENT_NOT_FOUND'
  | 'COMMITMENT_ENDED'
  | 'COMMITMENT_NOT_MADE_YET'
  | 'NOT_IN_THE_TEAM';

interface Needs {
  readonly teamwork: Teamwork;
  readonly ownership: Ownership;
}

/** The plan as it is worked on: who of ours and of theirs does what, and what members of the team took upon themselves. */
export const teamwork: Facet<'teamwork', Teamwork, TeamworkCommands, TeamworkEvents, TeamworkCode, Needs> = {
  name: 'teamwork',
  initial: { actions: PersistentMap.empty(), commitments: PersistentMap.empty(), invitations: [], withdrawn: PersistentMap.empty() },

  decide: {
    InviteCustomerToPlan: ({ data, occurredAt }, { teamwork: { invitations } }) =>
      invitations.some(({ since, value }) => since === occurredAt && sameData(value, data))
        ? []
        : [{ type: 'CustomerInvitedToPlan', data }],

    PlanAction: (command, { teamwork: { actions, withdrawn } }, context) => {
      const { data, commandId } = command;
      const { actionId = commandId, ...action } = data;
      if (withdrawn.has(`action ${actionId}`)) return actionTaken(actionId, 'withdrawn');
      const refusal =
        requireOneSide(action) ?? requireDueAhead(action.due, businessDay(command, context)) ?? actionCycle.requireFree(actions, actionId);
      return refusal ?? [{ type: 'ActionPlanned', data: { actionId, ...action } }];
    },

    CompleteAction: ({ data, occurredAt }, { teamwork: { actions } }) => {
      const action = actionCycle.findEnding(actions, data.actionId, 'completed', occurredAt);
      if (action === 'already') return [];
      return isRejection(action) ? action : [{ type: 'ActionCompleted', data }];
    },

    DropAction: ({ data, occurredAt }, { teamwork: { actions } }) => {
      const action = actionCycle.findEnding(actions, data.actionId, 'dropped', occurredAt);
      if (action === 'already') return [];
      return isRejection(action) ? action : [{ type: 'ActionDropped', data }];
    },

    MakeCommitment: (command, { teamwork: { commitments, withdrawn }, ownership }, context) => {
      const { data, commandId, occurredAt } = command;
      const { commitmentId = commandId, ...commitment } = data;
      if (withdrawn.has(`commitment ${commitmentId}`)) return commitmentTaken(commitmentId, 'withdrawn');
      const refusal =
        requireInTeam(ownership, commitment.employeeId, occurredAt)
        ?? requireDueAhead(commitment.due, businessDay(command, context))
        ?? commitmentCycle.requireFree(commitments, commitmentId);
      return refusal ?? [{ type: 'CommitmentMade', data: { commitmentId, ...commitment } }];
    },

    KeepCommitment: ({ data: { commitmentId }, occurredAt }, { teamwork: { commitments } }) => {
      const commitment = commitmentCycle.findEnding(commitments, commitmentId, 'kept', occurredAt);
      if (commitment === 'already') return [];
      if (isRejection(commitment)) return commitment;
      return [{ type: 'CommitmentKept', data: { commitmentId, employeeId: commitment.employeeId } }];
    },

    BreakCommitment: ({ data: { commitmentId, reason }, occurredAt }, { teamwork: { commitments } }) => {
      const commitment = commitmentCycle.findEnding(commitments, commitmentId, 'broken', occurredAt);
      if (commitment === 'already') return [];
      if (isRejection(commitment)) return commitment;
      return [{ type: 'CommitmentBroken', data: { commitmentId, employeeId: commitment.employeeId, reason } }];
    },
  },

  evolve: {
    CustomerInvitedToPlan: (state, { data, meta }) => ({ ...state, invitations: withValue(state.invitations, data, meta.occurredAt) }),
    ActionPlanned: (state, { data, meta }) => ({ ...state, actions: state.actions.with(data.actionId, { begun: meta.occurredAt }) }),
    ActionCompleted: (state, { data, meta }) => ({ ...state, actions: ending(state.actions, data.actionId, 'completed', meta.occurredAt) }),
    ActionDropped: (state, { data, meta }) => ({ ...state, actions: ending(state.actions, data.actionId, 'dropped', meta.occurredAt) }),
    CommitmentMade: (state, { data: { commitmentId, employeeId }, meta }) => ({
      ...state,
      commitments: state.commitments.with(commitmentId, { begun: meta.occurredAt, employeeId }),
    }),
    CommitmentKept: (state, { data, meta }) => ({
      ...state,
      commitments: ending(state.commitments, data.commitmentId, 'kept', meta.occurredAt),
    }),
    CommitmentBroken: (state, { data, meta }) => ({
      ...state,
      commitments: ending(state.commitments, data.commitmentId, 'broken', meta.occurredAt),
    }),
  },

  withdrawn: {
    ActionPlanned: (state, { data }) => ({ ...state, withdrawn: state.withdrawn.with(`action ${data.actionId}`, true) }),
    CommitmentMade: (state, { data }) => ({ ...state, withdrawn: state.withdrawn.with(`commitment ${data.commitmentId}`, true) }),
  },
  invariants: ({ teamwork: { actions, commitments } }) => [
    ...contradictions('action', actions),
    ...contradictions('commitment', commitments),
  ],
};

const actionTaken = (id: string, how: string): Rejection<TeamworkCode> =>
  reject('ACTION_ID_TAKEN', `Action ${id} was ${how} already: give the new one another id.`, '/actionId');

const commitmentTaken = (id: string, how: string): Rejection<TeamworkCode> =>
  reject('COMMITMENT_ID_TAKEN', `Commitment ${id} was ${how} already: give the new one another id.`, '/commitmentId');

const actionCycle = lifeCycle<Action, TeamworkCode>({
  taken: (id) => actionTaken(id, 'planned'),
  unknown: (id) => reject('ACTION_NOT_FOUND', `There is no action ${id}: plan it with PlanAction, or check the id.`, '/actionId'),
  over: (id, { ended: end }) =>
    reject('ACTION_ENDED', `Action ${id} was ${end?.as}, which ends it: plan a new one with PlanAction.`, '/actionId'),
  early: (id, { begun }, at) =>
    reject('ACTION_NOT_PLANNED_YET', `Action ${id} was planned on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

const commitmentCycle = lifeCycle<Commitment, TeamworkCode>({
  taken: (id) => commitmentTaken(id, 'made'),
  unknown: (id) =>
    reject('COMMITMENT_NOT_FOUND', `There is no commitment ${id}: make it with MakeCommitment, or check the id.`, '/commitmentId'),
  over: (id, { ended: end }) =>
    reject('COMMITMENT_ENDED', `Commitment ${id} was ${end?.as}, which ends it: make a new one with MakeCommitment.`, '/commitmentId'),
  early: (id, { begun }, at) =>
    reject('COMMITMENT_NOT_MADE_YET', `Commitment ${id} was made on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

const ending = <T extends Task<string>>(lives: Lives<T>, id: string, as: NonNullable<T['ended']>['as'], at: Instant): Lives<T> => {
  const isTwice = lives.get(id)?.ended !== undefined;
  const after = ended(lives, id, as, at);
  return isTwice ? changed(after, id, (task) => ({ ...task, endedTwice: true })) : after;
};

const contradictions = (noun: 'action' | 'commitment', lives: Lives<Task<string>>): readonly Violation[] =>
  lives.entries().flatMap(([id, { begun, ended: end, endedTwice }]) => {
    const subject = `${noun} ${id}`;
    return [
      ...(end !== undefined && end.at < begun
        ? [{ code: 'TASK_ENDED_BEFORE_AGREED', subject, detail: `The ${noun} ${id} was ${end.as} before it was agreed.` }]
        : []),
      ...(endedTwice ? [{ code: 'TASK_ENDED_TWICE', subject, detail: `The ${noun} ${id} is said to have ended more than once.` }] : []),
    ];
  });

/** Somebody has to do it, and one side only. */
const requireOneSide = ({
  employeeId,
  stakeholderId,
  department,
}: Pick<TeamworkCommands['PlanAction'], 'employeeId' | 'stakeholderId' | 'department'>): Rejection<TeamworkCode> | undefined => {
  if (stakeholderId !== undefined && (employeeId !== undefined || department !== undefined)) {
    return reject(
      'ACTION_OF_TWO',
      'An action lies with one side: name ours, or a stakeholder; plan two where both have to act.',
      '/stakeholderId',
    );
  }
  if (employeeId === undefined && stakeholderId === undefined && department === undefined)
    return reject('ACTION_OF_NOBODY', 'Nobody would do it: name employeeId, stakeholderId or department.', '/employeeId');
  return undefined;
};

const requireDueAhead = (due: Day, day: Day): Rejection<'DUE_IN_PAST'> | undefined =>
  due >= day
    ? undefined
    : reject('DUE_IN_PAST', `${due} is past on ${day}, when it is agreed: name a later day, or correct occurredAt.`, '/due');

/** Whoever owns the account, stands in, or was added to its team. */
const requireInTeam = (
  { owners, backups, members }: Ownership,
  employeeId: string,
  at: Instant,
): Rejection<'NOT_IN_THE_TEAM'> | undefined => {
  const isIn =
    valueAt(owners, at) === employeeId || valueAt(backups, at) === employeeId || Boolean(valueAt(members.get(employeeId) ?? [], at));
  if (isIn) return undefined;
  return reject(
    'NOT_IN_THE_TEAM',
    `${employeeId} was not in the team of the account then: add the person with AddTeamMember.`,
    '/employeeId',
  );
};
