import { described, optional } from '#libs/kernel/fields.js';
import { day, flag, id, integer, like, listOf, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { credit, employee, newId, orderNumber, reason, reference } from '../kinds.js';
import { STAGES } from '../values.js';

/** What key account managers spend their time on (closed list). */
export const TASK_KINDS = [
  'account-planning',
  'customer-contact',
  'negotiation',
  'internal-coordination',
  'service-delivery',
  'problem-solving',
  'market-analysis',
  'acquisition',
  'travel',
  'administration',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** Ways of working that have steps: one for each stage, after a sale, to balance power, by how their market grows, to win back. */
export const PLAYBOOKS = [
  'transactional-stage',
  'value-stage',
  'strategic-stage',
  'after-sale',
  'rebalance-power',
  'share-take',
  'growth-ride',
  'win-back',
] as const;
export type PlaybookName = (typeof PLAYBOOKS)[number];

/** The longest time that one entry may claim: a week. */
const MINUTES_MAX = 7 * 24 * 60;

const anyEntry = like(id, 't-1', 't-2', 't-3');
const time = {
  minutes: described(integer(1, MINUTES_MAX, 90, 30), 'Minutes of one person.'),
  taskKind: oneOf(TASK_KINDS),
  unplanned: optional(flag, 'It had to be done at once, in place of something else.'),
};

const anyRun = like(id, 'run-1', 'run-2');
const runId = reference('playbook-run', anyRun);
const playbook = oneOf(PLAYBOOKS);
const step = text(100, 'review-goals', 'make-offer', 'share-forecast');

const anyPrediction = like(id, 'q3-order', 'renewal', 'depot');
const predictionId = reference('prediction', anyPrediction);
const prediction = {
  claim: text(2_000, 'They order the second line by September', 'They renew'),
  probabilityPercent: described(integer(0, 100, 70, 20), 'How sure whoever says so is, 0–100.'),
  due: described(day, 'The day by which it is seen.'),
};

/** What can have happened. Stored contract. */
export const workEvents = {
  TimeLogged: event(
    'Time logged',
    `{minutes, plural, one {# minute} other {# minutes}} of {taskKind}${when('unplanned', '{unplanned, select, true {, unplanned} other {}}')}`,
    { timeId: newId('time-entry', anyEntry), ...time, credit },
    'Whom it counts for is who worked.',
  ),
  PlaybookStarted: event('Playbook started', `{playbook} with the steps {steps}${when('reason', ': {reason}')}`, {
    runId: newId('playbook-run', anyRun),
    playbook,
    steps: described(listOf(step), 'As policy `playbooks` had them then: a later version changes no run that is under way.'),
    stage: described(oneOf(STAGES), 'The stated stage at that moment.'),
    orderNumber: optional(reference('order', orderNumber)),
    reason: optional(reason),
    credit,
  }),
  PlaybookStepCompleted: event('Playbook step completed', `{step} of {runId}${when('result', ': {result}')}`, {
    runId,
    step,
    result: optional(text(2_000, 'They asked for a weekly call.')),
  }),
  PlaybookAbandoned: event('Playbook abandoned', '{runId}: {reason}', { runId, reason }),
  PredictionMade: event('Prediction made', '{claim}, by {due}, {probabilityPercent} % sure', {
    predictionId: newId('prediction', anyPrediction),
    ...prediction,
    credit,
  }),
  PredictionResolved: event(
    'Prediction resolved',
    `{predictionId} {cameTrue, select, true {came true} other {did not come true}}${when('remark', ': {remark}')}`,
    { predictionId, cameTrue: flag, remark: optional(text(2_000, 'Two weeks late.')) },
    'It is scored where it is asked for (Brier 1950), by the probability as it is told then.',
  ),
};

/** What may be asked. */
export const workCommands = {
  LogTime: command('Time that one of ours worked for the account.', {
    timeId: optional(newId('time-entry', anyEntry), 'The command id where it is left out.'),
    ...time,
    employeeId: optional(employee, 'Who worked; the owner at that time where it is left out.'),
  }),
  StartPlaybook: command('Its steps are those that policy `playbooks` has at that moment; after-sale playbooks may name their order.', {
    runId: optional(newId('playbook-run', anyRun), 'The command id where it is left out.'),
    playbook,
    orderNumber: optional(reference('order', orderNumber)),
    reason: optional(reason),
    employeeId: optional(employee, 'Who runs it; the owner at that time where it is left out.'),
  }),
  CompletePlaybookStep: command(
    'A step is done; steps may be done in any order, and the last one completes the playbook.',
    { runId, step, result: optional(text(2_000, 'They asked for a weekly call.')) },
    'settling',
  ),
  AbandonPlaybook: command('It is not gone on with.', { runId, reason }, 'settling'),
  MakePrediction: command('Something that will be seen to be so or not by a day.', {
    predictionId: optional(newId('prediction', anyPrediction), 'The command id where it is left out.'),
    ...prediction,
    employeeId: optional(employee, 'Who says so; the owner at that time where it is left out.'),
  }),
  ResolvePrediction: command(
    'It came true or it did not.',
    { predictionId, cameTrue: flag, remark: optional(text(2_000, 'Two weeks late.')) },
    'settling',
  ),
};

export type WorkEvents = MessagesOf<typeof workEvents>;
export type WorkCommands = MessagesOf<typeof workCommands>;
