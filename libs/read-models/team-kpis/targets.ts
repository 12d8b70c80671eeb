import { ratioOf } from '#libs/analytics/money.js';
import { toMinor } from '#libs/domain/money.js';
import { type CountedKpi, isCountedKpi } from '#libs/domain/kpis.js';
import { type Money } from '#libs/domain/values.js';
import { type KpiAnswer, type ReportedAmount, type TargetAnswer } from './answer-contract.js';
import { type KpiTarget } from './documents.js';

/** An amount in the reporting currency, or a number; `null` where it cannot be said. */
export type Actual = Money | number | null;

/** A target with what was reached in its period, and the way since the same span of the period before. */
export const targetAnswer = (
  { kpi, value }: Pick<KpiTarget, 'kpi' | 'value'>,
  answer: KpiAnswer,
  spans: { readonly of: KpiAnswer; readonly with: KpiAnswer } | null,
): TargetAnswer => {
  const { actual, trend } = reachedOf(kpi, answer, spans);
  return {
    kpi,
    value,
    actual: isMoney(actual) ? actual.amount : actual,
    attainment: quotient(actual, isMoney(actual) ? { amount: value, currency: actual.currency } : Number(value)),
    trend,
  };
};

/** What was reached of a KPI, before that, and the way between: KPIs that rest on more than these figures are not known here. */
export const reachedOf = (
  kpi: string,
  answer: KpiAnswer,
  spans: { readonly of: KpiAnswer; readonly with: KpiAnswer } | null,
): { readonly actual: Actual; readonly trend: number | null } => {
  const read = isCountedKpi(kpi) ? actuals[kpi] : () => null;
  return { actual: read(answer), trend: spans ? change(read(spans.of), read(spans.with)) : null };
};

/** Nothing is said of an amount while a part of it has no rate. */
const reported = ({ amount, withoutRate }: ReportedAmount): Actual => (withoutRate.length > 0 ? null : amount);

const actuals: { readonly [K in CountedKpi]: (answer: KpiAnswer) => Actual } = {
  netSales: ({ reportedNetSales }) => reported(reportedNetSales),
  grossSales: ({ reportedGrossSales }) => reported(reportedGrossSales),
  netSalesGrowth: ({ netSalesGrowth, reportedNetSales: { amount } }) => netSalesGrowth[amount.currency] ?? null,
  grossRevenueRetention: ({ retention }) => retention?.reported?.gross ?? null,
  netRevenueRetention: ({ retention }) => retention?.reported?.net ?? null,
  logoRetention: ({ retention }) => retention?.logo ?? null,
  inTimeRate: ({ promises }) => promises.inTimeRate,
  orders: ({ orders }) => orders,
  interactions: ({ interactions }) => interactions.recorded,
  accountsOpened: ({ accounts }) => accounts.opened,
  accountsWonBack: ({ accounts }) => accounts.wonBack,
};

export const isMoney = (actual: Actual): actual is Money => typeof actual === 'object' && actual !== null;

const quotient = (part: Actual, whole: Actual): number | null => {
  if (isMoney(part) && isMoney(whole)) return ratioOf(minorOf(part), minorOf(whole)) ?? null;
  return typeof part === 'number' && typeof whole === 'number' && whole !== 0 ? part / whole : null;
};

export const change = (now: Actual, before: Actual): number | null => {
  if (isMoney(now) && isMoney(before)) return ratioOf(minorOf(now) - minorOf(before), minorOf(before)) ?? null;
  return typeof now === 'number' && typeof before === 'number' && before !== 0 ? (now - before) / before : null;
};

/** A target may have more digits than the currency: what is behind its minor unit is nothing that could be reached. */
const minorOf = (money: Money): bigint => toMinor(money) ?? toMinor({ ...money, amount: money.amount.replace(/\..*$/, '') }) ?? 0n;
