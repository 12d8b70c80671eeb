import {
  type Days,
  firstMonth,
  lastMonth,
  monthOf,
  previousPeriod,
  shiftDay,
  shiftMonth,
  twelveMonthsTo,
} from '#libs/analytics/calendar.js';
import { topShare } from '#libs/analytics/concentration.js';
import { minorOf, ratioOf } from '#libs/analytics/money.js';
import { type Retention } from '#libs/analytics/retention.js';
import { type Day } from '#libs/kernel/message.js';
import { fromMinor, moneysOf } from '#libs/domain/money.js';
import { type AccountSales, accountsBehind, retentionOf, type Windows } from './accounts-behind.js';
import {
  type Concentration,
  type KpiAnswer,
  type KpiRetention,
  type KpiSummary,
  type PromiseFigures,
  type ReportedAmount,
  type RetentionRates,
  type SalesAnswer,
  type TrailingYear,
} from './answer-contract.js';
import { type Counters } from './counters.js';
import { openAt } from './derived.js';
import { type KpiPromise } from './documents.js';
import { figuresOf, type KpiMaterial } from './material.js';
import { type Reporting } from './reporting.js';
import { comparisonOf, type Coverage, coverageOf, type KpiQuestion, type KpiRow } from './rows.js';
import { convertedIn, type Daily, salesIn, sumIn } from './sales.js';
import { targetAnswer } from './targets.js';

/** Accounts that a summary names, the largest first. */
export const TOP_ACCOUNTS = 5;

/** Periods over which retention is measured: from one month to the next, most accounts order nothing and are not lost. */
export const hasRetention = ({ period }: Pick<KpiQuestion, 'period'>): boolean => period !== 'month';

/** The figures of rows: a page of them, since each looks at its own twelve months. */
export const kpiAnswers = (rows: readonly KpiRow[], question: KpiQuestion, material: KpiMaterial): readonly KpiAnswer[] => {
  const figures = figuresOf(question.by, material);
  return rows.map((row) => {
    const daily = figures(row.key);
    const coverage = coverageOf(row.period, material.firstDay, material.reporting);
    const answer = { ...answerOf(row, coverage, daily, material), ...compared(row, coverage, daily, question, material) };
    const own = material.targets.filter(({ key, period }) => key === row.key && period === row.period);
    if (own.length === 0) return answer;
    const windows = answer.comparison;
    const spans = windows && { of: spanOf(row, windows.of, daily, material), with: spanOf(row, windows.with, daily, material) };
    return { ...answer, targets: own.map((target) => targetAnswer(target, answer, spans)) };
  });
};

/** A row with what its trend is told by. */
export interface KpiStanding {
  readonly answer: KpiAnswer;
  /** The days that the trend compares, with the figures of each; `null` where there is nothing to compare with. */
  readonly spans: { readonly of: KpiAnswer; readonly with: KpiAnswer } | null;
}

/** As {@link kpiAnswers}, without targets and with the span before: growth and retention of it too, each against the one before that. */
export const kpiStandings = (rows: readonly KpiRow[], question: KpiQuestion, material: KpiMaterial): readonly KpiStanding[] => {
  const figures = figuresOf(question.by, material);
  return rows.map((row) => {
    const daily = figures(row.key);
    const coverage = coverageOf(row.period, material.firstDay, material.reporting);
    const answer = { ...answerOf(row, coverage, daily, material), ...compared(row, coverage, daily, question, material) };
    if (answer.comparison === null) return { answer, spans: null };
    const { of, with: before } = answer.comparison;
    const rowBefore = { ...row, period: previousPeriod(row.period) };
    const coverageBefore = { ...coverageOf(rowBefore.period, material.firstDay, material.reporting), covered: before };
    const comparedBefore = compared(rowBefore, coverageBefore, daily, question, material);
    const { netSalesGrowth, retention } = answer;
    return {
      answer,
      spans: {
        of: { ...spanOf(row, of, daily, material), netSalesGrowth, ...(retention && { retention }) },
        with: { ...spanOf(rowBefore, before, daily, material), ...comparedBefore },
      },
    };
  });
};

/** One summary a key over the whole range that its rows span. */
export const kpiSummaries = (rows: readonly KpiRow[], question: KpiQuestion, material: KpiMaterial): readonly KpiSummary[] => {
  const figures = figuresOf(question.by, material);
  const { reporting, firstDay } = material;
  return [...Map.groupBy(rows, ({ key }) => key)].map(([key, own]) => {
    const [first, last] = [own[0]!.period, own.at(-1)!.period];
    const [from, to] = [firstMonth(first, reporting.fiscalYearStartsIn), lastMonth(last, reporting.fiscalYearStartsIn)];
    const [begin, end] = [coverageOf(first, firstDay, reporting), coverageOf(last, firstDay, reporting)];
    const covered = begin.covered && { from: begin.covered.from, to: end.covered?.to ?? reporting.today };
    const coverage = { from: begin.from, to: end.to, over: end.over, complete: begin.complete && end.complete, covered };
    const row = { by: question.by, key, period: `${from}..${to}` };
    return { ...answerOf(row, coverage, figures(key), material), concentration: concentrationOf(row, coverage, material) };
  });
};

const answerOf = (row: KpiRow, coverage: Coverage, daily: readonly Daily[], material: KpiMaterial): KpiAnswer => {
  const { reporting, nameOf } = material;
  const { from, to, over, complete, covered } = coverage;
  const counters = sumIn(daily, coverage);
  return {
    ...row,
    name: nameOf(row.by, row.key),
    from,
    to,
    over,
    complete,
    covered,
    comparison: null,
    salesBasis: reporting.basisOf(monthOf(to)),
    orders: counters.orders ?? 0,
    ...salesAnswer(daily, coverage, material),
    reportedNetSales: reportedIn(daily, coverage, 'net', reporting),
    reportedGrossSales: reportedIn(daily, coverage, 'gross', reporting),
    margin: moneysOf(counters.marginMinor),
    costToServe: moneysOf(counters.costToServeMinor),
    netSalesGrowth: {},
    promises: promisesOf(counters, material.promisesOf(row.by, row.key), to < reporting.today ? to : reporting.today),
    interactions: {
      recorded: counters.interactions ?? 0,
      executive: counters.executiveInteractions ?? 0,
    },
    stages: { advances: counters.stageAdvances ?? 0, regressions: counters.stageRegressions ?? 0 },
    accounts: {
      opened: counters.accountsOpened ?? 0,
      lost: counters.accountsLost ?? 0,
      wonBack: counters.accountsWonBack ?? 0,
      riskFlags: counters.riskFlags ?? 0,
    },
    deliveriesWithoutAmount: counters.deliveriesWithoutAmount ?? 0,
    targets: [],
  };
};

const reportedIn = (daily: readonly Daily[], days: Days, of: 'net' | 'gross', reporting: Reporting): ReportedAmount => {
  const { minor, withoutRate } = convertedIn(daily, days, of, reporting);
  return { amount: fromMinor(minor, reporting.currency), withoutRate: moneysOf(withoutRate) };
};

const salesAnswer = (daily: readonly Daily[], days: Days, { reporting }: KpiMaterial): SalesAnswer => {
  const { gross, returns, net } = salesIn(daily, days, reporting);
  return { grossSales: moneysOf(gross), returns: moneysOf(returns), netSales: moneysOf(net) };
};

const promisesOf = (counters: Counters, promises: readonly KpiPromise[], end: Day): PromiseFigures => {
  const { promisesKeptInTime: keptInTime = 0, promisesKeptLate: keptLate = 0 } = counters;
  const { promisesBroken: broken = 0, promisesOverdue: overdue = 0 } = counters;
  const { open, notYetDue } = openAt(promises, end);
  return {
    made: counters.promisesMade ?? 0,
    kept: keptInTime + keptLate,
    keptInTime,
    keptLate,
    broken,
    overdue,
    open,
    openNotYetDue: notYetDue,
    inTimeRate: share(keptInTime, keptInTime + keptLate + broken + overdue),
    averageDaysLate: share(counters.promiseDaysLate ?? 0, keptLate),
  };
};

/** Growth and retention against the same span of the period before, and the twelve months beside it. */
const compared = (row: KpiRow, coverage: Coverage, daily: readonly Daily[], question: KpiQuestion, material: KpiMaterial) => {
  const { firstDay, reporting } = material;
  const comparison = comparisonOf(row.period, coverage, firstDay, reporting);
  const windows = comparison && { after: comparison.of, before: comparison.with };
  return {
    comparison: comparison ?? null,
    netSalesGrowth: growthOf(daily, coverage, windows, material),
    ...(hasRetention(question) ? { retention: retentionAnswer(row, windows, material) } : {}),
    ...(coverage.covered ? { trailingYear: trailingYearOf(row, coverage.covered.to, daily, question, material) } : {}),
  };
};

const trailingYearOf = (row: KpiRow, end: Day, daily: readonly Daily[], question: KpiQuestion, material: KpiMaterial): TrailingYear => {
  const after = twelveMonthsTo(end);
  const before = twelveMonthsTo(shiftDay(end, -12));
  const covers = (days: Days): boolean => material.firstDay !== undefined && material.firstDay <= days.from;
  const windows = covers(before) ? { before, after } : undefined;
  return {
    ...after,
    complete: covers(after),
    netSales: moneysOf(salesIn(daily, after, material.reporting).net),
    netSalesGrowth: growthOf(daily, after, windows, material),
    ...(hasRetention(question) ? { retention: retentionAnswer(row, windows, material) } : {}),
  };
};

/** By every currency in which there were net sales in the days shown or in those compared with; `null` where there is nothing to compare. */
const growthOf = (
  daily: readonly Daily[],
  shown: Days,
  windows: Windows | undefined,
  { reporting }: KpiMaterial,
): KpiAnswer['netSalesGrowth'] => {
  const before = windows ? salesIn(daily, windows.before, reporting).net : {};
  const after = salesIn(daily, windows?.after ?? shown, reporting).net;
  const currencies = [...new Set([...Object.keys(after), ...Object.keys(before)])].toSorted();
  const growth = (currency: string): number | null => {
    const past = minorOf(before, currency);
    return past > 0n ? (ratioOf(minorOf(after, currency) - past, past) ?? null) : null;
  };
  return Object.fromEntries(currencies.map((currency) => [currency, growth(currency)]));
};

const retentionAnswer = (row: KpiRow, windows: Windows | undefined, { cellsIn, reporting }: KpiMaterial): KpiRetention => {
  if (windows === undefined) return { base: 'net-sales', logo: null, accounts: 0, byCurrency: {}, reported: null, withoutRate: [] };
  const { accounts, accountsKept, byCurrency, reported, withoutRate } = retentionOf(
    cellsIn(windows.before, windows.after),
    row,
    windows,
    reporting,
  );
  return {
    base: 'net-sales',
    logo: share(accountsKept, accounts),
    accounts,
    byCurrency: Object.fromEntries(Object.entries(byCurrency).map(([currency, rates]) => [currency, ratesOf(rates)])),
    reported: ratesOf(reported),
    withoutRate: moneysOf(withoutRate),
  };
};

const ratesOf = ({ accounts, grossRevenueRetention: gross, netRevenueRetention: net }: Retention): RetentionRates | null =>
  gross === undefined || net === undefined ? null : { gross, net, accounts };

/** The figures of a span of days under the name of a row. */
const spanOf = (row: KpiRow, days: Days, daily: readonly Daily[], material: KpiMaterial): KpiAnswer =>
  answerOf(row, { ...days, over: true, complete: false, covered: days }, daily, material);

const concentrationOf = (row: KpiRow, days: Days, { cellsIn, reporting }: KpiMaterial): readonly Concentration[] => {
  const accounts = accountsBehind(cellsIn(days), row, days, reporting);
  const currencies = new Set(accounts.flatMap(({ gross, net }) => [...Object.keys(gross), ...Object.keys(net)]));
  return [...currencies].toSorted().map((currency) => concentrationIn(currency, accounts));
};

const concentrationIn = (currency: string, accounts: readonly AccountSales[]): Concentration => {
  const net = (account: AccountSales): bigint => minorOf(account.net, currency);
  const gross = (account: AccountSales): bigint => minorOf(account.gross, currency);
  const above = accounts.filter((account) => net(account) > 0n);
  const soldTo = accounts.filter((account) => gross(account) > 0n);
  const whole = above.reduce((sum, account) => sum + net(account), 0n);
  return {
    currency,
    accounts: above.length,
    netSales: fromMinor(whole, currency),
    accountsSoldTo: soldTo.length,
    grossSales: fromMinor(
      soldTo.reduce((sum, account) => sum + gross(account), 0n),
      currency,
    ),
    topShare: topShare(above.map(net), TOP_ACCOUNTS) ?? null,
    top: above
      .toSorted((left, right) => Number(net(right) > net(left)) - Number(net(right) < net(left)))
      .slice(0, TOP_ACCOUNTS)
      .map((account) => ({
        accountId: account.accountId,
        netSales: fromMinor(net(account), currency),
        share: ratioOf(net(account), whole) ?? 0,
      })),
  };
};

/** The first month of which cells are needed to answer rows from a month on: two years before it. */
export const cellsFrom = (month: string): string => shiftMonth(month, -24);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
