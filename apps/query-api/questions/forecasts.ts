import { monthOf, periodsFrom, shiftMonth } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { forecastAccuracy, type ForecastAccuracy } from '#libs/analytics/forecast-accuracy.js';
import { type Amounts, amountsOf } from '#libs/analytics/money.js';
import { fromMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type Instant } from '#libs/kernel/message.js';
import { type Forecasts } from '#libs/read-models/forecasts/forecasts.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';

/** How good the forecasts of an account are, and whether stock that is held on them pays for both sides. */
export interface ForecastFigures {
  readonly accountId: string;
  readonly forecasts: number;
  /** Of whole months, each against the last forecast that was shared before it began; in the reporting currency. */
  readonly accuracy: ForecastAccuracy;
  readonly months: readonly { readonly month: string; readonly expected: Money; readonly ordered: Money }[];
  /** Null before the first forecast was shared, and where nothing was ordered in the year before it. */
  readonly stock: StockBalance | null;
}

/** What came of sharing forecasts: a month of the year before against a month since, up to twelve of each. */
export interface StockBalance {
  readonly since: string;
  readonly ordersBefore: Money;
  readonly ordersSince: Money;
  /** What stock cost a month since. */
  readonly cost: Money;
  /** Of what was ordered since, what orders earned, 0–1; null where no margin was recorded. */
  readonly marginShare: number | null;
  /** The margin of what was ordered more, less the cost of stock, a month; null where no margin was recorded. */
  readonly benefit: Money | null;
}

const MONTHS = 12;

/** The figures at a moment, from what was known of forecasts and orders. */
export const forecastFigures = (
  line: Pick<StageBoardLine, 'accountId' | 'sales'>,
  known: Forecasts | undefined,
  until: Instant,
  reporting: Reporting,
): ForecastFigures => {
  const { currency, timeZone, today } = reporting;
  const shared = (known?.shared ?? []).filter(({ since }) => since <= until);
  const lastMonth = shiftMonth(monthOf(today), -1);
  const ordered = (month: string) => inReporting(line.sales[month]?.orders ?? {}, month, reporting);
  const told = new Map<string, bigint>();
  for (const { value, since } of shared)
    for (const { month, net } of value.expected)
      if (month > monthOf(dayIn(timeZone, since)) && month <= lastMonth) told.set(month, inReporting(amountsOf(net), month, reporting));
  const months = [...told].toSorted(([one], [other]) => Number(one > other) - Number(one < other));
  return {
    accountId: line.accountId,
    forecasts: shared.length,
    accuracy: forecastAccuracy(months.map(([month, minor]) => ({ expected: Number(minor), actual: Number(ordered(month)) }))),
    months: months.map(([month, minor]) => ({
      month,
      expected: fromMinor(minor, currency),
      ordered: fromMinor(ordered(month), currency),
    })),
    stock: shared[0] === undefined ? null : stockBalance(known!, monthOf(dayIn(timeZone, shared[0].since)), lastMonth, ordered, reporting),
  };
};

const stockBalance = (
  { stockCost, margins }: Forecasts,
  since: string,
  lastMonth: string,
  ordered: (month: string) => bigint,
  reporting: Reporting,
): StockBalance | null => {
  const before = periodsFrom(shiftMonth(since, -MONTHS), shiftMonth(since, -1));
  const first = shiftMonth(lastMonth, 1 - MONTHS);
  const after = periodsFrom(since < first ? first : shiftMonth(since, 1), lastMonth);
  const sum = (months: readonly string[], of: (month: string) => bigint) => months.reduce((total, month) => total + of(month), 0n);
  const sold = before.filter((month) => ordered(month) > 0n);
  if (after.length === 0 || sold.length === 0) return null;
  const monthsBefore = BigInt(periodsFrom(sold[0]!, before.at(-1)!).length);
  const [ordersBefore, ordersSince] = [sum(before, ordered) / monthsBefore, sum(after, ordered) / BigInt(after.length)];
  const cost = sum(after, (month) => inReporting(stockCost[month] ?? {}, month, reporting)) / BigInt(after.length);
  const earned = sum(after, (month) => inReporting(margins[month] ?? {}, month, reporting));
  const marginShare = earned === 0n || ordersSince <= 0n ? null : Number(earned) / Number(sum(after, ordered));
  const money = (minor: bigint) => fromMinor(minor, reporting.currency);
  return {
    since,
    ordersBefore: money(ordersBefore),
    ordersSince: money(ordersSince),
    cost: money(cost),
    marginShare,
    benefit: marginShare === null ? null : money(BigInt(Math.round(Number(ordersSince - ordersBefore) * marginShare)) - cost),
  };
};

/** In minor units of the reporting currency, by the rates of the month's last days; what no rate converts is left out. */
const inReporting = (amounts: Amounts, month: string, { currency, rates }: Reporting): bigint =>
  Object.entries(amounts).reduce(
    (sum, [from, minor]) =>
      sum + (convertMinor(BigInt(minor), { from, to: currency, on: `${month}-28`, reporting: currency }, rates) ?? 0n),
    0n,
  );
