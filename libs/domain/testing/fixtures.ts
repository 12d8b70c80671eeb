import { NOON } from '#libs/kernel/testing/decider.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Employee } from '../employee/employee.js';
import { type Known, type Profile } from '../profile/profile.js';

const acme: Known = { name: 'Acme', openedAt: '2020-01-01T12:00:00.000Z', parentId: null, dossier: PersistentMap.empty() };

/** An account in each of its stages. */
export const profiles = {
  absent: { stage: 'absent' },
  open: { stage: 'open', ...acme },
  closed: { stage: 'closed', ...acme, closedAt: NOON, reason: 'insolvent' },
  merged: { stage: 'merged', ...acme, into: 'globex', mergedAt: NOON },
} as const satisfies { readonly [S in Profile['stage']]: Profile & { readonly stage: S } };

/** What the streams of other accounts say, for `world.others`. */
export const otherAccounts = (accounts: Readonly<Record<string, Profile>>) =>
  Object.fromEntries(Object.entries(accounts).map(([id, profile]) => [`account-${id}`, { profile }]));

/** What the streams of people say, for `world.others`: who is named is there, `nobody` was never registered. */
export const people = (...ids: readonly string[]): Readonly<Record<string, { readonly employee: Employee }>> => ({
  'employee-nobody': { employee: { stage: 'absent' } },
  ...Object.fromEntries(ids.map((id) => [`employee-${id}`, { employee: person(id) }])),
});

/** Somebody who left, for `world.others`. */
export const departed = (id: string, departedAt: string): Readonly<Record<string, { readonly employee: Employee }>> => ({
  [`employee-${id}`]: { employee: { ...person(id), stage: 'departed', departedAt } },
});

const person = (name: string) => ({
  stage: 'active' as const,
  name,
  registeredAt: '2020-01-01T12:00:00.000Z',
  memberships: [],
  capacity: [],
});

/** A morning of February 2026. */
export const day = (number: number) => `2026-02-${String(number).padStart(2, '0')}T09:00:00.000Z`;
