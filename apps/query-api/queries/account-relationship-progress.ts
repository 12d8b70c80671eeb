import { relationshipProgress, type RelationshipProgress } from '#libs/read-models/relationship-progress/relationship-progress.js';
import { type Trajectory, trajectoryOf } from '#libs/read-models/relationship-progress/trajectory.js';
import { type AsOf } from '../answers.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** As it is answered: with the version of the plan that the customer saw last. */
export interface ProgressTold extends RelationshipProgress, Trajectory {
  /** The plan that somebody of theirs acknowledged last; null: none was acknowledged. */
  readonly planSeen: { readonly planVersion: string; readonly by: string; readonly at: string } | null;
}

export type RelationshipProgressAnswer = ProgressTold & { readonly asOf: AsOf };

/** How close a relationship has become, apart from what it sells: reviews, opinions, velocity, and the way that was planned. */
export const accountRelationshipProgress = question({
  name: 'RelationshipProgress',
  path: '/v1/accounts/{id}/relationship-progress',
  summary: 'The score month by month, its velocity, and the trajectory beside the plan',
  read: { progress: relationshipProgress },
  answer: async ({ progress, id, moment, until, sources }): Promise<ProgressTold> => {
    const known = await progress.get(id);
    if (known === undefined) await demandAccount(sources.store, id, moment);
    const document = known ?? { accountId: id, reviews: [], opinions: [], strategies: [], goals: {}, plans: [] };
    const { today } = await reportingOf(sources, moment, until);
    return { ...document, ...trajectoryOf(document, until, today), planSeen: planSeenBy(document) };
  },
});

const planSeenBy = ({ plans }: RelationshipProgress): ProgressTold['planSeen'] =>
  plans
    .flatMap(({ planVersion, acknowledged }) => acknowledged.map(({ by, at }) => ({ planVersion, by, at })))
    .toSorted((one, other) => Number(one.at > other.at) - Number(one.at < other.at))
    .at(-1) ?? null;
