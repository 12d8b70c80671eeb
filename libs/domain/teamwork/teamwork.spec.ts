import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Past } from '#libs/kernel/testing/decider.js';
import { type Ownership } from '../ownership/ownership.js';
import { stakeholders } from '../stakeholders/stakeholders.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { people } from '../testing/world.js';
import { type TeamworkEvents } from './messages.js';
import { type Teamwork, teamwork } from './teamwork.js';

const since = '2026-01-01T00:00:00.000Z';
const ownership = {
  owners: [{ value: 'ann', since }],
  backups: [{ value: 'bob', since: '2026-02-10T00:00:00.000Z' }],
  members: PersistentMap.empty<string, never>(),
} as unknown as Ownership;
const eve = { begun: since, cards: [], roles: [], influences: [], stances: [] };
const known = { ...stakeholders.initial, byId: stakeholders.initial.byId.with('eve', eve) };
const subject = decider(teamwork, { ownership, stakeholders: known });
const on = (day: number) => ({ occurredAt: `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`, others: people });

const action = { actionId: 'a-1', what: 'Send the drawings', due: '2026-02-20', stakeholderId: 'eve' };
const plan = (changes: object = {}) => ({ type: 'PlanAction', data: { ...action, ...changes } }) as const;
const planned = { type: 'ActionPlanned', data: action } as const;
const past = <Event>(event: Event, day: number) => ({ ...event, occurredAt: on(day).occurredAt });
const complete = { type: 'CompleteAction', data: { actionId: 'a-1', result: 'sent' } } as const;
const completed = { type: 'ActionCompleted', data: complete.data } as const;
const drop = { type: 'DropAction', data: { actionId: 'a-1', reason: 'no need' } } as const;

describe('an action of the plan', () => {
  it('lies with somebody of theirs, of ours, or with a department', () => {
    subject.given().when(plan(), on(3)).thenEvents(planned);
    const { stakeholderId: _, ...rest } = action;
    for (const owner of [{ employeeId: 'ann' }, { department: 'service' }, { employeeId: 'ann', department: 'service' }]) {
      const data = { ...rest, ...owner };
      subject.given().when({ type: 'PlanAction', data }, on(3)).thenEvents({ type: 'ActionPlanned', data });
    }
    subject
      .given()
      .when({ type: 'PlanAction', data: rest }, on(3))
      .thenRejected('ACTION_OF_NOBODY', /department/, '/employeeId');
    subject
      .given()
      .when(plan({ employeeId: 'ann' }), on(3))
      .thenRejected('ACTION_OF_TWO', /plan two/, '/stakeholderId');
    subject
      .given()
      .when(plan({ stakeholderId: 'kim' }), on(3))
      .thenRejected('STAKEHOLDER_NOT_FOUND', /AddStakeholder/, '/stakeholderId');
  });

  it('has an id of its own and a day to come', () => {
    subject
      .given(past(planned, 3))
      .when(plan(), on(4))
      .thenRejected('ACTION_ID_TAKEN', /another id/, '/actionId');
    subject
      .given()
      .when(plan(), on(21))
      .thenRejected('DUE_IN_PAST', /2026-02-21/, '/due');
    expect(subject.given().when(plan(), on(20)).decision).toHaveLength(1);
  });

  it('ends once, when it is done or dropped', () => {
    const begun = subject.given(past(planned, 3));
    begun.when(complete, on(5)).thenEvents(completed);
    begun.when(complete, on(2)).thenRejected('ACTION_NOT_PLANNED_YET', /occurredAt/, '/occurredAt');
    const done = subject.given(past(planned, 3), past(completed, 5));
    done.when(complete, on(6)).thenEvents();
    done.when(drop, on(6)).thenRejected('ACTION_ENDED', /completed/, '/actionId');
    const dropped = { type: 'ActionDropped', data: drop.data } as const;
    begun.when(drop, on(5)).thenEvents(dropped);
    subject.given(past(planned, 3), past(dropped, 5)).when(drop, on(6)).thenEvents();
    subject
      .given()
      .when(complete, on(5))
      .thenRejected('ACTION_NOT_FOUND', /PlanAction/, '/actionId');
  });
});

describe('a commitment of a member of the team', () => {
  const data = { commitmentId: 'k-1', employeeId: 'ann', what: 'a visit a week', due: '2026-02-28' };
  const make = (changes: object = {}) => ({ type: 'MakeCommitment', data: { ...data, ...changes } }) as const;
  const made: Past<TeamworkEvents> = { type: 'CommitmentMade', data };
  const keep = { type: 'KeepCommitment', data: { commitmentId: 'k-1' } } as const;
  const broken: Past<TeamworkEvents> = { type: 'CommitmentBroken', data: { commitmentId: 'k-1', employeeId: 'ann', reason: 'ill' } };

  it('is made by owner, backup or member', () => {
    subject.given().when(make(), on(3)).thenEvents(made);
    subject
      .given()
      .when(make({ employeeId: 'bob' }), on(3))
      .thenRejected('NOT_IN_THE_TEAM', /AddTeamMember/, '/employeeId');
    expect(subject.given().when(make({ employeeId: 'bob' }), on(11)).decision).toHaveLength(1);
    subject.given(past(made, 3)).when(make(), on(4)).thenRejected('COMMITMENT_ID_TAKEN');
    subject.given().when(make(), on(29)).thenRejected('DUE_IN_PAST');
  });

  it('is kept or broken, by whoever made it', () => {
    const begun = subject.given(past(made, 3));
    begun.when(keep, on(5)).thenEvents({ type: 'CommitmentKept', data: { commitmentId: 'k-1', employeeId: 'ann' } });
    begun.when({ type: 'BreakCommitment', data: { commitmentId: 'k-1', reason: 'ill' } }, on(5)).thenEvents(broken);
    subject
      .given(past(made, 3), past(broken, 5))
      .when(keep, on(6))
      .thenRejected('COMMITMENT_ENDED', /broken/, '/commitmentId');
    subject.given().when(keep, on(6)).thenRejected('COMMITMENT_NOT_FOUND');
    begun.when(keep, on(2)).thenRejected('COMMITMENT_NOT_MADE_YET');
  });
});

describe('an invitation to the plan', () => {
  it('names people of theirs, and adds nothing the second time', () => {
    const invite = { type: 'InviteCustomerToPlan', data: { stakeholders: ['eve'], about: 'next year' } } as const;
    const invited = { type: 'CustomerInvitedToPlan', data: invite.data } as const;
    subject.given().when(invite, on(3)).thenEvents(invited);
    subject.given(past(invited, 3)).when(invite, on(3)).thenEvents();
    expect(subject.given(past(invited, 3)).when(invite, on(9)).decision).toHaveLength(1);
  });
});

describe('what is recorded of the work together', () => {
  const account = () => {
    const world = simulate();
    const tell = (commandId: string, type: string, day: number, data: object) =>
      world.send({ stream: 'account-acme', commandId, type, occurredAt: on(day).occurredAt, data });
    tell('open', 'OpenAccount', 1, { name: 'Acme' });
    tell('planned', 'PlanAction', 3, { actionId: 'a-1', what: 'x', due: '2026-02-20', department: 'service' });
    tell('done', 'CompleteAction', 5, { actionId: 'a-1' });
    return { tell, slice: () => world.states.get('account-acme')!['teamwork'] as Teamwork };
  };
  const refusal = (decision: unknown) => (isRejection(decision as never) ? (decision as { rejected: string; detail: string }) : undefined);

  it('is refused where it would contradict itself, and withdrawn from its end', () => {
    const { tell, slice } = account();
    const moved = tell('moved', 'CorrectFact', 25, { fact: 'planned#0', reason: 'misread', occurredAt: on(6).occurredAt });
    expect(refusal(moved)).toMatchObject({ detail: expect.stringContaining('TASK_ENDED_BEFORE_AGREED') });
    tell('other', 'PlanAction', 3, { actionId: 'a-2', what: 'y', due: '2026-02-20', department: 'service' });
    tell('dropped', 'DropAction', 6, { actionId: 'a-2', reason: 'no' });
    const twice = tell('twice', 'CorrectFact', 25, { fact: 'dropped#0', reason: 'misread', changes: { actionId: 'a-1' } });
    expect(refusal(twice)).toMatchObject({ detail: expect.stringContaining('TASK_ENDED_TWICE') });
    expect(refusal(tell('w1', 'WithdrawFact', 25, { fact: 'planned#0', reason: 'no' }))?.rejected).toBe('FACT_IN_USE');
    expect(tell('w2', 'WithdrawFact', 25, { fact: 'done#0', reason: 'no' })).toHaveLength(1);
    expect(slice().actions.get('a-1')?.ended).toBeUndefined();
    expect(tell('w3', 'WithdrawFact', 25, { fact: 'planned#0', reason: 'no' })).toHaveLength(1);
    const again = tell('again', 'PlanAction', 4, { actionId: 'a-1', what: 'x', due: '2026-02-20', department: 'service' });
    expect(refusal(again)).toMatchObject({ rejected: 'ACTION_ID_TAKEN', detail: expect.stringContaining('withdrawn') });
  });
});
