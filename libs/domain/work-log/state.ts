import { type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Life, type Lives } from '../life-cycle.js';
import { type Told } from '../told.js';

/** What is known of the work on an account. */
export interface Work {
  readonly told: Told;
  readonly runs: Lives<Run>;
  readonly predictions: Lives<Prediction>;
}

/** A playbook that somebody follows; it is complete once all of its steps are done. */
export interface Run extends Life<'abandoned'> {
  readonly steps: readonly string[];
  readonly done: PersistentMap<string, Instant>;
}

/** What somebody foresees, until it is seen. */
export interface Prediction extends Life<'came-true' | 'did-not'> {
  /** It is said to have been seen more than once. */
  readonly endedTwice?: true;
}

export const isComplete = ({ steps, done }: Run): boolean => steps.every((step) => done.has(step));

/** An id that stays taken once its fact was withdrawn. */
export const withdrawnId = (state: Work, key: string): Work => ({ ...state, told: state.told.with(key, null) });

/** What contradicts itself: no command comes to it, a correction could. */
export const contradictionsIn = ({ runs, predictions }: Work): readonly Violation[] => [
  ...runs.entries().flatMap(([runId, { begun, ended, done, steps }]) => {
    const moments = done.entries();
    const violated = (is: boolean, code: string, what: string) =>
      is ? [{ code, subject: `playbook run ${runId}`, detail: `Playbook run ${runId} ${what}.` }] : [];
    return [
      ...violated(
        moments.some(([, at]) => at < begun) || (ended !== undefined && ended.at < begun),
        'PLAYBOOK_BEFORE_START',
        `would go on or end before it was started on ${begun}`,
      ),
      ...violated(
        moments.some(([step]) => !steps.includes(step)),
        'PLAYBOOK_STEP_UNKNOWN',
        `would have a step done that is none of ${steps.join(', ')}`,
      ),
    ];
  }),
  ...predictions.entries().flatMap(([id, { begun, ended, endedTwice = false }]) => {
    const subject = `prediction ${id}`;
    return [
      ...(ended !== undefined && ended.at < begun
        ? [{ code: 'PREDICTION_RESOLVED_BEFORE_MADE', subject, detail: `Prediction ${id} would be resolved before it was made.` }]
        : []),
      ...(endedTwice ? [{ code: 'PREDICTION_RESOLVED_TWICE', subject, detail: `Prediction ${id} would be resolved twice.` }] : []),
    ];
  }),
];
