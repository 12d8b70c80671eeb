import { type ActivePolicy, type Decided } from '#libs/kernel/decider.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type StageEvidencePolicy } from '../policy/documents.js';
import { STAGES } from '../values.js';
import { type StageEvidence } from './evidence.js';
import { type RelationshipEvents, type RelationshipCommands } from './messages.js';
import { type Asked, type Held, type Missing, missingFor, missingToLeave } from './support.js';

type StageChange = RelationshipCommands['ChangeRelationshipStage'];
export type StageCode = 'STAGE_SKIPPED' | 'STAGE_REASON_REQUIRED' | 'STAGE_EVIDENCE_INSUFFICIENT' | 'STAGE_PATIENCE';

/**
 * Decides a step from the stage that the account was in to a neighbouring one, on what had happened by then.
 * Forward it rests on the evidence that the policy asks for; back it needs a reason and patience, for one bad quarter is none.
 * An override with its reason stands in for what is missing and marks the gap; where nothing is missing it leaves no trace.
 */
export const changeStage = (
  evidence: StageEvidence,
  held: Held,
  change: StageChange,
  asked: Asked,
  { ref, document }: ActivePolicy<StageEvidencePolicy>,
): Decided<Pick<RelationshipEvents, 'RelationshipStageChanged'>> | Rejection<StageCode> => {
  const { stage: from, since } = held;
  const { to, reason, override } = change;
  const steps = STAGES.indexOf(to) - STAGES.indexOf(from);
  if (Math.abs(steps) > 1) {
    return reject('STAGE_SKIPPED', `From ${from} to ${to} is more than one step: go to value first.`, '/to');
  }
  if (steps < 0 && isBlank(reason)) {
    return reject('STAGE_REASON_REQUIRED', `A step back from ${from} needs a reason: state why.`, '/reason');
  }
  const missing = steps > 0 ? missingFor(evidence, to, since, asked, document) : missingToLeave(evidence, held, asked, document);
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

const list = (missing: readonly Missing[]): string => missing.map(({ told }) => told).join('; ');

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
