import { amountsOf } from '#libs/analytics/money.js';
import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type TypeOf } from '#libs/kernel/message.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { soldBy } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { addOn, combine, type Counters } from './counters.js';
import { type Grouping, type KpiCell, type KpiTotal, type TeamKpiDocument, UNASSIGNED, whoseOf } from './documents.js';

/** Facts that are counted for whom they carry. */
export type Counted = Pick<ProfileEvents, 'AccountOpened'>
  & Pick<InteractionEvents, 'InteractionRecorded'>
  & Pick<RelationshipEvents, 'RelationshipStageChanged'>
  & Pick<CommerceEvents, 'OrderRecorded' | 'DeliveryRecorded' | 'InvoiceRecorded' | 'ReturnRecorded' | 'CostToServeRecorded'>
  & Pick<PromiseEvents, 'PromiseMade'>
  & Pick<RiskEvents, 'ChurnRiskFlagged' | 'AccountDeclaredLost' | 'AccountWonBack'>;

const invoiced = (net: Money): Counters => {
  const { invoices, creditNotes } = soldBy('invoices', net);
  return { ...(invoices ? { invoicesMinor: invoices } : {}), ...(creditNotes ? { creditNotesMinor: creditNotes } : {}) };
};

/** What one event adds. */
const counts: { readonly [E in TypeOf<Counted>]: (data: Counted[E]) => Counters } = {
  AccountOpened: () => ({ accountsOpened: 1 }),
  InteractionRecorded: ({ executive }) => ({ interactions: 1, ...(executive ? { executiveInteractions: 1 } : {}) }),
  RelationshipStageChanged: ({ direction }) => (direction === 'advance' ? { stageAdvances: 1 } : { stageRegressions: 1 }),
  OrderRecorded: ({ net }) => ({ orders: 1, ordersMinor: amountsOf(net) }),
  DeliveryRecorded: ({ net }) => ({ deliveries: 1, ...(net ? { deliveriesMinor: amountsOf(net) } : { deliveriesWithoutAmount: 1 }) }),
  InvoiceRecorded: ({ net }) => ({ invoices: 1, ...invoiced(net) }),
  ReturnRecorded: ({ net }) => ({ returnsMinor: amountsOf(net) }),
  CostToServeRecorded: ({ cost }) => ({ costToServeMinor: amountsOf(cost) }),
  PromiseMade: () => ({ promisesMade: 1 }),
  ChurnRiskFlagged: () => ({ riskFlags: 1 }),
  AccountDeclaredLost: () => ({ accountsLost: 1 }),
  AccountWonBack: () => ({ accountsWonBack: 1 }),
};

export const COUNTED = Object.keys(counts) as readonly TypeOf<Counted>[];

/** The day on which a fact counts: its business day; a cost counts from the first day of the month that it names. */
const dayCounted = (event: Fact<Counted>): Day => (event.type === 'CostToServeRecorded' ? `${event.data.month}-01` : businessDayOf(event));

/**
 * The totals and the cell that a fact counts in. An opened account counts for the company here; whose it is, is known once it has an
 * owner, and asked of {@link KpiAccount}.
 */
export const countedKeys = (event: Fact<Counted>): readonly string[] => {
  const month = dayCounted(event).slice(0, 7);
  if (event.type === 'AccountOpened') return [`total|company|all|${month}`];
  const { employeeId, teamId, territory } = whoseOf('credit' in event.data ? event.data.credit : undefined);
  return [
    `total|company|all|${month}`,
    `total|employee|${employeeId}|${month}`,
    `total|team|${teamId}|${month}`,
    // Most companies have no territories: nothing is written for them.
    ...(territory === UNASSIGNED ? [] : [`total|territory|${territory}|${month}`]),
    `cell|${month}|${employeeId}|${teamId}|${idOf(event.stream)}${territory === UNASSIGNED ? '' : `|${territory}`}`,
  ];
};

/** A total or a cell with a fact counted in it. */
export const counted = (document: KpiTotal | KpiCell | undefined, event: Fact<Counted>, key: string): KpiTotal | KpiCell => {
  const before = document ?? emptyOf(key);
  const count = counts[event.type] as (data: object) => Counters;
  return { ...before, days: addOn(before.days, dayCounted(event).slice(8, 10), count(event.data)) };
};

/** A document with nothing counted yet; ids hold no `|` (the kernel's STREAM_NAME). A territory is free text: it stands at the end of a key. */
const emptyOf = (key: string): KpiTotal | KpiCell => {
  const [kind, first = '', ...others] = key.split('|');
  if (kind === 'total') return { kind, by: first as Grouping, key: others.slice(0, -1).join('|'), month: others.at(-1)!, days: {} };
  const [employeeId = '', teamId = '', accountId = '', ...territory] = others;
  return {
    kind: 'cell',
    month: first,
    employeeId,
    teamId,
    territory: territory.length === 0 ? UNASSIGNED : territory.join('|'),
    accountId,
    days: {},
  };
};

type Document = TeamKpiDocument | undefined;

/**
 * A document in which what one stream told (`before`) is replaced by what it tells now (`after`), both folded from that stream alone:
 * figures of several streams add up, everything else is of one stream. `undefined` where nothing is left.
 */
export const difference = (document: Document, before: Document, after: Document): Document => {
  const shape = document ?? after ?? before;
  if (shape === undefined || !isSum(shape)) return after;
  const days = combine(combine(daysOf(document), daysOf(before), 'minus'), daysOf(after), 'plus');
  return Object.keys(days).length === 0 ? undefined : { ...shape, days };
};

const isSum = (document: TeamKpiDocument): document is KpiTotal | KpiCell => document.kind === 'total' || document.kind === 'cell';

const daysOf = (document: Document) => (document !== undefined && isSum(document) ? document.days : {});
