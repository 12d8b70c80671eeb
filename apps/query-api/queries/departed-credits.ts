import { departedCredits as readModel, type DepartedCredits } from '#libs/read-models/departed-credits/departed-credits.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

export type DepartedCreditsAnswer = Listed<DepartedCredits>;

/** Who has left and still has facts of a time after it: they are to be told anew in the right name. */
export const departedCredits = list({
  name: 'DepartedCredits',
  path: '/v1/departed-credits',
  summary: 'Facts in the name of somebody who had left by then',
  readModel,
  where: () => ({ count: { gt: 0 } }),
  sort: { by: { count: 'count' }, unless: '-count' },
  item: (credits): DepartedCredits => credits,
});
