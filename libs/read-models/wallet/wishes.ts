import { type Day } from '#libs/kernel/message.js';
import { toMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { marginOf } from './shares.js';
import { type OrderLine } from './wallet.js';

/** Which orders we want: policy `order-wishes`. */
export interface OrderWishes {
  readonly wantedCategories: readonly string[];
  readonly unwantedCategories: readonly string[];
  readonly netMin: number;
  readonly marginShareMin: number;
  readonly discountPercentMax: number;
}

export type Unwanted = 'category' | 'net' | 'margin' | 'discount';

/** An order held against what we want. */
export interface WishLine {
  readonly accountId: string;
  readonly orderNumber: string;
  readonly on: Day;
  readonly category: string | null;
  readonly net: Money;
  /** Margin ÷ net; `null` while no margin is told. */
  readonly marginShare: number | null;
  readonly discountPercent: number;
  /** Neither where nothing speaks for it and nothing against it. */
  readonly verdict: 'wanted' | 'unwanted' | 'neutral';
  readonly because: readonly Unwanted[];
}

/** Holds an order against the policy; `netIn` is its amount in the reporting currency, whole units, where a rate is known. */
export const judged = (order: OrderLine, wishes: OrderWishes, netIn: number | undefined): WishLine => {
  const { accountId, orderNumber, on, category, net, discountPercent } = order;
  const margin = marginOf(order);
  const whole = Number(toMinor(net) ?? 0n);
  const marginShare = margin === null || whole === 0 || margin.currency !== net.currency ? null : Number(toMinor(margin) ?? 0n) / whole;
  const against: readonly (readonly [Unwanted, boolean])[] = [
    ['category', category !== null && wishes.unwantedCategories.includes(category)],
    ['net', netIn !== undefined && netIn < wishes.netMin],
    ['margin', marginShare !== null && marginShare < wishes.marginShareMin],
    ['discount', discountPercent > wishes.discountPercentMax],
  ];
  const because = against.filter(([, isSo]) => isSo).map(([why]) => why);
  const isWanted = category !== null && wishes.wantedCategories.includes(category);
  const verdict = because.length > 0 ? 'unwanted' : isWanted ? 'wanted' : 'neutral';
  return { accountId, orderNumber, on, category, net, marginShare, discountPercent, verdict, because };
};
