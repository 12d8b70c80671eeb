import { describe, expect, it } from '@jest/globals';
import { need } from '#libs/kernel/decider.js';
import { contextOf } from '#libs/kernel/testing/decider.js';
import { creditAt, ownerAt, teamAt } from './credit.js';
import { type Employee } from './employee/employee.js';
import { ownership, type Ownership } from './ownership/ownership.js';
import { day, people } from './testing/fixtures.js';

const owned: Ownership = {
  ...ownership.initial,
  owners: [
    { value: 'ann', since: day(2) },
    { value: 'bob', since: day(5) },
  ],
};
const bob: Employee = {
  stage: 'departed',
  departedAt: day(9),
  name: 'Bob',
  registeredAt: day(1),
  memberships: [{ value: { teamId: 'north' }, since: day(1) }],
  capacity: [],
};
const context = contextOf({ others: { ...people('ann'), 'employee-bob': { employee: bob } } });

describe('the owner and the team of a moment', () => {
  it('are the last that began at or before it', () => {
    expect([1, 2, 4, 5, 9].map((at) => ownerAt(owned, day(at)))).toEqual([undefined, 'ann', 'ann', 'bob', 'bob']);
    expect([1, 8, 9].map((at) => teamAt(bob, day(at)))).toEqual(['north', 'north', undefined]);
    expect(teamAt({ stage: 'absent' }, day(1))).toBeUndefined();
  });
});

describe('a credit', () => {
  it('goes to the owner of that time, with the team of that time', () => {
    expect(creditAt(owned, context, day(6))).toEqual({ employeeId: 'bob', teamId: 'north' });
    expect(creditAt(owned, context, day(3))).toEqual({ employeeId: 'ann' });
  });

  it('names the territory of its business day, also where nobody owns the account', () => {
    const territories = [{ value: 'north', since: '2026-02-04' }];
    const placed = { ...owned, territories };
    expect(creditAt(placed, context, day(6))).toEqual({ employeeId: 'bob', teamId: 'north', territory: 'north' });
    expect(creditAt(placed, context, day(3))).toEqual({ employeeId: 'ann' });
    expect(creditAt(placed, context, day(6), null)).toEqual({ territory: 'north' });
    expect(creditAt({ ...ownership.initial, territories }, context, day(6))).toEqual({ territory: 'north' });
  });

  it('goes to who is named, also after somebody left, then without a team', () => {
    expect(creditAt(owned, context, day(3), 'bob')).toEqual({ employeeId: 'bob', teamId: 'north' });
    expect(creditAt(owned, context, day(9), 'bob')).toEqual({ employeeId: 'bob' });
  });

  it('goes to nobody where there was no owner', () => {
    expect(creditAt(owned, context, day(1))).toEqual({});
  });

  it('asks for the stream of that person', () => {
    expect(creditAt(owned, contextOf(), day(6))).toEqual(need('employee-bob'));
  });

  it('is refused to who was never registered', () => {
    expect(creditAt(owned, context, day(6), 'nobody')).toMatchObject({ rejected: 'UNKNOWN_EMPLOYEE', field: '/employeeId' });
  });
});
