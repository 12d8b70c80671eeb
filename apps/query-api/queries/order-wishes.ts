import { oneOf } from '#libs/kernel/kinds.js';
import { minorDigits } from '#libs/analytics/money.js';
import { toMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { sumOf } from '#libs/read-models/opportunity-board/figures.js';
import { type DeclinedOrder, type OrderLine, wallet } from '#libs/read-models/wallet/wallet.js';
import { judged, type WishLine } from '#libs/read-models/wallet/wishes.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary } from '../parameters.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { walletJudging } from '../questions/wallet.js';
import { withoutKind } from '../questions/without-kind.js';
import { firstMonth, lastDayOf, lastMonth } from '#libs/analytics/calendar.js';

/** Orders of one verdict, or declined: how many, and their amounts by currency. */
export interface WishSum {
  readonly orders: number;
  readonly net: readonly Money[];
}

/** Which orders we took and which we declined, held against what we want. */
export interface OrderWishesAnswer extends Listed<WishLine> {
  readonly totals: Readonly<Record<WishLine['verdict'] | 'declined', WishSum>>;
  /** The latest ones that we declined, with why. */
  readonly declined: readonly Omit<DeclinedOrder, 'kind'>[];
}

/** Orders of a page unless told, and declined ones of an answer. */
const PAGE_SIZE = 100;

/** Which orders we want and which we do not. */
export const orderWishes = question({
  name: 'OrderWishes',
  path: '/v1/order-wishes',
  summary: 'Orders held against policy order-wishes, the latest first, and those that we declined',
  parameters: { verdict: oneOf(['wanted', 'unwanted', 'neutral']), from: boundary, to: boundary },
  read: { facts: wallet },
  paged: true,
  answer: async ({ facts, parameters, sources, moment, until }): Promise<Omit<OrderWishesAnswer, 'asOf'>> => {
    const wishes = await policyInForce(sources.store, 'order-wishes', moment, until);
    const { reporting } = await walletJudging(sources, moment, until);
    const { currency, convert, fiscalYearStartsIn } = reporting;
    const { from, to, verdict } = parameters;
    const first = from === undefined ? '' : `${firstMonth(from, fiscalYearStartsIn)}-01`;
    const last = to === undefined ? '9999' : lastDayOf(lastMonth(to, fiscalYearStartsIn));
    const within = { on: { gte: first, lte: last } };
    const unit = 10 ** minorDigits(currency);
    const lines = ((await facts.all({ kind: 'order', ...within })) as readonly OrderLine[]).map((order) => {
      const minor = convert(toMinor(order.net) ?? 0n, order.net.currency, currency, order.on);
      return judged(order, wishes, minor === undefined ? undefined : Number(minor) / unit);
    });
    const declined = (await facts.all({ kind: 'declined', ...within })) as readonly DeclinedOrder[];
    const of = (one: WishLine['verdict']): WishSum => {
      const those = lines.filter((line) => line.verdict === one);
      return { orders: those.length, net: sumOf(those.map(({ net }) => ({ value: net }))) };
    };
    const asked = (verdict === undefined ? lines : lines.filter((line) => line.verdict === verdict)).toSorted(latestFirst);
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? PAGE_SIZE);
    return {
      items: asked.slice(start, end),
      ...(end < asked.length ? { next: encodeNumber(end) } : {}),
      totals: {
        wanted: of('wanted'),
        unwanted: of('unwanted'),
        neutral: of('neutral'),
        declined: { orders: declined.length, net: sumOf(declined) },
      },
      declined: declined.toSorted(latestFirst).slice(0, PAGE_SIZE).map(withoutKind),
    };
  },
});

const latestFirst = (one: { readonly on: string }, other: { readonly on: string }): number =>
  Number(one.on < other.on) - Number(one.on > other.on);
