import { idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type EmployeeEvents } from '#libs/domain/employee/messages.js';
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

export type DirectoryEntry = EmployeeEntry | TeamEntry;

/** Names behind the ids that figures carry. The key is the stream: `employee-7`, `team-north`. */
export const directory: Projection<DirectoryEntry, EmployeeEvents & TeamEvents> = {
  name: 'directory',
  version: 2,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'name'],
    ['kind', 'teamId', 'name'],
  ],
  keys: (event) => [event.stream],
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
  },
};

/** What is told late does not undo what is newer; of two at one moment the one told later holds. */
const isNewer = (since: Instant | null, told: Instant): boolean => since !== null && since > told;

/** The membership that began last is the present one. */
const moved = (entry: DirectoryEntry | undefined, teamId: string | null, since: Instant): DirectoryEntry | undefined =>
  entry?.kind === 'employee' && !isNewer(entry.teamSince, since) ? { ...entry, teamId, teamSince: since } : entry;
