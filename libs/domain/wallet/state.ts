import { firstMonth, lastMonth } from '#libs/analytics/calendar.js';
import { liesWithin, spentIn } from '#libs/analytics/share-of-wallet.js';
import { type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Commerce } from '../commerce/commerce.js';
import { type DatedLine, present } from '../dated-line.js';
import { compareMoney, format, fromMinor, toMinor } from '../money.js';
import { type Money } from '../values.js';
import { type WalletEvents } from './messages.js';

/** What a wallet is of: a category in a period, everything where no category is told. */
export interface WalletOf {
  readonly period: string;
  readonly category?: string | undefined;
}

export type Estimate = Omit<WalletEvents['WalletEstimated'], 'period' | 'category' | 'previous'>;

export interface Estimated extends WalletOf {
  readonly line: DatedLine<Estimate>;
}

export interface SpentElsewhere extends WalletOf {
  readonly competitor: string;
  readonly line: DatedLine<Money>;
}

/** What is known of an account's wallet. Everything is dated: facts may be told in any order, and the latest of a kind holds. */
export interface Wallet {
  readonly estimates: PersistentMap<string, Estimated>;
  readonly spends: PersistentMap<string, SpentElsewhere>;
  readonly regimes: DatedLine<WalletEvents['MarketRegimeSet']>;
  /** What names the commands of sightings, which have no id. */
  readonly commands: PersistentMap<string, true>;
}

export const NO_WALLET: Wallet = {
  estimates: PersistentMap.empty(),
  spends: PersistentMap.empty(),
  regimes: [],
  commands: PersistentMap.empty(),
};

/** The key of an estimate, or of what one competitor has. */
export const keyOf = ({ period, category, competitor }: WalletOf & { readonly competitor?: string }): string =>
  JSON.stringify([period, category ?? null, competitor ?? null]);

/** Whether a fact of that moment would be the one that holds: what was overtaken by a later one is history and bounds nothing. */
export const isPresent = (line: DatedLine<unknown>, at: Instant): boolean => (line.at(-1)?.since ?? at) <= at;

/** The estimate that holds. */
export const estimateAt = ({ line }: Estimated): Estimate | undefined => present(line);

/** Net of returns, what was ordered of us in a period and category, in one currency; other currencies have no rate here. */
export const spentWithUs = ({ orders }: Commerce, { period, category }: WalletOf, currency: string, fiscalYearStartsIn: number): Money => {
  const [from, to] = [firstMonth(period, fiscalYearStartsIn), lastMonth(period, fiscalYearStartsIn)];
  let sum = 0n;
  for (const [, order] of orders.entries()) {
    const month = order.placedOn.slice(0, 7);
    if (month < from || month > to || order.net.currency !== currency) continue;
    if (category === undefined || order.category === category) sum += minor(order.net) - minor(order.returned);
  }
  return fromMinor(sum, currency);
};

/** What competitors are known to have of a wallet: per competitor the larger of what was told for the whole and for its parts. */
export const spentWithOthers = ({ spends }: Pick<Wallet, 'spends'>, of: WalletOf, currency: string, fiscalYearStartsIn: number): Money => {
  let sum = 0n;
  for (const told of Map.groupBy(heldIn(spends, currency), ({ competitor }) => competitor).values())
    sum += larger(
      inCategory(told, of, of.category, fiscalYearStartsIn),
      of.category === undefined ? sumOver(told, of, fiscalYearStartsIn) : 0n,
    );
  return fromMinor(sum, currency);
};

const heldIn = (spends: Wallet['spends'], currency: string): readonly SpentElsewhere[] =>
  spends
    .entries()
    .map(([, told]) => told)
    .filter(({ line }) => present(line)?.currency === currency);

const inCategory = (
  told: readonly SpentElsewhere[],
  { period }: WalletOf,
  category: string | undefined,
  fiscalYearStartsIn: number,
): bigint => {
  const amounts = new Map(told.filter((one) => one.category === category).map((one) => [one.period, minor(present(one.line)!)]));
  return spentIn(period, (one) => amounts.get(one) ?? 0n, fiscalYearStartsIn);
};

const sumOver = (told: readonly SpentElsewhere[], of: WalletOf, fiscalYearStartsIn: number): bigint =>
  [...new Set(told.flatMap(({ category }) => category ?? []))].reduce(
    (sum, category) => sum + inCategory(told, of, category, fiscalYearStartsIn),
    0n,
  );

/** The wallets that a competitor's amount belongs to: of its category and of everything, of its period and of those around it. */
export const walletsOver = ({ estimates }: Pick<Wallet, 'estimates'>, of: WalletOf, fiscalYearStartsIn: number): readonly Estimated[] =>
  estimates
    .entries()
    .map(([, estimated]) => estimated)
    .filter(
      ({ period, category }) => (category === undefined || category === of.category) && liesWithin(of.period, period, fiscalYearStartsIn),
    );

/** The currencies in which something holds of a category and period. */
export const currenciesOf = ({ estimates, spends }: Wallet, of: WalletOf & { readonly competitor?: string }): readonly string[] => {
  const isOf = ({ period, category }: WalletOf) => period === of.period && category === of.category;
  const estimate =
    of.competitor === undefined ? [] : estimates.entries().flatMap(([, one]) => (isOf(one) ? present(one.line)!.amount : []));
  const told = spends.entries().flatMap(([, one]) => (isOf(one) && one.competitor !== of.competitor ? present(one.line)! : []));
  return [...estimate, ...told].map(({ currency }) => currency);
};

/**
 * What contradicts itself: no command comes to it, a correction could. Of what competitors have only what is told of the very period is
 * held against an estimate here, since which months a year has is the calendar's to say.
 */
export const contradictionsIn = ({ estimates, spends }: Wallet): readonly Violation[] =>
  estimates.entries().flatMap(([key, { period, category, line }]) => {
    const wrong = line.find(({ value: { amount, interval } }) => interval !== undefined && !isWithin(amount, interval));
    const found: Violation[] = [];
    if (wrong !== undefined)
      found.push({ code: 'INTERVAL_OUT_OF_ORDER', subject: key, detail: `The estimate of ${wrong.since} lies outside its own bounds.` });
    const { amount } = present(line)!;
    const told = spends.entries().flatMap(([, one]) => (one.period === period && one.category === category ? present(one.line)! : []));
    const others = fromMinor(
      told.filter(({ currency }) => currency === amount.currency).reduce((sum, one) => sum + minor(one), 0n),
      amount.currency,
    );
    if (compareMoney(others, amount) > 0)
      found.push({
        code: 'SPEND_EXCEEDS_WALLET',
        subject: key,
        detail: `Competitors would have ${format(others)} in ${period}, of a wallet of ${format(amount)}.`,
      });
    return found;
  });

const isWithin = (amount: Money, { low, high }: NonNullable<Estimate['interval']>): boolean =>
  low.currency === amount.currency
  && high.currency === amount.currency
  && compareMoney(low, amount) <= 0
  && compareMoney(amount, high) <= 0;

const minor = (money: Money): bigint => toMinor(money) ?? 0n;
const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
