import { type Facet } from '#libs/kernel/decider.js';
import { nearest } from '#libs/kernel/nearest.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt } from '../dated-line.js';
import { businessDay } from '../days.js';
import { changed, ended, lifeCycle } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type PolicyDocument } from '../policy/documents.js';
import { type Relationship } from '../relationship/state.js';
import { NOTHING_TOLD, toldBefore, uncredited } from '../told.js';
import { STAGES } from '../values.js';
import { type WorkCommands, type WorkEvents } from './messages.js';
import { contradictionsIn, isComplete, type Prediction, type Run, type Work, withdrawnId } from './state.js';

export type WorkCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'TIME_ENTRY_ID_TAKEN'
  | 'PLAYBOOK_RUN_ID_TAKEN'
  | 'PLAYBOOK_RUN_NOT_FOUND'
  | 'PLAYBOOK_RUN_ENDED'
  | 'PLAYBOOK_STARTED_LATER'
  | 'PLAYBOOK_STEP_UNKNOWN'
  | 'PREDICTION_ID_TAKEN'
  | 'PREDICTION_NOT_FOUND'
  | 'PREDICTION_RESOLVED'
  | 'PREDICTION_MADE_LATER'
  | 'PREDICTION_DUE_IN_PAST';

type Playbooks = PolicyDocument<'playbooks'>;

interface Needs {
  readonly ownership: Ownership;
  readonly relationship: Relationship;
  readonly work: Work;
}

/** What people do for an account: their time, the playbooks they follow, and what they foresee. */
export const work: Facet<'work', Work, WorkCommands, WorkEvents, WorkCode, Needs> = {
  name: 'work',
  initial: { told: NOTHING_TOLD, runs: PersistentMap.empty(), predictions: PersistentMap.empty() },
  decide: {
    LogTime: ({ data, commandId, occurredAt }, { ownership, work: { told } }, context) => {
      const { employeeId, timeId = commandId, ...time } = data;
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      if (!isCredit(credit)) return credit;
      return (
        toldBefore(told, `time:${timeId}`, { timeId, ...time }, timeTaken(timeId)) ?? [
          { type: 'TimeLogged', data: { timeId, ...time, credit } },
        ]
      );
    },

    StartPlaybook: ({ data, commandId, occurredAt }, { ownership, relationship, work: { told, runs } }, context) => {
      const { employeeId, runId = commandId, ...start } = data;
      const refusal = playbooks.requireFree(runs, runId) ?? (told.has(`run:${runId}`) ? runTaken(runId) : undefined);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      if (!isCredit(credit)) return credit;
      const { ref, document } = context.policy<Playbooks>('playbooks');
      const stage = valueAt(relationship.steps, occurredAt)?.to ?? STAGES[0];
      return [{ type: 'PlaybookStarted', data: { runId, ...start, steps: document[data.playbook], stage, credit }, policy: ref }];
    },

    CompletePlaybookStep: ({ data, occurredAt }, { work: { runs } }) => {
      const run = playbooks.find(runs, data.runId);
      if (isRejection(run)) return run;
      if (!run.steps.includes(data.step)) return stepUnknown(data.step, data.runId, run);
      if (run.done.has(data.step)) return [];
      const going = playbooks.findRunning(runs, data.runId, occurredAt);
      return isRejection(going) ? going : [{ type: 'PlaybookStepCompleted', data }];
    },

    AbandonPlaybook: ({ data, occurredAt }, { work: { runs } }) => {
      const run = playbooks.findEnding(runs, data.runId, 'abandoned', occurredAt);
      if (run === 'already') return [];
      if (isRejection(run)) return run;
      if (!isComplete(run)) return [{ type: 'PlaybookAbandoned', data }];
      const detail = `All steps of ${data.runId} are done: there is nothing to abandon; withdraw a step that was not.`;
      return reject('PLAYBOOK_RUN_ENDED', detail, '/runId');
    },

    MakePrediction: (command, { ownership, work: { told, predictions } }, context) => {
      const { employeeId, predictionId = command.commandId, ...prediction } = command.data;
      const refusal =
        forecasts.requireFree(predictions, predictionId)
        ?? (told.has(`prediction:${predictionId}`) ? predictionTaken(predictionId) : undefined);
      if (refusal) return refusal;
      const today = businessDay(command, context);
      if (prediction.due < today) {
        const detail = `${prediction.due} is past on ${today}: what has been seen is no prediction; name a later day, or correct occurredAt.`;
        return reject('PREDICTION_DUE_IN_PAST', detail, '/due');
      }
      const credit = creditAt(ownership, context, command.occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'PredictionMade', data: { predictionId, ...prediction, credit } }] : credit;
    },

    ResolvePrediction: ({ data, occurredAt }, { work: { predictions } }) => {
      const prediction = forecasts.findEnding(predictions, data.predictionId, seenAs(data.cameTrue), occurredAt);
      if (prediction === 'already') return [];
      return isRejection(prediction) ? prediction : [{ type: 'PredictionResolved', data }];
    },
  },

  evolve: {
    TimeLogged: (state, { data }) => ({ ...state, told: state.told.with(`time:${data.timeId}`, uncredited(data)) }),
    PlaybookStarted: (state, { data: { runId, steps }, meta }) => ({
      ...state,
      runs: state.runs.with(runId, { begun: meta.occurredAt, steps, done: PersistentMap.empty() }),
    }),
    PlaybookStepCompleted: (state, { data: { runId, step }, meta }) => ({
      ...state,
      runs: changed(state.runs, runId, (run) => ({ ...run, done: run.done.with(step, meta.occurredAt) })),
    }),
    PlaybookAbandoned: (state, { data, meta }) => ({ ...state, runs: ended(state.runs, data.runId, 'abandoned', meta.occurredAt) }),
    PredictionMade: (state, { data: { predictionId }, meta }) => ({
      ...state,
      predictions: state.predictions.with(predictionId, { begun: meta.occurredAt }),
    }),
    PredictionResolved: (state, { data: { predictionId, cameTrue }, meta }) => {
      const twice = state.predictions.get(predictionId)?.ended !== undefined;
      const predictions = ended(state.predictions, predictionId, seenAs(cameTrue), meta.occurredAt);
      return {
        ...state,
        predictions: twice ? changed(predictions, predictionId, (one) => ({ ...one, endedTwice: true })) : predictions,
      };
    },
  },

  withdrawn: {
    TimeLogged: (state, { data }) => withdrawnId(state, `time:${data.timeId}`),
    PlaybookStarted: (state, { data }) => withdrawnId(state, `run:${data.runId}`),
    PredictionMade: (state, { data }) => withdrawnId(state, `prediction:${data.predictionId}`),
  },
  invariants: ({ work: state }) => contradictionsIn(state),
};

const seenAs = (cameTrue: boolean): 'came-true' | 'did-not' => (cameTrue ? 'came-true' : 'did-not');

const timeTaken = (timeId: string): Rejection<'TIME_ENTRY_ID_TAKEN'> =>
  reject('TIME_ENTRY_ID_TAKEN', `Time entry ${timeId} says something else already: give the new one another id.`, '/timeId');

const runTaken = (runId: string): Rejection<'PLAYBOOK_RUN_ID_TAKEN'> =>
  reject('PLAYBOOK_RUN_ID_TAKEN', `A playbook went by ${runId} already: give the new run another id.`, '/runId');

const predictionTaken = (predictionId: string): Rejection<'PREDICTION_ID_TAKEN'> =>
  reject('PREDICTION_ID_TAKEN', `A prediction went by ${predictionId} already: give the new one another id.`, '/predictionId');

const stepUnknown = (step: string, runId: string, { steps }: Run): Rejection<'PLAYBOOK_STEP_UNKNOWN'> => {
  const [near] = nearest(step, steps);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return reject('PLAYBOOK_STEP_UNKNOWN', `${step} is no step of ${runId}: take one of ${steps.join(', ')}.${hint}`, '/step');
};

const playbooks = lifeCycle<Run, WorkCode>({
  taken: runTaken,
  unknown: (runId) =>
    reject('PLAYBOOK_RUN_NOT_FOUND', `No playbook goes by ${runId}: start it with StartPlaybook, or check the id.`, '/runId'),
  over: (runId) => reject('PLAYBOOK_RUN_ENDED', `${runId} was abandoned: start the playbook anew with StartPlaybook.`, '/runId'),
  early: (runId, { begun }, at) =>
    reject('PLAYBOOK_STARTED_LATER', `${runId} was started on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

const forecasts = lifeCycle<Prediction, WorkCode>({
  taken: predictionTaken,
  unknown: (id) =>
    reject('PREDICTION_NOT_FOUND', `There is no prediction ${id}: make it with MakePrediction, or check the id.`, '/predictionId'),
  over: (id, { ended: end }) =>
    reject(
      'PREDICTION_RESOLVED',
      `Prediction ${id} ${end?.as === 'came-true' ? 'came true' : 'did not come true'}: correct that with CorrectFact where it is wrong.`,
      '/predictionId',
    ),
  early: (id, { begun }, at) =>
    reject('PREDICTION_MADE_LATER', `Prediction ${id} was made on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});
