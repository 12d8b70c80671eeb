import { lastDayOf, monthOf, shiftDay } from '#libs/analytics/calendar.js';
import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, type Instant, type TypeOf } from '#libs/kernel/message.js';
import { type DatedLine, withValue } from '../dated-line.js';
import { type MaturityEvents } from '../maturity/messages.js';
import { type EvidenceKind } from '../policy/documents.js';
import { type RelationshipEvents } from './messages.js';

/** What is on record that a stage may rest on: the same for whoever decides and for whoever shows it. Data only, as documents store it. */
export interface StageEvidence {
  /** What people assessed, an opinion: the latest {@link REVIEWS_KEPT}, oldest first. */
  readonly reviews: readonly Review[];
  /** What the facts came to at the end of a month, the review of it that was told last: the latest {@link REVIEWS_KEPT}, oldest first. */
  readonly computed?: readonly Review[];
  /** By kind, the latest {@link SHOWN_KEPT} of each, oldest first. */
  readonly shown: { readonly [Kind in EvidenceKind]?: DatedLine<Shown> };
}

/** What one review came to, 6–24 points, at the moment that it speaks of. */
export interface Review {
  readonly total: number;
  readonly at: Instant;
  readonly day: Day;
}

/** Something that may be asked for beside reviews: told for a day, and where it says so good until another. */
export interface Shown {
  readonly day: Day;
  readonly until?: Day;
}

/** Three years of monthly reviews: steps that are told late find what there was. */
export const REVIEWS_KEPT = 36;
export const SHOWN_KEPT = 12;

export const NO_EVIDENCE: StageEvidence = { reviews: [], shown: {} };

export type EvidenceEvents = Pick<
  RelationshipEvents,
  | 'RelationshipAssessed'
  | 'AccountGoalSet'
  | 'AccountStrategySet'
  | 'AccountPlanShared'
  | 'AccountPlanAcknowledged'
  | 'JointInitiativeStarted'
  | 'JointInitiativeMeasured'
  | 'ForecastShared'
  | 'DataSharingAgreed'
>
  & Pick<MaturityEvents, 'RelationshipReviewed'>;

/** The evidence with one fact more, in whatever order facts are told. */
export const evidenceOf: {
  readonly [E in TypeOf<EvidenceEvents>]: (known: StageEvidence, event: Fact<EvidenceEvents, E>) => StageEvidence;
} = {
  RelationshipAssessed: (known, event) => {
    const review = { total: event.data.total, at: event.meta.occurredAt, day: businessDayOf(event) };
    return { ...known, reviews: withReview(known.reviews, review) };
  },
  RelationshipReviewed: (known, event) => ({ ...known, computed: withReviewOfMonth(known.computed ?? [], event.data) }),
  AccountGoalSet: (known, event) => withShown(known, `${event.data.horizon}-goal`, event, event.data.due),
  AccountStrategySet: (known, event) => withShown(known, 'strategy', event, shiftDay(businessDayOf(event), 12 * event.data.horizonYears)),
  AccountPlanShared: (known, event) => withShown(known, 'plan-shared', event),
  AccountPlanAcknowledged: (known, event) => withShown(known, 'plan-acknowledged', event),
  JointInitiativeStarted: (known, event) => withShown(known, 'joint-initiative', event),
  JointInitiativeMeasured: (known, event) => withShown(known, 'joint-initiative-measured', event),
  ForecastShared: (known, event) => withShown(known, 'forecast-shared', event, shiftDay(businessDayOf(event), event.data.horizonMonths)),
  DataSharingAgreed: (known, event) => withShown(known, 'data-sharing', event),
};

const withReview = (reviews: readonly Review[], review: Review): readonly Review[] =>
  reviews.toSpliced(reviews.findLastIndex(({ at }) => at <= review.at) + 1, 0, review).slice(-REVIEWS_KEPT);

/** One a month: what was told last of it takes the place of what was told before. */
export const withReviewOfMonth = (
  reviews: readonly Review[],
  { month, until, total }: Pick<MaturityEvents['RelationshipReviewed'], 'month' | 'until' | 'total'>,
): readonly Review[] => {
  const others = reviews.filter(({ day }) => monthOf(day) !== month);
  return withReview(others, { total, at: until, day: lastDayOf(month) });
};

const withShown = (known: StageEvidence, kind: EvidenceKind, event: Fact<EvidenceEvents>, until?: Day): StageEvidence => {
  const shown: Shown = { day: businessDayOf(event), ...(until === undefined ? {} : { until }) };
  const line = withValue(known.shown[kind] ?? [], shown, event.meta.occurredAt).slice(-SHOWN_KEPT);
  return { ...known, shown: { ...known.shown, [kind]: line } };
};
