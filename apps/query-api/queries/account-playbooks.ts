import { oneOf } from '#libs/kernel/kinds.js';
import { actionKindsOf, adherenceOf, playbookRuns, type PlaybookRun } from '#libs/read-models/playbook-runs/playbook-runs.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

/** A run of a playbook with how far it got. */
export interface PlaybookLine extends PlaybookRun {
  /** Share of its steps that are done, 0–1. */
  readonly adherence: number;
  /** Of steps that have a kind before their name: how many there are and how many are done. */
  readonly actionKinds: ReturnType<typeof actionKindsOf>;
}

export type AccountPlaybooksAnswer = Listed<PlaybookLine>;

/** The playbooks that were followed at an account. */
export const accountPlaybooks = list({
  name: 'AccountPlaybooks',
  path: '/v1/accounts/{id}/playbooks',
  summary: 'Playbooks that are followed at an account, step by step',
  readModel: playbookRuns,
  parameters: { status: oneOf(['running', 'complete', 'abandoned']) },
  where: ({ parameters: { status } }) => (status === undefined ? {} : { status }),
  sort: { field: 'startedAt' },
  item: (run): PlaybookLine => ({ ...run, adherence: adherenceOf(run), actionKinds: actionKindsOf(run) }),
});
