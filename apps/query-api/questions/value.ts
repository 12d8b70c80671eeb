import { returnOnInvestment } from '#libs/analytics/investment.js';
import { shiftMonth } from '#libs/analytics/calendar.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Tailoring, type ValueLedgerDocument, type ValueOfMonth } from '#libs/read-models/value-ledger/value-ledger.js';
import { type Months } from '../window.js';
import { addSummed, netSalesIn, NOTHING, type ReportedAmount, reported, type Summed, summedIn } from './work-money.js';

/** What both sides have of each other in some months. */
export interface BothSides {
  /** What we were worth to them, and what of it one of theirs confirmed. */
  readonly theirs: { readonly value: ReportedAmount; readonly confirmed: ReportedAmount };
  /** What they bought of us, and what that took beside the goods. */
  readonly ours: {
    readonly netSales: ReportedAmount;
    readonly costToServe: ReportedAmount;
    readonly tailoring: ReportedAmount;
    /** Net sales less both. */
    readonly afterCosts: ReportedAmount;
  };
  readonly discounts: { readonly granted: number; readonly meanPercent: number | null };
  /** Of the months before, as many of them. */
  readonly discountsBefore: { readonly granted: number; readonly meanPercent: number | null };
  /** Joint initiatives that have begun; how many of them were measured. */
  readonly jointInitiatives: { readonly started: number; readonly measured: number };
  /** More is given away than before, and nothing is made together: discounts in place of value. */
  readonly discountsWithoutJointValue: boolean;
}

/** What was invested in an account and what came of it. */
export interface InvestmentLine {
  readonly investmentId: string;
  readonly title: string | null;
  readonly purpose: string | null;
  readonly planned: readonly Money[];
  readonly expected: readonly Money[];
  readonly spent: readonly Money[];
  readonly returned: readonly Money[];
  /** (Returned − spent) ÷ spent; `null` where nothing was spent. */
  readonly returnOnInvestment: number | null;
}

/** What is delivered in their own way: what it costs us, and what it brought them. */
export interface TailoringLine {
  readonly tailoringId: string;
  readonly what: string | null;
  readonly cost: readonly Money[];
  readonly benefit: readonly Money[];
  /** (Benefit − cost) ÷ cost, over both sides; `null` where it costs nothing. */
  readonly jointReturn: number | null;
}

interface Of {
  readonly ledgers: readonly ValueLedgerDocument[];
  readonly lines: readonly StageBoardLine[];
}

/** Both sides of some accounts together, in the months from one to another. */
export const bothSides = ({ ledgers, lines }: Of, months: Months, reporting: Reporting): BothSides => {
  const before = monthsBefore(months);
  const sum = (of: (month: ValueOfMonth) => Amounts | undefined) => sumIn(ledgers, months, of, reporting);
  const [netSales, costToServe, tailoring] = [
    netSalesIn(lines, months, reporting),
    sum((one) => one.costToServe),
    sum((one) => one.tailoring),
  ];
  const initiatives = ledgers.flatMap((ledger) => Object.values(ledger.initiatives).filter(({ startedAt }) => startedAt !== null));
  const [discounts, discountsBefore] = [discountsIn(ledgers, months), discountsIn(ledgers, before)];
  const rises =
    discounts.granted > 0 && discounts.meanPercent! * discounts.granted > (discountsBefore.meanPercent ?? 0) * discountsBefore.granted;
  return {
    theirs: {
      value: reported(
        sum((one) => one.theirs),
        reporting,
      ),
      confirmed: reported(
        sum((one) => one.confirmed),
        reporting,
      ),
    },
    ours: {
      netSales: reported(netSales, reporting),
      costToServe: reported(costToServe, reporting),
      tailoring: reported(tailoring, reporting),
      afterCosts: reported([costToServe, tailoring].map(negated).reduce(addSummed, netSales), reporting),
    },
    discounts,
    discountsBefore,
    jointInitiatives: { started: initiatives.length, measured: initiatives.filter(({ measurements }) => measurements > 0).length },
    discountsWithoutJointValue: rises && initiatives.length === 0,
  };
};

/** As many months before. */
const monthsBefore = ({ from, to }: Months): Months => {
  const count = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
  return { from: shiftMonth(from, -count), to: shiftMonth(from, -1) };
};

const negated = ({ minor, withoutRate }: Summed): Summed => ({
  minor: -minor,
  withoutRate: Object.fromEntries(Object.entries(withoutRate).map(([currency, value]) => [currency, String(-BigInt(value))])),
});

const within = (ledgers: readonly ValueLedgerDocument[], { from, to }: Months): readonly (readonly [string, ValueOfMonth])[] =>
  ledgers.flatMap(({ months }) => Object.entries(months)).filter(([month]) => month >= from && month <= to);

const sumIn = (
  ledgers: readonly ValueLedgerDocument[],
  months: Months,
  of: (month: ValueOfMonth) => Amounts | undefined,
  reporting: Reporting,
): Summed =>
  within(ledgers, months)
    .map(([month, value]) => summedIn(of(value) ?? {}, month, reporting))
    .reduce(addSummed, NOTHING);

const discountsIn = (ledgers: readonly ValueLedgerDocument[], months: Months): BothSides['discounts'] => {
  const found = within(ledgers, months).flatMap(([, { discounts }]) => discounts ?? []);
  const granted = found.reduce((sum, { count }) => sum + count, 0);
  return { granted, meanPercent: granted === 0 ? null : found.reduce((sum, { percentSum }) => sum + percentSum, 0) / granted };
};

/** The investments of some accounts, by id. */
export const investmentLines = (ledgers: readonly ValueLedgerDocument[]): readonly InvestmentLine[] =>
  ledgers.flatMap(({ investments }) =>
    Object.entries(investments).map(([investmentId, { title, purpose, planned, expected, spent, returned }]) => ({
      investmentId,
      title,
      purpose,
      planned: moneysOf(planned),
      expected: moneysOf(expected),
      spent: moneysOf(spent),
      returned: moneysOf(returned),
      returnOnInvestment: ratioIn(spent, returned),
    })),
  );

/** Deliveries in their own way, by id. */
export const tailoringLines = (ledgers: readonly ValueLedgerDocument[]): readonly TailoringLine[] =>
  ledgers.flatMap(({ tailorings }) =>
    Object.entries(tailorings).map(([tailoringId, { what, cost, benefit }]: readonly [string, Tailoring]) => ({
      tailoringId,
      what,
      cost: moneysOf(cost),
      benefit: moneysOf(benefit),
      jointReturn: ratioIn(cost, benefit),
    })),
  );

/** Of one currency; `null` where there are several, or nothing was spent. */
const ratioIn = (spent: Amounts, returned: Amounts): number | null => {
  const currencies = Object.keys(addAmounts(spent, returned));
  if (currencies.length > 1) return null;
  const [currency = Object.keys(spent)[0] ?? ''] = currencies;
  return returnOnInvestment(BigInt(spent[currency] ?? 0), BigInt(returned[currency] ?? 0)) ?? null;
};

/** What was invested in some accounts and what came back, in the reporting currency by the rates of a month. */
export const investedIn = (
  ledgers: readonly ValueLedgerDocument[],
  at: Instant,
  reporting: Reporting,
): { readonly spent: Summed; readonly returned: Summed } => {
  const all = ledgers.flatMap(({ investments }) => Object.values(investments));
  const sum = (of: (one: (typeof all)[number]) => Amounts) =>
    all.map((one) => summedIn(of(one), at.slice(0, 7), reporting)).reduce(addSummed, NOTHING);
  return { spent: sum(({ spent }) => spent), returned: sum(({ returned }) => returned) };
};
