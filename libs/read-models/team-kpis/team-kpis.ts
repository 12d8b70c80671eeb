import { type Fact, idOf, type TypeOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { monthOf } from '#libs/analytics/calendar.js';
import { amountsOf } from '#libs/analytics/money.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { type TeamEvents } from '#libs/domain/team/messages.js';
import { type Credit } from '#libs/domain/values.js';
import { add, type Counters, NOTHING } from './counters.js';

/** Whose figures a total holds. */
export const GROUPINGS = ['company', 'employee', 'team'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** One month of the company (`key` is `all`), of an employee, or of a team. */
export interface KpiTotal extends Counters {
  readonly kind: 'total';
  readonly by: Grouping;
  readonly key: string;
  readonly month: string;
}

/** One month of one account under one employee and team: what the totals are made of, and the accounts behind them. */
export interface KpiCell extends Counters {
  readonly kind: 'cell';
  readonly month: string;
  readonly employeeId: string;
  readonly teamId: string;
  readonly accountId: string;
}

/** What a team is to reach; `period` is `2026`, `2026-Q1` or `2026-03`, `value` a decimal in the KPI's unit. */
export interface KpiTarget {
  readonly kind: 'target';
  readonly by: 'team';
  readonly key: string;
  readonly kpi: string;
  readonly period: string;
  readonly value: string;
}

export type TeamKpiDocument = KpiTotal | KpiCell | KpiTarget;

/** Stands for the employee or the team of facts that carry none. */
export const UNASSIGNED = 'unassigned';

type Counted = Pick<ProfileEvents, 'AccountOpened'>
  & Pick<InteractionEvents, 'InteractionRecorded' | 'InteractionRetracted'>
  & Pick<RelationshipEvents, 'RelationshipStageChanged'>
  & Pick<CommerceEvents, 'OrderRecorded' | 'ReturnRecorded' | 'MarginRecorded' | 'CostToServeRecorded'>
  & Pick<PromiseEvents, 'PromiseMade' | 'PromiseKept' | 'PromiseBroken'>
  & Pick<RiskEvents, 'ChurnRiskFlagged' | 'AccountDeclaredLost' | 'AccountWonBack'>;

type Events = Counted & Pick<TeamEvents, 'TeamTargetSet'>;

/** What one event adds. */
const counts: { readonly [E in TypeOf<Counted>]: (data: Counted[E]) => Partial<Counters> } = {
  AccountOpened: () => ({ accountsOpened: 1 }),
  InteractionRecorded: ({ executive }) => ({ interactions: 1, ...(executive ? { executiveInteractions: 1 } : {}) }),
  InteractionRetracted: () => ({ interactionsRetracted: 1 }),
  RelationshipStageChanged: ({ direction }) => (direction === 'advance' ? { stageAdvances: 1 } : { stageRegressions: 1 }),
  OrderRecorded: ({ net }) => ({ orders: 1, netSalesMinor: amountsOf(net) }),
  ReturnRecorded: ({ net }) => ({ returnsMinor: amountsOf(net) }),
  MarginRecorded: ({ margin }) => ({ marginMinor: amountsOf(margin) }),
  CostToServeRecorded: ({ cost }) => ({ costToServeMinor: amountsOf(cost) }),
  PromiseMade: () => ({ promisesMade: 1 }),
  PromiseKept: ({ daysLate }) => (daysLate > 0 ? { promisesKeptLate: 1, promiseDaysLate: daysLate } : { promisesKeptInTime: 1 }),
  PromiseBroken: () => ({ promisesBroken: 1 }),
  ChurnRiskFlagged: () => ({ riskFlags: 1 }),
  AccountDeclaredLost: () => ({ accountsLost: 1 }),
  AccountWonBack: () => ({ accountsWonBack: 1 }),
};

const counted = (document: TeamKpiDocument | undefined, event: Fact<Counted>, key: string): TeamKpiDocument => {
  const before = document === undefined || document.kind === 'target' ? emptyOf(key) : document;
  return add(before, (counts[event.type] as (data: object) => Partial<Counters>)(event.data));
};

/**
 * The figures of every month, by company, employee, team, and account. Owner and team are those that the event carries: they were
 * decided when it was written and are never looked up again, so a reassignment restates nothing.
 * A month is that of `occurredAt` (UTC); a cost counts in the month that it names.
 */
export const teamKpis: Projection<TeamKpiDocument, Events> = {
  name: 'team-kpis',
  version: 2,
  gathers: 'many-streams',
  indexes: [
    ['kind', 'by', 'month'],
    ['kind', 'month'],
    ['kind', 'employeeId', 'month'],
    ['kind', 'teamId', 'month'],
  ],
  keys: (event) => (event.type === 'TeamTargetSet' ? [targetKey(event)] : countedKeys(event)),
  on: {
    ...(Object.fromEntries(Object.keys(counts).map((type) => [type, counted])) as { [E in TypeOf<Counted>]: typeof counted }),
    TeamTargetSet: (_, { stream, data }) => ({ ...data, kind: 'target', by: 'team', key: idOf(stream) }),
  },
};

const targetKey = ({ stream, data }: Fact<Events, 'TeamTargetSet'>): string => `target|team|${idOf(stream)}|${data.kpi}|${data.period}`;

const countedKeys = (event: Fact<Counted>): readonly string[] => {
  const month = event.type === 'CostToServeRecorded' ? event.data.month : monthOf(event.meta.occurredAt);
  const { employeeId = UNASSIGNED, teamId = UNASSIGNED }: Credit = 'credit' in event.data ? event.data.credit : {};
  return [
    `total|company|all|${month}`,
    `total|employee|${employeeId}|${month}`,
    `total|team|${teamId}|${month}`,
    `cell|${month}|${employeeId}|${teamId}|${idOf(event.stream)}`,
  ];
};

/** A document with nothing counted yet; ids hold no `|` (the kernel's STREAM_NAME). */
const emptyOf = (key: string): KpiTotal | KpiCell => {
  const [kind, first = '', second = '', third = '', fourth = ''] = key.split('|');
  return kind === 'total'
    ? { kind, by: first as Grouping, key: second, month: third, ...NOTHING }
    : { kind: 'cell', month: first, employeeId: second, teamId: third, accountId: fourth, ...NOTHING };
};
