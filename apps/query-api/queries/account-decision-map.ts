import { decisionMap as readModel } from '#libs/read-models/decision-map/decision-map.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type DecisionMap, decisionMapOf } from '../questions/decision-map.js';
import { reportingOf } from '../reporting.js';

export type DecisionMapAnswer = DecisionMap & { readonly asOf: AsOf };

/** Who decides at an account, as of a moment. */
export const decisionMap = question({
  name: 'DecisionMap',
  path: '/v1/accounts/{id}/decision-map',
  summary: 'Who decides, who is heard, what they think of us, who of ours knows whom',
  read: { map: readModel },
  answer: async ({ map, id, spokenFor, moment, until, sources }): Promise<DecisionMap> => {
    const found = await Promise.all(spokenFor.map((accountId) => map.all({ accountId })));
    if (found.flat().length === 0) await demandAccount(sources.store, id, moment);
    const { quietDays } = await policyInForce(sources.store, 'silence', moment, until);
    return decisionMapOf(found.flat(), until, (await reportingOf(sources, moment, until)).today, quietDays);
  },
});
