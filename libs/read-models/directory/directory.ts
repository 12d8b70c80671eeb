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
}

/** A team as of now. */
export interface TeamEntry {
  readonly kind: 'team';
  readonly id: string;
  readonly name: string;
  readonly region?: string;
  readonly active: boolean;
}

export type DirectoryEntry = EmployeeEntry | TeamEntry;

/** Names behind the ids that figures carry. The key is the stream: `employee-7`, `team-north`. */
export const directory: Projection<DirectoryEntry, EmployeeEvents & TeamEvents> = {
  name: 'directory',
  version: 1,
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
    }),
    TeamJoined: (entry, { data, meta }) => moved(entry, data.teamId, meta.occurredAt),
    TeamLeft: (entry, { meta }) => moved(entry, null, meta.occurredAt),
    ServiceCapacitySet: (entry, { data }) => (entry?.kind === 'employee' ? { ...entry, keyAccountsMax: data.keyAccountsMax } : entry),
    EmployeeDeparted: (entry) => entry && { ...entry, active: false },
    TeamFormed: (_, { stream, data }) => ({ ...data, kind: 'team', id: idOf(stream), active: true }),
    TeamRenamed: (entry, { data }) => entry && { ...entry, name: data.name },
    TeamDisbanded: (entry) => entry && { ...entry, active: false },
  },
};

/** The membership that began last is the present one: a move that is told late does not undo a newer one. */
const moved = (entry: DirectoryEntry | undefined, teamId: string | null, since: Instant): DirectoryEntry | undefined =>
  entry?.kind === 'employee' && (entry.teamSince === null || entry.teamSince <= since) ? { ...entry, teamId, teamSince: since } : entry;
