import { retention } from '#libs/analytics/retention.js';
import { ratioOf } from '#libs/analytics/money.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type Money } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { sumsOf, type WindowFigures } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { isKey, moneyOf, plansOf, rounded } from '../questions/account-lines.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { gather, type PortfolioViews, type Segmenting, segmentingOf } from '../segmenting.js';

/** The figures of a window of months. */
interface BaselineFigures {
  readonly from: string;
  readonly until: string;
  readonly accounts: number;
  readonly revenue: Money;
  readonly profit: Money;
  readonly revenuePerAccount: Money | null;
  /** Of those that are key accounts now: what a programme for them is about. */
  readonly keyAccountRevenue: Money;
}

/** A baseline and what has become of it in the window of the same length that ended last. */
interface BaselineLine {
  readonly baselineId: string;
  readonly purpose: string;
  readonly frozenAt: Instant;
  readonly frozen: BaselineFigures;
  readonly now: BaselineFigures;
  /** Growth of the sales, of the profit and of the key accounts' sales; null where there was nothing. */
  readonly revenueGrowth: number | null;
  readonly profitGrowth: number | null;
  readonly keyAccountGrowth: number | null;
  /** Of the accounts that bought then. */
  readonly netRevenueRetention: number | null;
  readonly logoRetention: number | null;
  /** What the programme was to bring by policy `programme`, and where it lies. */
  readonly targets: Readonly<Record<'salesGrowth' | 'profitGrowth' | 'keyAccountGrowth' | 'retention', Target>>;
}

/** A band that something is to lie in; null: nothing can be said yet. */
interface Target {
  readonly min: number;
  readonly max: number;
  readonly is: 'below' | 'within' | 'above' | null;
}

export interface BaselinesAnswer {
  readonly items: readonly BaselineLine[];
  readonly asOf: AsOf;
}

/** What programmes have brought against what was frozen before them. */
export const baselines = question({
  name: 'Baselines',
  path: '/v1/baselines',
  summary: 'Frozen baselines against the window of the same length that ended last',
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  answer: async ({ board, figures, names, sources, moment, until }): Promise<Omit<BaselinesAnswer, 'asOf'>> => {
    const asked = await segmentingOf({}, sources, moment, until);
    const programme = await policyInForce(sources.store, 'programme', moment, until);
    const plans = (await board.all({})).filter((document) => document.kind !== 'account');
    const runs = new Map(plansOf(plans, 'SegmentationPublished').map(({ now }) => [now.runId, now]));
    const items: BaselineLine[] = [];
    for (const { now: baseline, since } of plansOf(plans, 'BaselineFrozen')) {
      const run = runs.get(baseline.runId);
      if (run === undefined) continue;
      const { baselineId, purpose } = baseline;
      const window = { until: run.until, months: run.windowMonths };
      const compared = await comparisonOf({ board, figures, names }, asked, window, until);
      items.push({ baselineId, purpose, frozenAt: since, ...compared, targets: targetsOf(compared, programme) });
    }
    return { items };
  },
});

const comparisonOf = async (views: PortfolioViews, asked: Segmenting, window: Segmenting['window'], until: Instant) => {
  const { reporting } = asked;
  const latest = await gather(views, { window: { until: asked.window.until, months: window.months }, reporting });
  const frozen = await gather(views, { window, reporting });
  const keys = new Set(latest.accounts.filter((one) => isKey(one, { at: until, day: reporting.today })).map(({ accountId }) => accountId));
  const [then, now] = [frozen, latest].map(({ now: figures }) => sumOf(figures, keys)) as [Sums, Sums];
  const bought = new Map(then.revenueOf);
  const kept = retention([...bought].map(([accountId, before]) => ({ before, after: now.revenueOf.get(accountId) ?? 0n })));
  const growth = (of: (sums: Sums) => bigint) => share(ratioOf(of(now) - of(then), of(then)));
  const money = moneyOf(reporting.currency);
  return {
    frozen: figuresLine(then, money),
    now: figuresLine(now, money),
    revenueGrowth: growth(({ revenue }) => revenue),
    profitGrowth: growth(({ profit }) => profit),
    keyAccountGrowth: growth(({ keyRevenue }) => keyRevenue),
    netRevenueRetention: share(kept.netRevenueRetention),
    logoRetention: share(kept.logoRetention),
  };
};

const targetsOf = (
  compared: Awaited<ReturnType<typeof comparisonOf>>,
  programme: PolicyDocument<'programme'>,
): BaselineLine['targets'] => ({
  salesGrowth: targetOf(compared.revenueGrowth, programme.salesGrowth),
  profitGrowth: targetOf(compared.profitGrowth, programme.profitGrowth),
  keyAccountGrowth: targetOf(compared.keyAccountGrowth, programme.keyAccountGrowth),
  retention: targetOf(compared.logoRetention, programme.retention),
});

const targetOf = (value: number | null, { min, max }: { readonly min: number; readonly max: number }): Target => ({
  min,
  max,
  is: value === null ? null : value < min ? 'below' : value > max ? 'above' : 'within',
});

const share = (value: number | undefined): number | null => (value === undefined ? null : rounded(value));

type Sums = ReturnType<typeof sumOf>;

const sumOf = (figures: WindowFigures, keys: ReadonlySet<string>) => {
  const sums = sumsOf(figures).filter(({ revenue, profit }) => revenue !== 0n || profit !== 0n);
  const total = (of: (one: (typeof sums)[number]) => bigint) => sums.reduce((sum, one) => sum + of(one), 0n);
  return {
    from: figures.months[0]!,
    until: figures.window.until,
    accounts: sums.length,
    revenue: total(({ revenue }) => revenue),
    profit: total(({ profit }) => profit),
    keyRevenue: total(({ accountId, revenue }) => (keys.has(accountId) ? revenue : 0n)),
    revenueOf: new Map(sums.map(({ accountId, revenue }) => [accountId, revenue])),
  };
};

const figuresLine = ({ from, until, accounts, revenue, profit, keyRevenue }: Sums, money: (minor: bigint) => Money): BaselineFigures => ({
  from,
  until,
  accounts,
  revenue: money(revenue),
  profit: money(profit),
  revenuePerAccount: accounts === 0 ? null : money(revenue / BigInt(accounts)),
  keyAccountRevenue: money(keyRevenue),
});
