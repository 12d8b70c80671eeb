import { type InteractionEntry, interactionLog } from '#libs/read-models/interaction-log/interaction-log.js';
import { type AccountPeople, peopleRisk } from '#libs/read-models/people-risk/people-risk.js';
import { type AsOf, isIn } from '../answers.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type Sharing, sharingOf, ToldFacts } from '../questions/sharing.js';

export type SharingAnswer = Sharing & { readonly asOf: AsOf };

/** Who told what of an account and who used it, who met its people together, and who keeps to oneself. */
export const sharing = question({
  name: 'Sharing',
  path: '/v1/accounts/{id}/sharing',
  summary: 'Who shares what is known of an account, and who does not',
  read: { log: interactionLog, people: peopleRisk },
  answer: async ({ log, people, id, spokenFor, moment, sources }): Promise<Sharing> => {
    await demandAccount(sources.store, id, moment);
    const facts = new ToldFacts();
    const entries: InteractionEntry[] = [];
    const accounts: AccountPeople[] = [];
    for (const accountId of spokenFor) {
      for await (const event of sources.store.read(`account-${accountId}`)) if (isIn(moment, event)) facts.add(event);
      entries.push(...((await log.all({ accountId, kind: 'interaction' })) as readonly InteractionEntry[]));
      const own = await people.get(`account-${accountId}`);
      if (own?.kind === 'account') accounts.push(own);
    }
    return sharingOf(
      facts,
      entries,
      accounts.flatMap(({ passedOn }) => passedOn),
    );
  },
});
