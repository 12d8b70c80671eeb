import { type Days, twelveMonthsTo } from '#libs/analytics/calendar.js';
import { type Amounts } from '#libs/analytics/money.js';
import { endOfDay } from '#libs/kernel/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type Condition } from '#libs/kernel/ports.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { fromMinor, moneysOf } from '#libs/domain/money.js';
import { standingOf } from '#libs/domain/risk/standing.js';
import { type Money } from '#libs/domain/values.js';
import { type ChurnDocument, type ChurnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { type HealthMonth } from '#libs/read-models/health-signals/health-signals.js';
import { type OrderEntry } from '#libs/read-models/order-book/order-book.js';
import { type KpiCell, type TeamKpiDocument } from '#libs/read-models/team-kpis/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Converted, convertedIn } from '#libs/read-models/team-kpis/sales.js';
import { survivors } from './absorbed.js';
import { type View } from './view.js';

/** An account with all that is known of its buying, its health and its leaving; what it has absorbed by a merger is its own. */
export interface Customer {
  readonly accountId: string;
  readonly record: ChurnRecord;
  /** By day. */
  readonly orders: readonly OrderEntry[];
  readonly signals: readonly HealthMonth[];
  readonly figures: readonly KpiCell[];
}

/** The views that customers are gathered from; those that a question does not need are left out. */
export interface CustomerViews {
  readonly records: View<ChurnDocument>;
  readonly orders?: View<OrderEntry>;
  readonly signals?: View<HealthMonth>;
  readonly figures?: View<TeamKpiDocument>;
}

/** Every account that stands for itself, by its id. `months` bounds the figures that are read. */
export const customersOf = async (views: CustomerViews, months: Condition = { gte: '' }): Promise<readonly Customer[]> => {
  const records = (await views.records.all({ kind: 'record' })) as readonly ChurnRecord[];
  const speaking = survivors(records.map(({ accountId: id, mergedInto }) => ({ id, mergedInto })));
  const grouped = <Entry extends { readonly accountId: string }>(entries: readonly Entry[]) =>
    Map.groupBy(entries, ({ accountId }) => speaking.get(accountId) ?? accountId);
  const orders = grouped((await views.orders?.all({})) ?? []);
  const signals = grouped((await views.signals?.all({})) ?? []);
  const figures = grouped(((await views.figures?.all({ kind: 'cell', month: months })) ?? []) as readonly KpiCell[]);
  return records
    .filter(({ accountId }) => speaking.get(accountId) === accountId)
    .toSorted((left, right) => compare(left.accountId, right.accountId))
    .map((record) => ({
      accountId: record.accountId,
      record,
      orders: (orders.get(record.accountId) ?? []).toSorted((left, right) => compare(left.placedOn, right.placedOn)),
      signals: signals.get(record.accountId) ?? [],
      figures: figures.get(record.accountId) ?? [],
    }));
};

/** The days on which it ordered, each once, in order. */
export const orderDays = ({ orders }: Pick<Customer, 'orders'>, until: Day): readonly Day[] =>
  [...new Set(orders.map(({ placedOn }) => placedOn))].filter((day) => day <= until);

/** Whether it was opened, is not lost and not closed at a moment. */
export const isCustomerAt = ({ openedAt, moves, closed }: ChurnRecord, at: Instant): boolean =>
  openedAt <= at && standingOf(moves, at).kind === 'customer' && valueAt(closed, at) !== true;

/** Whether it is a customer at the end of a day. */
export const isCustomerOn = (record: ChurnRecord, day: Day, { timeZone }: Reporting): boolean =>
  isCustomerAt(record, endOfDay(timeZone, day));

/** Net sales of some days, in the reporting currency. */
export const revenueIn = ({ figures }: Pick<Customer, 'figures'>, days: Days, reporting: Reporting): Converted =>
  convertedIn(figures, days, 'net', reporting);

/** Net sales of the twelve months to a day, in the reporting currency. */
export const yearlyRevenue = (customer: Pick<Customer, 'figures'>, day: Day, reporting: Reporting): Converted =>
  revenueIn(customer, twelveMonthsTo(day), reporting);

/** The months that a year to a day lies in. */
export const monthsOfYearTo = (day: Day): Condition => ({ gte: twelveMonthsTo(day).from.slice(0, 7), lte: day.slice(0, 7) });

/** An amount in the reporting currency, and what no rate is known for. */
export interface ReportedAmount {
  readonly amount: Money;
  readonly withoutRate: readonly Money[];
}

/** As it is told. */
export const reported = (minor: bigint, { currency }: Pick<Reporting, 'currency'>, withoutRate: Amounts = {}): ReportedAmount => ({
  amount: fromMinor(minor, currency),
  withoutRate: moneysOf(withoutRate),
});

export const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
