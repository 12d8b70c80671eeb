import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { type AccountLine, accountAnswer, linesOf } from '../questions/account.js';
import { judgingOf } from '../judging.js';

export type AccountAnswer = AccountLine & { readonly asOf: AsOf };

/** One account as a line of the portfolio. */
export const account = question({
  name: 'Account',
  path: '/v1/accounts/{id}',
  summary: 'One account as it stands, or as it stood',
  read: { board: stageBoard },
  answer: async ({ board, id, spokenFor, moment, until, sources }): Promise<AccountLine> => {
    const line = found(await board.get(id), id, moment);
    const absorbed = await linesOf(board, spokenFor.slice(1));
    return accountAnswer(line, [...absorbed.values()], await judgingOf(sources, moment, until));
  },
});
