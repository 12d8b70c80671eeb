import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { stageTransitions } from '#libs/read-models/stage-transitions/stage-transitions.js';
import { type AsOf } from '../answers.js';
import { judgingOf } from '../judging.js';
import { question } from '../question.js';
import { type StageOverview, stagesAnswer } from '../questions/maturity.js';

export type StagesAnswer = StageOverview & { readonly asOf: AsOf };

/** The portfolio by stage, with the transition matrix and the time in each stage. */
export const stages = question({
  name: 'Stages',
  path: '/v1/stages',
  summary: 'The portfolio by stage, the transition matrix, time in stage',
  read: { board: stageBoard, transitions: stageTransitions },
  answer: async ({ board, transitions, moment, until, sources }): Promise<StageOverview> =>
    stagesAnswer(await board.all({}), await transitions.all({}), until, await judgingOf(sources, moment, until)),
});
