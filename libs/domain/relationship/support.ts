import { monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { entryAt } from '../dated-line.js';
import { daysBetween } from '../days.js';
import { type EvidenceKind, type StageEvidencePolicy } from '../policy/documents.js';
import { type Stage, STAGES } from '../values.js';
import { type Review, type StageEvidence } from './evidence.js';

/** Whether the evidence supports a stage: asked by the rule of the step, and by whoever shows the gap, of the policy in force. */

/** The moment of the question and its day in the company's time zone: only what had happened by then counts. */
export interface Asked {
  readonly at: Instant;
  readonly day: Day;
}

/** The stage that an account is in, and since when; absent: since ever. */
export interface Held {
  readonly stage: Stage;
  readonly since?: Instant | undefined;
}

/** A word for machines, and the same as a part of a sentence. */
export interface Missing {
  readonly kind: 'reviews' | EvidenceKind;
  readonly told: string;
}

/** What is missing for a stage; reviews count that were made after a moment: of a step, inside the stage that it leaves. */
export const missingFor = (
  evidence: StageEvidence,
  stage: Stage,
  since: Instant | undefined,
  asked: Asked,
  policy: StageEvidencePolicy,
): readonly Missing[] => {
  if (stage === 'transactional') return [];
  const { scoreMin, reviewsAbove, requires } = policy[stage];
  const reviews = monthlyReviews(reviewsOf(evidence, asked, policy), since, asked.at);
  const wanted = { count: reviewsAbove, said: `at ${scoreMin} points or more`, holds: (total: number) => total >= scoreMin };
  return [
    ...missingReviews(reviews, wanted, asked, policy),
    ...requires.flatMap((kind) => {
      const lack = lackOf(evidence, kind, asked, policy);
      return lack === undefined ? [] : [{ kind, told: `${kind}${lack}` }];
    }),
  ];
};

/** What is missing before a stage is left for the one below: patience, since one bad quarter is no reason. */
export const missingToLeave = (
  evidence: StageEvidence,
  { stage, since }: Held,
  asked: Asked,
  policy: StageEvidencePolicy,
): readonly Missing[] => {
  if (stage === 'transactional') return [];
  const { scoreMin } = policy[stage];
  const reviews = monthlyReviews(reviewsOf(evidence, asked, policy), since, asked.at);
  const wanted = { count: policy.regression.reviewsBelow, said: `below ${scoreMin} points`, holds: (total: number) => total < scoreMin };
  return missingReviews(reviews, wanted, asked, policy);
};

/**
 * The stage that the evidence supports: the next one where a step would be taken without an override, else the highest up to the present
 * one of which nothing is missing. `undefined` where no review is recent enough to say.
 */
export const supportOf = (evidence: StageEvidence, held: Held, asked: Asked, policy: StageEvidencePolicy): Stage | undefined => {
  const latest = reviewsOf(evidence, asked, policy).at(-1);
  if (latest === undefined || isExpired(latest.day, 'reviews', asked, policy)) return undefined;
  const place = STAGES.indexOf(held.stage);
  const next = STAGES[place + 1];
  const isNext = next !== undefined && missingFor(evidence, next, held.since, asked, policy).length === 0;
  const upToNow = STAGES.slice(0, place + 1);
  return isNext ? next : upToNow.findLast((below) => missingFor(evidence, below, undefined, asked, policy).length === 0);
};

/**
 * The reviews by a moment that a stage rests on: those of the facts. What people assessed is an opinion beside them; it counts as long as
 * the account was never reviewed, so that a stage that was reached on it before there were reviews keeps its ground, where the policy
 * does not say never. Oldest first.
 */
export const reviewsOf = (
  { reviews, computed = [] }: StageEvidence,
  { at: until }: Pick<Asked, 'at'>,
  { opinions }: Pick<StageEvidencePolicy, 'opinions'>,
): readonly Review[] => {
  const reviewed = computed.filter(({ at }) => at <= until);
  return reviewed.length > 0 || opinions === 'never' ? reviewed : reviews.filter(({ at }) => at <= until);
};

/** One review a calendar month, the latest of it; after `since` where that is given, and up to `until`. Oldest first. */
export const monthlyReviews = (reviews: readonly Review[], since: Instant | undefined, until: Instant): readonly Review[] => {
  const counted = reviews.filter(({ at }) => at <= until && (since === undefined || at > since));
  return [...new Map(counted.map((review) => [monthOf(review.day), review])).values()];
};

interface Wanted {
  readonly count: number;
  readonly said: string;
  readonly holds: (total: number) => boolean;
}

const missingReviews = (
  reviews: readonly Review[],
  { count, said, holds }: Wanted,
  asked: Asked,
  policy: StageEvidencePolicy,
): readonly Missing[] => {
  const latest = reviews.slice(-count);
  const inARow = latest.every(({ day }, index) => index === 0 || monthOf(day) === shiftMonth(monthOf(latest[index - 1]!.day), 1));
  const recent = latest.length > 0 && !isExpired(latest.at(-1)!.day, 'reviews', asked, policy);
  if (latest.length === count && inARow && recent && latest.every(({ total }) => holds(total))) return [];
  const inMonths = count === 1 ? 'a review of the last months' : `reviews of ${count} months in a row, the last ones,`;
  return [{ kind: 'reviews', told: `${inMonths} ${said} (${thereIs(latest, recent, policy)})` }];
};

const thereIs = (latest: readonly Review[], recent: boolean, { expiry }: StageEvidencePolicy): string => {
  if (latest.length === 0) return 'none was made in the present stage';
  const told = latest.map(({ day, total }) => `${total} points in ${monthOf(day)}`).join(', ');
  return recent ? told : `${told}, more than ${expiry.reviews} days ago`;
};

/** What keeps a kind from being evidence, as the rest of a sentence; `undefined`: nothing, it counts. */
const lackOf = ({ shown }: StageEvidence, kind: EvidenceKind, asked: Asked, policy: StageEvidencePolicy): string | undefined => {
  const latest = entryAt(shown[kind] ?? [], asked.at)?.value;
  if (latest === undefined) return '';
  const { day, until } = latest;
  if (until !== undefined && until < asked.day) return ` (that of ${day} ended on ${until})`;
  return isExpired(day, kind, asked, policy) ? ` (that of ${day} is more than ${policy.expiry[kind]} days old)` : undefined;
};

const isExpired = (day: Day, kind: 'reviews' | EvidenceKind, asked: Asked, { expiry }: StageEvidencePolicy): boolean =>
  daysBetween(day, asked.day) > expiry[kind];
