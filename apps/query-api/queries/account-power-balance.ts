import { powerBalance } from '#libs/read-models/power-balance/power-balance.js';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { type AccountPowerBalance, accountPowerBalance as answerOf, yearlySales } from '../questions/power-balance.js';
import { reportingOf } from '../reporting.js';
import { openView } from '../view.js';

export type PowerBalanceAnswer = AccountPowerBalance & { readonly asOf: AsOf };

/** Who depends more on the other: by shares of each other's business, and by what it would cost to turn to somebody else. */
export const accountPowerBalance = question({
  name: 'PowerBalance',
  path: '/v1/accounts/{id}/power-balance',
  summary: 'Who depends more on the other, and what binds the two',
  read: { board: stageBoard, facts: powerBalance },
  answer: async ({ board, facts, id, moment, until, sources }): Promise<AccountPowerBalance> => {
    const line = found(await board.get(id), id, moment);
    const reporting = await reportingOf(sources, moment, until);
    const policy = await policyInForce(sources.store, 'power-balance', moment, until);
    // A question about one account sees the past of that account alone.
    await using everybody = await openView<StageBoardLine>(sources, stageBoard, 'everything', moment);
    const all = (await everybody.all({})).reduce((sum, one) => sum + yearlySales(one, { reporting }), 0);
    const sold = { here: yearlySales(line, { reporting }), all };
    return answerOf(id, await facts.get(id), sold, { reporting, policy, at: until });
  },
});
