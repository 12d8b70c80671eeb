import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant } from '#libs/kernel/message.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { simulate } from './testing/simulation.js';

const on = (day: number): Instant => `2026-02-${String(day).padStart(2, '0')}T09:00:00.000Z`;
type Told = readonly [stream: string, type: string, data: object, day: number];

const people: readonly Told[] = [
  ['team-north', 'FormTeam', { name: 'North' }, 1],
  ['team-south', 'FormTeam', { name: 'South' }, 1],
  ['team-east', 'FormTeam', { name: 'East' }, 1],
  ...['ann', 'bob', 'cyd'].map((name): Told => [`employee-${name}`, 'RegisterEmployee', { name }, 1]),
  ['account-acme', 'OpenAccount', { name: 'Acme' }, 1],
];

/** What is known after facts were told in this order; facts go by `f0`, `f1` … in it, those of the beginning come before. */
const told = (...facts: readonly Told[]) => {
  const world = simulate();
  const answers = [...people, ...facts].map(([stream, type, data, day], index) => {
    const commandId = index < people.length ? `p${index}` : `f${index - people.length}`;
    return world.send({ stream, type, data, commandId, occurredAt: on(day) });
  });
  return { world, answers: answers.slice(people.length) };
};
const last = (...facts: readonly Told[]) => told(...facts).answers.at(-1);
const sliceOf = ({ world }: ReturnType<typeof told>, stream: string, facet: string) => world.states.get(stream)![facet];
const withdraw = (stream: string, fact: string, type = 'WithdrawFact'): Told => [stream, type, { fact, reason: 'mistaken' }, 28];
const redate = (stream: string, fact: string, day: number, type = 'CorrectFact'): Told => [
  stream,
  type,
  { fact, occurredAt: on(day), reason: 'mistaken' },
  28,
];

const owner = (employeeId: string, day: number): Told => ['account-acme', 'AssignOwner', { employeeId }, day];
const backup = (employeeId: string, day: number): Told => ['account-acme', 'AssignBackupOwner', { employeeId }, day];
const territory = (name: string, day: number): Told => ['account-acme', 'AssignTerritory', { territory: name }, day];
const start = (to: string, day: number): Told => ['account-acme', 'StartHandover', { to, checklist: ['prices'] }, day];
const cancel = (day: number): Told => ['account-acme', 'CancelHandover', { reason: 'stays' }, day];
const complete = (day: number): Told => ['account-acme', 'CompleteHandover', { completed: ['prices'] }, day];
const member = { employeeId: 'bob', department: 'service', role: 'engineer' };
const add = (day: number): Told => ['account-acme', 'AddTeamMember', member, day];
const remove = (day: number): Told => ['account-acme', 'RemoveTeamMember', { employeeId: 'bob' }, day];
const join = (teamId: string, day: number): Told => ['employee-ann', 'JoinTeam', { teamId }, day];
const leave = (day: number): Told => ['employee-ann', 'LeaveTeam', {}, day];
const capacity = (keyAccountsMax: number, day: number): Told => ['employee-ann', 'SetServiceCapacity', { keyAccountsMax }, day];
const depart = (day: number): Told => ['employee-ann', 'RecordEmployeeDeparture', {}, day];
const rename = (name: string, day: number): Told => ['team-north', 'RenameTeam', { name }, day];
const target = (value: string, day: number): Told => ['team-north', 'SetTeamTarget', { kpi: 'orders', period: '2026', value }, day];

describe('a value that holds from a date on', () => {
  const lines: readonly (readonly [what: string, stream: string, facet: string, facts: readonly Told[]])[] = [
    ['the owner', 'account-acme', 'ownership', [owner('ann', 2), owner('bob', 5), owner('cyd', 9)]],
    ['the backup', 'account-acme', 'ownership', [backup('ann', 2), backup('bob', 5), backup('cyd', 9)]],
    ['the territory', 'account-acme', 'ownership', [territory('north', 2), territory('west', 5), territory('south', 9)]],
    ['the team of a person', 'employee-ann', 'employee', [join('north', 2), join('south', 5), join('east', 9)]],
    ['the capacity of a person', 'employee-ann', 'employee', [capacity(5, 2), capacity(7, 5), capacity(9, 9)]],
    ['the name of a team', 'team-north', 'team', [rename('Nordic', 2), rename('Arctic', 5), rename('Polar', 9)]],
    ['the target of a team', 'team-north', 'team', [target('1', 2), target('2', 5), target('3', 9)]],
  ];

  it.each(lines)('T2: %s is the same in whatever order it is told', (_, stream, facet, facts) => {
    const plain = (order: readonly Told[]) =>
      JSON.parse(
        JSON.stringify(sliceOf(told(...order), stream, facet), (_key, value: unknown) =>
          value instanceof PersistentMap ? value.entries() : value,
        ),
      ) as unknown;
    const inOrder = plain(facts);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (order) => expect(plain(order)).toEqual(inOrder)),
      { numRuns: 6 },
    );
    expect(last(...facts)).toHaveLength(1);
  });
});

describe('an ending', () => {
  const refusals: readonly (readonly [what: string, code: string, facts: readonly Told[]])[] = [
    ['a handover called off before it began', 'NO_HANDOVER_OPEN', [owner('ann', 2), start('bob', 5), cancel(4)]],
    ['a handover completed before it began', 'NO_HANDOVER_OPEN', [owner('ann', 2), start('bob', 5), complete(4)]],
    ['a handover called off after it was completed', 'NO_HANDOVER_OPEN', [owner('ann', 2), start('bob', 5), complete(6), cancel(7)]],
    ['a member who leaves before joining', 'NOT_A_TEAM_MEMBER', [add(5), remove(4)]],
    ['a member who leaves twice', 'NOT_A_TEAM_MEMBER', [add(5), remove(9), remove(7)]],
    ['a team left before it was joined', 'NOT_IN_A_TEAM', [join('north', 5), leave(4)]],
    ['a team left twice', 'NOT_IN_A_TEAM', [join('north', 5), leave(9), leave(7)]],
    [
      'a team renamed before it was formed',
      'TEAM_NOT_YET_FORMED',
      [
        ['team-west', 'FormTeam', { name: 'West' }, 5],
        ['team-west', 'RenameTeam', { name: 'Occident' }, 4],
      ],
    ],
    [
      'a team disbanded before it was formed',
      'TEAM_NOT_YET_FORMED',
      [
        ['team-west', 'FormTeam', { name: 'West' }, 5],
        ['team-west', 'DisbandTeam', { reason: 'merged' }, 4],
      ],
    ],
    [
      'a departure before the registration',
      'DEPARTURE_BEFORE_REGISTRATION',
      [
        ['employee-dee', 'RegisterEmployee', { name: 'Dee' }, 5],
        ['employee-dee', 'RecordEmployeeDeparture', {}, 4],
      ],
    ],
  ];

  it.each(refusals)('T7: %s is refused with %s', (_, code, facts) => {
    expect(isRejection(last(...facts.slice(0, -1))!)).toBe(false);
    expect(last(...facts)).toMatchObject({ rejected: code });
  });
});

describe('a transfer of the account', () => {
  it('R7: is judged by the dates of a handover, not by what is told at present', () => {
    const before = [owner('ann', 2), start('bob', 10)] as const;
    expect(last(...before, owner('cyd', 5))).toMatchObject([{ type: 'OwnershipTransferred' }]);
    expect(last(...before, owner('cyd', 12))).toMatchObject({ rejected: 'HANDOVER_OPEN' });
    expect(last(...before, start('cyd', 12))).toMatchObject({ rejected: 'HANDOVER_OPEN' });
    expect(last(...before, cancel(14), owner('cyd', 12))).toMatchObject({
      rejected: 'HANDOVER_OPEN',
      detail: expect.stringContaining('until 2026-02-14'),
    });
    expect(last(...before, cancel(14), owner('cyd', 15))).toHaveLength(1);
  });

  it('R7: before a handover leaves it under way; it ends by its own completion, for whoever owns the account then', () => {
    expect(last(owner('ann', 2), start('bob', 10), owner('cyd', 5), complete(12))).toMatchObject([
      { type: 'HandoverCompleted' },
      { type: 'OwnershipTransferred', data: { from: 'cyd', to: 'bob' } },
    ]);
  });
});

describe('a correction of people and teams', () => {
  const employee = 'CorrectEmployeeFact';
  const takeBack = 'WithdrawEmployeeFact';

  it('M12: somebody did not leave after all, and is in the team of before', () => {
    const back = told(join('north', 2), depart(9), withdraw('employee-ann', 'f1#0', takeBack), capacity(3, 12));
    expect(back.answers.map((answer) => isRejection(answer!))).toEqual([false, false, false, false]);
    expect(sliceOf(back, 'employee-ann', 'employee')).toMatchObject({ stage: 'active', memberships: [{ value: { teamId: 'north' } }] });
  });

  it('M12: the date of a departure and a name or title are corrected', () => {
    const moved = told(depart(9), redate('employee-ann', 'f0#0', 20, employee), join('north', 12));
    expect(sliceOf(moved, 'employee-ann', 'employee')).toMatchObject({ stage: 'departed', departedAt: on(20) });
    const named = told(['employee-ann', employee, { fact: 'p3#0', changes: { name: 'Anna', title: 'Lead' }, reason: 'married' }, 28]);
    expect(sliceOf(named, 'employee-ann', 'employee')).toMatchObject({ name: 'Anna', title: 'Lead' });
  });
});

describe('what a correction would break', () => {
  const employee = 'CorrectEmployeeFact';
  const team = 'CorrectTeamFact';
  const broken: readonly (readonly [what: string, code: string, facts: readonly Told[]])[] = [
    [
      'a handover moved behind its end',
      'HANDOVER_ENDED_BEFORE_BEGUN',
      [owner('ann', 2), start('bob', 5), cancel(7), redate('account-acme', 'f1#0', 9)],
    ],
    [
      'a handover withdrawn whose end stands',
      'HANDOVER_ENDED_BEFORE_BEGUN',
      [owner('ann', 2), start('bob', 5), cancel(7), withdraw('account-acme', 'f1#0')],
    ],
    ['an owner withdrawn who handed over', 'HANDOVER_WITHOUT_OWNER', [owner('ann', 2), start('bob', 5), withdraw('account-acme', 'f0#0')]],
    ['a member added after leaving', 'MEMBER_LEFT_BEFORE_JOINING', [add(5), remove(7), redate('account-acme', 'f0#0', 9)]],
    [
      'a team joined after it was left',
      'TEAM_LEFT_BEFORE_JOINED',
      [join('north', 5), leave(7), redate('employee-ann', 'f0#0', 9, employee)],
    ],
    [
      'a team left before it was joined',
      'TEAM_LEFT_BEFORE_JOINED',
      [join('north', 5), leave(7), redate('employee-ann', 'f1#0', 3, employee)],
    ],
    [
      'a departure moved before the registration',
      'DEPARTURE_BEFORE_REGISTRATION',
      [
        ['employee-dee', 'RegisterEmployee', { name: 'Dee' }, 5],
        ['employee-dee', 'RecordEmployeeDeparture', {}, 9],
        redate('employee-dee', 'f1#0', 4, employee),
      ],
    ],
    [
      'a team disbanded before it was formed',
      'TEAM_DISBANDED_BEFORE_FORMED',
      [
        ['team-west', 'FormTeam', { name: 'West' }, 5],
        ['team-west', 'DisbandTeam', { reason: 'merged' }, 9],
        redate('team-west', 'f0#0', 12, team),
      ],
    ],
    [
      'a team renamed before it was formed',
      'TEAM_RENAMED_BEFORE_FORMED',
      [
        ['team-west', 'FormTeam', { name: 'West' }, 5],
        ['team-west', 'RenameTeam', { name: 'Occident' }, 9],
        redate('team-west', 'f1#0', 4, team),
      ],
    ],
  ];

  it.each(broken)('M12: %s is refused and named %s', (_, code, facts) => {
    expect(isRejection(last(...facts.slice(0, -1))!)).toBe(false);
    expect(last(...facts)).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(`${code}: `) });
  });

  it('M11, M12: a target is corrected to a figure of the closed list only', () => {
    const fact = target('4', 5);
    const correct = (changes: object): Told => ['team-north', team, { fact: 'f0#0', changes, reason: 'typo' }, 28];
    expect(last(fact, correct({ kpi: 'netSale' }))).toMatchObject({
      rejected: 'CORRECTION_INVALID',
      field: '/changes/kpi',
      detail: expect.stringContaining('Did you mean netSales?'),
    });
    expect(last(fact, correct({ kpi: 'netSales' }))).toHaveLength(1);
  });
});

describe('somebody who has left', () => {
  const gone: Told = ['employee-bob', 'RecordEmployeeDeparture', {}, 5];
  const call: Told = ['account-acme', 'RecordInteraction', { channel: 'call', interactionId: 'i', ourPeople: ['ann'] }, 4];
  const naming = (employeeId: string): readonly (readonly [type: string, data: object, pointer: string])[] => [
    ['AssignOwner', { employeeId }, '/employeeId'],
    ['AssignBackupOwner', { employeeId }, '/employeeId'],
    ['StartHandover', { to: employeeId, checklist: ['prices'] }, '/to'],
    ['AddTeamMember', { ...member, employeeId }, '/employeeId'],
    ['RecordInteraction', { channel: 'call', ourPeople: ['ann', employeeId] }, '/ourPeople/1'],
    ['CorrectInteraction', { interactionId: 'i', changes: { ourPeople: [employeeId] }, reason: 'typo' }, '/changes/ourPeople/0'],
  ];

  it.each(naming('bob'))('R6: cannot be named by %s from then on, and can be for a time before', (type, data, pointer) => {
    const facts = [owner('ann', 2), call, gone] as const;
    const at = (day: number): Told => ['account-acme', type, data, day];
    expect(last(...facts, at(4))).toHaveLength(1);
    expect(last(...facts, at(5))).toMatchObject({ rejected: 'EMPLOYEE_DEPARTED', field: pointer });
  });

  it.each(naming('eve'))('R6: nobody who was never registered is named by %s', (type, data, pointer) => {
    expect(last(owner('ann', 2), call, ['account-acme', type, data, 6])).toMatchObject({ rejected: 'UNKNOWN_EMPLOYEE', field: pointer });
  });

  it('R6: takes nothing over, though the handover was begun before', () => {
    expect(last(owner('ann', 2), start('bob', 4), gone, complete(6))).toMatchObject({ rejected: 'EMPLOYEE_DEPARTED' });
  });
});

describe('a correction of an interaction', () => {
  const call: Told = ['account-acme', 'RecordInteraction', { channel: 'call', interactionId: 'i', ourPeople: ['ann'] }, 4];
  const known = (...facts: readonly Told[]) => {
    const slice = sliceOf(told(owner('ann', 2), call, ...facts), 'account-acme', 'interactions') as {
      readonly byId: PersistentMap<string, { readonly details: object; readonly retracted: boolean }>;
    };
    const { details, retracted } = slice.byId.get('i')!;
    return { details, retracted };
  };

  it('M10: comes to the same by its own command and by CorrectFact', () => {
    const changes = { durationMinutes: 30, summary: 'prices' };
    const own = known(['account-acme', 'CorrectInteraction', { interactionId: 'i', changes, reason: 'typo' }, 5]);
    expect(own).toEqual(known(['account-acme', 'CorrectFact', { fact: 'f1#0', changes, reason: 'typo' }, 5]));
    expect(own.details).toMatchObject({ ...changes, channel: 'call', credit: { employeeId: 'ann' } });
  });

  it('M10: a retraction comes to the same by its own command and by WithdrawFact', () => {
    const own = known(['account-acme', 'RetractInteraction', { interactionId: 'i', reason: 'not here' }, 5]);
    expect(own).toEqual(known(withdraw('account-acme', 'f1#0')));
    expect(own.retracted).toBe(true);
  });
});
