import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Ownership } from '../ownership/ownership.js';
import { POLICY_DEFAULTS, POLICY_NAMES } from '../policy/documents.js';
import { type Stakeholders } from '../stakeholders/stakeholder.js';
import { type Profile } from '../profile/profile.js';

/** The slices and the world that the facets of an account read beside their own. */

const OPENED: Instant = '2026-01-01T00:00:00.000Z';

const known = { name: 'Acme', openedAt: OPENED, parentId: null, dossier: PersistentMap.empty<string, never>() };

export const open: Profile = { ...known, stage: 'open' };

/** Every way in which an account is not open, with the code that refuses it. */
export const notOpen: readonly (readonly [code: 'ACCOUNT_NOT_FOUND' | 'ACCOUNT_NOT_OPEN' | 'ACCOUNT_MERGED', profile: Profile])[] = [
  ['ACCOUNT_NOT_FOUND', { stage: 'absent' }],
  ['ACCOUNT_NOT_OPEN', { ...known, stage: 'closed', closedAt: OPENED, reason: 'merged into its parent' }],
  ['ACCOUNT_MERGED', { ...known, stage: 'merged', into: 'globex', mergedAt: OPENED }],
];

/** The account that the merged one of {@link notOpen} lives on as: a refusal names the last of a chain. */
export const survivor = { others: { 'account-globex': { profile: open } } };

/** Owned by `ann` and from 20 February by `bob`. Of ownership only owners and territories are read. */
export const owned = {
  owners: [
    { value: 'ann', since: OPENED },
    { value: 'bob', since: '2026-02-20T00:00:00.000Z' },
  ],
  territories: [],
} as unknown as Ownership;

/** It knows nobody at the customer by a card. */
export const NOBODY: Stakeholders = { byId: PersistentMap.empty(), withdrawn: PersistentMap.empty() };

/** Nobody owns it. */
export const unowned = { owners: [], territories: [] } as unknown as Ownership;

const person = (name: string, teamId: string) => ({
  employee: { stage: 'active', name, memberships: [{ value: { teamId }, since: OPENED }] },
});

/** What the streams of `ann` of the north, and of `bob` and `cay` of the south say; `nobody` was never registered. */
export const people = {
  'employee-ann': person('Ann', 'north'),
  'employee-bob': person('Bob', 'south'),
  'employee-cay': person('Cay', 'south'),
  'employee-nobody': { employee: { stage: 'absent' } },
};

/** Every policy's default as it is in force where nothing was activated. */
export const policies = Object.fromEntries(POLICY_NAMES.map((name) => [name, { ref: `${name}@0`, document: POLICY_DEFAULTS[name] }]));
