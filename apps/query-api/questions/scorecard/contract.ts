import { type Service } from '#libs/analytics/allocation.js';
import { type Day } from '#libs/kernel/message.js';
import { type Kpi, type KpiUnit } from '#libs/domain/kpis.js';
import { type Grouping } from '#libs/read-models/team-kpis/documents.js';

/** Why a figure is not said. */
export type Unsaid =
  | 'no-target'
  /** The period has not begun, or ended before the first fact. */
  | 'no-day'
  | 'nothing-before'
  | 'not-by-month'
  | 'not-by-territory'
  /** An amount is in a currency for which no rate is known. */
  | 'no-rate'
  | 'no-account'
  | 'no-key-account'
  /** No wallet was estimated for a period that was over by then. */
  | 'no-estimate'
  | 'no-opinion'
  | 'no-review'
  | 'no-margin'
  | 'no-profit-before'
  | 'no-promise'
  | 'no-complaint'
  | 'no-decision'
  | 'nothing-won'
  | 'no-capacity'
  | 'no-time'
  | 'no-prediction';

/** An account with what it is of the figure: amounts in the reporting currency as text; `null` where nothing is known of it. */
export interface AccountBehind {
  readonly accountId: string;
  readonly value: string | number | null;
}

/** One KPI of somebody in a period. */
export interface ScorecardKpi {
  readonly kpi: Kpi;
  readonly unit: KpiUnit;
  readonly better: 'higher' | 'lower';
  /** For all of the period, as it was set last. Targets are those of teams. */
  readonly target: string | null;
  /** Of the target by the last day that has come: of what adds up as the period goes on, the part of it that has come. */
  readonly expected: number | null;
  /** Amounts in the reporting currency as text, anything else as numbers. */
  readonly actual: string | number | null;
  /** That of the same span of the period before. */
  readonly previous: string | number | null;
  /** Actual ÷ previous − 1. */
  readonly trend: number | null;
  /** `off`: it misses what is expected by more than policy `team-kpis` tolerates. */
  readonly track: 'on' | 'off' | null;
  /** How many accounts are behind it, and the first ones: of amounts and counts the largest, of rates the worst. */
  readonly accounts: number;
  readonly behind: readonly AccountBehind[];
  /** How it is spread over its parts, 0–1: of time, over the quadrants of value against time. */
  readonly split?: Readonly<Partial<Record<Service, number>>>;
  /** Why a figure is null. */
  readonly unsaid: readonly { readonly figure: 'target' | 'actual' | 'trend'; readonly reason: Unsaid }[];
}

/** One of the four. */
export interface Headline {
  readonly place: 'first' | 'second' | 'third' | 'fourth';
  /** `off` where one of its KPIs is; `null` where of none it can be said. */
  readonly track: 'on' | 'off' | null;
  readonly kpis: readonly ScorecardKpi[];
}

/** The KPIs of somebody in a period, with the owner, team and territory of that time. */
export interface Scorecard {
  readonly by: Grouping;
  /** `all` for the company, `unassigned` for what counts for nobody. */
  readonly key: string;
  readonly name: string | null;
  readonly period: string;
  /** Its last day has passed. */
  readonly over: boolean;
  /** The days that the figures are of, and those that the trend compares them with. */
  readonly days: { readonly from: Day; readonly to: Day } | null;
  readonly daysBefore: { readonly from: Day; readonly to: Day } | null;
  readonly headlines: readonly Headline[];
  readonly others: readonly ScorecardKpi[];
}
