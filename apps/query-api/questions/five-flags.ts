import { ratioOf } from '#libs/analytics/money.js';
import { variationOf, xyzOf } from '#libs/analytics/segmentation.js';
import { promisingOf, tiersOf, trendOf } from '#libs/analytics/tiers.js';
import { type DesignationCriteriaPolicy } from '#libs/domain/policy/documents.js';
import { seriesOf, sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { type Gathered, type Segmenting } from '../segmenting.js';
import { plansOf, rounded } from './account-lines.js';
import { type AccountPowerBalance } from './power-balance.js';

/** The five features of a key account, each with whether it has it and the figures behind it; null: nothing is known of it. */
export interface FiveFlags {
  /** A large share of the sales now, or on the way there, among few. */
  readonly large: boolean;
  /** Its loss would hurt: from a share of the sales on. */
  readonly dependence: boolean;
  readonly revenueShare: number | null;
  /** It buys steadily, and does not buy less and less. */
  readonly steady: boolean | null;
  readonly variation: number | null;
  /** Much of what it spends goes elsewhere: a part of its wallet, from a headroom on by policy `designation-criteria`. */
  readonly potential: boolean | null;
  readonly headroomShare: number | null;
  /** It takes more of what serving costs than it brings of the sales. */
  readonly demanding: boolean | null;
  readonly costShare: number | null;
  /** It bargains from strength: we depend more on it than it on us, by policy `power-balance`. */
  readonly bargaining: boolean | null;
  readonly powerIndex: number | null;
  /** It serves a goal of the company that is not past. */
  readonly fitsGoals: boolean;
}

/** What is known of an account beside its figures. */
export interface PotentialAndPower {
  /** The part of its wallet that goes elsewhere. */
  readonly headroomOf: (accountId: string) => number | undefined;
  readonly balanceOf: (accountId: string) => Pick<AccountPowerBalance, 'index' | 'verdict'>;
}

/** The flags of each account, from the figures of the window. */
export const flagsOf = (
  { now, plans }: Gathered,
  { policy, bucket, reporting }: Segmenting,
  { dependencyShareMin, potentialHeadroomMin }: DesignationCriteriaPolicy,
  { headroomOf, balanceOf }: PotentialAndPower,
): ((accountId: string) => FiveFlags) => {
  const series = seriesOf(now, 'revenue', bucket);
  const byId = new Map(series.map((one) => [one.id, one.buckets]));
  const sums = new Map(sumsOf(now).map((account) => [account.accountId, account]));
  const { tierOf } = tiersOf(
    [...sums].map(([id, { revenue: value }]) => ({ id, value })),
    policy.tiers,
  );
  const rising = new Set(promisingOf(series, tierOf, policy.promising).map(({ id }) => id));
  const [revenue, cost] = [...sums.values()].reduce(([sales, costs], one) => [sales + one.revenue, costs + one.costToServe], [0n, 0n]);
  const current = new Set(
    plansOf(plans, 'CompanyGoalPublished')
      .filter(({ now: { due } }) => due === undefined || due >= reporting.today)
      .map(({ now: { goalId } }) => goalId),
  );
  const linked = new Set(
    plansOf(plans, 'StrategyLinkedToGoal')
      .filter(({ now: { goalId } }) => current.has(goalId))
      .map(({ now: { accountId } }) => accountId),
  );
  return (accountId) => {
    const own = sums.get(accountId);
    const buckets = byId.get(accountId);
    const revenueShare = ratioOf(own?.revenue ?? 0n, revenue);
    const costShare = ratioOf(own?.costToServe ?? 0n, cost);
    const variation = buckets === undefined || buckets.length < 2 ? undefined : variationOf(buckets);
    const headroom = headroomOf(accountId);
    const { index, verdict } = balanceOf(accountId);
    const trend = buckets === undefined ? undefined : trendOf(buckets);
    return {
      large: (tierOf.get(accountId) ?? 'rest') !== 'rest' || rising.has(accountId),
      dependence: (revenueShare ?? 0) >= dependencyShareMin,
      revenueShare: revenueShare === undefined ? null : rounded(revenueShare),
      steady: variation === undefined ? null : xyzOf(variation, policy.xyz) !== 'Z' && (trend?.slope ?? 0) > -policy.promising.slopeMin,
      variation: variation === undefined ? null : rounded(variation),
      potential: headroom === undefined ? null : headroom >= potentialHeadroomMin,
      headroomShare: headroom === undefined ? null : rounded(headroom),
      demanding: costShare === undefined ? null : costShare > (revenueShare ?? 0),
      costShare: costShare === undefined ? null : rounded(costShare),
      bargaining: verdict === null ? null : verdict === 'we-depend',
      powerIndex: index === null ? null : rounded(index),
      fitsGoals: linked.has(accountId),
    };
  };
};
