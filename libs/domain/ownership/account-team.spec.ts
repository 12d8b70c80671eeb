import { describe, expect, it } from '@jest/globals';
import { decider } from '../testing/decide.js';
import { day, departed, people, profiles } from '../testing/fixtures.js';
import { ownership } from './ownership.js';

const subject = decider(ownership, { profile: profiles.open });
const on = (number: number) => ({ occurredAt: day(number), others: people('bob') });
const to = (territory: string, effectiveFrom?: string) =>
  ({ type: 'AssignTerritory', data: { territory, ...(effectiveFrom && { effectiveFrom }) } }) as const;

describe('AddTeamMember and RemoveTeamMember', () => {
  const data = { employeeId: 'bob', department: 'logistics', role: 'planner', commitment: '20%' };
  const added = { type: 'TeamMemberAdded', data, occurredAt: day(1) } as const;
  const add = { type: 'AddTeamMember', data } as const;
  const remove = { type: 'RemoveTeamMember', data: { employeeId: 'bob', reason: 'project over' } } as const;

  it('compose the team', () => {
    subject.given().when(add, on(1)).thenEvents({ type: 'TeamMemberAdded', data });
    subject
      .given(added)
      .when(remove)
      .thenEvents({ type: 'TeamMemberRemoved', data: { employeeId: 'bob', reason: 'project over' } });
  });

  it('add nobody twice', () => {
    subject.given(added).when(add, on(1)).thenEvents();
    subject
      .given(added)
      .when({ type: 'AddTeamMember', data: { ...data, role: 'buyer' } }, on(1))
      .thenRejected('ALREADY_A_TEAM_MEMBER', /as planner of logistics: use RemoveTeamMember/, '/employeeId');
  });

  it('let somebody come back in another role', () => {
    const gone = { type: 'TeamMemberRemoved', data: { employeeId: 'bob' }, occurredAt: day(2) } as const;
    const back = { type: 'AddTeamMember', data: { ...data, role: 'buyer' } } as const;
    expect(subject.given(added, gone).when(back, on(2)).decision).toHaveLength(1);
  });

  it('remove members only', () => {
    subject
      .given()
      .when(remove)
      .thenRejected('NOT_A_TEAM_MEMBER', /bob was not in it at/, '/employeeId');
  });

  it('need somebody who is registered and was there', () => {
    subject
      .given()
      .when({ type: 'AddTeamMember', data: { ...data, employeeId: 'nobody' } }, on(1))
      .thenRejected('UNKNOWN_EMPLOYEE', undefined, '/employeeId');
    subject
      .given()
      .when(add, { occurredAt: day(5), others: departed('bob', day(1)) })
      .thenRejected('EMPLOYEE_DEPARTED', undefined, '/employeeId');
  });
});

describe('AssignTerritory', () => {
  const west = { type: 'TerritoryAssigned', data: { territory: 'west', effectiveFrom: '2026-02-10' } } as const;

  it('takes effect on the day on which it happened, unless told otherwise', () => {
    subject
      .given()
      .when(to('west'), on(7))
      .thenEvents({ type: 'TerritoryAssigned', data: { territory: 'west', effectiveFrom: '2026-02-07' } });
    subject
      .given()
      .when(to('west', '2026-04-01'), on(7))
      .thenEvents({ type: 'TerritoryAssigned', data: { territory: 'west', effectiveFrom: '2026-04-01' } });
  });

  it('names the territory before it, and changes nothing where it is the same', () => {
    subject
      .given(west)
      .when(to('south'), on(11))
      .thenEvents({ type: 'TerritoryAssigned', data: { territory: 'south', effectiveFrom: '2026-02-11', previous: 'west' } });
    subject.given(west).when(to('west'), on(11)).thenEvents();
  });

  it('leaves a later assignment standing where an earlier one is told afterwards', () => {
    subject
      .given(west)
      .when(to('south'), on(9))
      .thenEvents({ type: 'TerritoryAssigned', data: { territory: 'south', effectiveFrom: '2026-02-09' } });
    const south = { type: 'TerritoryAssigned', data: { territory: 'south', effectiveFrom: '2026-02-09' } } as const;
    subject.given(west, south).when(to('west'), on(11)).thenEvents();
  });
});
