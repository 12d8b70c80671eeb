import { ratioOf } from '#libs/analytics/money.js';
import { variationOf, xyzOf } from '#libs/analytics/segmentation.js';
import { promisingOf, tiersOf, trendOf } from '#libs/analytics/tiers.js';
import { type DesignationCriteriaPolicy } from '#libs/domain/policy/documents.js';
import { seriesOf, sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { type Gathered, type Segmenting } from '../segmenting.js';
import { plansOf, rounded } from './account-lines.js';

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
  /** It takes more of what serving costs than it brings of the sales. */
  readonly demanding: boolean | null;
  readonly costShare: number | null;
  /** It serves a goal of the company that is not past. */
  readonly fitsGoals: boolean;
}

/** The flags of each account, from the figures of the window. */
export const flagsOf = (
  { now, plans }: Gathered,
  { policy, bucket, reporting }: Segmenting,
  { dependencyShareMin }: DesignationCriteriaPolicy,
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
    const trend = buckets === undefined ? undefined : trendOf(buckets);
    return {
      large: (tierOf.get(accountId) ?? 'rest') !== 'rest' || rising.has(accountId),
      dependence: (revenueShare ?? 0) >= dependencyShareMin,
      revenueShare: revenueShare === undefined ? null : rounded(revenueShare),
      steady: variation === undefined ? null : xyzOf(variation, policy.xyz) !== 'Z' && (trend?.slope ?? 0) > -policy.promising.slopeMin,
      variation: variation === undefined ? null : rounded(variation),
      demanding: costShare === undefined ? null : costShare > (revenueShare ?? 0),
      costShare: costShare === undefined ? null : rounded(costShare),
      fitsGoals: linked.has(accountId),
    };
  };
};
