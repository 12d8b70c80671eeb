import { SURVEY_OCCASIONS } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type SatisfactionFigures, satisfactionFigures } from '#libs/read-models/satisfaction/figures.js';
import { satisfaction } from '#libs/read-models/satisfaction/satisfaction.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { deskOf } from '../desk.js';
import { judgedAccounts } from '../judged-accounts.js';
import { documentsOf } from '../parts.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

export type SatisfactionAnswer = SatisfactionFigures & { readonly asOf: AsOf };

/** How satisfied customers are: levels, NPS, CSAT, and how many answer at all. */
export const satisfactionQuestion = question({
  name: 'Satisfaction',
  path: '/v1/satisfaction',
  summary: 'Levels of satisfaction with what those accounts buy, NPS, CSAT and response rate, managed against unmanaged accounts',
  parameters: { accountId: id, occasion: oneOf(SURVEY_OCCASIONS) },
  read: { heard: satisfaction, board: stageBoard },
  answer: async ({ heard, board, parameters: { accountId, occasion }, sources, moment, until }): Promise<SatisfactionFigures> => {
    const policy = await policyInForce(sources.store, 'voice', moment, until);
    const { levelOf } = await deskOf(sources, moment, until);
    const { accounts, speakerOf } = judgedAccounts(
      await board.all({}),
      await reportingOf(sources, moment, until),
      (one) => levelOf(one, until) === 'keyAccount',
    );
    const documents = await documentsOf(heard, { sources, moment }, accountId);
    return satisfactionFigures(
      documents.map((document) => ({ ...document, accountId: speakerOf(document.accountId) })),
      accounts.filter((account) => accountId === undefined || account.accountId === accountId),
      { until, policy, occasion },
    );
  },
});
