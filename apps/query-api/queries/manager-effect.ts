import { peopleRisk } from '#libs/read-models/people-risk/people-risk.js';
import { type AsOf } from '../answers.js';
import { peopleMaterial } from '../people-material.js';
import { question } from '../question.js';
import { managerEffect as effectOf, type ManagerEffect } from '../questions/manager-effect.js';

export type ManagerEffectAnswer = ManagerEffect & { readonly asOf: AsOf };

/** How much of how accounts grow goes with who manages them. */
export const managerEffect = question({
  name: 'ManagerEffect',
  path: '/v1/manager-effect',
  summary: 'How much of the growth of accounts goes with who manages them',
  read: { people: peopleRisk },
  answer: async ({ moment, until, sources }): Promise<ManagerEffect> =>
    effectOf(await peopleMaterial(sources, moment, until, false), until),
});
