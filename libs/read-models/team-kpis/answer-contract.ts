import { type Days } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type Money, type SalesBasis } from '#libs/domain/values.js';
import { type Grouping } from './documents.js';

/** An amount in the reporting currency, each day's by the rates of that day, and what stays apart because no rate is known for its day. */
export interface ReportedAmount {
  readonly amount: Money;
  readonly withoutRate: readonly Money[];
}

/** Retention in one currency; shares of what the accounts of the window before brought, 0.1 for ten percent. */
export interface RetentionRates {
  /** Gross revenue retention: (R0 − churn − contraction) ÷ R0. */
  readonly gross: number;
  /** Net revenue retention: (R0 + expansion − churn − contraction) ÷ R0. */
  readonly net: number;
  /** Accounts that bought in the window before. */
  readonly accounts: number;
}

/** What became of the net sales that the accounts of the window before brought. */
export interface KpiRetention {
  /** All of it rests on net sales, which are less returns, as growth does. */
  readonly base: 'net-sales';
  /** Accounts that still buy ÷ accounts that bought, in whatever currency; `null` where none did. */
  readonly logo: number | null;
  readonly accounts: number;
  readonly byCurrency: Readonly<Record<string, RetentionRates | null>>;
  /** In the reporting currency; `null` where nothing was sold before. */
  readonly reported: RetentionRates | null;
  /** What is missing in it, of both windows, because no rate is known for its day. */
  readonly withoutRate: readonly Money[];
}

/** What sales were, by currency. */
export interface SalesAnswer {
  /** Orders, deliveries or invoices: what policy `reporting` says sales are. Returns are not taken off. */
  readonly grossSales: readonly Money[];
  /** Returns; where sales are invoices, credit notes. */
  readonly returns: readonly Money[];
  /** Gross sales less returns. */
  readonly netSales: readonly Money[];
}

/** The twelve months that end with a period, or with the present where it still runs. */
export interface TrailingYear extends Days {
  /** Data cover it since its first day. */
  readonly complete: boolean;
  readonly netSales: readonly Money[];
  /** Against the twelve months before, by currency; `null` where those are not covered by data, or brought nothing. */
  readonly netSalesGrowth: Readonly<Record<string, number | null>>;
  readonly retention?: KpiRetention;
}

/** Promises by their due day, or the day on which they were settled where that is earlier: each counts in one period. */
export interface PromiseFigures {
  /** Given in the period. */
  readonly made: number;
  /** Late ones included. */
  readonly kept: number;
  readonly keptInTime: number;
  readonly keptLate: number;
  readonly broken: number;
  /** Open after their due day, at the moment asked for. */
  readonly overdue: number;
  /** Given and neither kept nor broken by the end of the period, from the beginning of the log. */
  readonly open: number;
  /** Those of them that are not past their due day then. */
  readonly openNotYetDue: number;
  /** Kept in time ÷ (kept + broken + overdue). */
  readonly inTimeRate: number | null;
  readonly averageDaysLate: number | null;
}

/** What is to be reached, and how far it is. */
export interface TargetAnswer {
  readonly kpi: string;
  readonly value: string;
  /** Amounts in the reporting currency as text, rates and counts as numbers; `null` where it cannot be said here: of all KPIs, `GET /v1/scorecards`. */
  readonly actual: string | number | null;
  /** Actual ÷ target. */
  readonly attainment: number | null;
  /** Actual ÷ that of the same span of the period before − 1. */
  readonly trend: number | null;
}

/** The figures of one month, quarter or year, or of the whole range. */
export interface KpiAnswer extends SalesAnswer, Days {
  readonly by: Grouping;
  /** `all` for the company, `unassigned` for facts that carry nobody. */
  readonly key: string;
  readonly name: string | null;
  /** `2026-03`, `2026-Q1`, `2026`; for the whole range `2026-01..2026-11`. Quarters and years are fiscal ones. */
  readonly period: string;
  /** Its last day has passed. */
  readonly over: boolean;
  /** Over, and covered by data since its first day. */
  readonly complete: boolean;
  /** The days of it that have come and that data cover; `null`: none. */
  readonly covered: { readonly from: Day; readonly to: Day } | null;
  /** Which days growth and retention compare with which: the same span of the period before; `null` where there is none. */
  readonly comparison: { readonly of: Days; readonly with: Days } | null;
  /** What sales are in its last month. */
  readonly salesBasis: SalesBasis;
  readonly orders: number;
  /** Net sales in the reporting currency. */
  readonly reportedNetSales: ReportedAmount;
  readonly reportedGrossSales: ReportedAmount;
  readonly margin: readonly Money[];
  readonly costToServe: readonly Money[];
  /** Of net sales, 0.1 for ten percent more, by currency; `null` where there was nothing before. */
  readonly netSalesGrowth: Readonly<Record<string, number | null>>;
  /** Of quarters and years: from one month to the next, most accounts order nothing and are not lost. */
  readonly retention?: KpiRetention;
  readonly trailingYear?: TrailingYear;
  readonly promises: PromiseFigures;
  /** As they are told today: what was retracted is not among them. */
  readonly interactions: { readonly recorded: number; readonly executive: number };
  readonly stages: { readonly advances: number; readonly regressions: number };
  readonly accounts: { readonly opened: number; readonly lost: number; readonly wonBack: number; readonly riskFlags: number };
  /** Deliveries whose event is older than the field that says how much was delivered: they count as nothing where sales are deliveries. */
  readonly deliveriesWithoutAmount: number;
  readonly targets: readonly TargetAnswer[];
}

/** The accounts that carry a range, by currency, the largest by net sales first. */
export interface Concentration {
  readonly currency: string;
  /** Accounts with net sales above zero, and what these brought. */
  readonly accounts: number;
  readonly netSales: Money;
  /** Accounts with gross sales above zero, and what these brought before returns. */
  readonly accountsSoldTo: number;
  readonly grossSales: Money;
  /** Of the net sales of those above zero. */
  readonly topShare: number | null;
  readonly top: readonly { readonly accountId: string; readonly netSales: Money; readonly share: number }[];
}

/** The whole range, with the accounts that carry it. */
export interface KpiSummary extends KpiAnswer {
  readonly concentration: readonly Concentration[];
}
