import { monthOf } from '#libs/analytics/calendar.js';
import { type Instant } from '#libs/kernel/message.js';
import { type StageEvidencePolicy } from '#libs/domain/policy/documents.js';
import { type Asked, type Held, reviewsOf, supportOf } from '#libs/domain/relationship/support.js';
import { standingOf } from '#libs/domain/risk/standing.js';
import { type Stage, STAGES } from '#libs/domain/values.js';
import { type StageBoardLine } from './stage-board.js';

/** What the evidence supports at a moment, and how that stands to what people state. */
export interface Supported {
  /** The stage that the evidence supports; null where no review is recent enough to say, and for lost accounts. */
  readonly supportedStage: Stage | null;
  /** The points (6–24) and the time of the latest review by then that a stage rests on; null before the first. */
  readonly score: number | null;
  readonly assessedAt: Instant | null;
  /** `supported-higher`: the next step would be taken without an override. Null where nothing says, and for lost accounts. */
  readonly gap: 'none' | 'stated-higher' | 'supported-higher' | null;
}

/** What the facts came to, and beside it what people think. */
export interface Scored {
  /** By the latest review of the facts; null before the first. */
  readonly reviewed: { readonly score: number; readonly month: string } | null;
  /** By the latest assessment of a person, an opinion; null before the first. */
  readonly opinion: { readonly score: number; readonly at: Instant } | null;
}

/** The latest of either by a moment. */
export const scoredBy = ({ evidence: { reviews, computed = [] } }: StageBoardLine, { at: until }: Pick<Asked, 'at'>): Scored => {
  const reviewed = computed.findLast(({ at }) => at <= until);
  const opinion = reviews.findLast(({ at }) => at <= until);
  return {
    reviewed: reviewed === undefined ? null : { score: reviewed.total, month: monthOf(reviewed.day) },
    opinion: opinion === undefined ? null : { score: opinion.total, at: opinion.at },
  };
};

/** The same answer as the rule of the step gives, by the policy in force at that moment. */
export const supportedOf = (line: StageBoardLine, asked: Asked, policy: StageEvidencePolicy): Supported => {
  const latest = reviewsOf(line.evidence, asked, policy).at(-1);
  const review = { score: latest?.total ?? null, assessedAt: latest?.at ?? null };
  const supportedStage = line.lostSince === null ? supportOf(line.evidence, heldBy(line), asked, policy) : undefined;
  if (supportedStage === undefined) return { ...review, supportedStage: null, gap: null };
  const steps = STAGES.indexOf(line.stage) - STAGES.indexOf(supportedStage);
  const gap = steps === 0 ? 'none' : steps > 0 ? 'stated-higher' : 'supported-higher';
  return { ...review, supportedStage, gap };
};

/** The stage and since when evidence counts for leaving it: since the step into it, or since it was won back. */
const heldBy = ({ stage, history, moves }: StageBoardLine): Held => {
  const { kind, since: back } = standingOf(moves);
  const step = history.at(-1)?.at;
  const since = kind === 'customer' && back !== undefined && (step === undefined || back > step) ? back : step;
  return { stage, ...(since === undefined ? {} : { since }) };
};

/** Whether it ordered again after it was lost: a sign of return, which wins nothing back until somebody says so. */
export const isOrderingAgain = ({ lostSince, lastOrderAt }: Pick<StageBoardLine, 'lostSince' | 'lastOrderAt'>): boolean =>
  lostSince !== null && lastOrderAt !== null && lastOrderAt > lostSince;
