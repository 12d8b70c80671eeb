import { businessDayOf, dayIn, UTC } from '#libs/kernel/calendar.js';
import { type Fact, idOf, type TypeOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { withValue } from '#libs/domain/dated-line.js';
import { type EmployeeEvents } from '#libs/domain/employee/messages.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';
import { type PolicyEvents } from '#libs/domain/policy/messages.js';
import { type PortfolioEvents } from '#libs/domain/portfolio/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';
import { type TeamEvents } from '#libs/domain/team/messages.js';
import { type Counted, COUNTED, counted, countedKeys, difference } from './counted.js';
import {
  type KpiAccount,
  type KpiMargin,
  type KpiPolicy,
  type KpiPresence,
  type KpiPromise,
  type TeamKpiDocument,
  whoseOf,
} from './documents.js';

type Settling = Pick<PromiseEvents, 'PromiseKept' | 'PromiseBroken' | 'PromiseRenegotiated'>;
type Earned = Pick<CommerceEvents, 'MarginRecorded'>;
type Owned = Pick<OwnershipEvents, 'OwnerAssigned' | 'TerritoryAssigned'> & Pick<ProfileEvents, 'AccountClosed' | 'AccountReopened'>;
type Present = Pick<EmployeeEvents, 'EmployeeRegistered' | 'TeamJoined' | 'TeamLeft' | 'EmployeeDeparted'>
  & Pick<TeamEvents, 'TeamFormed' | 'TeamDisbanded'>;
type Policies = Pick<PolicyEvents, 'PolicyVersionPublished' | 'PolicyVersionActivated'>;

type Events = Counted & Settling & Earned & Owned & Present & Policies & PortfolioEvents & Pick<TeamEvents, 'TeamTargetSet'>;

/** Policies that say how figures are counted; of the others nothing is kept here. */
const COUNTING = new Set(['policy-calendar', 'policy-reporting']);

/**
 * The figures of every day, by company, employee, team, territory, and account, and what answers need beside them. Owner, team and territory are those that
 * the event carries: they were decided when it was written and are never looked up again, so a reassignment restates nothing. A day is
 * the business day of the event. Totals and cells are sums over streams, whatever else is here belongs to one stream.
 */
export const teamKpis: Projection<TeamKpiDocument, Events> = {
  name: 'team-kpis',
  version: 6,
  gathers: 'many-streams',
  indexes: [
    ['kind', 'by', 'month'],
    ['kind', 'month'],
    ['kind', 'employeeId', 'month'],
    ['kind', 'teamId', 'month'],
    ['kind', 'territory', 'month'],
  ],
  keys: (event) => keysOf[event.type](event as never),
  difference,
  on: {
    ...(Object.fromEntries(COUNTED.map((type) => [type, folded])) as { [E in TypeOf<Counted>]: typeof folded }),
    PromiseKept: (promise, event) => settled(promise, 'kept', event),
    PromiseBroken: (promise, event) => settled(promise, 'broken', event),
    PromiseRenegotiated: (promise, event) => {
      if (promise?.kind !== 'promise') return promise;
      return businessDayOf(event) <= promise.due ? { ...promise, due: event.data.due } : promise;
    },
    MarginRecorded: (margin, event) => earned(margin, event),
    OwnerAssigned: (account, { stream, data, meta }) => {
      const known = accountOf(account, stream);
      const earlier = known.firstOwner === null || meta.occurredAt < known.firstOwner.since;
      return earlier ? { ...known, firstOwner: { employeeId: data.employeeId, since: meta.occurredAt } } : known;
    },
    TerritoryAssigned: (account, { stream, data: { territory, effectiveFrom: since } }) => {
      const known = accountOf(account, stream);
      const earlier = known.firstTerritory === null || since < known.firstTerritory.since;
      return earlier ? { ...known, firstTerritory: { territory, since } } : known;
    },
    EmployeeRegistered: (_, event) => present('employee', event),
    TeamFormed: (_, event) => present('team', event),
    TeamJoined: (presence, { data, meta }) => moved(presence, data.teamId, meta.occurredAt),
    TeamLeft: (presence, { meta }) => moved(presence, null, meta.occurredAt),
    EmployeeDeparted: (presence, event) => gone(presence, event),
    TeamDisbanded: (presence, event) => gone(presence, event),
    PolicyVersionPublished: (policy, { stream, data: { version, document } }) => {
      const known = policyOf(policy, stream);
      return { ...known, versions: [...known.versions, { version, document }] };
    },
    PolicyVersionActivated: (policy, { stream, data: { version, validFrom }, meta }) => {
      const known = policyOf(policy, stream);
      return { ...known, activations: [...known.activations, { version, validFrom, on: dayIn(meta.zone ?? UTC, validFrom) }] };
    },
    AccountClosed: (account, event) => ({ ...accountOf(account, event.stream), closedOn: businessDayOf(event) }),
    AccountReopened: (account, event) => ({ ...accountOf(account, event.stream), closedOn: null }),
    ExchangeRateSet: (_, { data }) => ({ kind: 'rate', ...data }),
    TeamTargetSet: (target, { stream, data, meta: { occurredAt } }) =>
      target?.kind === 'target' && occurredAt < target.since
        ? target
        : { ...data, kind: 'target', by: 'team', key: idOf(stream), since: occurredAt },
  },
};

type KeysOf = { readonly [E in TypeOf<Events>]: (event: Fact<Events, E>) => readonly string[] };

const promiseKey = ({ stream, data }: { readonly stream: string; readonly data: { readonly promiseId: string } }): string =>
  `promise|${idOf(stream)}|${data.promiseId}`;
const accountKey = ({ stream }: { readonly stream: string }): string => `account|${idOf(stream)}`;
const presenceKey = ({ stream }: { readonly stream: string }): readonly string[] => [`presence|${stream}`];
const policyKeys = ({ stream }: { readonly stream: string }): readonly string[] => (COUNTING.has(stream) ? [`policy|${idOf(stream)}`] : []);

const keysOf: KeysOf = {
  ...(Object.fromEntries(COUNTED.map((type) => [type, countedKeys])) as unknown as KeysOf),
  AccountOpened: (event) => [...countedKeys(event), accountKey(event)],
  PromiseMade: (event) => [...countedKeys(event), promiseKey(event)],
  PromiseKept: (event) => [promiseKey(event)],
  PromiseBroken: (event) => [promiseKey(event)],
  PromiseRenegotiated: (event) => [promiseKey(event)],
  MarginRecorded: ({ stream, data }) => [`margin|${idOf(stream)}|${data.orderNumber}`],
  AccountClosed: (event) => [accountKey(event)],
  AccountReopened: (event) => [accountKey(event)],
  OwnerAssigned: (event) => [accountKey(event)],
  TerritoryAssigned: (event) => [accountKey(event)],
  EmployeeRegistered: presenceKey,
  TeamJoined: presenceKey,
  TeamLeft: presenceKey,
  EmployeeDeparted: presenceKey,
  TeamFormed: presenceKey,
  TeamDisbanded: presenceKey,
  PolicyVersionPublished: policyKeys,
  PolicyVersionActivated: policyKeys,
  ExchangeRateSet: ({ data: { from, to, validOn } }) => [`rate|${from}|${to}|${validOn}`],
  TeamTargetSet: ({ stream, data }) => [`target|team|${idOf(stream)}|${data.kpi}|${data.period}`],
};

type Document = TeamKpiDocument | undefined;

/** A counted fact in a total or a cell; one that opens an account or makes a promise also in the document of that. */
function folded(document: Document, event: Fact<Counted>, key: string): TeamKpiDocument {
  if (key.startsWith('account|')) return { ...accountOf(document, event.stream), openedOn: businessDayOf(event) };
  if (key.startsWith('promise|') && event.type === 'PromiseMade') return made(event);
  return counted(document?.kind === 'total' || document?.kind === 'cell' ? document : undefined, event, key);
}

const made = (event: Fact<Counted, 'PromiseMade'>): KpiPromise => {
  const { promiseId, due, credit } = event.data;
  return {
    kind: 'promise',
    accountId: idOf(event.stream),
    promiseId,
    ...whoseOf(credit),
    madeOn: businessDayOf(event),
    due,
    status: 'open',
    settledOn: null,
  };
};

/** A promise that is settled without having been made stays unknown: history that is cut at a business time can look like that. */
const settled = (promise: Document, status: 'kept' | 'broken', event: Fact<Settling>): Document =>
  promise?.kind === 'promise' ? { ...promise, status, settledOn: businessDayOf(event) } : promise;

/** An order's margin with one more amount in its line. */
const earned = (document: Document, event: Fact<Earned>): KpiMargin => {
  const { orderNumber, margin, credit } = event.data;
  const told = document?.kind === 'margin' ? document.told : [];
  const value = { day: businessDayOf(event), margin, ...whoseOf(credit) };
  return { kind: 'margin', accountId: idOf(event.stream), orderNumber, told: withValue(told, value, event.meta.occurredAt) };
};

const accountOf = (document: Document, stream: string): KpiAccount =>
  document?.kind === 'account'
    ? document
    : { kind: 'account', accountId: idOf(stream), openedOn: null, closedOn: null, firstOwner: null, firstTerritory: null };

const present = (by: KpiPresence['by'], event: Fact<Present>): KpiPresence => ({
  kind: 'presence',
  by,
  key: idOf(event.stream),
  from: businessDayOf(event),
  to: null,
  teams: [],
});

const moved = (presence: Document, teamId: string | null, since: string): Document =>
  presence?.kind === 'presence' ? { ...presence, teams: [...presence.teams, { teamId, since }] } : presence;

const gone = (presence: Document, event: Fact<Present>): Document =>
  presence?.kind === 'presence' ? { ...presence, to: businessDayOf(event) } : presence;

const policyOf = (document: Document, stream: string): KpiPolicy =>
  document?.kind === 'policy' ? document : { kind: 'policy', name: idOf(stream), versions: [], activations: [] };
