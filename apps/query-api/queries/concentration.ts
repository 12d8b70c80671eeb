import { giniOf, lorenzCurve, paretoCurve, type Point, topOf } from '#libs/analytics/pareto.js';
import { topShare } from '#libs/analytics/concentration.js';
import { ratioOf } from '#libs/analytics/money.js';
import { ranksIn, type Valued } from '#libs/analytics/segmentation.js';
import { type Money } from '#libs/domain/values.js';
import { present } from '#libs/domain/dated-line.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { type KpiMargin } from '#libs/read-models/team-kpis/documents.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { moneyOf, rounded } from '../questions/account-lines.js';
import { question } from '../question.js';
import { gather, segmentingOf, WINDOW } from '../segmenting.js';

/** Accounts and orders that a list of the answer names. */
const LISTED_MAX = 200;

/** How one figure is spread over the accounts. */
interface Concentration {
  readonly accounts: number;
  readonly total: Money;
  /** From the largest account on; above 1 where later ones lose. */
  readonly pareto: readonly Point[];
  /** From the smallest account on. */
  readonly lorenz: readonly Point[];
  readonly gini: number | null;
  /** What the first accounts bring, as many as policy `segmentation` says: a fifth. */
  readonly topShare: number | null;
}

/** An account with what it brings and what is left of it. */
interface ProfitLine {
  readonly accountId: string;
  readonly name: string | null;
  readonly revenue: Money;
  readonly profit: Money;
  /** Of the profit of all accounts that make one. */
  readonly profitShare: number | null;
}

export interface ConcentrationAnswer {
  readonly until: string;
  readonly from: string;
  readonly revenue: Concentration;
  /** What orders earned less what it cost to serve the account. */
  readonly profit: Concentration;
  /** In the first fifth by sales and not by profit. */
  readonly bigButUnprofitable: readonly ProfitLine[];
  /** At least as much of the profit as policy `designation-criteria` asks of a breadwinner. */
  readonly breadwinners: readonly ProfitLine[];
  /** The most profitable accounts, key accounts or not. */
  readonly profitRanking: readonly ProfitLine[];
  /** Orders that lost money, the worst first, as they are told at present. */
  readonly losingOrders: {
    readonly orders: number;
    readonly ofOrders: number;
    readonly items: readonly { readonly accountId: string; readonly orderNumber: string; readonly margin: Money; readonly day: string }[];
  };
  readonly asOf: AsOf;
}

/** Pareto and Lorenz for sales and, apart from them, for profit. */
export const concentration = question({
  name: 'Concentration',
  path: '/v1/concentration',
  summary: 'Pareto and Lorenz curves for sales and for profit apart, breadwinners, orders that lose money',
  parameters: WINDOW,
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  answer: async ({ board, figures, names, parameters, sources, moment, until }): Promise<Omit<ConcentrationAnswer, 'asOf'>> => {
    const asked = await segmentingOf(parameters, sources, moment, until);
    const criteria = await policyInForce(sources.store, 'designation-criteria', moment, until);
    const gathered = await gather({ board, figures, names }, asked);
    const money = moneyOf(asked.reporting.currency);
    const known = new Map(gathered.accounts.map(({ accountId, name }) => [accountId, name]));
    const sums = sumsOf(gathered.now);
    const byRevenue = sums.map(({ accountId: id, revenue: value }) => ({ id, value }));
    const byProfit = sums.map(({ accountId: id, profit: value }) => ({ id, value }));
    const gained = byProfit.reduce((sum, { value }) => (value > 0n ? sum + value : sum), 0n);
    const line = ({ accountId, revenue, profit }: (typeof sums)[number]): ProfitLine => {
      const share = ratioOf(profit, gained);
      return {
        accountId,
        name: known.get(accountId) ?? null,
        revenue: money(revenue),
        profit: money(profit),
        profitShare: share === undefined ? null : rounded(share),
      };
    };
    const top = asked.policy.tiers.paretoShare;
    const [topByRevenue, topByProfit] = [topOf(byRevenue, top), topOf(byProfit, top)];
    const ranking = sums.toSorted(
      (left, right) =>
        Number(right.profit > left.profit) - Number(right.profit < left.profit)
        || Number(left.accountId > right.accountId) - Number(left.accountId < right.accountId),
    );
    const isBreadwinner = ({ profit }: (typeof sums)[number]) => (ratioOf(profit, gained) ?? 0) >= criteria.breadwinnerProfitShareMin;
    return {
      until: asked.window.until,
      from: gathered.now.months[0]!,
      revenue: concentrationOf(byRevenue, top, money),
      profit: concentrationOf(byProfit, top, money),
      bigButUnprofitable: ranking
        .filter(({ accountId, revenue }) => revenue > 0n && topByRevenue.has(accountId) && !topByProfit.has(accountId))
        .toReversed()
        .slice(0, LISTED_MAX)
        .map(line),
      breadwinners: ranking.filter(isBreadwinner).map(line),
      profitRanking: ranking.slice(0, LISTED_MAX).map(line),
      losingOrders: losingOrders(gathered.margins, gathered.now.months),
    };
  },
});

const concentrationOf = (accounts: readonly Valued[], top: number, money: (minor: bigint) => Money): Concentration => {
  const gini = giniOf(accounts);
  const share =
    accounts.length === 0
      ? undefined
      : topShare(
          accounts.map(({ value }) => value),
          ranksIn(accounts.length, top),
        );
  const point = ({ accounts: count, value }: Point): Point => ({ accounts: rounded(count), value: rounded(value) });
  return {
    accounts: accounts.length,
    total: money(accounts.reduce((sum, { value }) => sum + value, 0n)),
    pareto: paretoCurve(accounts).map(point),
    lorenz: lorenzCurve(accounts).map(point),
    gini: gini === undefined ? null : rounded(gini),
    topShare: share === undefined ? null : rounded(share),
  };
};

const losingOrders = (margins: readonly KpiMargin[], months: readonly string[]): ConcentrationAnswer['losingOrders'] => {
  const [first, last] = [months[0]!, months.at(-1)!];
  const told = margins.flatMap(({ accountId, orderNumber, told: line }) => {
    const now = present(line);
    if (now === undefined || now.day.slice(0, 7) < first || now.day.slice(0, 7) > last) return [];
    return [{ accountId, orderNumber, margin: now.margin, day: now.day }];
  });
  const losing = told.filter(({ margin }) => margin.amount.startsWith('-'));
  return {
    orders: losing.length,
    ofOrders: told.length,
    items: losing.toSorted((left, right) => Number(left.margin.amount) - Number(right.margin.amount)).slice(0, LISTED_MAX),
  };
};
