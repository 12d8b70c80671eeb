import { describe, expect, it } from '@jest/globals';
import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { owned, people } from '../testing/world.js';
import { NO_RELATIONSHIP } from '../relationship/state.js';
import { type WorkEvents } from './messages.js';
import { work } from './work.js';

const facet = decider(work, { ownership: owned, relationship: NO_RELATIONSHIP });
const given = (...events: readonly Past<WorkEvents>[]) => {
  const history = facet.given(...events);
  return {
    when: (command: Parameters<typeof history.when>[0], world: World = {}) => history.when(command, { others: people, ...world }),
  };
};
const bob = { employeeId: 'bob', teamId: 'south' };
const time = { timeId: 't-1', minutes: 90, taskKind: 'negotiation' } as const;
const logged: Past<WorkEvents> = { type: 'TimeLogged', data: { ...time, credit: bob } };

describe('time', () => {
  it('counts for the owner of that time, or for who is named, with the team of that time', () => {
    given().when({ type: 'LogTime', data: time }).thenEvents(logged);
    given()
      .when({ type: 'LogTime', data: { ...time, unplanned: true, employeeId: 'ann' } })
      .thenEvents({ type: 'TimeLogged', data: { ...time, unplanned: true, credit: { employeeId: 'ann', teamId: 'north' } } });
    given()
      .when({ type: 'LogTime', data: { ...time, employeeId: 'nobody' } })
      .thenRejected('UNKNOWN_EMPLOYEE');
  });

  it('is logged once under an id', () => {
    given(logged).when({ type: 'LogTime', data: time }).thenEvents();
    given(logged)
      .when({ type: 'LogTime', data: { ...time, minutes: 30 } })
      .thenRejected('TIME_ENTRY_ID_TAKEN', 'another id', '/timeId');
  });
});

const run = { runId: 'run-1', playbook: 'after-sale' } as const;
const steps = ['call-after-delivery', 'check-use', 'ask-next-need'];
const started: Past<WorkEvents> = { type: 'PlaybookStarted', data: { ...run, steps, stage: 'transactional', credit: bob } };
const done = (step: string): Past<WorkEvents> => ({ type: 'PlaybookStepCompleted', data: { runId: 'run-1', step } });
const complete = (step: string) => ({ type: 'CompletePlaybookStep', data: { runId: 'run-1', step } }) as const;
const abandon = { type: 'AbandonPlaybook', data: { runId: 'run-1', reason: 'they left' } } as const;
const abandoned: Past<WorkEvents> = { type: 'PlaybookAbandoned', data: abandon.data };

describe('a playbook', () => {
  it('has the steps that its policy has when it is started, and says which version that was', () => {
    given()
      .when({ type: 'StartPlaybook', data: run })
      .thenEvents({ ...started, policy: 'playbooks@0' } as never);
    const world = { policies: { playbooks: { ref: 'playbooks@2', document: { 'after-sale': ['call'] } } } };
    const { decision } = given().when({ type: 'StartPlaybook', data: run }, world);
    expect(decision).toMatchObject([{ data: { steps: ['call'] }, policy: 'playbooks@2' }]);
  });

  it('has its steps done in any order, each once, and none that it does not have', () => {
    given(started).when(complete('check-use')).thenEvents(done('check-use'));
    given(started, done('check-use')).when(complete('check-use')).thenEvents();
    given(started).when(complete('chek-use')).thenRejected('PLAYBOOK_STEP_UNKNOWN', 'Did you mean check-use?', '/step');
    given().when(complete('check-use')).thenRejected('PLAYBOOK_RUN_NOT_FOUND', 'StartPlaybook', '/runId');
  });

  it('is abandoned once, not when it is complete, and takes no step afterwards', () => {
    given(started).when(abandon).thenEvents(abandoned);
    given(started, abandoned).when(abandon).thenEvents();
    given(started, abandoned).when(complete('check-use')).thenRejected('PLAYBOOK_RUN_ENDED', 'anew');
    given(started, ...steps.map(done))
      .when(abandon)
      .thenRejected('PLAYBOOK_RUN_ENDED', 'nothing to abandon');
  });

  it('goes on no earlier than it was started, under an id of its own', () => {
    given(started).when(complete('check-use'), { occurredAt: '2026-02-28T12:00:00.000Z' }).thenRejected('PLAYBOOK_STARTED_LATER');
    given(started).when({ type: 'StartPlaybook', data: run }).thenRejected('PLAYBOOK_RUN_ID_TAKEN', 'another id');
  });
});

const prediction = { predictionId: 'p-1', claim: 'They renew', probabilityPercent: 70, due: '2026-06-30' };
const made: Past<WorkEvents> = { type: 'PredictionMade', data: { ...prediction, credit: bob } };
const resolve = (cameTrue: boolean) => ({ type: 'ResolvePrediction', data: { predictionId: 'p-1', cameTrue } }) as const;
const resolved = (cameTrue: boolean): Past<WorkEvents> => ({ type: 'PredictionResolved', data: { predictionId: 'p-1', cameTrue } });

describe('a prediction', () => {
  it('is made before it is seen, and counts for who made it', () => {
    given().when({ type: 'MakePrediction', data: prediction }).thenEvents(made);
    given()
      .when({ type: 'MakePrediction', data: { ...prediction, due: '2026-02-28' } })
      .thenRejected('PREDICTION_DUE_IN_PAST', 'no prediction', '/due');
    given(made).when({ type: 'MakePrediction', data: prediction }).thenRejected('PREDICTION_ID_TAKEN');
  });

  it('comes true or not, once', () => {
    given(made).when(resolve(true)).thenEvents(resolved(true));
    given(made, resolved(true)).when(resolve(true)).thenEvents();
    given(made, resolved(true)).when(resolve(false)).thenRejected('PREDICTION_RESOLVED', 'CorrectFact');
    given().when(resolve(true)).thenRejected('PREDICTION_NOT_FOUND');
    given(made).when(resolve(true), { occurredAt: '2026-02-28T12:00:00.000Z' }).thenRejected('PREDICTION_MADE_LATER');
  });
});

describe('what is recorded of work', () => {
  const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;
  const world = () => {
    const told = simulate();
    const tell = (commandId: string, type: string, day: number, data: object) =>
      told.send({ stream: 'account-acme', commandId, type, occurredAt: on(day), data });
    tell('open', 'OpenAccount', 1, { name: 'Acme' });
    tell('time', 'LogTime', 2, time);
    tell('start', 'StartPlaybook', 5, run);
    tell('step', 'CompletePlaybookStep', 10, { runId: 'run-1', step: 'check-use' });
    tell('made', 'MakePrediction', 5, prediction);
    tell('seen', 'ResolvePrediction', 10, { predictionId: 'p-1', cameTrue: true });
    return tell;
  };
  const amend = (tell: ReturnType<typeof world>, id: string, type: string, more: object = {}) =>
    tell(`${type}-${id}`, type, 25, { fact: `${id}#0`, reason: 'misread', ...more });
  const refused = (decision: unknown) => (isRejection(decision as never) ? (decision as { detail: string; rejected: string }) : undefined);

  it.each([
    ['PLAYBOOK_BEFORE_START', 'start', { occurredAt: on(11) }],
    ['PLAYBOOK_STEP_UNKNOWN', 'step', { changes: { step: 'sing' } }],
    ['PREDICTION_RESOLVED_BEFORE_MADE', 'made', { occurredAt: on(11) }],
  ])('is not corrected so that it contradicts itself: %s', (code, id, correction) => {
    const decision = refused(amend(world(), id, 'CorrectFact', correction));
    expect(decision).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
  });

  it('is not corrected so that a prediction is resolved twice', () => {
    const tell = world();
    tell('other', 'MakePrediction', 5, { ...prediction, predictionId: 'p-2' });
    tell('other-seen', 'ResolvePrediction', 10, { predictionId: 'p-2', cameTrue: true });
    const decision = refused(amend(tell, 'other-seen', 'CorrectFact', { changes: { predictionId: 'p-1' } }));
    expect(decision).toMatchObject({ detail: expect.stringContaining('PREDICTION_RESOLVED_TWICE') });
  });

  it('is withdrawn where nothing rests on it, and its id stays taken', () => {
    const tell = world();
    expect(refused(amend(tell, 'start', 'WithdrawFact'))?.rejected).toBe('FACT_IN_USE');
    for (const id of ['time', 'step', 'start', 'seen', 'made']) expect(amend(tell, id, 'WithdrawFact')).toHaveLength(1);
    expect(refused(tell('anew', 'LogTime', 3, time))?.rejected).toBe('TIME_ENTRY_ID_TAKEN');
    expect(refused(tell('anew-run', 'StartPlaybook', 6, run))?.rejected).toBe('PLAYBOOK_RUN_ID_TAKEN');
    expect(refused(tell('anew-made', 'MakePrediction', 6, prediction))?.rejected).toBe('PREDICTION_ID_TAKEN');
  });
});
