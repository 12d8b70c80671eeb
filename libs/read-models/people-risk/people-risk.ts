import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { own } from '#libs/kernel/own.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type EmployeeEvents } from '#libs/domain/employee/messages.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type Money } from '#libs/domain/values.js';
import { type WalletEvents } from '#libs/domain/wallet/messages.js';

/** Knowledge that was passed on with its checklist: what `from` knew of the account, `to` knows from that day on. */
export interface PassedOn {
  readonly from: string;
  readonly to: string;
  readonly on: Day;
  readonly eventId: string;
}

/** Whose account it is and was, who works for it, to whom knowledge was passed on, and what it spends in all. */
export interface AccountPeople {
  readonly kind: 'account';
  readonly accountId: string;
  readonly name: string | null;
  readonly owners: DatedLine<string>;
  readonly backups: DatedLine<string>;
  /** The latest {@link LINE_MAX}, by when they were completed. */
  readonly passedOn: readonly PassedOn[];
  /** By person of ours; null from when somebody left the team. */
  readonly members: Readonly<
    Record<string, DatedLine<{ readonly department: string; readonly role: string; readonly commitment?: string } | null>>
  >;
  /** The estimates that were told last, by category (empty: all of them) and period. */
  readonly wallets: Readonly<Record<string, { readonly amount: Money; readonly at: Instant }>>;
}

/** When a person of ours left. */
export interface OurPerson {
  readonly kind: 'employee';
  readonly employeeId: string;
  readonly name: string | null;
  readonly departedOn: Day | null;
}

export type PeopleDocument = AccountPeople | OurPerson;

/** Entries that a line keeps: the latest. */
export const LINE_MAX = 100;

type AccountFacts = Pick<ProfileEvents, 'AccountOpened' | 'AccountRenamed'>
  & Pick<
    OwnershipEvents,
    'OwnerAssigned' | 'OwnershipTransferred' | 'BackupOwnerAssigned' | 'HandoverCompleted' | 'TeamMemberAdded' | 'TeamMemberRemoved'
  >
  & Pick<WalletEvents, 'WalletEstimated'>;
type Events = AccountFacts & Pick<EmployeeEvents, 'EmployeeRegistered' | 'EmployeeDeparted'>;
type Document = PeopleDocument | undefined;

/** What the risk of people rests on beside their interactions: who is in charge, who stands in, who has left. The key is the stream. */
export const peopleRisk: Projection<PeopleDocument, Events> = {
  name: 'people-risk',
  version: 1,
  gathers: 'one-stream',
  indexes: [['kind']],
  keys: (event) => [event.stream],
  on: {
    AccountOpened: (known, event) => ({ ...accountOf(known, event), name: event.data.name }),
    AccountRenamed: (known, event) => ({ ...accountOf(known, event), name: event.data.name }),
    OwnerAssigned: (known, event) => owned(accountOf(known, event), event.data.employeeId, event.meta.occurredAt),
    OwnershipTransferred: (known, event) => owned(accountOf(known, event), event.data.to, event.meta.occurredAt),
    BackupOwnerAssigned: (known, event) => {
      const account = accountOf(known, event);
      return { ...account, backups: withValue(account.backups, event.data.employeeId, event.meta.occurredAt).slice(-LINE_MAX) };
    },
    HandoverCompleted: (known, event) => {
      const account = accountOf(known, event);
      const passed = { from: event.data.from, to: event.data.to, on: businessDayOf(event), eventId: event.id };
      const place = account.passedOn.findLastIndex(({ on }) => on <= passed.on) + 1;
      return { ...account, passedOn: account.passedOn.toSpliced(place, 0, passed).slice(-LINE_MAX) };
    },
    TeamMemberAdded: (known, event) => {
      const { employeeId, ...member } = event.data;
      return withMember(accountOf(known, event), employeeId, member, event.meta.occurredAt);
    },
    TeamMemberRemoved: (known, event) => withMember(accountOf(known, event), event.data.employeeId, null, event.meta.occurredAt),
    WalletEstimated: (known, event) => {
      const account = accountOf(known, event);
      const { category = '', period, amount } = event.data;
      const key = `${period}|${category}`;
      const at = event.meta.occurredAt;
      if ((account.wallets[key]?.at ?? '') > at) return account;
      return { ...account, wallets: { ...account.wallets, [key]: { amount, at } } };
    },
    EmployeeRegistered: (known, event) => ({ ...personOf(known, event), name: event.data.name }),
    EmployeeDeparted: (known, event) => ({ ...personOf(known, event), departedOn: businessDayOf(event) }),
  },
};

const accountOf = (known: Document, { stream }: Pick<Fact<Events>, 'stream'>): AccountPeople =>
  known?.kind === 'account'
    ? known
    : { kind: 'account', accountId: idOf(stream), name: null, owners: [], backups: [], passedOn: [], members: {}, wallets: {} };

const personOf = (known: Document, { stream }: Pick<Fact<Events>, 'stream'>): OurPerson =>
  known?.kind === 'employee' ? known : { kind: 'employee', employeeId: idOf(stream), name: null, departedOn: null };

const owned = (account: AccountPeople, employeeId: string, since: Instant): AccountPeople => ({
  ...account,
  owners: withValue(account.owners, employeeId, since).slice(-LINE_MAX),
});

const withMember = (
  account: AccountPeople,
  employeeId: string,
  member: { readonly department: string; readonly role: string; readonly commitment?: string } | null,
  since: Instant,
): AccountPeople => ({
  ...account,
  members: { ...account.members, [employeeId]: withValue(own(account.members, employeeId) ?? [], member, since).slice(-LINE_MAX) },
});
