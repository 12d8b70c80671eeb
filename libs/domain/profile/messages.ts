import { described, optional } from '#libs/kernel/fields.js';
import { day, mapOf, nullable, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { accountId, reason } from '../kinds.js';

const name = text(200, 'Acme Ltd', 'Acme Holding Ltd');
const opening = {
  name,
  industry: optional(text(100, 'machinery')),
  segment: optional(text(100, 'mid-market')),
  country: optional(text(100, 'DE')),
  city: optional(text(100, 'Kiel')),
  splitFrom: optional(accountId, 'The account that this one was split from.'),
};
const dossier = {
  section: text(64, 'logistics', 'general'),
  fields: mapOf(text(10_000, 'Rail', 'Road'), ['preferred carrier']),
  validAt: optional(day),
};
const parent = described(nullable(accountId), 'null: the account stands alone again.');

/** What can have happened. Stored contract: optional fields may be added, anything else is a new type with an upcaster. */
export const profileEvents = {
  AccountOpened: event(
    'Account opened',
    `{name}${when('industry', ', {industry}')}${when('city', ', {city}')}${when('country', ', {country}')}${when('splitFrom', ', split from {splitFrom}')}`,
    opening,
  ),
  AccountRenamed: event('Account renamed', `From {previous} to {name}${when('reason', ': {reason}')}`, {
    name,
    previous: name,
    reason: optional(reason),
  }),
  DossierSectionUpdated: event('Dossier updated', 'Section {section}: {fields}', dossier),
  ParentAccountSet: event('Parent account set', when('parentId', 'Part of {parentId}', 'Stands alone again, was part of {previous}'), {
    parentId: parent,
    previous: parent,
  }),
  AccountsMerged: event('Account merged', 'Lives on as {into}: {reason}', { into: accountId, reason }),
  AccountAbsorbed: event('Account absorbed', '{accountId} lives on here: {reason}', { accountId, reason }),
  AccountUnmerged: event('Merger undone', 'Stands apart from {from} again: {reason}', { from: accountId, reason }),
  AccountReleased: event('Account released', '{accountId} stands apart again: {reason}', { accountId, reason }),
  AccountSplitOff: event('Account split off', 'To be opened as a part of {from}: {reason}', { from: accountId, reason }),
  AccountSplit: event('Account split', '{newAccountId} goes its own way: {reason}', { newAccountId: accountId, reason }),
  AccountClosed: event('Account closed', '{reason}', { reason }),
  AccountReopened: event('Account reopened', '{reason}', { reason }),
};

/** What may be asked about an account's profile. */
export const profileCommands = {
  OpenAccount: command('Begins the account.', opening, 'any'),
  RenameAccount: command('It goes by another name.', { name, reason: optional(reason) }, 'any'),
  UpdateDossierSection: command('What is known in a section of the dossier; fields that are not named stay.', dossier, 'any'),
  SetParentAccount: command('The account that it belongs to.', { parentId: parent }, 'any'),
  MergeAccounts: command('Sent to the account that ceases; `into` goes on.', { into: accountId, reason }, 'any'),
  UnmergeAccount: command(
    'Sent to the account that had ceased: it stands as before, with what was told of it since.',
    { reason },
    'merged',
  ),
  SplitAccount: command('Part of it goes on as an account of its own.', { newAccountId: accountId, reason }, 'any'),
  CloseAccount: command('Nothing more is to come. What is open may still be settled; it is overdue no more.', { reason }, 'any'),
  ReopenAccount: command('It goes on after all.', { reason }, 'any'),
};

export type ProfileEvents = MessagesOf<typeof profileEvents>;
export type ProfileCommands = MessagesOf<typeof profileCommands>;
