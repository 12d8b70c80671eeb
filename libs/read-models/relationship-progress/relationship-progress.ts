import { type MaturityBand } from '#libs/analytics/stage-score.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type MaturityEvents } from '#libs/domain/maturity/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type MaturityItem, type MaturityScores, type Stage } from '#libs/domain/values.js';

/** How far a relationship has come: what the months came to, what people thought, and what was planned. */
export interface RelationshipProgress {
  readonly accountId: string;
  /** The review of each month that was told last, of the latest {@link MONTHS_MAX}, oldest first. */
  readonly reviews: readonly MonthReviewed[];
  /** Opinions beside them, the latest {@link OPINIONS_MAX}. */
  readonly opinions: DatedLine<number>;
  /** The latest {@link STRATEGIES_MAX}. */
  readonly strategies: DatedLine<Strategy>;
  /** What the company wants of the account, the goal that was set last for each horizon. */
  readonly goals: { readonly short?: DatedGoal; readonly long?: DatedGoal };
  /** Versions of the plan, the latest {@link PLANS_MAX}, by when they were shared first; which of them the customer knows is said by them. */
  readonly plans: readonly SharedPlan[];
}

/** What a month came to by the facts. */
export interface MonthReviewed {
  readonly month: string;
  /** Its end: what had happened by then counts. */
  readonly until: Instant;
  /** 6–24 points. */
  readonly total: number;
  readonly band: MaturityBand;
  /** The highest stage for which the sum is enough. */
  readonly supports: Stage;
  /** What counts of each item. */
  readonly scores: MaturityScores;
  /** Items that somebody scores otherwise for a time. */
  readonly overridden: readonly MaturityItem[];
  /** The event, and the one of which it took the place. */
  readonly event: string;
  readonly supersedes?: string;
}

/** What was planned at a moment. */
export interface Strategy {
  readonly horizonYears: number;
  /** The points that are to be reached at the end of the horizon. */
  readonly targetScore?: number;
}

/** A goal, and when it was set. */
export interface DatedGoal {
  readonly goal: string;
  readonly due?: Day;
  readonly since: Instant;
}

/** A version of the plan, with whom it was shared first, and who of theirs acknowledged it. */
export interface SharedPlan {
  readonly planVersion: string;
  readonly sharedAt: Instant;
  readonly sharedWith: readonly string[];
  readonly acknowledged: readonly { readonly by: string; readonly at: Instant }[];
}

/** Ten years of months. */
export const MONTHS_MAX = 120;
export const OPINIONS_MAX = 60;
export const STRATEGIES_MAX = 20;
export const PLANS_MAX = 20;
export const ACKNOWLEDGEMENTS_MAX = 20;

type Events = Pick<MaturityEvents, 'RelationshipReviewed'>
  & Pick<
    RelationshipEvents,
    'RelationshipAssessed' | 'AccountStrategySet' | 'AccountGoalSet' | 'AccountPlanShared' | 'AccountPlanAcknowledged'
  >;

/** Is the relationship getting closer, apart from what it sells? */
export const relationshipProgress: Projection<RelationshipProgress, Events> = {
  name: 'relationship-progress',
  version: 1,
  gathers: 'one-stream',
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    RelationshipReviewed: (document, event) => {
      const known = begun(document, event);
      const others = known.reviews.filter(({ month }) => month !== event.data.month);
      const reviews = [...others, monthReviewed(event)].toSorted((one, other) => compare(one.month, other.month)).slice(-MONTHS_MAX);
      return { ...known, reviews };
    },
    RelationshipAssessed: (document, event) => {
      const known = begun(document, event);
      return { ...known, opinions: withValue(known.opinions, event.data.total, event.meta.occurredAt).slice(-OPINIONS_MAX) };
    },
    AccountGoalSet: (document, event) => {
      const known = begun(document, event);
      const { horizon, goal, due } = event.data;
      const since = event.meta.occurredAt;
      const before = known.goals[horizon];
      if (before !== undefined && before.since > since) return known;
      return { ...known, goals: { ...known.goals, [horizon]: { goal, since, ...(due === undefined ? {} : { due }) } } };
    },
    AccountPlanShared: (document, event) => {
      const { planVersion, sharedWith } = event.data;
      const sharedAt = event.meta.occurredAt;
      return withPlan(begun(document, event), planVersion, (plan) =>
        plan === undefined || sharedAt < plan.sharedAt || plan.sharedAt === ''
          ? { planVersion, sharedAt, sharedWith, acknowledged: plan?.acknowledged ?? [] }
          : plan,
      );
    },
    AccountPlanAcknowledged: (document, event) => {
      const { planVersion, by } = event.data;
      const at = event.meta.occurredAt;
      return withPlan(begun(document, event), planVersion, (plan = { planVersion, sharedAt: '', sharedWith: [], acknowledged: [] }) => ({
        ...plan,
        acknowledged: [...plan.acknowledged, { by, at }]
          .toSorted((one, other) => compare(one.at, other.at) || compare(one.by, other.by))
          .slice(-ACKNOWLEDGEMENTS_MAX),
      }));
    },
    AccountStrategySet: (document, event) => {
      const known = begun(document, event);
      const { horizonYears, targetScore } = event.data;
      const strategy = { horizonYears, ...(targetScore === undefined ? {} : { targetScore }) };
      return { ...known, strategies: withValue(known.strategies, strategy, event.meta.occurredAt).slice(-STRATEGIES_MAX) };
    },
  },
};

const begun = (document: RelationshipProgress | undefined, { stream }: Fact<Events>): RelationshipProgress =>
  document ?? { accountId: idOf(stream), reviews: [], opinions: [], strategies: [], goals: {}, plans: [] };

const withPlan = (
  progress: RelationshipProgress,
  planVersion: string,
  change: (plan: SharedPlan | undefined) => SharedPlan,
): RelationshipProgress => {
  const plan = change(progress.plans.find((known) => known.planVersion === planVersion));
  const others = progress.plans.filter((known) => known.planVersion !== planVersion);
  const plans = [...others, plan].toSorted(
    (one, other) => compare(one.sharedAt, other.sharedAt) || compare(one.planVersion, other.planVersion),
  );
  return { ...progress, plans: plans.slice(-PLANS_MAX) };
};

const monthReviewed = ({ id, data }: Fact<Events, 'RelationshipReviewed'>): MonthReviewed => {
  const { month, until, total, band, supports, items, supersedes } = data;
  const scores = Object.fromEntries(
    items.map(({ item, score, override }) => [item, override?.score ?? score]),
  ) as unknown as MaturityScores;
  const overridden = items.flatMap(({ item, override }) => (override === undefined ? [] : [item]));
  return { month, until, total, band, supports, scores, overridden, event: id, ...(supersedes === undefined ? {} : { supersedes }) };
};

const compare = (one: Instant, other: Instant): number => Number(one > other) - Number(one < other);
