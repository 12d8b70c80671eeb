import { daysOf, twelveMonthsTo } from '#libs/analytics/calendar.js';
import { toMinor } from '#libs/analytics/money.js';
import { type Day } from '#libs/kernel/message.js';
import { type KpiCell, type KpiTarget } from '#libs/read-models/team-kpis/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { convertedIn } from '#libs/read-models/team-kpis/sales.js';
import { type Customer, isCustomerOn, reported, type ReportedAmount } from '../customers.js';
import { type HealthPolicies, healthOn } from './health.js';

/** Mean health of some accounts on a day, and of how many of them something was known. */
export interface MeanHealth {
  readonly on: Day;
  readonly accounts: number;
  /** Null where nothing was known of any. */
  readonly score: number | null;
}

/** What sales say afterwards beside what health says before. */
export interface LeadingLine {
  readonly teamId: string;
  readonly period: string;
  /** Lagging: the quota, what was sold, and their ratio. */
  readonly target: ReportedAmount;
  readonly actual: ReportedAmount;
  readonly attainment: number;
  readonly quotaMet: boolean;
  /** Leading: the accounts that the team sold to in the twelve months before the period's end. */
  readonly healthBefore: MeanHealth;
  readonly healthNow: MeanHealth;
  /** Points; null where either is not known. */
  readonly healthChange: number | null;
  /** The quota is met while health falls: what is sold today is paid for by what is lost tomorrow. */
  readonly drain: boolean;
  /** The accounts that fell the most, worst first. */
  readonly falling: readonly { readonly accountId: string; readonly before: number; readonly now: number }[];
}

/** Accounts that one line names. */
const FALLING_MAX = 10;

/** Every sales target of a team whose period has begun, with the health of the accounts behind it. */
export const leadingLines = (
  customers: readonly Customer[],
  targets: readonly KpiTarget[],
  policies: HealthPolicies,
  reporting: Reporting,
): readonly LeadingLine[] =>
  targets
    .filter(({ kpi, period }) => kpi === 'netSales' && daysOf(period, reporting.fiscalYearStartsIn).from <= reporting.today)
    .toSorted((left, right) => (left.period === right.period ? (left.key < right.key ? -1 : 1) : left.period > right.period ? -1 : 1))
    .map((target) => lineOf(customers, target, policies, reporting));

const lineOf = (
  customers: readonly Customer[],
  { key: teamId, period, value }: KpiTarget,
  policies: HealthPolicies,
  reporting: Reporting,
): LeadingLine => {
  const days = daysOf(period, reporting.fiscalYearStartsIn);
  const until = days.to < reporting.today ? days.to : reporting.today;
  const ofTeam = ({ figures }: Customer): readonly KpiCell[] => figures.filter((cell) => cell.teamId === teamId);
  const cells = customers.flatMap(ofTeam);
  const { minor, withoutRate } = convertedIn(cells, { from: days.from, to: until }, 'net', reporting);
  const target = toMinor(value, reporting.currency);
  const behind = customers.filter((customer) => convertedIn(ofTeam(customer), twelveMonthsTo(until), 'gross', reporting).minor > 0n);
  const scored = behind.map((customer) => ({
    accountId: customer.accountId,
    before: isCustomerOn(customer.record, days.from, reporting)
      ? (healthOn(customer, days.from, policies, reporting)?.score ?? null)
      : null,
    now: healthOn(customer, until, policies, reporting)?.score ?? null,
  }));
  const both = scored.flatMap(({ accountId, before, now }) => (before === null || now === null ? [] : [{ accountId, before, now }]));
  const change = meanOf(both.map(({ before, now }) => now - before));
  const quotaMet = minor >= target;
  return {
    teamId,
    period,
    target: reported(target, reporting),
    actual: reported(minor, reporting, withoutRate),
    attainment: target === 0n ? 1 : Number(minor) / Number(target),
    quotaMet,
    healthBefore: { on: days.from, accounts: both.length, score: meanOf(both.map(({ before }) => before)) },
    healthNow: { on: until, accounts: both.length, score: meanOf(both.map(({ now }) => now)) },
    healthChange: change,
    drain: quotaMet && change !== null && change < 0,
    falling: both
      .filter(({ before, now }) => now < before)
      .toSorted((left, right) => left.now - left.before - (right.now - right.before))
      .slice(0, FALLING_MAX),
  };
};

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
