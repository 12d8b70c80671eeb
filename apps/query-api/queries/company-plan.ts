import { periodsFrom, firstMonth, lastMonth, monthOf } from '#libs/analytics/calendar.js';
import { ratioOf, toMinor } from '#libs/analytics/money.js';
import { type Money } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { type CompanyPlan, type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type AccountSums, sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AccountMarket, wallet } from '#libs/read-models/wallet/wallet.js';
import { type AsOf } from '../answers.js';
import { isKey, moneyOf, plansOf, rounded, standingOf, territoryOf } from '../questions/account-lines.js';
import { question } from '../question.js';
import { gather, segmentingOf, WINDOW } from '../segmenting.js';
import { offerLine, type SegmentOffer } from '../questions/offers.js';

/** A goal of the company with the accounts that serve it. */
interface GoalLine {
  readonly goalId: string;
  readonly goal: string;
  readonly horizon: 'short' | 'long';
  readonly due: Day | null;
  readonly isPast: boolean;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly name: string | null;
    readonly how: string;
    readonly isKeyAccount: boolean;
  }[];
}

/** A market and how much of it is ours: open accounts whose territory, country or city is the region, and whose industry or segment the type. */
interface MarketLine {
  readonly region: string;
  readonly type: string;
  readonly count: number;
  readonly since: Instant;
  readonly ours: number;
  readonly coverage: number | null;
  readonly size: Money | null;
  readonly revenue: Money;
  /** Of what all of them spend; null: no size was told, or in another currency. */
  readonly marketShare: number | null;
  /** Ours that told their own share of their market, the strongest first, at most {@link CUSTOMERS_MAX}. */
  readonly customers: readonly { readonly accountId: string; readonly ownSharePercent: number; readonly revenue: Money }[];
}

/** Customers of a market that an answer names. */
const CUSTOMERS_MAX = 20;

/** Whom to win: accounts of a group are those whose segment bears its id. */
interface TargetGroupLine {
  readonly groupId: string;
  readonly name: string;
  readonly priority: number;
  readonly size: number | null;
  readonly conversionMethod: string | null;
  readonly customers: number;
}

/** New customers of a period, by the day on which their account was opened. */
interface AcquisitionLine {
  readonly period: string;
  readonly groupId: string | null;
  readonly target: number;
  readonly actual: number;
  readonly attainment: number | null;
}

/** A run that was published. */
interface RunLine {
  readonly runId: string;
  readonly metric: string;
  readonly bucket: string;
  readonly windowMonths: number;
  readonly until: string;
  readonly recordedAt: Instant;
  readonly policy: string | null;
  readonly baselines: readonly { readonly baselineId: string; readonly purpose: string }[];
}

export interface CompanyPlanAnswer {
  readonly goals: readonly GoalLine[];
  /** Key accounts that serve no goal that is not past. */
  readonly withoutGoal: readonly string[];
  readonly markets: readonly MarketLine[];
  readonly targetGroups: readonly TargetGroupLine[];
  readonly acquisition: readonly AcquisitionLine[];
  readonly offers: readonly SegmentOffer[];
  readonly runs: readonly RunLine[];
  readonly asOf: AsOf;
}

/** The company's goals with the accounts that serve them, its markets, target groups and targets, its offers and runs. */
export const companyPlan = question({
  name: 'CompanyPlan',
  path: '/v1/company-plan',
  summary: 'Goals and the accounts that serve them, market coverage, target groups, new customers against their target',
  parameters: WINDOW,
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory, wallets: wallet },
  answer: async ({ board, figures, names, wallets, parameters, sources, moment, until }): Promise<Omit<CompanyPlanAnswer, 'asOf'>> => {
    const asked = await segmentingOf(parameters, sources, moment, until);
    const { accounts, plans, now } = await gather({ board, figures, names }, asked);
    const when = { at: until, day: asked.reporting.today };
    const known = new Map(accounts.map((account) => [account.accountId, account]));
    const sums = new Map(sumsOf(now).map((account) => [account.accountId, account]));
    const links = Map.groupBy(
      plansOf(plans, 'StrategyLinkedToGoal').map((link) => link.now),
      ({ goalId }) => goalId,
    );
    const goals = plansOf(plans, 'CompanyGoalPublished').map(({ now: { goalId, goal, horizon, due = null } }): GoalLine => ({
      goalId,
      goal,
      horizon,
      due,
      isPast: due !== null && due < when.day,
      accounts: (links.get(goalId) ?? []).map(({ accountId, how }) => {
        const account = known.get(accountId);
        return { accountId, name: account?.name ?? null, how, isKeyAccount: account !== undefined && isKey(account, when) };
      }),
    }));
    const serving = new Set(goals.filter(({ isPast }) => !isPast).flatMap((goal) => goal.accounts.map(({ accountId }) => accountId)));
    const open = accounts.filter((account) => standingOf(account) === 'open');
    const { currency } = asked.reporting;
    const theirs = (await wallets.all({ kind: 'market' })) as readonly AccountMarket[];
    const ownShares = new Map(theirs.map(({ accountId, ownSharePercent }) => [accountId, ownSharePercent]));
    return {
      goals,
      withoutGoal: open.filter((account) => isKey(account, when) && !serving.has(account.accountId)).map(({ accountId }) => accountId),
      markets: plansOf(plans, 'MarketUniverseEstimated').map((market) =>
        marketLine({ ...market.now, since: market.since }, open, { sums, ownShares, currency, day: when.day }),
      ),
      targetGroups: plansOf(plans, 'TargetGroupDefined')
        .map(({ now: { groupId, name, priority, size = null, conversionMethod = null } }) => ({
          groupId,
          name,
          priority,
          size,
          conversionMethod,
          customers: open.filter(({ segment }) => segment === groupId).length,
        }))
        .toSorted(
          (left, right) => left.priority - right.priority || Number(left.groupId > right.groupId) - Number(left.groupId < right.groupId),
        ),
      acquisition: acquisitionLines(plans, accounts, asked.reporting.fiscalYearStartsIn),
      offers: plansOf(plans, 'SegmentPolicyDefined').map(({ now: offer }) => offerLine(offer)),
      runs: runLines(plans),
    };
  },
});

const acquisitionLines = (
  plans: readonly CompanyPlan[],
  accounts: readonly SegmentedAccount[],
  fiscalYearStartsIn: number,
): readonly AcquisitionLine[] =>
  plansOf(plans, 'AcquisitionTargetSet').map(({ now: { period, accounts: target, groupId = null } }) => {
    const months = new Set(periodsFrom(firstMonth(period, fiscalYearStartsIn), lastMonth(period, fiscalYearStartsIn)));
    const isOf = ({ openedOn, segment }: SegmentedAccount) => months.has(monthOf(openedOn)) && (groupId === null || segment === groupId);
    const actual = accounts.filter(isOf).length;
    return { period, groupId, target, actual, attainment: target === 0 ? null : rounded(actual / target) };
  });

const runLines = (plans: readonly CompanyPlan[]): readonly RunLine[] => {
  const baselines = plansOf(plans, 'BaselineFrozen').map(({ now }) => now);
  return plansOf(plans, 'SegmentationPublished').map(({ now: run, recordedAt, policy }) => ({
    runId: run.runId,
    metric: run.metric,
    bucket: run.bucket,
    windowMonths: run.windowMonths,
    until: run.until,
    recordedAt,
    policy,
    baselines: baselines.filter(({ runId }) => runId === run.runId).map(({ baselineId, purpose }) => ({ baselineId, purpose })),
  }));
};

interface Market {
  readonly region: string;
  readonly type: string;
  readonly count: number;
  readonly size?: Money;
  readonly since: Instant;
}

const marketLine = (
  { region, type, count, size, since }: Market,
  open: readonly SegmentedAccount[],
  {
    sums,
    ownShares,
    currency,
    day,
  }: {
    readonly sums: ReadonlyMap<string, AccountSums>;
    readonly ownShares: ReadonlyMap<string, number | undefined>;
    readonly currency: string;
    readonly day: Day;
  },
): MarketLine => {
  const ours = open.filter(
    (account) =>
      [territoryOf(account, day), account.country, account.city].includes(region) && [account.industry, account.segment].includes(type),
  );
  const revenue = ours.reduce((sum, { accountId }) => sum + (sums.get(accountId)?.revenue ?? 0n), 0n);
  const share = size?.currency === currency ? ratioOf(revenue, toMinor(size.amount, currency)) : undefined;
  return {
    region,
    type,
    count,
    since,
    ours: ours.length,
    coverage: count === 0 ? null : rounded(ours.length / count),
    size: size ?? null,
    revenue: moneyOf(currency)(revenue),
    marketShare: share === undefined ? null : rounded(share),
    customers: ours
      .flatMap(({ accountId }) => {
        const ownSharePercent = ownShares.get(accountId);
        const sold = moneyOf(currency)(sums.get(accountId)?.revenue ?? 0n);
        return ownSharePercent === undefined ? [] : [{ accountId, ownSharePercent, revenue: sold }];
      })
      .toSorted((left, right) => right.ownSharePercent - left.ownSharePercent || (left.accountId < right.accountId ? -1 : 1))
      .slice(0, CUSTOMERS_MAX),
  };
};
