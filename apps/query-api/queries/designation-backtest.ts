import { monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { ratioOf } from '#libs/analytics/money.js';
import { isRetired } from '#libs/domain/designation/state.js';
import { DESIGNATION_BASES, type DesignationBasis, type Money } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';
import { directory, type AccountEntry } from '#libs/read-models/directory/directory.js';
import { type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { figuresIn } from '#libs/read-models/team-kpis/account-window.js';
import { type KpiCell } from '#libs/read-models/team-kpis/documents.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { survivors } from '../absorbed.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { moneyOf, rounded } from '../questions/account-lines.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** A designation that was made, and what became of its bet. */
interface Bet {
  readonly accountId: string;
  readonly name: string;
  readonly basis: DesignationBasis;
  readonly at: Instant;
  readonly rationale: string;
  /** Net sales of as many months before the month of the decision, and after it. */
  readonly before: Money;
  readonly after: Money;
  /** (after − before) ÷ before; null: there was nothing before, or the months after it are not over. */
  readonly growth: number | null;
  readonly result: 'paid off' | 'not paid off' | 'open';
}

/** Bets of one basis. */
interface BasisLine {
  readonly basis: DesignationBasis;
  readonly bets: number;
  readonly paidOff: number;
  readonly open: number;
  /** Of those that are over. */
  readonly rate: number | null;
}

export interface DesignationBacktestAnswer {
  readonly months: number;
  readonly growthMin: number;
  readonly byBasis: readonly BasisLine[];
  readonly items: readonly Bet[];
  readonly asOf: AsOf;
}

/** Whether the bets of designations have paid off some months later, by what they were based on. */
export const designationBacktest = question({
  name: 'DesignationBacktest',
  path: '/v1/designation-backtest',
  summary: 'Designations by basis, and whether the bet paid off some months later',
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  answer: async ({ board, figures, names, sources, moment, until }): Promise<Omit<DesignationBacktestAnswer, 'asOf'>> => {
    const { payoff } = await policyInForce(sources.store, 'designation-criteria', moment, until);
    const reporting = await reportingOf(sources, moment, until);
    const accounts = (await board.all({ kind: 'account' })) as readonly SegmentedAccount[];
    const made = accounts.flatMap((account) =>
      account.designation.designations.flatMap(({ value, since }, index, line) => {
        const before = line[index - 1];
        const isFirst = before === undefined || isRetired(before.value);
        return isRetired(value) || !isFirst ? [] : [{ account, value, since, month: monthOf(since) }];
      }),
    );
    const lastMonth = shiftMonth(monthOf(reporting.today), -1);
    const first = made.map(({ month }) => month).reduce((earliest, month) => (month < earliest ? month : earliest), lastMonth);
    const from = shiftMonth(first, -payoff.months);
    const cells = (await figures.all({ kind: 'cell', month: { gte: from, lte: lastMonth } })) as readonly KpiCell[];
    const speaking = survivors((await names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
    const window = { until: lastMonth, months: monthsBetween(from, lastMonth) };
    const all = figuresIn(window, { cells, margins: [], reporting, speaking });
    const revenueOf = new Map(all.accounts.map(({ accountId, revenue }) => [accountId, revenue]));
    const sum = (accountId: string, since: string, months: number) => {
      const at = monthsBetween(from, since) - 1;
      return (revenueOf.get(accountId) ?? []).slice(Math.max(0, at), Math.max(0, at + months)).reduce((total, value) => total + value, 0n);
    };
    const money = moneyOf(reporting.currency);
    const items = made.map(({ account, value, since, month }): Bet => {
      const before = sum(account.accountId, shiftMonth(month, -payoff.months), payoff.months);
      const after = sum(account.accountId, shiftMonth(month, 1), payoff.months);
      const isOver = shiftMonth(month, payoff.months) <= lastMonth;
      const growth = ratioOf(after - before, before);
      const hasGrown = growth === undefined ? after > 0n : growth > payoff.growthMin;
      return {
        accountId: account.accountId,
        name: account.name,
        basis: value.basis,
        at: since,
        rationale: value.rationale,
        before: money(before),
        after: money(after),
        growth: !isOver || growth === undefined ? null : rounded(growth),
        result: !isOver ? 'open' : hasGrown ? 'paid off' : 'not paid off',
      };
    });
    return {
      months: payoff.months,
      growthMin: payoff.growthMin,
      byBasis: DESIGNATION_BASES.map((basis) => basisLine(basis, items)),
      items: items.toSorted((left, right) => Number(left.at > right.at) - Number(left.at < right.at)),
    };
  },
});

/** Whole months from one to another, both counted. */
const monthsBetween = (from: string, to: string): number => {
  const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number];
  const [toYear, toMonth] = to.split('-').map(Number) as [number, number];
  return (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
};

const basisLine = (basis: DesignationBasis, bets: readonly Bet[]): BasisLine => {
  const own = bets.filter((bet) => bet.basis === basis);
  const [paidOff, open] = (['paid off', 'open'] as const).map((result) => own.filter((bet) => bet.result === result).length);
  const over = own.length - open!;
  return { basis, bets: own.length, paidOff: paidOff!, open: open!, rate: over === 0 ? null : rounded(paidOff! / over) };
};
