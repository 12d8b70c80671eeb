import { migrationOf, type Migration } from '#libs/analytics/segmentation.js';
import { promisingOf, TIERS, type Tier, tiersOf } from '#libs/analytics/tiers.js';
import { ratioOf } from '#libs/analytics/money.js';
import { type Money } from '#libs/domain/values.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { seriesOf, sumsOf, type WindowFigures } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { moneyOf, rounded } from '../questions/account-lines.js';
import { question } from '../question.js';
import { firstCounted, gather, SEGMENTATION, segmentingOf } from '../segmenting.js';

/** Accounts of a list in the answer. */
const LISTED_MAX = 200;

/** A tier with what it brings and what is spent on it. */
interface TierLine {
  readonly tier: Tier;
  readonly accounts: number;
  readonly value: Money;
  readonly share: number | null;
  readonly costToServe: Money;
  /** Of what all accounts cost to serve. */
  readonly costShare: number | null;
}

/** An account that a tier has, had, or is likely to get. */
interface TierAccount {
  readonly accountId: string;
  readonly name: string | null;
}

export interface TiersAnswer {
  readonly until: string;
  /** The first month that counts: the first in a whole bucket. */
  readonly from: string;
  readonly tiers: readonly TierLine[];
  /** Whether the first tier brings as much as policy `segmentation` asks of a core; the rule of practice fails for some portfolios. */
  readonly coreHolds: boolean | null;
  readonly core: readonly TierAccount[];
  readonly entered: readonly TierAccount[];
  readonly left: readonly TierAccount[];
  readonly migration: readonly Migration<Tier>[];
  /** Accounts below the first two tiers that rise steadily; `slope` is a share of their mean a bucket, `fit` is R². */
  readonly promising: readonly (TierAccount & { readonly value: Money; readonly slope: number; readonly fit: number })[];
  /** Of those that were promising in the window before: how many have moved up. */
  readonly backtest: { readonly promising: number; readonly movedUp: number; readonly share: number | null };
  readonly asOf: AsOf;
}

/** Core, second and the rest, who enters and leaves, and who is likely to. */
export const tiers = question({
  name: 'Tiers',
  path: '/v1/tiers',
  summary: 'Core, second tier and the rest: shares, migration, promising accounts and their backtest',
  parameters: SEGMENTATION,
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  answer: async ({ board, figures, names, parameters, sources, moment, until }): Promise<Omit<TiersAnswer, 'asOf'>> => {
    const asked = await segmentingOf(parameters, sources, moment, until);
    const gathered = await gather({ board, figures, names }, asked);
    const money = moneyOf(asked.reporting.currency);
    const known = new Map(gathered.accounts.map(({ accountId, name }) => [accountId, name]));
    const named = (accountId: string): TierAccount => ({ accountId, name: known.get(accountId) ?? null });
    const at = (months: WindowFigures) => {
      const series = seriesOf(months, asked.metric, asked.bucket);
      const valued = series.map(({ id, buckets }) => ({ id, value: buckets.reduce((sum, value) => sum + value, 0n) }));
      const tiered = tiersOf(valued, asked.policy.tiers);
      return { ...tiered, promising: promisingOf(series, tiered.tierOf, asked.policy.promising) };
    };
    const [now, before] = [at(gathered.now), at(gathered.before)];
    const inCore = ({ tierOf }: typeof now) => [...tierOf].filter(([, tier]) => tier === 'core').map(([id]) => id);
    const [core, coreBefore] = [inCore(now), inCore(before)];
    const movedUp = before.promising.filter(({ id }) => now.tierOf.has(id) && now.tierOf.get(id) !== 'rest').length;
    const coreShare = now.tiers.find(({ tier }) => tier === 'core')?.share;
    const costs = costsOf(gathered.now, now.tierOf);
    return {
      until: asked.window.until,
      from: firstCounted(asked),
      tiers: now.tiers.map(({ tier, accounts, value, share }) => ({
        tier,
        accounts,
        value: money(value),
        share: share === undefined ? null : rounded(share, 5),
        costToServe: money(costs.of(tier)),
        costShare: costs.share(tier),
      })),
      coreHolds: coreShare === undefined ? null : coreShare >= asked.policy.tiers.coreHoldsAt,
      core: core.slice(0, LISTED_MAX).map(named),
      entered: core
        .filter((id) => !coreBefore.includes(id))
        .slice(0, LISTED_MAX)
        .map(named),
      left: coreBefore
        .filter((id) => !core.includes(id))
        .slice(0, LISTED_MAX)
        .map(named),
      migration: migrationOf(before.tierOf, now.tierOf).matrix,
      promising: now.promising
        .slice(0, LISTED_MAX)
        .map(({ id, value, slope, fit }) => ({ ...named(id), value: money(value), slope: rounded(slope), fit: rounded(fit) })),
      backtest: {
        promising: before.promising.length,
        movedUp,
        share: before.promising.length === 0 ? null : rounded(movedUp / before.promising.length),
      },
    };
  },
});

const costsOf = (figures: WindowFigures, tierOf: ReadonlyMap<string, Tier>) => {
  const sums = new Map<Tier, bigint>(TIERS.map((tier) => [tier, 0n]));
  for (const { accountId, costToServe } of sumsOf(figures)) {
    const tier = tierOf.get(accountId) ?? 'rest';
    sums.set(tier, sums.get(tier)! + costToServe);
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0n);
  return {
    of: (tier: Tier) => sums.get(tier)!,
    share: (tier: Tier) => {
      const share = ratioOf(sums.get(tier)!, total);
      return share === undefined ? null : rounded(share);
    },
  };
};
