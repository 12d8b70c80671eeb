import { idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type EmployeeEvents } from '#libs/domain/employee/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type TeamEvents } from '#libs/domain/team/messages.js';

/** A person of ours as of now. */
export interface EmployeeEntry {
  readonly kind: 'employee';
  readonly id: string;
  readonly name: string;
  readonly title?: string;
  readonly city?: string;
  readonly reportsTo?: string;
  readonly active: boolean;
  /** The team that was joined last by business time; null: none. */
  readonly teamId: string | null;
  readonly teamSince: Instant | null;
  readonly keyAccountsMax: number | null;
  readonly capacitySince: Instant | null;
}

/** A team as of now. */
export interface TeamEntry {
  readonly kind: 'team';
  readonly id: string;
  readonly name: string;
  readonly nameSince: Instant;
  readonly region?: string;
  readonly active: boolean;
}

/** An account as of now: its name, and for whom it speaks. */
export interface AccountEntry {
  readonly kind: 'account';
  readonly id: string;
  readonly name: string;
  /** From when on it is called so: a name that is told late does not undo a newer one. */
  readonly nameSince: Instant;
  readonly active: boolean;
  /** The account that goes on; null: itself. */
  readonly mergedInto: string | null;
  /** Accounts that were ever merged into it, the first {@link ABSORBED_MAX}; each of them says whether it still is. */
  readonly absorbed: readonly string[];
}

/** Accounts that one is asked about when it is asked whom it speaks for. */
export const ABSORBED_MAX = 200;

export type DirectoryEntry = EmployeeEntry | TeamEntry | AccountEntry;

type Events = EmployeeEvents
  & TeamEvents
  & Pick<ProfileEvents, 'AccountOpened' | 'AccountRenamed' | 'AccountsMerged' | 'AccountUnmerged' | 'AccountClosed' | 'AccountReopened'>;

/** Names behind the ids that figures carry, and which account speaks for which. The key is the stream: `employee-7`, `account-acme`. */
export const directory: Projection<DirectoryEntry, Events> = {
  name: 'directory',
  version: 3,
  gathers: 'many-streams',
  indexes: [
    ['kind', 'mergedInto'],
    ['kind', 'name'],
    ['kind', 'teamId', 'name'],
  ],
  // Logs of earlier versions hold a merger in the history of the account that ceased alone.
  keys: (event) => (event.type === 'AccountsMerged' ? [event.stream, `account-${event.data.into}`] : [event.stream]),
  on: {
    EmployeeRegistered: (_, { stream, data }) => ({
      ...data,
      kind: 'employee',
      id: idOf(stream),
      active: true,
      teamId: null,
      teamSince: null,
      keyAccountsMax: null,
      capacitySince: null,
    }),
    TeamJoined: (entry, { data, meta }) => moved(entry, data.teamId, meta.occurredAt),
    TeamLeft: (entry, { meta }) => moved(entry, null, meta.occurredAt),
    ServiceCapacitySet: (entry, { data, meta }) =>
      entry?.kind === 'employee' && !isNewer(entry.capacitySince, meta.occurredAt)
        ? { ...entry, keyAccountsMax: data.keyAccountsMax, capacitySince: meta.occurredAt }
        : entry,
    EmployeeDeparted: (entry) => entry && { ...entry, active: false },
    TeamFormed: (_, { stream, data, meta }) => ({ ...data, nameSince: meta.occurredAt, kind: 'team', id: idOf(stream), active: true }),
    TeamRenamed: (entry, { data, meta }) =>
      entry?.kind === 'team' && !isNewer(entry.nameSince, meta.occurredAt)
        ? { ...entry, name: data.name, nameSince: meta.occurredAt }
        : entry,
    TeamDisbanded: (entry) => entry && { ...entry, active: false },

    AccountOpened: (_, { stream, data: { name }, meta }) => ({
      kind: 'account',
      id: idOf(stream),
      name,
      nameSince: meta.occurredAt,
      active: true,
      mergedInto: null,
      absorbed: [],
    }),
    AccountRenamed: (entry, { data, meta }) =>
      entry?.kind === 'account' && meta.occurredAt >= entry.nameSince ? { ...entry, name: data.name, nameSince: meta.occurredAt } : entry,
    AccountsMerged: (entry, { stream, data }, key) =>
      entry?.kind !== 'account' ? entry : key === stream ? { ...entry, mergedInto: data.into } : absorbing(entry, idOf(stream)),
    AccountUnmerged: (entry) => (entry?.kind === 'account' ? { ...entry, mergedInto: null } : entry),
    AccountClosed: (entry) => entry && { ...entry, active: false },
    AccountReopened: (entry) => entry && { ...entry, active: true },
  },
  // Everything but the absorbed accounts stands in the entry's own stream; a merger is never amended on one side.
  difference: (document, before, after) => {
    if (before === undefined && after === undefined) return document;
    return after?.kind === 'account' && document?.kind === 'account' ? { ...after, absorbed: document.absorbed } : after;
  },
};

const absorbing = (entry: AccountEntry, accountId: string): AccountEntry =>
  entry.absorbed.includes(accountId) ? entry : { ...entry, absorbed: [...entry.absorbed, accountId].slice(0, ABSORBED_MAX) };

/** What is told late does not undo what is newer; of two at one moment the one told later holds. */
const isNewer = (since: Instant | null, told: Instant): boolean => since !== null && since > told;

/** The membership that began last is the present one. */
const moved = (entry: DirectoryEntry | undefined, teamId: string | null, since: Instant): DirectoryEntry | undefined =>
  entry?.kind === 'employee' && !isNewer(entry.teamSince, since) ? { ...entry, teamId, teamSince: since } : entry;
