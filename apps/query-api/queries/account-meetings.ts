import { type InteractionEntry, interactionLog } from '#libs/read-models/interaction-log/interaction-log.js';
import { type AsOf } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { policyInForce } from '../policy-in-force.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type MeetingFigures, meetingFigures } from '../questions/meetings.js';
import { reportingOf } from '../reporting.js';

export type MeetingsAnswer = MeetingFigures & { readonly asOf: AsOf };

/** Preparation against outcome, punctuality, and the touch of executives. */
export const meetings = question({
  name: 'Meetings',
  path: '/v1/accounts/{id}/meetings',
  summary: 'Meetings prepared and not, with their outcomes; punctuality; executives',
  read: { log: interactionLog },
  answer: async ({ log, id, spokenFor, moment, until, sources }): Promise<MeetingFigures> => {
    const entries: InteractionEntry[] = [];
    for (const accountId of spokenFor)
      entries.push(...((await log.all({ accountId, kind: 'interaction' })) as readonly InteractionEntry[]));
    if (entries.length === 0) await demandAccount(sources.store, id, moment);
    const { executiveTouchDays } = await policyInForce(sources.store, 'cadence', moment, until);
    const isClosed = (await closedAccounts(sources, moment, [id])).has(id);
    // Nobody is due at a closed account.
    return meetingFigures(entries, (await reportingOf(sources, moment, until)).today, isClosed ? Infinity : executiveTouchDays);
  },
});
