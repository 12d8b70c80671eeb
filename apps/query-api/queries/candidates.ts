import { abcOf, type AbcClass, byValue } from '#libs/analytics/segmentation.js';
import { promisingOf, type Tier, tiersOf } from '#libs/analytics/tiers.js';
import { evaluate } from '#libs/domain/designation/criteria.js';
import { type Money } from '#libs/domain/values.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { seriesOf, sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { moneyOf, ownerOf, standingOf } from '../questions/account-lines.js';
import { FUNNEL_STAGES, type FunnelStage, funnelStageOf } from '../questions/funnel.js';
import { question } from '../question.js';
import { gather, segmentingOf, WINDOW } from '../segmenting.js';

/** Accounts of a list in the answer. */
const LISTED_MAX = 200;

/** An account on its way to a key account. */
interface Candidate {
  readonly accountId: string;
  readonly name: string;
  readonly stage: FunnelStage;
  readonly owner: string | null;
  /** Why it was nominated last. */
  readonly rationale: string | null;
  /** Points of the last evaluation, under the criteria in force. */
  readonly points: number | null;
  readonly qualifies: boolean | null;
  readonly abc: AbcClass | null;
  readonly tier: Tier | null;
  readonly promising: boolean;
  readonly revenue: Money;
  readonly profit: Money;
}

export interface CandidatesAnswer {
  readonly until: string;
  readonly from: string;
  readonly funnel: Readonly<Record<FunnelStage, number>>;
  /** Everything on its way, the most profitable first. */
  readonly items: readonly Candidate[];
  /** Where people and figures say different things. */
  readonly disagreements: {
    /** Nominated by somebody; by the figures C, and not promising. */
    readonly nominatedOnly: readonly string[];
    /** Class A and first tier by the figures; nobody has nominated it, and it is no key account. */
    readonly computedOnly: readonly string[];
  };
  readonly asOf: AsOf;
}

/** The way from a nomination to a key account, and where people and figures disagree. */
export const candidates = question({
  name: 'Candidates',
  path: '/v1/candidates',
  summary: 'Candidate funnel from nominated to retired, and nominations against the computed class',
  parameters: WINDOW,
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  answer: async ({ board, figures, names, parameters, sources, moment, until }): Promise<Omit<CandidatesAnswer, 'asOf'>> => {
    const asked = await segmentingOf(parameters, sources, moment, until);
    const criteria = await policyInForce(sources.store, 'designation-criteria', moment, until);
    const gathered = await gather({ board, figures, names }, asked);
    const when = { at: until, day: asked.reporting.today };
    const money = moneyOf(asked.reporting.currency);
    const sums = new Map(sumsOf(gathered.now).map((account) => [account.accountId, account]));
    const valued = [...sums].map(([id, { revenue: value }]) => ({ id, value }));
    const classes = abcOf(valued, asked.policy.abc);
    const { tierOf } = tiersOf(valued, asked.policy.tiers);
    const series = seriesOf(gathered.now, 'revenue', asked.bucket);
    const promising = new Set(promisingOf(series, tierOf, asked.policy.promising).map(({ id }) => id));
    const staged = gathered.accounts.map((account) => ({ account, stage: funnelStageOf(account, when) }));
    const funnel = Object.fromEntries(FUNNEL_STAGES.map((stage) => [stage, staged.filter((one) => one.stage === stage).length])) as Record<
      FunnelStage,
      number
    >;
    const onTheWay = staged
      .filter(({ stage }) => stage !== 'none')
      .map((one) => ({ ...one, id: one.account.accountId, value: sums.get(one.account.accountId)?.profit ?? 0n }))
      .toSorted(byValue);
    return {
      until: asked.window.until,
      from: gathered.now.months[0]!,
      funnel,
      items: onTheWay.slice(0, LISTED_MAX).map(({ account, stage }): Candidate => {
        const { accountId, name, designation } = account;
        const evaluation = designation.evaluations.at(-1);
        const judged = evaluation === undefined ? undefined : evaluate(evaluation.value, criteria);
        return {
          accountId,
          name,
          stage,
          owner: ownerOf(account),
          rationale: designation.nominations.findLast(({ value }) => value.as === 'nominated')?.value.why ?? null,
          points: judged?.points ?? null,
          qualifies: judged?.qualifies ?? null,
          abc: classes.get(accountId) ?? null,
          tier: tierOf.get(accountId) ?? null,
          promising: promising.has(accountId),
          revenue: money(sums.get(accountId)?.revenue ?? 0n),
          profit: money(sums.get(accountId)?.profit ?? 0n),
        };
      }),
      disagreements: {
        nominatedOnly: onTheWay
          .filter(({ stage }) => stage === 'nominated' || stage === 'screened')
          .map(({ account }) => account.accountId)
          .filter((id) => (classes.get(id) ?? 'C') === 'C' && !promising.has(id))
          .slice(0, LISTED_MAX),
        computedOnly: staged
          .filter(({ account, stage }) => (stage === 'none' || stage === 'retired') && standingOf(account) === 'open')
          .map(({ account }) => account.accountId)
          .filter((id) => classes.get(id) === 'A' && tierOf.get(id) === 'core')
          .slice(0, LISTED_MAX),
      },
    };
  },
});
