import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant, type TypeOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { addMoney } from '#libs/domain/money.js';
import { type EstimateMethod, type MarketRegime, type Money, type Threat } from '#libs/domain/values.js';
import { type WalletEvents } from '#libs/domain/wallet/messages.js';

/** What an account is estimated to spend on a category in a period; without a category, on everything. */
export interface WalletEstimate {
  readonly kind: 'estimate';
  readonly accountId: string;
  readonly period: string;
  readonly category: string | null;
  /** By when they were made, at most {@link ESTIMATES_MAX}, the latest; the last one holds. */
  readonly line: DatedLine<Estimate>;
}

/** An estimate as it was told. */
export interface Estimate {
  readonly amount: Money;
  readonly method: EstimateMethod;
  readonly interval?: EstimateInterval;
}

/** The bounds within which an estimate is believed, with the confidence in percent. */
export interface EstimateInterval {
  readonly low: Money;
  readonly high: Money;
  readonly level: number;
}

/** What of it goes to a competitor. */
export interface WalletSpend {
  readonly kind: 'spend';
  readonly accountId: string;
  readonly period: string;
  readonly category: string | null;
  readonly competitor: string;
  readonly amount: Money;
  readonly since: Instant;
}

/** A competitor that was seen at an account, as it was seen last. */
export interface CompetitorPresence {
  readonly kind: 'competitor';
  readonly accountId: string;
  readonly competitor: string;
  readonly sightings: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly last: Sighting;
}

/** What was seen of a competitor. */
export interface Sighting {
  readonly category?: string;
  readonly offer?: string;
  readonly threat?: Threat;
  readonly holdsAccount?: boolean;
  /** Its place among the suppliers of the account. */
  readonly rank?: number;
}

/** Whether the market of an account grows. */
export interface AccountMarket {
  readonly kind: 'market';
  readonly accountId: string;
  readonly regime: MarketRegime;
  /** Of their market, in percent a year. */
  readonly growthPercent?: number;
  /** What of it is its own. */
  readonly ownSharePercent?: number;
  readonly since: Instant;
}

/** An order as shares of wallets count it, and as it is held against what we want. */
export interface OrderLine {
  readonly kind: 'order';
  readonly accountId: string;
  readonly orderNumber: string;
  readonly on: Day;
  readonly category: string | null;
  readonly division: string | null;
  readonly net: Money;
  readonly returned: Money | null;
  readonly margins: DatedLine<Money>;
  /** The highest one that was granted on it. */
  readonly discountPercent: number;
}

/** An order that we declined. */
export interface DeclinedOrder {
  readonly kind: 'declined';
  readonly accountId: string;
  readonly eventId: string;
  readonly on: Day;
  readonly reason: string;
  readonly orderNumber: string | null;
  readonly category: string | null;
  readonly value: Money | null;
}

/** How an account was judged, and whether it is a key account: what a ranking by upside looks at beside its wallet. */
export interface AccountStanding {
  readonly kind: 'standing';
  readonly accountId: string;
  /** The points of its latest evaluation, 0…100. */
  readonly evaluated: { readonly points: number; readonly since: Instant } | null;
  /** The latest decision; `from`: where it holds from a later day on. */
  readonly designated: { readonly isKey: boolean; readonly since: Instant; readonly from: Day | null } | null;
}

export type WalletDocument =
  WalletEstimate | WalletSpend | CompetitorPresence | AccountMarket | OrderLine | DeclinedOrder | AccountStanding;

/** Estimates of one category and period, and margins of one order, that are kept; the timeline has all of them. */
export const ESTIMATES_MAX = 20;

type Events = WalletEvents
  & Pick<CommerceEvents, 'OrderRecorded' | 'ReturnRecorded' | 'MarginRecorded' | 'DiscountGranted' | 'OrderDeclined'>
  & Pick<DesignationEvents, 'AccountEvaluated' | 'KeyAccountDesignated' | 'KeyAccountRetired'>;

/** What accounts could spend, with whom, and what they order of us. Shares follow from policies and rates: they are asked, not stored. */
export const wallet: Projection<WalletDocument, Events> = {
  name: 'wallet',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'accountId'],
    ['kind', 'on'],
    ['kind', 'accountId', 'on'],
    ['kind', 'period'],
  ],
  keys: (event) => keysOf[event.type](event as never),
  on: {
    WalletEstimated: (known, { stream, data: { period, category = null, amount, method, interval }, meta }) => {
      const line = known?.kind === 'estimate' ? known.line : [];
      const estimate = { amount, method, ...(interval === undefined ? {} : { interval }) };
      const longer = withValue(line, estimate, meta.occurredAt).slice(-ESTIMATES_MAX);
      return { kind: 'estimate', accountId: idOf(stream), period, category, line: longer };
    },
    CompetitorSpendRecorded: (known, { stream, data: { period, category = null, competitor, amount }, meta: { occurredAt } }) =>
      known?.kind === 'spend' && occurredAt < known.since
        ? known
        : { kind: 'spend', accountId: idOf(stream), period, category, competitor, amount, since: occurredAt },
    CompetitorSighted: (known, event) => sighted(known, event),
    MarketRegimeSet: (known, { stream, data, meta: { occurredAt } }) =>
      known?.kind === 'market' && occurredAt < known.since
        ? known
        : { kind: 'market', accountId: idOf(stream), ...data, since: occurredAt },
    OrderRecorded: (_, event) => {
      const { orderNumber, net, category = null, division = null } = event.data;
      const of = { accountId: idOf(event.stream), orderNumber, on: businessDayOf(event), category, division };
      return { kind: 'order', ...of, net, returned: null, margins: [], discountPercent: 0 };
    },
    ReturnRecorded: (order, { data: { net } }) =>
      order?.kind === 'order'
        ? { ...order, returned: order.returned?.currency === net.currency ? addMoney(order.returned, net) : net }
        : order,
    MarginRecorded: (order, { data: { margin }, meta }) =>
      order?.kind === 'order' ? { ...order, margins: withValue(order.margins, margin, meta.occurredAt).slice(-ESTIMATES_MAX) } : order,
    DiscountGranted: (order, { data: { percent } }) =>
      order?.kind === 'order' ? { ...order, discountPercent: Math.max(order.discountPercent, percent) } : order,
    AccountEvaluated: (known, { stream, data: { points }, meta: { occurredAt: since } }) => {
      const standing = standingOf(known, stream);
      return standing.evaluated !== null && since < standing.evaluated.since ? standing : { ...standing, evaluated: { points, since } };
    },
    KeyAccountDesignated: (known, { stream, data: { effectiveFrom = null }, meta }) =>
      decided(standingOf(known, stream), { isKey: true, since: meta.occurredAt, from: effectiveFrom }),
    KeyAccountRetired: (known, { stream, meta }) =>
      decided(standingOf(known, stream), { isKey: false, since: meta.occurredAt, from: null }),
    OrderDeclined: (_, event) => {
      const { reason, orderNumber = null, category = null, value = null } = event.data;
      const of = { accountId: idOf(event.stream), eventId: event.id, on: businessDayOf(event) };
      return { kind: 'declined', ...of, reason, orderNumber, category, value };
    },
  },
};

type KeysOf = { readonly [E in TypeOf<Events>]: (event: Fact<Events, E>) => readonly string[] };

const orderKey = ({ stream, data }: { readonly stream: string; readonly data: { readonly orderNumber?: string } }): readonly string[] =>
  data.orderNumber === undefined ? [] : [`order|${idOf(stream)}|${data.orderNumber}`];

const standingKey = ({ stream }: { readonly stream: string }): readonly string[] => [`standing|${idOf(stream)}`];

const keysOf: KeysOf = {
  WalletEstimated: ({ stream, data: { period, category } }) => [`estimate|${idOf(stream)}|${JSON.stringify([period, category])}`],
  CompetitorSpendRecorded: ({ stream, data: { period, category, competitor } }) => [
    `spend|${idOf(stream)}|${JSON.stringify([period, category, competitor])}`,
  ],
  CompetitorSighted: ({ stream, data }) => [`competitor|${idOf(stream)}|${data.competitor}`],
  MarketRegimeSet: ({ stream }) => [`market|${idOf(stream)}`],
  OrderRecorded: orderKey,
  ReturnRecorded: orderKey,
  MarginRecorded: orderKey,
  DiscountGranted: orderKey,
  AccountEvaluated: standingKey,
  KeyAccountDesignated: standingKey,
  KeyAccountRetired: standingKey,
  OrderDeclined: ({ stream, id }) => [`declined|${idOf(stream)}|${id}`],
};

const sighted = (known: WalletDocument | undefined, event: Fact<Events, 'CompetitorSighted'>): CompetitorPresence => {
  const { competitor, ...last } = event.data;
  const { occurredAt: at } = event.meta;
  if (known?.kind !== 'competitor')
    return { kind: 'competitor', accountId: idOf(event.stream), competitor, sightings: 1, firstSeenAt: at, lastSeenAt: at, last };
  return {
    ...known,
    sightings: known.sightings + 1,
    firstSeenAt: at < known.firstSeenAt ? at : known.firstSeenAt,
    ...(at < known.lastSeenAt ? {} : { lastSeenAt: at, last }),
  };
};

const standingOf = (document: WalletDocument | undefined, stream: string): AccountStanding =>
  document?.kind === 'standing' ? document : { kind: 'standing', accountId: idOf(stream), evaluated: null, designated: null };

const decided = (standing: AccountStanding, designated: NonNullable<AccountStanding['designated']>): AccountStanding =>
  standing.designated !== null && designated.since < standing.designated.since ? standing : { ...standing, designated };

/** Whether an account is a key account on a day. */
export const isKeyOn = ({ designated }: Pick<AccountStanding, 'designated'>, day: Day): boolean =>
  designated !== null && designated.isKey && (designated.from ?? day) <= day;

/** What of an order was kept by the customer, in its currency. */
export const keptOf = ({ net, returned }: Pick<OrderLine, 'net' | 'returned'>): readonly Money[] =>
  returned === null ? [net] : [net, { ...returned, amount: `-${returned.amount}` }];
