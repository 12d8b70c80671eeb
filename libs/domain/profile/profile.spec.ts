import { describe, expect, it } from '@jest/globals';
import { decider, type Past } from '#libs/kernel/testing/decider.js';
import { day, otherAccounts, profiles } from '../testing/fixtures.js';
import { type ProfileEvents } from './messages.js';
import { type Known, profile } from './profile.js';

const subject = decider(profile);
const opened = { type: 'AccountOpened', data: { name: 'Acme' } } as const;
const closed = { type: 'AccountClosed', data: { reason: 'insolvent' } } as const;
const merged = { type: 'AccountsMerged', data: { into: 'globex', reason: 'acquisition' } } as const;

const update = (section: string, fields: Record<string, string>) =>
  ({ type: 'UpdateDossierSection', data: { section, fields, validAt: '2026-02-01' } }) as const;

describe('OpenAccount', () => {
  const open = { type: 'OpenAccount', data: { name: 'Acme', country: 'DE', industry: 'rockets' } } as const;

  it('opens an account with all that is told of it', () => {
    subject
      .given()
      .when(open)
      .thenEvents({ type: 'AccountOpened', data: { name: 'Acme', country: 'DE', industry: 'rockets' } });
  });

  it('opens an account once', () => {
    subject
      .given(opened)
      .when(open)
      .thenRejected('ACCOUNT_ALREADY_OPEN', /acme is open as Acme: use RenameAccount/);
  });

  it('points to ReopenAccount where the account was closed', () => {
    subject
      .given(opened, closed)
      .when(open)
      .thenRejected('ACCOUNT_NOT_OPEN', /closed on 2026-03-01: reopen it with ReopenAccount/);
  });

  it('points to the account that goes on where this one was merged', () => {
    subject
      .given(opened, merged)
      .when(open)
      .thenRejected('ACCOUNT_MERGED', /globex/);
  });

  it('names the account that it was split from, which must exist', () => {
    const split = { type: 'OpenAccount', data: { name: 'Acme East', splitFrom: 'acme' } } as const;
    subject
      .given()
      .when(split, { others: otherAccounts({ acme: profiles.open }) })
      .thenEvents({ type: 'AccountOpened', data: { name: 'Acme East', splitFrom: 'acme' } });
    subject
      .given()
      .when(split, { others: otherAccounts({ acme: profiles.absent }) })
      .thenRejected('UNKNOWN_ACCOUNT', /no account acme/, '/splitFrom');
  });
});

describe('RenameAccount', () => {
  it('keeps the name before it and the reason', () => {
    subject
      .given(opened)
      .when({ type: 'RenameAccount', data: { name: 'Acme AG', reason: 'IPO' } })
      .thenEvents({ type: 'AccountRenamed', data: { name: 'Acme AG', previous: 'Acme', reason: 'IPO' } });
  });

  it('changes nothing where the account has that name', () => {
    const renamed = { type: 'AccountRenamed', data: { name: 'Acme AG', previous: 'Acme' } } as const;
    subject
      .given(opened, renamed)
      .when({ type: 'RenameAccount', data: { name: 'Acme AG' } })
      .thenEvents();
  });
});

describe('UpdateDossierSection', () => {
  const validAt = '2026-02-01';
  const told = { type: 'DossierSectionUpdated', data: { section: 'general', fields: { founded: '1948', staff: '200' }, validAt } } as const;

  it('records what is told of a section', () => {
    subject
      .given(opened)
      .when(update('general', { founded: '1948' }))
      .thenEvents({ type: 'DossierSectionUpdated', data: { section: 'general', fields: { founded: '1948' }, validAt: '2026-02-01' } });
  });

  it('changes nothing where the section says so already, also in part', () => {
    subject
      .given(opened, told)
      .when(update('general', { staff: '200' }))
      .thenEvents();
  });

  it('records the same fields for another day: they still hold then', () => {
    const later = { section: 'general', fields: { staff: '200' }, validAt: '2026-03-01' } as const;
    const account = subject.given(opened, told);
    account.when({ type: 'UpdateDossierSection', data: later }).thenEvents({ type: 'DossierSectionUpdated', data: later });
    const known = subject.given(opened, told, { type: 'DossierSectionUpdated', data: later });
    known.when({ type: 'UpdateDossierSection', data: later }).thenEvents();
    known.when(update('general', { founded: '1948' })).thenEvents();
    // T2: of that day the section says so already, whatever was told of a later one.
    known.when(update('general', { staff: '200' })).thenEvents();
    expect(known.when(update('general', { staff: '190' })).decision).toHaveLength(1);
  });

  it('merges fields into a section: those that are not named stay', () => {
    const more = { type: 'DossierSectionUpdated', data: { section: 'general', fields: { staff: '250' }, validAt } } as const;
    const dossier = subject.given(opened, told, more);
    dossier.when(update('general', { founded: '1948', staff: '250' })).thenEvents();
    expect(dossier.when(update('general', { staff: '200' })).decision).toHaveLength(1);
    expect(dossier.when(update('products', { founded: '1948' })).decision).toHaveLength(1);
  });

  it('takes a field named like a property of every object for what it is', () => {
    expect(subject.given(opened).when(update('general', { constructor: 'Acme Bau' })).decision).toHaveLength(1);
  });
});

describe('CloseAccount and ReopenAccount', () => {
  const close = { type: 'CloseAccount', data: { reason: 'insolvent' } } as const;
  const reopen = { type: 'ReopenAccount', data: { reason: 'rescued' } } as const;

  it('close an open account and reopen a closed one', () => {
    subject
      .given(opened)
      .when(close)
      .thenEvents({ type: 'AccountClosed', data: { reason: 'insolvent' } });
    subject
      .given(opened, closed)
      .when(reopen)
      .thenEvents({ type: 'AccountReopened', data: { reason: 'rescued' } });
  });

  it('change nothing where it is so', () => {
    subject.given(opened, closed).when(close).thenEvents();
    subject.given(opened).when(reopen).thenEvents();
  });

  it('need an account', () => {
    subject
      .given()
      .when(close)
      .thenRejected('ACCOUNT_NOT_FOUND', /OpenAccount/);
    subject.given().when(reopen).thenRejected('ACCOUNT_NOT_FOUND');
  });

  it('lose nothing that is known of the account', () => {
    const dossier = { type: 'DossierSectionUpdated', data: { section: 'general', fields: { founded: '1948' } } } as const;
    const again = subject.given(opened, dossier, closed, { type: 'AccountReopened', data: { reason: 'rescued' } });
    again.when({ type: 'UpdateDossierSection', data: dossier.data }).thenEvents();
    again.when({ type: 'RenameAccount', data: { name: 'Acme' } }).thenEvents();
  });
});

describe('T2: what is told later of an earlier time', () => {
  const on = (number: number) => ({ occurredAt: day(number) });
  const renamed = (name: string, number: number): Past<ProfileEvents> => ({
    type: 'AccountRenamed',
    data: { name, previous: 'Acme' },
    occurredAt: day(number),
  });

  it('does not undo a newer name, parent or field of the dossier', () => {
    const { slice } = subject.given(
      { ...opened, occurredAt: day(1) },
      renamed('Acme SE', 10),
      renamed('Acme AG', 5),
      { type: 'ParentAccountSet', data: { parentId: 'globex', previous: null }, occurredAt: day(10) },
      { type: 'ParentAccountSet', data: { parentId: 'initech', previous: null }, occurredAt: day(5) },
      { type: 'DossierSectionUpdated', data: { section: 'general', fields: { staff: '250' } }, occurredAt: day(10) },
      { type: 'DossierSectionUpdated', data: { section: 'general', fields: { staff: '200' } }, occurredAt: day(5) },
    );
    expect(slice).toMatchObject({ name: 'Acme SE', parentId: 'globex' });
    expect((slice as Known).dossier.get('general')).toMatchObject({ staff: { value: '250' } });
  });

  it('names the name that it took the place of at that time', () => {
    subject
      .given({ ...opened, occurredAt: day(1) }, renamed('Acme SE', 10))
      .when({ type: 'RenameAccount', data: { name: 'Acme AG' } }, on(5))
      .thenEvents({ type: 'AccountRenamed', data: { name: 'Acme AG', previous: 'Acme' } });
  });
});

describe('T7: what ends is dated after it began', () => {
  const closedOn = (number: number): Past<ProfileEvents> => ({
    type: 'AccountClosed',
    data: { reason: 'insolvent' },
    occurredAt: day(number),
  });

  it('closes no account before it was opened or re{ ...opened, occurredAt: day(1) }, and reopens none before it was closed', () => {
    const close = { type: 'CloseAccount', data: { reason: 'insolvent' } } as const;
    const reopen = { type: 'ReopenAccount', data: { reason: 'rescued' } } as const;
    subject
      .given({ ...opened, occurredAt: day(10) })
      .when(close, { occurredAt: day(9) })
      .thenRejected('CLOSED_BEFORE_OPENED', /was opened at/, '/occurredAt');
    const again = subject.given({ ...opened, occurredAt: day(1) }, closedOn(5), {
      type: 'AccountReopened',
      data: { reason: 'rescued' },
      occurredAt: day(10),
    });
    again.when(close, { occurredAt: day(7) }).thenRejected('CLOSED_BEFORE_OPENED', /was reopened at/);
    subject
      .given({ ...opened, occurredAt: day(1) }, closedOn(5))
      .when(reopen, { occurredAt: day(4) })
      .thenRejected('REOPENED_BEFORE_CLOSED', /was closed at/, '/occurredAt');
  });
});
