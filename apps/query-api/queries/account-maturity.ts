import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { stageTransitions } from '#libs/read-models/stage-transitions/stage-transitions.js';
import { type AsOf } from '../answers.js';
import { maturityFacts } from '../maturity-facts.js';
import { judgingOf } from '../judging.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { type AccountMaturity, maturityAnswer } from '../questions/maturity.js';

export type MaturityAnswer = AccountMaturity & { readonly asOf: AsOf };

/** The stage that people state, the stage that the evidence supports, and the way there. */
export const maturity = question({
  name: 'Maturity',
  path: '/v1/accounts/{id}/maturity',
  summary: 'Stated and supported stage, the gap, and the way there',
  read: { board: stageBoard, transitions: stageTransitions },
  answer: async ({ board, transitions, id, moment, until, sources }): Promise<AccountMaturity> =>
    maturityAnswer(
      found(await board.get(id), id, moment),
      await transitions.all({ accountId: id }),
      await maturityFacts(sources.store, id, moment, until),
      until,
      await judgingOf(sources, moment, until),
    ),
});
