import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type PlaybookName, type WorkEvents } from '#libs/domain/work-log/messages.js';
import { type Credit, type Stage } from '#libs/domain/values.js';

/** A step of a playbook, and when it was done; `null`: not yet. */
export interface StepRecord {
  readonly step: string;
  readonly doneAt: Instant | null;
  readonly result?: string;
}

/** A playbook that somebody follows at an account. */
export interface PlaybookRun {
  readonly accountId: string;
  readonly runId: string;
  readonly playbook: PlaybookName;
  readonly status: 'running' | 'complete' | 'abandoned';
  readonly startedAt: Instant;
  /** The stage that was stated then. */
  readonly stageThen: Stage;
  readonly steps: readonly StepRecord[];
  readonly completedAt: Instant | null;
  readonly abandonedAt: Instant | null;
  readonly abandonedBecause: string | null;
  readonly orderNumber?: string;
  readonly credit: Credit;
  /** The version of policy `playbooks` that its steps are of. */
  readonly policy: string | null;
}

type Events = Pick<WorkEvents, 'PlaybookStarted' | 'PlaybookStepCompleted' | 'PlaybookAbandoned'>;

/** Every run of a playbook with its steps. */
export const playbookRuns: Projection<PlaybookRun, Events> = {
  name: 'playbook-runs',
  version: 1,
  gathers: 'one-stream',
  indexes: [['startedAt'], ['accountId', 'startedAt'], ['playbook', 'startedAt'], ['status', 'startedAt']],
  keys: ({ stream, data }: Fact<Events>) => [`${idOf(stream)}/${data.runId}`],
  on: {
    PlaybookStarted: (_, { stream, data: { steps, stage, reason: _why, ...run }, meta }) => ({
      ...run,
      accountId: idOf(stream),
      status: 'running',
      startedAt: meta.occurredAt,
      stageThen: stage,
      steps: steps.map((step) => ({ step, doneAt: null })),
      completedAt: null,
      abandonedAt: null,
      abandonedBecause: null,
      policy: meta.policy ?? null,
    }),
    PlaybookStepCompleted: (run, { data, meta }) => run && stepped(run, data, meta.occurredAt),
    PlaybookAbandoned: (run, { data, meta }) =>
      run && { ...run, status: 'abandoned', abandonedAt: meta.occurredAt, abandonedBecause: data.reason },
  },
};

const stepped = (run: PlaybookRun, { step, result }: WorkEvents['PlaybookStepCompleted'], doneAt: Instant): PlaybookRun => {
  const done = { step, doneAt, ...(result === undefined ? {} : { result }) };
  const steps = run.steps.map((one) => (one.step === step ? done : one));
  if (run.status === 'abandoned' || steps.some((one) => one.doneAt === null)) return { ...run, steps };
  const completedAt = steps.reduce((last, one) => (one.doneAt! > last ? one.doneAt! : last), '');
  return { ...run, steps, status: 'complete', completedAt };
};

/** Share of the steps that are done, 0–1. */
export const adherenceOf = ({ steps }: Pick<PlaybookRun, 'steps'>): number =>
  steps.filter(({ doneAt }) => doneAt !== null).length / Math.max(1, steps.length);

/** Steps by their kind, the part before the colon: how many there are, and how many are done. */
export const actionKindsOf = ({
  steps,
}: Pick<PlaybookRun, 'steps'>): Readonly<Record<string, { readonly steps: number; readonly done: number }>> => {
  const kinds = new Map<string, { readonly steps: number; readonly done: number }>();
  for (const { step, doneAt } of steps) {
    const [kind, named] = step.split(':');
    if (kind === undefined || named === undefined) continue;
    const { steps: all, done } = kinds.get(kind) ?? { steps: 0, done: 0 };
    kinds.set(kind, { steps: all + 1, done: done + Number(doneAt !== null) });
  }
  return Object.fromEntries(kinds);
};
