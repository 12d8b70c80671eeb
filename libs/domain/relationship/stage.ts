import { type ActivePolicy, type Decided } from '#libs/kernel/decider.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type EvidenceKind, type StageEvidencePolicy } from '../policy/documents.js';
import { STAGES } from '../values.js';
import { type RelationshipEvents, type RelationshipCommands } from './messages.js';
import { type Relationship } from './relationship.js';

type StageChange = RelationshipCommands['ChangeRelationshipStage'];
export type StageCode = 'STAGE_SKIPPED' | 'STAGE_REASON_REQUIRED' | 'STAGE_EVIDENCE_INSUFFICIENT' | 'STAGE_PATIENCE';

/**
 * Decides a step from the present stage to a neighbouring one, on all that is known when it is decided.
 * Forward it rests on the evidence that the policy asks for; back it needs a reason and patience, for one bad quarter is none.
 * An override with its reason stands in for what is missing and marks the gap; where nothing is missing it leaves no trace.
 */
export const changeStage = (
  known: Relationship,
  change: StageChange,
  { ref, document }: ActivePolicy<StageEvidencePolicy>,
): Decided<Pick<RelationshipEvents, 'RelationshipStageChanged'>> | Rejection<StageCode> => {
  const { stage: from } = known;
  const { to, reason, override } = change;
  const steps = STAGES.indexOf(to) - STAGES.indexOf(from);
  if (Math.abs(steps) > 1) {
    return reject('STAGE_SKIPPED', `From ${from} to ${to} is more than one step: go to value first.`, '/to');
  }
  if (steps < 0 && isBlank(reason)) {
    return reject('STAGE_REASON_REQUIRED', `A step back from ${from} needs a reason: state why.`, '/reason');
  }
  const missing = steps > 0 ? missingToAdvance(known, change, document) : missingToRegress(known, document);
  if (missing.length > 0 && override === undefined) return steps > 0 ? evidenceInsufficient(change, missing) : patience(from, missing);
  if (missing.length > 0 && isBlank(override?.reason)) {
    return reject('STAGE_REASON_REQUIRED', 'An override needs a reason: state why the stage changes all the same.', '/override/reason');
  }
  return {
    type: 'RelationshipStageChanged',
    data: {
      from,
      to,
      direction: steps > 0 ? 'advance' : 'regress',
      ...(reason === undefined ? {} : { reason }),
      ...(missing.length === 0 || override === undefined
        ? {}
        : { override: { reason: override.reason, missing: missing.map(({ kind }) => kind) } }),
    },
    policy: ref,
  };
};

/** A word for machines and the same as a part of a sentence. */
interface Missing {
  readonly kind: 'reviews' | EvidenceKind;
  readonly told: string;
}

const missingToAdvance = (known: Relationship, { to }: StageChange, policy: StageEvidencePolicy): readonly Missing[] => {
  if (to === 'transactional') return [];
  const { scoreMin, reviewsAbove, requires } = policy[to];
  return [
    ...missingReviews(known, reviewsAbove, (total) => total >= scoreMin, `at ${scoreMin} points or more`),
    ...requires.filter((kind) => !SHOWN[kind](known)).map((kind) => ({ kind, told: kind })),
  ];
};

const missingToRegress = (known: Relationship, policy: StageEvidencePolicy): readonly Missing[] => {
  if (known.stage === 'transactional') return [];
  const { scoreMin } = policy[known.stage];
  return missingReviews(known, policy.regression.reviewsBelow, (total) => total < scoreMin, `below ${scoreMin} points`);
};

const missingReviews = ({ reviews }: Relationship, count: number, wanted: (total: number) => boolean, told: string): readonly Missing[] => {
  const totals = reviews.slice(-count).map(({ total }) => total);
  if (totals.length === count && totals.every(wanted)) return [];
  const there = totals.length === 0 ? 'there is none' : `there are ${totals.join(', ')}`;
  return [{ kind: 'reviews', told: `the latest ${count} monthly reviews ${told} (${there})` }];
};

const SHOWN: { readonly [Kind in EvidenceKind]: (known: Relationship) => boolean } = {
  'short-goal': ({ goals }) => goals.short !== undefined,
  'long-goal': ({ goals }) => goals.long !== undefined,
  strategy: ({ strategy }) => strategy !== undefined,
  'plan-shared': ({ plansShared }) => plansShared.size > 0,
  'plan-acknowledged': ({ plansAcknowledged }) => plansAcknowledged.size > 0,
  'joint-initiative': ({ joint }) => joint.started,
  'joint-initiative-measured': ({ joint }) => joint.measured,
  'data-sharing': ({ dataSharing }) => dataSharing.size > 0,
  'forecast-shared': ({ forecast }) => forecast !== undefined,
};

const evidenceInsufficient = ({ to }: StageChange, missing: readonly Missing[]): Rejection<'STAGE_EVIDENCE_INSUFFICIENT'> =>
  reject(
    'STAGE_EVIDENCE_INSUFFICIENT',
    `Stage ${to} lacks ${list(missing)}: record what is missing, or decide with an override and its reason.`,
    '/to',
  );

const patience = (from: string, missing: readonly Missing[]): Rejection<'STAGE_PATIENCE'> =>
  reject(
    'STAGE_PATIENCE',
    `Leaving ${from} lacks ${list(missing)}: wait for further reviews, or decide with an override and its reason.`,
    '/to',
  );

const list = (missing: readonly Missing[]): string => missing.map(({ told }) => told).join(', ');

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
