import { lastDayOf, monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { lossImpact as impactOf, monthlySlope } from '#libs/analytics/loss-impact.js';
import { addAmounts, type Amounts, amountsOf, minorOf } from '#libs/analytics/money.js';
import { Problem } from '#libs/platform/problem.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { type Customer, customersOf, reported, type ReportedAmount, revenueIn, yearlyRevenue } from '../customers.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';

/** Months that the growth of the others is taken from: a year, which holds every season once. */
const MONTHS = 12;

/** What would be lost with some accounts, and how long the others would take to make up for it. */
export interface LossImpactLine {
  readonly accountIds: readonly string[];
  /** Net sales of the twelve months before. */
  readonly revenue12m: ReportedAmount;
  /** Their share of all sales; null where there were none. */
  readonly revenueShare: number | null;
  /** Of the orders of the twelve months whose margin is known in the reporting currency; null where none is. */
  readonly margin12m: ReportedAmount | null;
  readonly revenueAMonth: ReportedAmount;
  /** By how much the monthly sales of all others grow from month to month: the slope over the last twelve whole months. */
  readonly growthOfOthersAMonth: ReportedAmount;
  /** Null: at this growth never. */
  readonly monthsToRecover: number | null;
  /** Sales that are missing until then. */
  readonly shortfall: ReportedAmount | null;
}

export type LossImpactAnswer = LossImpactLine & { readonly asOf: AsOf };

/** What the loss of an account, or of an owner's accounts, would mean: a simulation, nothing is changed. */
export const lossImpact = question({
  name: 'LossImpact',
  path: '/v1/accounts/{id}/loss-impact',
  summary: 'What the loss of an account would mean: revenue, margin, and the months until the others make up for it',
  read: { records: churnRecord, orders: orderBook, figures: teamKpis },
  answer: async ({ records, orders, figures, id: accountId, sources, moment, until }): Promise<LossImpactLine> => {
    const reporting = await reportingOf(sources, moment, until);
    const customers = await customersOf({ records, orders, figures });
    const lost = customers.filter((customer) => customer.accountId === accountId);
    if (lost.length === 0)
      throw new Problem(
        'ACCOUNT_NOT_FOUND',
        `There is no account ${accountId} that stands for itself: check the id; GET /v1/accounts lists all.`,
      );
    const others = customers.filter((customer) => customer.accountId !== accountId);
    return simulated(lost, others, reporting);
  },
});

const simulated = (lost: readonly Customer[], others: readonly Customer[], reporting: Reporting): LossImpactLine => {
  const { today } = reporting;
  const revenueOf = (customers: readonly Customer[]) => customers.map((customer) => yearlyRevenue(customer, today, reporting));
  const sum = (all: readonly { readonly minor: bigint }[]) => all.reduce((total, { minor }) => total + minor, 0n);
  const own = revenueOf(lost);
  const months = Array.from({ length: MONTHS }, (_, index) => shiftMonth(monthOf(today), index - MONTHS));
  const growth = monthlySlope(
    months.map((month) => sum(others.map((customer) => revenueIn(customer, { from: `${month}-01`, to: lastDayOf(month) }, reporting)))),
  );
  const margin = marginOf(lost, reporting);
  const all = sum(own) + sum(revenueOf(others));
  const impact = impactOf({ revenueMinor: sum(own), ...(margin === undefined ? {} : { marginMinor: margin }), monthlyGrowthMinor: growth });
  return {
    accountIds: lost.map(({ accountId }) => accountId),
    revenue12m: reported(impact.revenueMinor, reporting, own.map(({ withoutRate }) => withoutRate).reduce<Amounts>(addAmounts, {})),
    revenueShare: all > 0n ? Number(impact.revenueMinor) / Number(all) : null,
    margin12m: margin === undefined ? null : reported(margin, reporting),
    revenueAMonth: reported(impact.revenueAMonthMinor, reporting),
    growthOfOthersAMonth: reported(growth, reporting),
    monthsToRecover: impact.monthsToRecover ?? null,
    shortfall: impact.shortfallMinor === undefined ? null : reported(impact.shortfallMinor, reporting),
  };
};

const marginOf = (customers: readonly Customer[], { today, currency }: Reporting): bigint | undefined => {
  const from = `${shiftMonth(monthOf(today), -MONTHS)}${today.slice(7)}`;
  const margins = customers
    .flatMap(({ orders }) => orders)
    .filter(({ placedOn }) => placedOn > from && placedOn <= today)
    .flatMap(({ margins: line }) => line.at(-1)?.value ?? [])
    .filter((margin) => margin.currency === currency);
  return margins.length === 0 ? undefined : minorOf(margins.map(amountsOf).reduce<Amounts>(addAmounts, {}), currency);
};
