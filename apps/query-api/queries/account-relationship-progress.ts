import { relationshipProgress, type RelationshipProgress } from '#libs/read-models/relationship-progress/relationship-progress.js';
import { type Trajectory, trajectoryOf } from '#libs/read-models/relationship-progress/trajectory.js';
import { type AsOf } from '../answers.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

export type RelationshipProgressAnswer = RelationshipProgress & Trajectory & { readonly asOf: AsOf };

/** How close a relationship has become, apart from what it sells: reviews, opinions, velocity, and the way that was planned. */
export const accountRelationshipProgress = question({
  name: 'RelationshipProgress',
  path: '/v1/accounts/{id}/relationship-progress',
  summary: 'The score month by month, its velocity, and the trajectory beside the plan',
  read: { progress: relationshipProgress },
  answer: async ({ progress, id, moment, until, sources }): Promise<RelationshipProgress & Trajectory> => {
    const known = await progress.get(id);
    if (known === undefined) await demandAccount(sources.store, id, moment);
    const document = known ?? { accountId: id, reviews: [], opinions: [], strategies: [] };
    const { today } = await reportingOf(sources, moment, until);
    return { ...document, ...trajectoryOf(document, until, today) };
  },
});
