import { id } from '#libs/kernel/kinds.js';
import { type InteractionEntry, interactionLog } from '#libs/read-models/interaction-log/interaction-log.js';
import { type AsOf } from '../answers.js';
import { peopleMaterial } from '../people-material.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type AccountPeopleRisk, judge, type LossAnswer, lossOf, peopleRiskOf, SINCE_DAYS_MAX } from '../questions/people-risk.js';

/** With what is lost if the person leaves tomorrow who was asked about. */
export type AccountPeopleRiskAnswer = AccountPeopleRisk & { readonly without: LossAnswer | null; readonly asOf: AsOf };

const DAY_MS = 86_400_000;

/** Who holds the contacts with an account, since when one person holds it alone, and what leaves with somebody. */
export const accountPeopleRisk = question({
  name: 'AccountPeopleRisk',
  path: '/v1/accounts/{id}/people-risk',
  summary: 'Who holds the contacts with an account, and what leaves with them',
  parameters: { without: id },
  read: { log: interactionLog },
  answer: async ({
    log,
    id: accountId,
    spokenFor,
    parameters: { without },
    moment,
    until,
    sources,
  }): Promise<Omit<AccountPeopleRiskAnswer, 'asOf'>> => {
    const material = await peopleMaterial(sources, moment, until, true);
    const { policy, reporting, accounts } = material;
    const days = SINCE_DAYS_MAX + policy.windowDays + 1;
    const at = { gte: new Date(Date.parse(reporting.today) - days * DAY_MS).toISOString() };
    const entries: InteractionEntry[] = [];
    for (const one of spokenFor)
      entries.push(...((await log.all({ accountId: one, kind: 'interaction', at })) as readonly InteractionEntry[]));
    if (entries.length === 0) await demandAccount(sources.store, accountId, moment);
    const own = [...accounts.values()].flat().filter((one) => spokenFor.includes(one.accountId));
    const parts = own.toSorted((one) => (one.accountId === accountId ? -1 : 1));
    const held = { accountId, parts, entries };
    const judged = judge(held, reporting.today, material);
    return {
      ...peopleRiskOf(held, until, material),
      without: without === undefined ? null : lossOf(judged, new Set([without]), without, reporting),
    };
  },
});
