import { addAmounts, type Amounts, amountsOf, subtractAmounts } from '#libs/analytics/money.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type Money } from '#libs/domain/values.js';
import { businessDayOf } from '#libs/kernel/calendar.js';
import { idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';

/** What they expected to need, and what holding stock for it cost and brought us. */
export interface Forecasts {
  readonly accountId: string;
  /** The latest {@link FORECASTS_MAX}. */
  readonly shared: DatedLine<{ readonly horizonMonths: number; readonly expected: readonly ExpectedMonth[] }>;
  /** What keeping stock for them cost, by month: costs of the kind {@link STOCK}. */
  readonly stockCost: Readonly<Record<string, Amounts>>;
  /** What orders earned, by the month in which that was told. */
  readonly margins: Readonly<Record<string, Amounts>>;
}

export interface ExpectedMonth {
  readonly month: string;
  readonly net: Money;
}

/** Six years of forecasts that roll every second month. */
export const FORECASTS_MAX = 36;

/** The kind under which the cost of stock that is held for a customer is recorded. */
export const STOCK = 'stock';

type Events = Pick<RelationshipEvents, 'ForecastShared'> & Pick<CommerceEvents, 'CostToServeRecorded' | 'MarginRecorded'>;

/** How good are the forecasts that they share, and does holding stock for them pay? */
export const forecasts: Projection<Forecasts, Events> = {
  name: 'forecasts',
  version: 1,
  gathers: 'one-stream',
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    ForecastShared: (document, { stream, data: { horizonMonths, expected = [] }, meta }) => {
      const known = document ?? nothing(stream);
      return { ...known, shared: withValue(known.shared, { horizonMonths, expected }, meta.occurredAt).slice(-FORECASTS_MAX) };
    },
    CostToServeRecorded: (document, { stream, data: { month, cost, kind } }) => {
      if (kind?.trim().toLowerCase() !== STOCK) return document;
      const known = document ?? nothing(stream);
      return { ...known, stockCost: { ...known.stockCost, [month]: addAmounts(known.stockCost[month] ?? {}, amountsOf(cost)) } };
    },
    MarginRecorded: (document, event) => {
      const { stream, data } = event;
      const known = document ?? nothing(stream);
      const month = businessDayOf(event).slice(0, 7);
      const before = data.previous === undefined ? {} : amountsOf(data.previous);
      const earned = addAmounts(known.margins[month] ?? {}, subtractAmounts(amountsOf(data.margin), before));
      return { ...known, margins: { ...known.margins, [month]: earned } };
    },
  },
};

const nothing = (stream: string): Forecasts => ({ accountId: idOf(stream), shared: [], stockCost: {}, margins: {} });
