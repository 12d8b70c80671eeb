import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, type Past, recorded } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { around, given, longGoal, planAcknowledged, planShared, review, reviews, strategic, value } from '../testing/relationship.js';
import { simulate } from '../testing/simulation.js';
import { people, policies } from '../testing/world.js';
import { NO_RISK } from '../risk/state.js';
import { type Stage } from '../values.js';
import { type RelationshipEvents } from './messages.js';
import { relationship } from './relationship.js';
import { type Relationship } from './state.js';

const change = (to: Stage) => ({ type: 'ChangeRelationshipStage', data: { to, reason: 'as agreed' } }) as const;
const on = (occurredAt: string) => ({ occurredAt: `${occurredAt}T12:00:00.000Z` });
const at = <Event extends Past<RelationshipEvents>>(event: Event, day: string): Event => ({ ...event, ...on(day) });

describe('what is told of a relationship', () => {
  it('T2: comes out alike in whatever order facts of different moments are told', () => {
    const told: readonly Past<RelationshipEvents>[] = [
      ...reviews(9, 12, 15),
      value,
      strategic,
      at(longGoal, '2026-02-01'),
      at({ type: 'AccountGoalSet', data: { horizon: 'long', goal: 'one of two' } }, '2026-03-02'),
      at({ type: 'AccountStrategySet', data: { horizonYears: 5, goals: ['a'] } }, '2026-02-03'),
      at({ type: 'AccountStrategySet', data: { horizonYears: 3, goals: ['b'] } }, '2026-03-03'),
      at({ type: 'ForecastShared', data: { horizonMonths: 6, quantities: {} } }, '2026-02-04'),
      at({ type: 'ForecastShared', data: { horizonMonths: 3, quantities: {} } }, '2026-03-04'),
      at(planShared, '2026-02-05'),
      at({ type: 'AccountPlanShared', data: { planVersion: '1', sharedWith: ['director'] } }, '2026-03-05'),
    ];
    const facts = told.map((event, index) => ({ ...event, occurredAt: event.occurredAt ?? `2026-02-01T12:00:0${index % 10}.000Z` }));
    const events = recorded<RelationshipEvents>(facts);
    const foldAll = (some: typeof events) => fold<Relationship, RelationshipEvents>(relationship, some);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(foldAll(shuffled)).toEqual(foldAll(events));
      }),
    );
  });

  it('T3: a step is dated after the one that it follows, and not before the opening', () => {
    given(value, at(strategic, '2026-06-01'))
      .when(change('transactional'), on('2026-02-01'))
      .thenRejected('STAGE_CHANGED_LATER', 'withdraw the later step first', '/occurredAt');
    given(...reviews(12, 12))
      .when(change('value'), on('2010-01-01'))
      .thenRejected('STAGE_BEFORE_OPENING', 'opened on 2026-01-01', '/occurredAt');
  });

  it('T4: evidence counts that existed when the step was taken', () => {
    const account = given(review(12, 2), review(12, 3));
    account.when(change('value'), on('2026-03-01')).thenRejected('STAGE_EVIDENCE_INSUFFICIENT', '(12 points in 2026-02)');
    expect(account.when(change('value'), on('2026-03-16')).decision).toHaveLength(1);
  });

  it('T7: a plan is acknowledged after it was shared, an initiative measured after its start', () => {
    given(planShared)
      .when({ type: 'AcknowledgeAccountPlan', data: { planVersion: '1', by: 'buyer' } }, on('2026-02-28'))
      .thenRejected('PLAN_NOT_SHARED', 'only: correct occurredAt');
    given({ type: 'JointInitiativeStarted', data: { initiativeId: 'i-1', title: 'Stock' } })
      .when({ type: 'MeasureJointInitiative', data: { initiativeId: 'i-1', metric: 'm', value: '1' } }, on('2026-02-28'))
      .thenRejected('INITIATIVE_NOT_STARTED', 'started on 2026-03-01');
    const planned = { type: 'InitiativePlanned', data: { initiativeId: 'i-1', title: 'Stock', startsOn: '2026-05-01' } } as const;
    given(planned)
      .when({ type: 'AnnounceInitiative', data: { initiativeId: 'i-1' } }, on('2026-02-28'))
      .thenRejected('INITIATIVE_PLANNED_LATER');
    given(planned, { type: 'InitiativeAnnounced', data: { initiativeId: 'i-1', noticeDays: 61 } })
      .when({ type: 'StartJointInitiative', data: { initiativeId: 'i-1', title: 'Stock' } }, on('2026-02-28'))
      .thenRejected('INITIATIVE_PLANNED_LATER');
  });

  it('R1: reviews carry a step where they are of months in a row, recent, and inside the present stage', () => {
    given(at(review(12), '2023-02-10'), at(review(12), '2024-06-10'))
      .when(change('value'), on('2026-11-01'))
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'more than 92 days ago');
    given(review(12, 1), review(12, 3)).when(change('value')).thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'months in a row');
    const twice = given(...reviews(18, 18), longGoal, planShared, planAcknowledged, at(value, '2026-03-02'));
    twice
      .when(change('strategic'), { occurredAt: '2026-03-02T12:00:01.000Z' })
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'none was made in the present stage');
    given(...reviews(9, 9, 9), at(value, '2026-04-01'))
      .when(change('transactional'))
      .thenRejected('STAGE_PATIENCE', 'none was made in the present stage');
  });

  it('R2: the customer acknowledges, none of our own people, by id or by the name of the owner', () => {
    for (const by of ['ann', 'Ann', 'BOB'])
      given(planShared)
        .when({ type: 'AcknowledgeAccountPlan', data: { planVersion: '1', by } })
        .thenRejected('ACKNOWLEDGED_BY_US', 'acknowledged by the customer', '/by');
    expect(
      given(planShared).when({ type: 'AcknowledgeAccountPlan', data: { planVersion: '1', by: 'Head of supply' } }).decision,
    ).toHaveLength(1);
  });

  it('R2: a goal whose day has passed is no evidence, and what is old expires by its kind', () => {
    const ready = [value, ...reviews(18, 18, 18), planShared, planAcknowledged];
    const due = (day: string): Past<RelationshipEvents> => ({
      type: 'AccountGoalSet',
      data: { horizon: 'long', goal: 'sole supplier', due: day },
    });
    given(...ready, due('2020-12-31'))
      .when(change('strategic'))
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'long-goal (that of 2026-03-01 ended on 2020-12-31)');
    expect(given(...ready, due('2030-12-31')).when(change('strategic')).decision).toHaveLength(1);
    const old = [at(planShared, '2025-01-01'), at(planAcknowledged, '2025-01-01')];
    given(value, ...reviews(18, 18, 18), due('2030-12-31'), ...old)
      .when(change('strategic'))
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'plan-acknowledged (that of 2025-01-01 is more than 365 days old)');
  });

  it('R5: a lost account takes no stage change, a customer won back begins a stay anew', () => {
    const lost = { ...NO_RISK, moves: [{ value: 'lost', since: '2026-03-20T12:00:00.000Z' }] as const };
    const back = { ...lost, moves: [...lost.moves, { value: 'won-back', since: '2026-04-01T12:00:00.000Z' }] as const };
    const world = { ...on('2026-04-16'), policies, others: people };
    decider(relationship, { ...around, risk: lost })
      .given(...reviews(12, 12))
      .when(change('value'), world)
      .thenRejected('ACCOUNT_LOST', 'DeclareWonBack first');
    decider(relationship, { ...around, risk: back })
      .given(...reviews(12, 12))
      .when(change('value'), world)
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'none was made in the present stage');
  });
});

describe('corrections of what is told', () => {
  const story = () => {
    const world = simulate();
    let count = 0;
    const tell = (type: string, data: object, day: string) => {
      count += 1;
      return world.send({ stream: 'account-acme', type, data, commandId: `c-${count}`, occurredAt: `${day}T12:00:00.000Z` });
    };
    tell('OpenAccount', { name: 'Acme' }, '2026-01-01');
    tell('ChangeRelationshipStage', { to: 'value', override: { reason: 'the boards met' } }, '2026-02-01');
    tell('ChangeRelationshipStage', { to: 'strategic', override: { reason: 'the boards met' } }, '2026-03-01');
    return tell;
  };

  it('M12: a step is withdrawn from the end, moved only where it fits, and the opening stays before it', () => {
    const tell = story();
    expect(tell('WithdrawFact', { fact: 'c-2#0', reason: 'a mistake' }, '2026-04-01')).toMatchObject({
      rejected: 'HISTORY_CONTRADICTED',
      detail: expect.stringContaining('STAGES_OUT_OF_ORDER'),
    });
    expect(tell('CorrectFact', { fact: 'c-2#0', occurredAt: '2026-03-02T12:00:00.000Z', reason: 'misread' }, '2026-04-01')).toMatchObject({
      rejected: 'HISTORY_CONTRADICTED',
    });
    expect(tell('CorrectFact', { fact: 'c-1#0', occurredAt: '2026-02-10T12:00:00.000Z', reason: 'misread' }, '2026-04-01')).toMatchObject({
      rejected: 'HISTORY_CONTRADICTED',
      detail: expect.stringContaining('STAGE_BEFORE_OPENING'),
    });
    expect(tell('WithdrawFact', { fact: 'c-3#0', reason: 'a mistake' }, '2026-04-01')).toHaveLength(1);
    expect(tell('WithdrawFact', { fact: 'c-2#0', reason: 'a mistake' }, '2026-04-01')).toHaveLength(1);
  });

  it('R6: evidence of a command stands in the history of its account, and had happened by then', () => {
    const world = simulate();
    const tell = (commandId: string, type: string, data: object, day: string, evidence?: readonly string[]) =>
      world.send({ stream: 'account-acme', type, data, commandId, ...on(day), ...(evidence ? { evidence } : {}) } as never);
    tell('c-1', 'OpenAccount', { name: 'Acme' }, '2026-01-01');
    tell('c-2', 'ShareForecast', { horizonMonths: 6, quantities: {} }, '2026-03-01');
    const flag = { level: 'watch', reasons: ['price'] };
    expect(tell('c-3', 'FlagChurnRisk', flag, '2026-03-02', ['no-such-event'])).toMatchObject({
      rejected: 'EVIDENCE_NOT_FOUND',
      field: '/evidence/0',
    });
    expect(tell('c-4', 'FlagChurnRisk', flag, '2026-02-02', ['c-1#0', 'c-2#0'])).toMatchObject({
      rejected: 'EVIDENCE_NOT_FOUND',
      field: '/evidence/1',
    });
    expect(tell('c-5', 'FlagChurnRisk', flag, '2026-03-02', ['c-2#0'])).toHaveLength(1);
    tell('c-6', 'ShareForecast', { horizonMonths: 3, quantities: {} }, '2026-03-03');
    tell('c-7', 'WithdrawFact', { fact: 'c-6#0', reason: 'not theirs' }, '2026-03-03');
    expect(tell('c-8', 'FlagChurnRisk', { ...flag, level: 'critical' }, '2026-03-04', ['c-6#0'])).toMatchObject({
      detail: expect.stringContaining('was withdrawn'),
    });
  });
});
