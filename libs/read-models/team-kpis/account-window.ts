import { periodsFrom, shiftMonth } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { type Amounts } from '#libs/analytics/money.js';
import { inBuckets, type Series } from '#libs/analytics/segmentation.js';
import { netOf } from '#libs/domain/money.js';
import { type SegmentationBucket, type SegmentationMetric } from '#libs/domain/values.js';
import { marginFigures } from './derived.js';
import { type KpiCell, type KpiMargin } from './documents.js';
import { type Reporting } from './reporting.js';
import { soldIn } from './sales.js';

/** Whole months, the last of them included. */
export interface Window {
  readonly until: string;
  readonly months: number;
}

/** What an account brought and cost in each month of a window, in whole minor units of the reporting currency. */
export interface AccountMonths {
  readonly accountId: string;
  readonly revenue: readonly bigint[];
  readonly margin: readonly bigint[];
  readonly costToServe: readonly bigint[];
  readonly orders: readonly number[];
}

/** All accounts of a window that have any figure in it. */
export interface WindowFigures {
  readonly window: Window;
  readonly months: readonly string[];
  readonly accounts: readonly AccountMonths[];
  /** Accounts of which an amount has no rate of exchange on its day: it is left out. */
  readonly withoutRate: readonly string[];
}

/** Months of a window, the earliest first. */
export const monthsOf = ({ until, months }: Window): readonly string[] => periodsFrom(shiftMonth(until, 1 - months), until);

/** The window of the same length right before. */
export const windowBefore = ({ until, months }: Window): Window => ({ until: shiftMonth(until, -months), months });

type Row = { -readonly [Field in Exclude<keyof AccountMonths, 'accountId'>]: AccountMonths[Field] };

/**
 * Sums the cells and margins of a window by account and month; `speaking` names the account that goes on where one was merged. Net sales
 * as the policy `reporting` says; each amount is converted by the rate of its day.
 */
export const figuresIn = (window: Window, { cells, margins, reporting, speaking }: WindowMaterial): WindowFigures => {
  const months = monthsOf(window);
  const index = new Map(months.map((month, place) => [month, place]));
  const rows = new Map<string, Row>();
  const withoutRate = new Set<string>();
  // Most accounts have no margins and no costs: they share the zeros until something is added.
  const [none, noOrders] = [months.map(() => 0n), months.map(() => 0)];
  const added = (line: readonly bigint[], place: number, value: bigint): readonly bigint[] => {
    const own = (line === none ? [...line] : line) as bigint[];
    own[place] = own[place]! + value;
    return own;
  };
  const counted = (line: readonly number[], place: number, count: number): readonly number[] => {
    const own = (line === noOrders ? [...line] : line) as number[];
    own[place] = own[place]! + count;
    return own;
  };
  const rowOf = (accountId: string): Row => {
    const known = rows.get(accountId) ?? { revenue: none, margin: none, costToServe: none, orders: noOrders };
    rows.set(accountId, known);
    return known;
  };
  const converted = (accountId: string, amounts: Amounts | undefined, on: string): bigint => {
    let sum = 0n;
    for (const from in amounts) {
      const amount = amounts[from]!;
      const minor = convertMinor(BigInt(amount), { from, to: reporting.currency, on, reporting: reporting.currency }, reporting.rates);
      if (minor === undefined) withoutRate.add(accountId);
      else sum += minor;
    }
    return sum;
  };
  for (const cell of cells) {
    const place = index.get(cell.month);
    if (place === undefined) continue;
    const accountId = speaking.get(cell.accountId) ?? cell.accountId;
    const row = rowOf(accountId);
    const basis = reporting.basisOf(cell.month);
    for (const day of Object.keys(cell.days)) {
      const counters = cell.days[day]!;
      const on = `${cell.month}-${day}`;
      const net = converted(accountId, netOf(soldIn(counters), basis), on);
      if (net !== 0n) row.revenue = added(row.revenue, place, net);
      if (counters.orders !== undefined) row.orders = counted(row.orders, place, counters.orders);
      if (counters.costToServeMinor !== undefined)
        row.costToServe = added(row.costToServe, place, converted(accountId, counters.costToServeMinor, on));
    }
  }
  for (const [given, own] of Map.groupBy(margins, ({ accountId }) => accountId)) {
    const accountId = speaking.get(given) ?? given;
    for (const { month, days } of marginFigures(own, 'company').get('all') ?? []) {
      const place = index.get(month);
      if (place === undefined) continue;
      const row = rowOf(accountId);
      for (const [day, { marginMinor }] of Object.entries(days))
        row.margin = added(row.margin, place, converted(accountId, marginMinor, `${month}-${day}`));
    }
  }
  const accounts = [...rows].map(([accountId, row]): AccountMonths => ({ accountId, ...row }));
  return { window, months, accounts, withoutRate: [...withoutRate].toSorted() };
};

/** What figures are made of. */
export interface WindowMaterial {
  readonly cells: readonly KpiCell[];
  readonly margins: readonly KpiMargin[];
  readonly reporting: Reporting;
  readonly speaking: ReadonlyMap<string, string>;
}

/** Sums of an account over the window. */
export interface AccountSums {
  readonly accountId: string;
  readonly revenue: bigint;
  /** What orders earned less what it cost to serve the account. */
  readonly profit: bigint;
  readonly costToServe: bigint;
  readonly orders: number;
}

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

/** The sums of each account. */
export const sumsOf = ({ accounts }: Pick<WindowFigures, 'accounts'>): readonly AccountSums[] =>
  accounts.map(({ accountId, revenue, margin, costToServe, orders }) => {
    const cost = sumOf(costToServe);
    return {
      accountId,
      revenue: sumOf(revenue),
      profit: sumOf(margin) - cost,
      costToServe: cost,
      orders: orders.reduce((sum, count) => sum + count, 0),
    };
  });

const SIZE: Readonly<Record<SegmentationBucket, number>> = { month: 1, quarter: 3 };

/** What is segmented: accounts that brought or gave back something by the metric, in buckets from the first month of the window on. */
export const seriesOf = (
  { accounts }: Pick<WindowFigures, 'accounts'>,
  metric: SegmentationMetric | 'orders',
  bucket: SegmentationBucket,
): readonly Series[] =>
  accounts.flatMap(({ accountId, ...months }) => {
    const values = metric === 'orders' ? months.orders.map(BigInt) : months[metric];
    return values.some((value) => value !== 0n) ? [{ id: accountId, buckets: inBuckets(values, SIZE[bucket]) }] : [];
  });
