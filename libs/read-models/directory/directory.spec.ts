import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { directory } from './directory.js';

describe('the directory', () => {
  it('names people with their present team, also when an older membership is told late', () => {
    const log = new Log();
    log.append('employee-7', { type: 'EmployeeRegistered', data: { name: 'Ann', title: 'Key account manager' } }, '2026-01-01');
    log.append('employee-7', { type: 'TeamJoined', data: { teamId: 'north' } }, '2026-02-01');
    log.append('employee-7', { type: 'TeamJoined', data: { teamId: 'south' } }, '2026-01-15');
    log.append('employee-7', { type: 'ServiceCapacitySet', data: { keyAccountsMax: 8 } }, '2026-02-02');
    const { document } = projection(directory).given(...log.events);
    expect(document('employee-7')).toEqual({
      kind: 'employee',
      id: '7',
      name: 'Ann',
      title: 'Key account manager',
      active: true,
      teamId: 'north',
      teamSince: '2026-02-01T12:00:00.000Z',
      keyAccountsMax: 8,
      capacitySince: '2026-02-02T12:00:00.000Z',
    });
  });

  it('keeps who left and what was disbanded, because figures of the past name them', () => {
    const log = new Log();
    log.append('employee-7', { type: 'EmployeeRegistered', data: { name: 'Ann' } }, '2026-01-01');
    log.append('employee-7', { type: 'TeamJoined', data: { teamId: 'north' } }, '2026-02-01');
    log.append('employee-7', { type: 'TeamLeft', data: { teamId: 'north' } }, '2026-02-02');
    log.append('employee-7', { type: 'EmployeeDeparted', data: {} }, '2026-02-03');
    log.append('team-north', { type: 'TeamFormed', data: { name: 'North', region: 'EMEA' } }, '2026-01-01');
    log.append('team-north', { type: 'TeamRenamed', data: { name: 'Nordic', previous: 'North' } }, '2026-01-02');
    log.append('team-north', { type: 'TeamDisbanded', data: { reason: 'merged' } }, '2026-01-03');
    const { document } = projection(directory).given(...log.events);
    expect(document('employee-7')).toMatchObject({ name: 'Ann', active: false, teamId: null });
    expect(document('team-north')).toEqual({
      kind: 'team',
      id: 'north',
      name: 'Nordic',
      nameSince: '2026-01-02T12:00:00.000Z',
      region: 'EMEA',
      active: false,
    });
  });

  it('T2: has the capacity and the name of the latest date, though an earlier one is told later', () => {
    const log = new Log();
    log.append('employee-7', { type: 'EmployeeRegistered', data: { name: 'Ann' } }, '2026-01-01');
    log.append('employee-7', { type: 'ServiceCapacitySet', data: { keyAccountsMax: 8 } }, '2026-03-10');
    log.append('employee-7', { type: 'ServiceCapacitySet', data: { keyAccountsMax: 5 } }, '2026-03-01');
    log.append('team-north', { type: 'TeamFormed', data: { name: 'North' } }, '2026-01-01');
    log.append('team-north', { type: 'TeamRenamed', data: { name: 'Polar', previous: 'North' } }, '2026-03-10');
    log.append('team-north', { type: 'TeamRenamed', data: { name: 'Nordic', previous: 'North' } }, '2026-03-01');
    const { document } = projection(directory).given(...log.events);
    expect(document('employee-7')).toMatchObject({ keyAccountsMax: 8 });
    expect(document('team-north')).toMatchObject({ name: 'Polar' });
  });

  it('R9: knows which account speaks for which, also in logs that tell a merger on one side alone', () => {
    const log = new Log();
    for (const id of ['a', 'b', 'c'])
      log.append(`account-${id}`, { type: 'AccountOpened', data: { name: id.toUpperCase() } }, '2026-01-01');
    log.append('account-a', { type: 'AccountsMerged', data: { into: 'b', reason: 'bought' } }, '2026-02-01');
    log.append('account-b', { type: 'AccountsMerged', data: { into: 'c', reason: 'bought' } }, '2026-02-02');
    log.append('account-a', { type: 'AccountUnmerged', data: { from: 'b', reason: 'not bought' } }, '2026-02-03');
    log.append('account-a', { type: 'AccountsMerged', data: { into: 'b', reason: 'bought' } }, '2026-02-04');
    const { document } = projection(directory).given(...log.events);
    expect(document('account-a')).toMatchObject({ kind: 'account', name: 'A', mergedInto: 'b', absorbed: [] });
    expect(document('account-b')).toMatchObject({ mergedInto: 'c', absorbed: ['a'] });
    expect(document('account-c')).toMatchObject({ mergedInto: null, absorbed: ['b'] });
  });

  itKeepsTheLaws(directory);
});
