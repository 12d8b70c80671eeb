import { describe, expect, it } from '@jest/globals';
import { need } from '#libs/kernel/decider.js';
import { NOON, contextOf } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { ownerAt } from '../credit.js';
import { day, departed, people, profiles } from '../testing/fixtures.js';
import { admit } from '../admission.js';
import { policies } from '../testing/world.js';
import { ownership } from './ownership.js';

const subject = decider(ownership, { profile: profiles.open });
const all = people('ann', 'bob', 'cyd');
const on = (number: number) => ({ occurredAt: day(number), others: all });

const assign = (employeeId: string) => ({ type: 'AssignOwner', data: { employeeId } }) as const;
const first = (employeeId: string, since: number) => ({ type: 'OwnerAssigned', data: { employeeId }, occurredAt: day(since) }) as const;
const moved = (from: string, to: string, since: number) =>
  ({ type: 'OwnershipTransferred', data: { from, to }, occurredAt: day(since) }) as const;
const handover = {
  type: 'HandoverStarted',
  data: { from: 'ann', to: 'bob', checklist: ['contacts', 'prices'] },
  occurredAt: day(5),
} as const;
const backup = (employeeId: string) => ({ type: 'AssignBackupOwner', data: { employeeId } }) as const;
const named = (employeeId: string, since: number) =>
  ({ type: 'BackupOwnerAssigned', data: { employeeId }, occurredAt: day(since) }) as const;
const start = (to: string, ...checklist: string[]) => ({ type: 'StartHandover', data: { to, checklist } }) as const;
const complete = (...completed: string[]) => ({ type: 'CompleteHandover', data: { completed } }) as const;

describe('AssignOwner', () => {
  it('gives the account its first owner', () => {
    subject
      .given()
      .when({ type: 'AssignOwner', data: { employeeId: 'ann', reason: 'new account' } }, on(1))
      .thenEvents({ type: 'OwnerAssigned', data: { employeeId: 'ann', reason: 'new account' } });
  });

  it('transfers an account that has an owner', () => {
    subject
      .given(first('ann', 1))
      .when({ type: 'AssignOwner', data: { employeeId: 'bob', reason: 'reorganisation' } }, on(2))
      .thenEvents({ type: 'OwnershipTransferred', data: { from: 'ann', to: 'bob', reason: 'reorganisation' } });
  });

  it('changes nothing where the owner at that time is the same', () => {
    subject.given(first('ann', 1)).when(assign('ann'), on(1)).thenEvents();
    subject
      .given(first('ann', 1), moved('ann', 'bob', 5))
      .when(assign('ann'), on(4))
      .thenEvents();
  });

  it('extends a tenure where the same owner is assigned at an earlier time', () => {
    const account = subject.given(first('ann', 5));
    account.when(assign('ann'), on(1)).thenEvents({ type: 'OwnerAssigned', data: { employeeId: 'ann' } });
    const { slice } = subject.given(first('ann', 5), first('ann', 1));
    expect([0, 1, 5].map((at) => ownerAt(slice, day(at)))).toEqual([undefined, 'ann', 'ann']);
    expect(slice.personalSince).toBe(day(1));
  });

  it('puts an earlier owner before the first one, who stays from where he began', () => {
    subject
      .given(first('bob', 5))
      .when(assign('ann'), on(1))
      .thenEvents({ type: 'OwnerAssigned', data: { employeeId: 'ann' } });
    const { slice } = subject.given(first('bob', 5), first('ann', 1));
    expect([1, 4, 5].map((at) => ownerAt(slice, day(at)))).toEqual(['ann', 'ann', 'bob']);
    expect(slice.personalSince).toBe(day(5));
  });

  it('puts a tenure between two others: the later one stands, and the past keeps its owners', () => {
    const account = subject.given(first('ann', 1), moved('ann', 'cyd', 5));
    account.when(assign('bob'), on(3)).thenEvents({ type: 'OwnershipTransferred', data: { from: 'ann', to: 'bob' } });
    const { slice } = subject.given(first('ann', 1), moved('ann', 'cyd', 5), moved('ann', 'bob', 3));
    expect([1, 2, 3, 4, 5, 9].map((at) => ownerAt(slice, day(at)))).toEqual(['ann', 'ann', 'bob', 'bob', 'cyd', 'cyd']);
    expect(slice.personalSince).toBe(day(5));
  });

  it('takes the later word where two owners are told for one moment', () => {
    const { slice } = subject.given(first('ann', 1), moved('ann', 'bob', 1));
    expect(ownerAt(slice, day(1))).toBe('bob');
  });

  it('starts the personal relation anew with each transfer, also back to an earlier owner', () => {
    expect(subject.given(first('ann', 1), moved('ann', 'bob', 2)).slice.personalSince).toBe(day(2));
    expect(subject.given(first('ann', 1), moved('ann', 'bob', 2), moved('bob', 'ann', 3)).slice.personalSince).toBe(day(3));
  });

  it('needs somebody who is registered and was there at that time', () => {
    subject
      .given()
      .when(assign('nobody'), on(1))
      .thenRejected('UNKNOWN_EMPLOYEE', /RegisterEmployee/, '/employeeId');
    const others = departed('bob', day(5));
    subject
      .given()
      .when(assign('bob'), { occurredAt: day(5), others })
      .thenRejected('EMPLOYEE_DEPARTED', /left on 2026-02-05/, '/employeeId');
    expect(subject.given().when(assign('bob'), { occurredAt: day(4), others }).decision).toHaveLength(1);
  });

  it('asks for the stream of that person, and for nothing else', () => {
    const command = { ...assign('ann'), stream: 'account-acme', commandId: 'c', occurredAt: NOON, actor: 'tester' };
    const state = { profile: profiles.open, ownership: ownership.initial };
    expect(admit(command, state, contextOf({ policies }))).toEqual(need('employee-ann'));
  });

  it('waits for an open handover', () => {
    subject
      .given(first('ann', 1), handover)
      .when(assign('cyd'), on(6))
      .thenRejected('HANDOVER_OPEN', /handed over to bob since 2026-02-05: use CompleteHandover/);
  });

  it('does not wait for a handover to somebody who has left since, and ends it', () => {
    const world = { occurredAt: day(8), others: { ...all, ...departed('bob', day(7)) } };
    const account = subject.given(first('ann', 1), handover);
    account.when(assign('cyd'), world).thenEvents({ type: 'OwnershipTransferred', data: { from: 'ann', to: 'cyd' } });
    subject
      .given(first('ann', 1), handover, moved('ann', 'cyd', 8))
      .when({ type: 'CompleteHandover', data: { completed: ['contacts', 'prices'] } }, on(9))
      .thenRejected('NO_HANDOVER_OPEN');
  });
});

describe('AssignBackupOwner', () => {
  it('names a backup, also before there is an owner', () => {
    subject
      .given()
      .when(backup('bob'), on(2))
      .thenEvents({ type: 'BackupOwnerAssigned', data: { employeeId: 'bob' } });
  });

  it('refuses the owner of that time', () => {
    const account = subject.given(first('ann', 1), moved('ann', 'bob', 5));
    account.when(backup('bob'), on(5)).thenRejected('BACKUP_IS_OWNER', /bob owns account acme/, '/employeeId');
    expect(account.when(backup('bob'), on(4)).decision).toHaveLength(1);
  });

  it('changes nothing where the backup at that time is the same', () => {
    const account = subject.given(first('ann', 1), named('bob', 2), named('cyd', 4));
    account.when(backup('cyd'), on(4)).thenEvents();
    account.when(backup('bob'), on(3)).thenEvents();
    expect(account.when(backup('bob'), on(4)).decision).toHaveLength(1);
  });

  it('needs somebody who is registered and was there', () => {
    subject.given().when(backup('nobody'), on(1)).thenRejected('UNKNOWN_EMPLOYEE', undefined, '/employeeId');
    subject
      .given()
      .when(backup('bob'), { occurredAt: day(5), others: departed('bob', day(1)) })
      .thenRejected('EMPLOYEE_DEPARTED');
  });
});

describe('StartHandover and CompleteHandover', () => {
  it('hand the account over from its owner', () => {
    subject
      .given(first('ann', 1))
      .when(start('bob', 'contacts', 'prices'), on(5))
      .thenEvents({ type: 'HandoverStarted', data: { from: 'ann', to: 'bob', checklist: ['contacts', 'prices'] } });
  });

  it('need an owner to take the account from', () => {
    subject
      .given(first('ann', 5))
      .when(start('bob', 'contacts'), on(4))
      .thenRejected('NO_OWNER', /AssignOwner/);
  });

  it('need another person than the owner', () => {
    subject
      .given(first('ann', 1))
      .when(start('ann', 'contacts'), on(2))
      .thenRejected('HANDOVER_TO_OWNER', /name who takes over/, '/to');
  });

  it('need knowledge to pass on', () => {
    subject
      .given(first('ann', 1))
      .when(start('bob'), on(2))
      .thenRejected('CHECKLIST_EMPTY', /at least one/, '/checklist');
  });

  it('need somebody who is registered and was there', () => {
    const account = subject.given(first('ann', 1));
    account.when(start('nobody', 'contacts'), on(2)).thenRejected('UNKNOWN_EMPLOYEE', undefined, '/to');
    account
      .when(start('bob', 'contacts'), { occurredAt: day(5), others: departed('bob', day(1)) })
      .thenRejected('EMPLOYEE_DEPARTED', undefined, '/to');
    subject
      .given(first('ann', 1), handover)
      .when(complete('contacts', 'prices'), { occurredAt: day(8), others: departed('bob', day(7)) })
      .thenRejected('EMPLOYEE_DEPARTED', /bob has left .* use AssignOwner, or StartHandover/);
  });

  it('happen one at a time', () => {
    subject.given(first('ann', 1), handover).when(start('cyd', 'contacts'), on(6)).thenRejected('HANDOVER_OPEN');
  });

  it('complete only with the whole checklist, and name what is missing', () => {
    const account = subject.given(first('ann', 1), handover);
    account.when(complete('contacts'), on(6)).thenRejected('HANDOVER_CHECKLIST_INCOMPLETE', /missing: prices\./, '/completed');
    account
      .when(complete('contacts', 'rivals', 'prices'), on(6))
      .thenEvents(
        { type: 'HandoverCompleted', data: { from: 'ann', to: 'bob', checklist: ['contacts', 'rivals', 'prices'] } },
        { type: 'OwnershipTransferred', data: { from: 'ann', to: 'bob' } },
      );
  });

  it('can be called off, which leaves the owner and the way free', () => {
    const off = { type: 'CancelHandover', data: { reason: 'bob stays' } } as const;
    const cancelled = { type: 'HandoverCancelled', data: { from: 'ann', to: 'bob', reason: 'bob stays' }, occurredAt: day(6) } as const;
    subject.given(first('ann', 1), handover).when(off, on(6)).thenEvents({ type: cancelled.type, data: cancelled.data });
    subject.given(first('ann', 1), handover, cancelled).when(off, on(7)).thenEvents();
    subject
      .given(first('ann', 1), handover, cancelled)
      .when(start('cyd', 'contacts'), on(7))
      .thenEvents({ type: 'HandoverStarted', data: { from: 'ann', to: 'cyd', checklist: ['contacts'] } });
  });

  it('complete only what was begun by then', () => {
    subject
      .given(first('ann', 1))
      .when(complete('contacts'), on(6))
      .thenRejected('NO_HANDOVER_OPEN', /StartHandover/);
    subject
      .given(first('ann', 1), handover)
      .when(complete('contacts', 'prices'), on(4))
      .thenRejected('NO_HANDOVER_OPEN', /2026-02-04/);
    const done = { type: 'HandoverCompleted', data: { ...handover.data }, occurredAt: day(6) } as const;
    subject
      .given(first('ann', 1), handover, done, moved('ann', 'bob', 6))
      .when(complete('contacts', 'prices'), on(7))
      .thenRejected('NO_HANDOVER_OPEN');
  });

  it('take the account from whoever has it when they complete', () => {
    subject
      .given(first('ann', 1), handover, moved('ann', 'cyd', 3))
      .when(complete('contacts', 'prices'), on(7))
      .thenEvents(
        { type: 'HandoverCompleted', data: { from: 'ann', to: 'bob', checklist: ['contacts', 'prices'] } },
        { type: 'OwnershipTransferred', data: { from: 'cyd', to: 'bob' } },
      );
    subject
      .given(first('ann', 1), handover, moved('ann', 'bob', 3))
      .when(complete('contacts', 'prices'), on(7))
      .thenEvents({ type: 'HandoverCompleted', data: { from: 'ann', to: 'bob', checklist: ['contacts', 'prices'] } });
  });
});
