import { describe, expect, it } from '@jest/globals';
import { type Message } from '#libs/kernel/message.js';
import { fold, type Past, recorded, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { teamAt } from '../credit.js';
import { type TeamEvents } from '../team/messages.js';
import { team, type Team } from '../team/team.js';
import { day } from '../testing/fixtures.js';
import { employee } from './employee.js';
import { type EmployeeCommands } from './messages.js';

const formed = (name: string, ...then: readonly Past<TeamEvents>[]): { readonly team: Team } => ({
  team: fold(team, recorded<TeamEvents>([{ type: 'TeamFormed', data: { name }, occurredAt: day(1) }, ...then])),
});
const teams = {
  'team-north': formed('North'),
  'team-south': formed('South'),
  'team-old': formed('Old', { type: 'TeamDisbanded', data: { reason: 'merged' }, occurredAt: day(5) }),
  'team-none': { team: team.initial },
};
const on = (number: number): World => ({ stream: 'employee-ann', occurredAt: day(number), others: teams });

const subject = decider(employee, {});
const particulars = { name: 'Ann', title: 'Key account manager', city: 'Bern', reportsTo: 'bob' };
const registered = { type: 'EmployeeRegistered', data: particulars } as const;
const joined = (teamId: string, since: number, role?: string) =>
  ({ type: 'TeamJoined', data: { teamId, ...(role && { role }) }, occurredAt: day(since) }) as const;
const left = (teamId: string, since: number) => ({ type: 'TeamLeft', data: { teamId }, occurredAt: day(since) }) as const;
const departed = (since: number) => ({ type: 'EmployeeDeparted', data: {}, occurredAt: day(since) }) as const;
const join = (teamId: string, role?: string) => ({ type: 'JoinTeam', data: { teamId, ...(role && { role }) } }) as const;
const leave = { type: 'LeaveTeam', data: {} } as const;

describe('RegisterEmployee', () => {
  const register = { type: 'RegisterEmployee', data: particulars } as const;

  it('registers a person with all particulars', () => {
    subject.given().when(register).thenEvents(registered);
  });

  it('changes nothing where the same person is registered', () => {
    subject.given(registered).when(register).thenEvents();
  });

  it('refuses other particulars under the same id', () => {
    subject
      .given(registered)
      .when({ type: 'RegisterEmployee', data: { name: 'Ann', title: 'Key account manager', city: 'Bern' } }, on(1))
      .thenRejected('EMPLOYEE_ALREADY_REGISTERED', /ann is registered as Ann with other particulars: choose another id/);
  });

  it('refuses who has left', () => {
    subject
      .given(registered, departed(5))
      .when(register, on(6))
      .thenRejected('EMPLOYEE_DEPARTED', /ann left on 2026-02-05/);
  });
});

describe('JoinTeam and LeaveTeam', () => {
  it('join and leave', () => {
    subject
      .given(registered)
      .when(join('north', 'lead'), on(1))
      .thenEvents({ type: 'TeamJoined', data: { teamId: 'north', role: 'lead' } });
    subject
      .given(registered, joined('north', 1))
      .when(leave, on(2))
      .thenEvents({ type: 'TeamLeft', data: { teamId: 'north' } });
  });

  it('leave the team of that time by joining another one', () => {
    const ann = subject.given(registered, joined('north', 1), joined('south', 5));
    ann.when(join('south'), on(3)).thenEvents({ type: 'TeamJoined', data: { teamId: 'south', from: 'north' } });
    ann.when(join('north'), on(6)).thenEvents({ type: 'TeamJoined', data: { teamId: 'north', from: 'south' } });
  });

  it('keep the teams of the past where a membership is told afterwards', () => {
    const { slice } = subject.given(registered, joined('north', 1), joined('south', 7), left('north', 3), joined('east', 5));
    expect([0, 1, 3, 5, 7].map((at) => teamAt(slice, day(at)))).toEqual([undefined, 'north', undefined, 'east', 'south']);
  });

  it('change nothing in the same team, but record another role', () => {
    const ann = subject.given(registered, joined('north', 1, 'planner'));
    ann.when(join('north', 'planner'), on(2)).thenEvents();
    ann.when(join('north'), on(2)).thenEvents();
    ann.when(join('north', 'lead'), on(2)).thenEvents({ type: 'TeamJoined', data: { teamId: 'north', role: 'lead' } });
  });

  it('need a team that was formed and not yet disbanded', () => {
    subject
      .given(registered)
      .when(join('none'), on(1))
      .thenRejected('UNKNOWN_TEAM', /FormTeam/, '/teamId');
    subject
      .given(registered)
      .when(join('old'), on(5))
      .thenRejected('TEAM_DISBANDED', /disbanded on 2026-02-05/, '/teamId');
    expect(subject.given(registered).when(join('old'), on(4)).decision).toHaveLength(1);
  });

  it('need a team to leave', () => {
    subject
      .given(registered, joined('north', 3))
      .when(leave, on(2))
      .thenRejected('NOT_IN_A_TEAM', /ann was in no team at 2026-02-02/);
    subject.given(registered, joined('north', 3), left('north', 4)).when(leave, on(4)).thenRejected('NOT_IN_A_TEAM');
  });
});

describe('SetServiceCapacity', () => {
  const set = { type: 'SetServiceCapacity', data: { keyAccountsMax: 8 } } as const;
  const done = { type: 'ServiceCapacitySet', data: { keyAccountsMax: 8 } } as const;

  it('sets how many key accounts a person can serve, once', () => {
    subject.given(registered).when(set).thenEvents(done);
    subject.given(registered, done).when(set).thenEvents();
  });
});

describe('RecordEmployeeDeparture', () => {
  const depart = { type: 'RecordEmployeeDeparture', data: { reason: 'retired' } } as const;

  it('records a departure once', () => {
    subject
      .given(registered)
      .when(depart)
      .thenEvents({ type: 'EmployeeDeparted', data: { reason: 'retired' } });
    subject.given(registered, departed(5)).when(depart, on(6)).thenEvents();
  });

  it('ends the membership, and whatever was to come after it', () => {
    const { slice } = subject.given(registered, joined('north', 1), joined('south', 7), departed(5));
    expect([4, 5, 8].map((at) => teamAt(slice, day(at)))).toEqual(['north', undefined, undefined]);
  });
});

describe('every command', () => {
  const others: readonly Message<EmployeeCommands>[] = [
    join('north'),
    leave,
    { type: 'SetServiceCapacity', data: { keyAccountsMax: 8 } },
    { type: 'RecordEmployeeDeparture', data: {} },
  ];

  it('needs somebody who is registered', () => {
    for (const command of others)
      subject
        .given()
        .when(command, on(1))
        .thenRejected('EMPLOYEE_NOT_FOUND', /ann: register the person/);
  });

  it('but the departure itself is refused from the moment that somebody left', () => {
    const gone = subject.given(registered, joined('north', 1), departed(5));
    for (const at of [5, 6])
      for (const command of others.slice(0, -1)) gone.when(command, on(at)).thenRejected('EMPLOYEE_DEPARTED', /takes nothing from then on/);
  });

  it('is taken after a departure for a time before it', () => {
    const gone = subject.given(registered, joined('north', 1), departed(5));
    gone.when({ type: 'RegisterEmployee', data: particulars }, on(1)).thenEvents();
    gone.when(join('south'), on(2)).thenEvents({ type: 'TeamJoined', data: { teamId: 'south', from: 'north' } });
    gone.when(leave, on(4)).thenEvents({ type: 'TeamLeft', data: { teamId: 'north' } });
    expect(gone.when({ type: 'SetServiceCapacity', data: { keyAccountsMax: 8 } }, on(4)).decision).toHaveLength(1);
    const { slice } = subject.given(registered, joined('north', 1), departed(5), joined('south', 3));
    expect(slice.stage).toBe('departed');
    expect([2, 4, 5].map((at) => teamAt(slice, day(at)))).toEqual(['north', 'south', undefined]);
  });
});
