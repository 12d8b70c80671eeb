import { type Days, daysOf, lastMonth, lengthOf, previousPeriod } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { benchmarkOf, isMaskedLoss, shareOfWallet, spentIn, walletAllocation } from '#libs/analytics/share-of-wallet.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { present } from '#libs/domain/dated-line.js';
import { fromMinor, toMinor } from '#libs/domain/money.js';
import { type EstimateMethod, type Money } from '#libs/domain/values.js';
import { type CompetitorPresence, type EstimateInterval, keptOf, type OrderLine, type WalletEstimate, type WalletSpend } from './wallet.js';

/** How shares are judged: policy `wallet`. */
export interface WalletPolicy {
  readonly benchmark: { readonly low: number; readonly high: number };
  readonly maskedLossTolerance: number;
}

/** How amounts are cut and converted. */
export interface WalletReporting {
  readonly fiscalYearStartsIn: number;
  readonly lastDay: Day;
  /** Of one amount on a day in another currency; `undefined` where no rate is known. */
  readonly convert: (minor: bigint, from: string, to: string, on: Day) => bigint | undefined;
}

/** What is known of the wallet of one account. */
export interface WalletFacts {
  readonly estimates: readonly WalletEstimate[];
  readonly spends: readonly WalletSpend[];
  readonly orders: readonly OrderLine[];
}

/** Our share of a wallet: of a category in a period, or of everything. */
export interface WalletLine {
  readonly accountId: string;
  readonly period: string;
  readonly category: string | null;
  /** Whether the period is over; before, ours is what was bought so far. */
  readonly complete: boolean;
  readonly estimate: Money;
  readonly method: EstimateMethod;
  readonly interval: EstimateInterval | null;
  readonly estimatedAt: Instant;
  /** Estimates that were made of it, at most the latest twenty. */
  readonly estimates: number;
  /** What was ordered of us, net of returns: orders alone name their category. */
  readonly ours: Money;
  readonly others: readonly { readonly competitor: string; readonly amount: Money }[];
  readonly share: number;
  /** The bounds of the share that follow from those of the estimate. */
  readonly shareLow: number;
  readonly shareHigh: number;
  /** What it spends elsewhere: wallet × (1 − share). */
  readonly headroom: Money;
  readonly benchmark: 'below' | 'within' | 'above';
  /** More is known to be spent than was estimated: the share is one of what is known. */
  readonly overtaken: boolean;
  /** Orders in currencies without a rate, which are in no figure here. */
  readonly ordersWithoutRate: number;
  /** The share in the period before, where that was estimated as well. */
  readonly previous: { readonly period: string; readonly share: number; readonly ours: Money } | null;
  /** We sold more and had less of the wallet; `null` while nobody can say: the period runs, or the one before was not estimated. */
  readonly maskedLoss: boolean | null;
}

/** The lines of an account, by period and category. */
export const walletLines = (facts: WalletFacts, policy: WalletPolicy, reporting: WalletReporting): readonly WalletLine[] => {
  const lines = new Map(
    facts.estimates.flatMap((estimate) => {
      const line = walletLine(estimate, facts, policy, reporting);
      return line === undefined ? [] : [[keyOf(estimate), line] as const];
    }),
  );
  return [...lines.values()]
    .map((line) => compared(line, lines.get(keyOf({ ...line, period: previousPeriod(line.period) })), policy))
    .toSorted((one, other) => compare(other.period, one.period) || compare(one.category ?? '', other.category ?? ''));
};

const keyOf = ({ period, category }: Pick<WalletEstimate, 'period' | 'category'>): string => JSON.stringify([period, category]);
const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);

const walletLine = (
  told: WalletEstimate,
  { spends, orders }: WalletFacts,
  policy: WalletPolicy,
  reporting: WalletReporting,
): WalletLine | undefined => {
  const { accountId, period, category } = told;
  const last = told.line.at(-1)!;
  const { amount, method, interval } = last.value;
  const days = daysOf(period, reporting.fiscalYearStartsIn);
  const bought = boughtIn(orders, days, category, amount.currency, reporting);
  const others = othersOf(spends, told, amount.currency, reporting);
  const elsewhere = others.reduce((sum, { minor }) => sum + minor, 0n);
  const bounds = interval && { low: toMinor(interval.low) ?? 0n, high: toMinor(interval.high) ?? 0n };
  const found = shareOfWallet({ ours: bought.minor, others: elsewhere, estimate: toMinor(amount) ?? 0n, ...bounds });
  if (found === undefined) return undefined;
  const money = (minor: bigint) => fromMinor(minor, amount.currency);
  return {
    accountId,
    period,
    category,
    complete: reporting.lastDay >= days.to,
    estimate: amount,
    method,
    interval: interval ?? null,
    estimatedAt: last.since,
    estimates: told.line.length,
    ours: money(bought.minor),
    others: others.map(({ competitor, minor }) => ({ competitor, amount: money(minor) })),
    share: found.share,
    shareLow: found.low,
    shareHigh: found.high,
    headroom: money(found.headroom),
    benchmark: benchmarkOf(found.share, policy.benchmark),
    overtaken: found.overtaken,
    ordersWithoutRate: bought.withoutRate,
    previous: null,
    maskedLoss: null,
  };
};

const compared = (line: WalletLine, before: WalletLine | undefined, { maskedLossTolerance }: WalletPolicy): WalletLine => {
  if (before === undefined) return line;
  const previous = { period: before.period, share: before.share, ours: before.ours };
  if (!line.complete || before.ours.currency !== line.ours.currency) return { ...line, previous };
  const [sales, salesBefore] = [toMinor(line.ours) ?? 0n, toMinor(before.ours) ?? 0n];
  const move = { sales, salesBefore, share: line.share, shareBefore: before.share };
  return { ...line, previous, maskedLoss: isMaskedLoss(move, maskedLossTolerance) };
};

const boughtIn = (
  orders: readonly OrderLine[],
  { from, to }: Days,
  category: string | null,
  currency: string,
  reporting: WalletReporting,
) => {
  let [minor, withoutRate] = [0n, 0];
  for (const order of orders) {
    if (order.on < from || order.on > to || (category !== null && order.category !== category)) continue;
    const kept = keptOf(order).map((money) => reporting.convert(toMinor(money) ?? 0n, money.currency, currency, order.on));
    if (kept.includes(undefined)) withoutRate += 1;
    else minor += kept.reduce<bigint>((sum, part) => sum + part!, 0n);
  }
  return { minor, withoutRate };
};

/** Per competitor the larger of what was told for the whole and of the sum over its parts: nothing counts twice. */
const othersOf = (
  spends: readonly WalletSpend[],
  { period, category }: Pick<WalletEstimate, 'period' | 'category'>,
  currency: string,
  { fiscalYearStartsIn, convert }: WalletReporting,
): readonly { readonly competitor: string; readonly minor: bigint }[] => {
  const spent = (told: readonly WalletSpend[]) => {
    const amounts = new Map(
      told.map((one) => {
        const on = `${lastMonth(one.period, fiscalYearStartsIn)}-01`;
        return [one.period, convert(toMinor(one.amount) ?? 0n, one.amount.currency, currency, on) ?? 0n];
      }),
    );
    return spentIn(period, (one) => amounts.get(one) ?? 0n, fiscalYearStartsIn);
  };
  return [...Map.groupBy(spends, ({ competitor }) => competitor)]
    .map(([competitor, told]) => {
      const own = spent(told.filter((one) => one.category === category));
      const parts =
        category === null
          ? Map.groupBy(
              told.filter((one) => one.category !== null),
              (one) => one.category,
            ).values()
          : [];
      const sum = [...parts].reduce((total, part) => total + spent(part), 0n);
      return { competitor, minor: own > sum ? own : sum };
    })
    .filter(({ minor }) => minor > 0n)
    .toSorted((one, other) => compare(one.competitor, other.competitor));
};

/** Our share by our rank among the suppliers of an account, where that is all that is known. */
export interface RankShare {
  readonly suppliers: number;
  readonly rank: number;
  readonly share: number;
}

/** By the Wallet Allocation Rule: ours is the first rank that no competitor has; `null` where one of them has none, or there is none. */
export const rankShareOf = (competitors: readonly CompetitorPresence[]): RankShare | null => {
  const ranks = competitors.map(({ last }) => last.rank);
  if (ranks.length === 0 || ranks.includes(undefined)) return null;
  const suppliers = ranks.length + 1;
  const rank = Array.from({ length: suppliers }, (_, index) => index + 1).find((one) => !ranks.includes(one));
  return rank === undefined ? null : { suppliers, rank, share: walletAllocation(rank, suppliers) };
};

/** The one line that stands for an account: of its latest period, of everything where that is estimated. */
export const standsFor = (lines: readonly WalletLine[], fiscalYearStartsIn: number): readonly WalletLine[] => {
  const end = ({ period }: WalletLine) => `${lastMonth(period, fiscalYearStartsIn)}/${lengthOf(period) === 'year' ? 1 : 0}`;
  const latest = lines.map(end).toSorted().at(-1);
  const those = lines.filter((line) => end(line) === latest);
  const whole = those.filter(({ category }) => category === null);
  return whole.length > 0 ? whole : those;
};

/** An amount in another currency by the rates that are known. */
export const converter =
  (rates: Parameters<typeof convertMinor>[2], reportingCurrency: string): WalletReporting['convert'] =>
  (minor, from, to, on) =>
    convertMinor(minor, { from, to, on, reporting: reportingCurrency }, rates);

/** Margin of an order as it was told last. */
export const marginOf = ({ margins }: Pick<OrderLine, 'margins'>): Money | null => present(margins) ?? null;
