import { convertMinor } from '#libs/analytics/exchange.js';
import { returnOnInvestment } from '#libs/analytics/investment.js';
import { lastDayOf } from '#libs/analytics/calendar.js';
import { addAmounts, type Amounts, fromMinor } from '#libs/analytics/money.js';
import { moneysOf, salesOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';

/** A sum in the reporting currency, and what of it no rate leads to. */
export interface ReportedAmount {
  readonly amount: Money;
  readonly withoutRate: readonly Money[];
}

/** Amounts by month while they are summed: whole minor units of the reporting currency, and the rest as it is. */
export interface Summed {
  readonly minor: bigint;
  readonly withoutRate: Amounts;
}

export const NOTHING: Summed = { minor: 0n, withoutRate: {} };

/** Amounts of a month in the reporting currency, by the rates of the month's last day. */
export const summedIn = (amounts: Amounts, month: string, { currency, rates }: Reporting): Summed => {
  let { minor, withoutRate } = NOTHING;
  for (const [from, value] of Object.entries(amounts)) {
    const converted = convertMinor(BigInt(value), { from, to: currency, on: lastDayOf(month), reporting: currency }, rates);
    if (converted === undefined) withoutRate = addAmounts(withoutRate, { [from]: value });
    else minor += converted;
  }
  return { minor, withoutRate };
};

export const addSummed = (one: Summed, other: Summed): Summed => ({
  minor: one.minor + other.minor,
  withoutRate: addAmounts(one.withoutRate, other.withoutRate),
});

/** What came back of what was spent; `null` where nothing was, or where no rate is known for a part of either: it would be of the rest. */
export const returnOf = (spent: Summed, returned: Summed): number | null =>
  isWhole(spent) && isWhole(returned) ? (returnOnInvestment(spent.minor, returned.minor) ?? null) : null;

/** Whether a rate is known for all of it. */
export const isWhole = ({ withoutRate }: Summed): boolean => Object.keys(withoutRate).length === 0;

/** The sum as it is answered. */
export const reported = ({ minor, withoutRate }: Summed, { currency }: Reporting): ReportedAmount => ({
  amount: { amount: fromMinor(minor, currency), currency },
  withoutRate: moneysOf(withoutRate),
});

/** Net sales of the months from one to another, both included. */
export const netSalesIn = (
  lines: readonly Pick<StageBoardLine, 'sales'>[],
  months: { readonly from: string; readonly to: string },
  reporting: Reporting,
): Summed =>
  lines
    .flatMap(({ sales }) => Object.entries(sales))
    .filter(([month]) => month >= months.from && month <= months.to)
    .map(([month, sold]) => summedIn(salesOf(sold, reporting.basisOf(month)).net, month, reporting))
    .reduce(addSummed, NOTHING);
