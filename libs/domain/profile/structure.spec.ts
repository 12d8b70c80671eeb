import { describe, expect, it } from '@jest/globals';
import { need } from '#libs/kernel/decider.js';
import { NOON, contextOf, decider } from '#libs/kernel/testing/decider.js';
import { otherAccounts, profiles } from '../testing/fixtures.js';
import { profile, type Profile } from './profile.js';
import { GENERATIONS_MAX } from './structure.js';

const subject = decider(profile);
const opened = { type: 'AccountOpened', data: { name: 'Acme' } } as const;
const closed = { type: 'AccountClosed', data: { reason: 'insolvent' } } as const;
const merged = { type: 'AccountsMerged', data: { into: 'globex', reason: 'acquisition' } } as const;

/** `g1` below `g2` below … */
const line = (length: number) =>
  below(Object.fromEntries(Array.from({ length }, (_, n) => [`g${n + 1}`, n + 1 < length ? `g${n + 2}` : null])));

/** Accounts by id, each below the other that is named. */
const below = (parents: Readonly<Record<string, string | null>>) => ({
  others: otherAccounts(Object.fromEntries(Object.entries(parents).map(([id, parentId]) => [id, { ...profiles.open, parentId }]))),
});

const under = (parentId: string | null) => ({ type: 'SetParentAccount', data: { parentId } }) as const;

const into = (globex: Profile) => ({ others: otherAccounts({ globex }) });

const beside = (east: Profile) => ({ others: otherAccounts({ 'acme-east': east }) });

describe('SetParentAccount', () => {
  const child = { type: 'ParentAccountSet', data: { parentId: 'holding', previous: null } } as const;

  it('puts the account below another one', () => {
    subject
      .given(opened)
      .when(under('holding'), below({ holding: null }))
      .thenEvents({ type: 'ParentAccountSet', data: { parentId: 'holding', previous: null } });
  });

  it('lets the account stand alone again', () => {
    subject
      .given(opened, child)
      .when(under(null))
      .thenEvents({ type: 'ParentAccountSet', data: { parentId: null, previous: 'holding' } });
  });

  it('changes nothing where it is so', () => {
    subject.given(opened, child).when(under('holding')).thenEvents();
    subject.given(opened).when(under(null)).thenEvents();
  });

  it('refuses a parent that does not exist', () => {
    subject
      .given(opened)
      .when(under('holding'), { others: otherAccounts({ holding: profiles.absent }) })
      .thenRejected('UNKNOWN_ACCOUNT', /no account holding/, '/parentId');
  });

  it('refuses a parent that was merged, and names the one that goes on', () => {
    subject
      .given(opened)
      .when(under('holding'), { others: otherAccounts({ holding: profiles.merged }) })
      .thenRejected('ACCOUNT_MERGED', /name globex as the parent/, '/parentId');
  });

  it('refuses the account itself, and every account below it', () => {
    subject
      .given(opened)
      .when(under('acme'))
      .thenRejected('PARENT_CYCLE', /same account or stands below/);
    const family = below({ grandchild: 'child', child: 'acme' });
    subject
      .given(opened)
      .when(under('grandchild'), family)
      .thenRejected('PARENT_CYCLE', /grandchild cannot stand above acme/);
  });

  it('sees a cycle through an account that was merged', () => {
    const { others } = below({ grandchild: 'child', heir: 'acme' });
    const gone = otherAccounts({ child: { ...profiles.merged, into: 'heir' } });
    subject
      .given(opened)
      .when(under('grandchild'), { others: { ...others, ...gone } })
      .thenRejected('PARENT_CYCLE');
  });

  it('asks for one generation at a time, and for no more than the bound', () => {
    const command = { ...under('a'), stream: 'account-acme', commandId: 'c', occurredAt: NOON, actor: 'tester' };
    expect(profile.decide.SetParentAccount(command, { profile: profiles.open }, contextOf())).toEqual(need('account-a'));
    expect(profile.decide.SetParentAccount(command, { profile: profiles.open }, contextOf(below({ a: 'b' })))).toEqual(need('account-b'));
    expect(subject.given(opened).when(under('g1'), line(GENERATIONS_MAX)).decision).toHaveLength(1);
    subject
      .given(opened)
      .when(under('g1'), line(GENERATIONS_MAX + 1))
      .thenRejected('PARENT_CYCLE', /more than 16/, '/parentId');
  });
});

describe('MergeAccounts', () => {
  const merge = { type: 'MergeAccounts', data: { into: 'globex', reason: 'acquisition' } } as const;

  it('R9: ends the account and names the one that goes on, which says first whom it absorbs', () => {
    subject
      .given(opened)
      .when(merge, into(profiles.open))
      .thenEvents(
        { type: 'AccountAbsorbed', stream: 'account-globex', data: { accountId: 'acme', reason: 'acquisition' } },
        { type: 'AccountsMerged', data: { into: 'globex', reason: 'acquisition' } },
      );
  });

  it('R10: refuses to merge an account into one that stands below it, also by way of others', () => {
    const target = subject.given(opened);
    target.when(merge, below({ globex: 'acme' })).thenRejected('PARENT_CYCLE', /Give globex another parent first/, '/into');
    target.when(merge, below({ globex: 'division', division: 'acme' })).thenRejected('PARENT_CYCLE');
    const heir = otherAccounts({ division: { ...profiles.merged, into: 'heir' } });
    const { others } = below({ globex: 'division', heir: 'acme' });
    target.when(merge, { others: { ...others, ...heir } }).thenRejected('PARENT_CYCLE');
    const child = subject.given(opened, { type: 'ParentAccountSet', data: { parentId: 'globex', previous: null } });
    expect(child.when(merge, below({ globex: 'holding', holding: null })).decision).toHaveLength(2);
  });

  it('needs an open account to go on', () => {
    const target = subject.given(opened);
    target.when(merge, into(profiles.absent)).thenRejected('MERGE_TARGET_NOT_OPEN', /no account globex/);
    target.when(merge, into(profiles.closed)).thenRejected('MERGE_TARGET_NOT_OPEN', /reopen it/, '/into');
    target.when(merge, into({ ...profiles.merged, into: 'initech' })).thenRejected('MERGE_TARGET_NOT_OPEN', /initech/);
  });

  it('refuses to merge an account into itself', () => {
    subject
      .given(opened)
      .when(merge, { stream: 'account-globex' })
      .thenRejected('MERGE_TARGET_NOT_OPEN', /same account/);
  });

  it('answers every later command with the id that goes on', () => {
    const old = subject.given(opened, merged);
    old.when({ type: 'RenameAccount', data: { name: 'Acme AG' } }).thenRejected('ACCOUNT_MERGED', /send the command to account globex/);
    old.when({ type: 'CloseAccount', data: { reason: 'merged' } }).thenRejected('ACCOUNT_MERGED');
    old.when({ type: 'ReopenAccount', data: { reason: 'regret' } }).thenRejected('ACCOUNT_MERGED');
    old.when(merge).thenRejected('ACCOUNT_MERGED');
  });
});

describe('UnmergeAccount', () => {
  const unmerge = { type: 'UnmergeAccount', data: { reason: 'another Acme' } } as const;
  const unmerged = { type: 'AccountUnmerged', data: { from: 'globex', reason: 'another Acme' } } as const;

  it('R8: undoes a merger, in both histories', () => {
    subject
      .given(opened, merged)
      .when(unmerge)
      .thenEvents(
        { type: 'AccountUnmerged', data: { from: 'globex', reason: 'another Acme' } },
        { type: 'AccountReleased', stream: 'account-globex', data: { accountId: 'acme', reason: 'another Acme' } },
      );
  });

  it('R8: leaves the account as it stood before, open or closed, with what is known of it', () => {
    const open = subject.given(opened, { type: 'ParentAccountSet', data: { parentId: 'holding', previous: null } });
    const back = subject.given(opened, { type: 'ParentAccountSet', data: { parentId: 'holding', previous: null } }, merged, unmerged);
    expect(back.slice).toEqual(open.slice);
    expect(subject.given(opened, closed, merged, unmerged).slice).toEqual(subject.given(opened, closed).slice);
  });

  it('needs an account that was merged, and an account', () => {
    subject
      .given(opened)
      .when(unmerge)
      .thenRejected('ACCOUNT_NOT_MERGED', /acme is open/);
    subject.given(opened, merged, unmerged).when(unmerge).thenRejected('ACCOUNT_NOT_MERGED');
    subject.given().when(unmerge).thenRejected('ACCOUNT_NOT_FOUND');
  });

  it('T7: is not dated before the merger', () => {
    const account = subject.given(opened, { ...merged, occurredAt: '2026-02-01T09:00:00.000Z' });
    account.when(unmerge, { occurredAt: '2026-02-01T08:59:59.999Z' }).thenRejected('UNMERGED_BEFORE_MERGER', /2026-02-01/, '/occurredAt');
    expect(account.when(unmerge, { occurredAt: '2026-02-01T09:00:00.000Z' }).decision).toHaveLength(2);
  });

  it('R10: is refused while the parent of the account has come to stand below it', () => {
    const account = subject.given(opened, { type: 'ParentAccountSet', data: { parentId: 'holding', previous: null } }, merged);
    account.when(unmerge, below({ holding: 'child', child: 'acme' })).thenRejected('PARENT_CYCLE', /give holding another parent first/);
    expect(account.when(unmerge, below({ holding: 'globex', globex: null })).decision).toHaveLength(2);
  });
});

describe('SplitAccount', () => {
  const split = { type: 'SplitAccount', data: { newAccountId: 'acme-east', reason: 'spin-off' } } as const;

  it('names an account that is still to be opened', () => {
    subject
      .given(opened)
      .when(split, beside(profiles.absent))
      .thenEvents(
        { type: 'AccountSplitOff', stream: 'account-acme-east', data: { from: 'acme', reason: 'spin-off' } },
        { type: 'AccountSplit', data: { newAccountId: 'acme-east', reason: 'spin-off' } },
      );
  });

  it('refuses an id that is in use', () => {
    subject
      .given(opened)
      .when(split, beside(profiles.closed))
      .thenRejected('SPLIT_ACCOUNT_EXISTS', /choose a new id/, '/newAccountId');
  });

  it('refuses an id that is kept for a part of another account', () => {
    subject
      .given(opened)
      .when(split, beside({ stage: 'absent', splitFrom: 'globex' }))
      .thenRejected('SPLIT_ACCOUNT_EXISTS');
  });

  it('keeps the id: who opens it opens the part that was split off', () => {
    const kept = subject.given({ type: 'AccountSplitOff', data: { from: 'globex', reason: 'spin-off' } });
    const origin = into(profiles.open);
    for (const splitFrom of [{}, { splitFrom: 'globex' }]) {
      kept
        .when({ type: 'OpenAccount', data: { name: 'Acme East', ...splitFrom } }, origin)
        .thenEvents({ type: 'AccountOpened', data: { name: 'Acme East', splitFrom: 'globex' } });
    }
    kept
      .when({ type: 'OpenAccount', data: { name: 'Acme East', splitFrom: 'initech' } }, origin)
      .thenRejected('SPLIT_ACCOUNT_RESERVED', /kept for what is split off from globex/, '/splitFrom');
    kept.when({ type: 'RenameAccount', data: { name: 'Acme East' } }).thenRejected('ACCOUNT_NOT_FOUND');
  });

  it('changes nothing where it was split off already, opened or not', () => {
    const done = { type: 'AccountSplit', data: { newAccountId: 'acme-east', reason: 'spin-off' } } as const;
    subject
      .given(opened, done, closed, { type: 'AccountReopened', data: { reason: 'rescued' } })
      .when(split)
      .thenEvents();
  });
});
