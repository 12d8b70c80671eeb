import { AMENDMENT_TYPES, type AmendmentTypes } from '#libs/kernel/amend.js';
import { type InteractionEvents } from './interactions/messages.js';

/**
 * How stored events have earlier ones told: whoever folds a log folds it by these. Interactions were amended by events of their own
 * before every fact could be; their corrections name the event before, which may be a correction.
 */
export const amendments = {
  ...AMENDMENT_TYPES,
  InteractionCorrected: ({ corrects, changes, reason }: InteractionEvents['InteractionCorrected']) => ({
    kind: 'corrected' as const,
    fact: corrects,
    changes: { ...changes },
    reason,
  }),
  InteractionRetracted: ({ retracts, reason }: InteractionEvents['InteractionRetracted']) => ({
    kind: 'withdrawn' as const,
    fact: retracts,
    reason,
  }),
} satisfies AmendmentTypes;
