import { type ExchangeRate } from '#libs/analytics/exchange.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type DatedLine } from '#libs/domain/dated-line.js';
import { type Credit, type Money } from '#libs/domain/values.js';
import { type DailyCounters } from './counters.js';

/** Whose figures a total holds. */
export const GROUPINGS = ['company', 'employee', 'team', 'territory'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Stands for the employee, the team or the territory of facts that carry none. */
export const UNASSIGNED = 'unassigned';

/** One month of the company (`key` is `all`), of an employee, of a team, or of a territory, day by day. */
export interface KpiTotal {
  readonly kind: 'total';
  readonly by: Grouping;
  readonly key: string;
  readonly month: string;
  readonly days: DailyCounters;
}

/** One month of one account under one employee, team and territory: what the totals are made of, and the accounts behind them. */
export interface KpiCell {
  readonly kind: 'cell';
  readonly month: string;
  readonly employeeId: string;
  readonly teamId: string;
  readonly territory: string;
  readonly accountId: string;
  readonly days: DailyCounters;
}

/** What a team is to reach; `period` is `2026`, `2026-Q1` or `2026-03`, `value` a decimal in the KPI's unit. */
export interface KpiTarget {
  readonly kind: 'target';
  readonly by: 'team';
  readonly key: string;
  readonly kpi: string;
  readonly period: string;
  readonly value: string;
  /** When it was set; of several, the latest holds, in whichever order they were told. */
  readonly since: Instant;
}

/**
 * A promise of ours, for whether it was in time: that is said against the day that had passed. A due day that is renegotiated while it
 * lies ahead moves; one that has passed stays missed, whatever is agreed afterwards.
 */
export interface KpiPromise {
  readonly kind: 'promise';
  readonly accountId: string;
  readonly promiseId: string;
  readonly employeeId: string;
  readonly teamId: string;
  readonly territory: string;
  readonly madeOn: Day;
  /** The day that it is judged by. */
  readonly due: Day;
  readonly status: 'open' | 'kept' | 'broken';
  readonly settledOn: Day | null;
}

/**
 * What an order earned, as it was told: each amount replaces the one before it, on its day and for whom it carries. Events of older logs
 * do not say what they replace, so that only the line of the order tells.
 */
export interface KpiMargin {
  readonly kind: 'margin';
  readonly accountId: string;
  readonly orderNumber: string;
  readonly told: DatedLine<Whose & { readonly day: Day; readonly margin: Money }>;
}

/** Whose something is. */
export interface Whose {
  readonly employeeId: string;
  readonly teamId: string;
  readonly territory: string;
}

/** Whose a fact is that carries this credit. */
export const whoseOf = ({ employeeId = UNASSIGNED, teamId = UNASSIGNED, territory = UNASSIGNED }: Credit = {}): Whose => ({
  employeeId,
  teamId,
  territory,
});

/** The key under which something counts, by what figures are grouped by. */
export const keyOf = (of: Whose, by: Grouping): string =>
  ({ company: 'all', employee: of.employeeId, team: of.teamId, territory: of.territory })[by];

/** When an account was opened and closed, who had it first, and where it belonged first. */
export interface KpiAccount {
  readonly kind: 'account';
  readonly accountId: string;
  readonly openedOn: Day | null;
  /** Null while it is open. */
  readonly closedOn: Day | null;
  readonly firstOwner: { readonly employeeId: string; readonly since: Instant } | null;
  readonly firstTerritory: { readonly territory: string; readonly since: Day } | null;
}

/** From when to when a person or a team was there, and the teams of a person by the moment at which each began. */
export interface KpiPresence {
  readonly kind: 'presence';
  readonly by: 'employee' | 'team';
  readonly key: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly teams: readonly { readonly teamId: string | null; readonly since: Instant }[];
}

/** A rate of exchange. */
export interface KpiRate extends ExchangeRate {
  readonly kind: 'rate';
}

/** A policy that says how to count: its versions, and when each came into force. */
export interface KpiPolicy {
  readonly kind: 'policy';
  readonly name: string;
  readonly versions: readonly { readonly version: number; readonly document: object }[];
  /** `on`: the business day of that moment. */
  readonly activations: readonly { readonly version: number; readonly validFrom: Instant; readonly on: Day }[];
}

export type TeamKpiDocument = KpiTotal | KpiCell | KpiTarget | KpiPromise | KpiMargin | KpiAccount | KpiPresence | KpiRate | KpiPolicy;
