import { type Instant } from '#libs/kernel/message.js';
import { daysBetween } from '#libs/analytics/calendar.js';
import { type Sojourn, transitionMatrix } from '#libs/analytics/transition-matrix.js';
import { type Stage, STAGES } from '#libs/domain/values.js';
import { type StageStep } from './stage-transitions.js';

/** Where an account can stay: a stage, or lost. */
export type StageState = Stage | 'lost';

/** A stay of an account in a state; `to` is absent while it lasts, or where the account left the portfolio. */
export interface StageSojourn extends Sojourn<StageState> {
  readonly accountId: string;
  readonly entered: Instant;
  readonly left?: Instant;
}

/**
 * The stays that an account's steps come to, observed until a moment. Closing and merging end the observation (censored), losing the
 * account is a move, winning it back leads to the stage that it had. Steps follow one another as they happened, ties as they were told;
 * an account is in no stage before it was opened, so that what is dated earlier counts from then on. No stay is negative.
 */
export const sojourns = (steps: readonly StageStep[], until: Instant): readonly StageSojourn[] =>
  [...Map.groupBy(steps, (step) => step.accountId).values()].flatMap((own) => sojournsOfOne(inOrder(own), until));

/** The steps of one account as they happened. */
const inOrder = (steps: readonly StageStep[]): readonly StageStep[] => {
  const openedAt = steps.find(({ kind }) => kind === 'opened')?.at ?? '';
  return steps
    .map((step) => (step.at < openedAt ? { ...step, at: openedAt } : step))
    .toSorted((left, right) => compare(left.at, right.at) || left.version - right.version);
};

const compare = (left: Instant, right: Instant): number => Number(left > right) - Number(left < right);

/** Where an account stands after a step. */
interface Standing {
  readonly stage: Stage;
  readonly lost: boolean;
  /** From its opening on, unless it is closed or merged. */
  readonly begun: boolean;
  readonly merged: boolean;
}

const after: { readonly [K in StageStep['kind']]: (standing: Standing, step: StageStep) => Standing } = {
  opened: (standing, { to }) => ({ ...standing, stage: to ?? standing.stage, begun: true }),
  changed: (standing, { to }) => ({ ...standing, stage: to ?? standing.stage }),
  lost: (standing) => ({ ...standing, lost: true }),
  'won-back': (standing) => ({ ...standing, lost: false }),
  closed: (standing) => ({ ...standing, begun: false }),
  merged: (standing) => ({ ...standing, merged: true }),
  unmerged: (standing) => ({ ...standing, merged: false }),
  reopened: (standing) => ({ ...standing, begun: true }),
};

const stateOf = ({ stage, lost, begun, merged }: Standing): StageState | undefined =>
  begun && !merged ? (lost ? 'lost' : stage) : undefined;

const sojournsOfOne = (steps: readonly StageStep[], until: Instant): readonly StageSojourn[] => {
  const stays: StageSojourn[] = [];
  let standing: Standing = { stage: STAGES[0], lost: false, begun: false, merged: false };
  let entered: Instant = until;
  for (const step of steps) {
    const state = stateOf(standing);
    standing = after[step.kind](standing, step);
    const next = stateOf(standing);
    if (state === next) continue;
    if (state !== undefined) {
      const move = next === undefined ? {} : { to: next, left: step.at, ...(step.overridden ? { overridden: true } : {}) };
      stays.push({ accountId: step.accountId, state, entered, days: Math.max(0, daysBetween(entered, step.at)), ...move });
    }
    entered = step.at;
  }
  const [state, last] = [stateOf(standing), steps.at(-1)];
  if (state !== undefined && last !== undefined)
    stays.push({ accountId: last.accountId, state, entered, days: Math.max(0, daysBetween(entered, until)) });
  return stays;
};

/** The full transition matrix with the time in each stage, from steps observed until a moment. */
export const stageMatrix = (steps: readonly StageStep[], until: Instant): ReturnType<typeof transitionMatrix<StageState>> =>
  transitionMatrix<StageState>(sojourns(steps, until), STAGES);
