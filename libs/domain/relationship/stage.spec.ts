import { describe, expect, it } from '@jest/globals';
import { contextOf, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { POLICY_DEFAULTS, type StageEvidencePolicy } from '../policy/documents.js';
import {
  around,
  given,
  LATER,
  longGoal,
  planAcknowledged,
  planShared,
  review,
  reviews,
  started,
  strategic,
  value,
} from '../testing/relationship.js';
import { policies, unowned } from '../testing/world.js';
import { type Stage } from '../values.js';
import { type RelationshipEvents, type RelationshipCommands } from './messages.js';
import { relationship } from './relationship.js';

type Change = RelationshipCommands['ChangeRelationshipStage'];
const change = (to: Stage, more: Omit<Change, 'to'> = {}) => ({ type: 'ChangeRelationshipStage', data: { to, ...more } }) as const;
/** Counts for the owner at noon. */
const changed = (data: RelationshipEvents['RelationshipStageChanged']) =>
  ({
    type: 'RelationshipStageChanged',
    data: { ...data, credit: { employeeId: 'bob', teamId: 'south' } },
    policy: 'stage-evidence@0',
  }) as const;
const stageEvidence = (document: StageEvidencePolicy): World => ({ policies: { 'stage-evidence': { ref: 'stage-evidence@3', document } } });

describe('a stage', () => {
  it('advances on the evidence that the policy asks for, and lists nothing more', () => {
    given(...reviews(9, 11, 12))
      .when(change('value'))
      .thenEvents(changed({ from: 'transactional', to: 'value', direction: 'advance' }));
    given(value, ...reviews(17, 18), longGoal, planShared, planAcknowledged)
      .when(change('strategic', { reason: 'frame agreement', override: { reason: 'to be safe' } }))
      .thenEvents(changed({ from: 'value', to: 'strategic', direction: 'advance', reason: 'frame agreement' }));
  });

  it('does not advance without it, and says exactly what is missing', () => {
    given()
      .when(change('value'))
      .thenRejected(
        'STAGE_EVIDENCE_INSUFFICIENT',
        'lacks reviews of 2 months in a row, the last ones, at 11 points or more (none was made in the present stage):',
      );
    given(review(24)).when(change('value')).thenRejected('STAGE_EVIDENCE_INSUFFICIENT', '(24 points in 2026-01)');
    given(...reviews(12, 10))
      .when(change('value'))
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', '(12 points in 2026-01, 10 points in 2026-02)');
    given(value, ...reviews(17, 18), planShared)
      .when(change('strategic'))
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'lacks long-goal; plan-acknowledged: record what is missing');
  });

  it('advances by an override with its reason, which marks the gap', () => {
    given(value, ...reviews(17, 16), longGoal)
      .when(change('strategic', { override: { reason: 'the boards have met' } }))
      .thenEvents(
        changed({
          from: 'value',
          to: 'strategic',
          direction: 'advance',
          override: { reason: 'the boards have met', missing: ['reviews', 'plan-acknowledged'] },
        }),
      );
  });

  it('refuses an override without a reason', () => {
    const { decision } = given().when(change('value', { override: { reason: ' ' } }));
    expect(decision).toMatchObject({ rejected: 'STAGE_REASON_REQUIRED', field: '/override/reason' });
  });

  it('goes one step at a time, in both directions', () => {
    given(...reviews(24, 24))
      .when(change('strategic'))
      .thenRejected('STAGE_SKIPPED', 'go to value first');
    given(value, strategic)
      .when(change('transactional', { reason: 'over' }))
      .thenRejected('STAGE_SKIPPED');
  });

  it('counts for the owner and the team of the time of the change', () => {
    const evidence = reviews(11, 12);
    expect(given(...evidence).when(change('value'), { occurredAt: '2026-02-16T12:00:00.000Z' }).decision).toMatchObject([
      { data: { credit: { employeeId: 'ann', teamId: 'north' } } },
    ]);
    const nobodys = decider(relationship, { ...around, ownership: unowned }).given(...evidence);
    expect(nobodys.when(change('value'), { policies, occurredAt: LATER }).decision).toMatchObject([{ data: { credit: {} } }]);
  });

  it('asks for the stream of the owner before it is changed', () => {
    const { slice } = given(...reviews(11, 12));
    const state = { ...around, relationship: slice };
    const asked = { ...change('value'), stream: 'account-acme', commandId: 'c', occurredAt: '2026-02-16T12:00:00.000Z', actor: 'a' };
    expect(relationship.decide.ChangeRelationshipStage(asked, state, contextOf({ policies }))).toEqual({ needs: ['employee-ann'] });
  });

  it('stays as it is without a word where it is so already', () => {
    given(value).when(change('value')).thenEvents();
  });

  it('goes back for a reason once enough reviews in a row lie below it', () => {
    given(value, strategic, ...reviews(20, 16, 12, 10))
      .when(change('value', { reason: 'no executive left who knows us' }))
      .thenEvents(changed({ from: 'strategic', to: 'value', direction: 'regress', reason: 'no executive left who knows us' }));
  });

  it('goes back neither without a reason nor on a single bad quarter', () => {
    const { decision } = given(value, ...reviews(9, 9, 9)).when(change('transactional'));
    expect(decision).toMatchObject({ rejected: 'STAGE_REASON_REQUIRED', field: '/reason' });
    given(value, ...reviews(12, 9, 9))
      .when(change('transactional', { reason: 'a bad quarter' }))
      .thenRejected(
        'STAGE_PATIENCE',
        'reviews of 3 months in a row, the last ones, below 11 points (12 points in 2026-01, 9 points in 2026-02, 9 points in 2026-03): wait',
      );
    for (const tooFew of [reviews(9, 9), reviews(9, 9, 11)]) {
      given(value, ...tooFew)
        .when(change('transactional', { reason: 'a bad quarter' }))
        .thenRejected('STAGE_PATIENCE');
    }
  });

  it('counts one review a calendar month: two in a hurry are no patience', () => {
    const [january, february] = reviews(12, 12);
    const again = (total: number, day: number) => ({ ...review(total, 2), occurredAt: `2026-02-${day}T12:00:00.000Z` });
    given(again(12, 10), again(12, 20)).when(change('value')).thenRejected('STAGE_EVIDENCE_INSUFFICIENT', '(12 points in 2026-02)');
    given(january!, february!, again(10, 20))
      .when(change('value'))
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', '(12 points in 2026-01, 10 points in 2026-02)');
    expect(given(january!, february!, again(10, 10)).when(change('value')).decision).toHaveLength(1);
    given(value, january!, again(9, 10), february!, again(9, 20), again(9, 25))
      .when(change('transactional', { reason: 'a bad month' }))
      .thenRejected('STAGE_PATIENCE', '(12 points in 2026-01, 9 points in 2026-02)');
  });

  it('goes back against patience by an override', () => {
    given(value)
      .when(change('transactional', { reason: 'they left the market', override: { reason: 'nothing to wait for' } }))
      .thenEvents(
        changed({
          from: 'value',
          to: 'transactional',
          direction: 'regress',
          reason: 'they left the market',
          override: { reason: 'nothing to wait for', missing: ['reviews'] },
        }),
      );
  });

  it('is decided by the version of the policy that is in force', () => {
    const strict = stageEvidence({
      value: { scoreMin: 12, reviewsAbove: 1, requires: ['short-goal'] },
      strategic: { scoreMin: 20, reviewsAbove: 1, requires: [] },
      regression: { reviewsBelow: 1 },
      opinions: 'until-reviewed',
      expiry: POLICY_DEFAULTS['stage-evidence'].expiry,
    });
    given(...reviews(11))
      .when(change('value'), strict)
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', 'short-goal');
    expect(given(value, ...reviews(11)).when(change('transactional', { reason: 'cold' }), strict).decision).toMatchObject([
      { policy: 'stage-evidence@3' },
    ]);
  });

  it.each([
    ['short-goal', [{ type: 'AccountGoalSet', data: { horizon: 'short', goal: 'a trial' } }]],
    ['long-goal', [longGoal]],
    ['strategy', [{ type: 'AccountStrategySet', data: { horizonYears: 5, goals: [] } }]],
    ['plan-shared', [planShared]],
    ['plan-acknowledged', [planShared, planAcknowledged]],
    ['joint-initiative', [started]],
    [
      'joint-initiative-measured',
      [started, { type: 'JointInitiativeMeasured', data: { initiativeId: 'i-1', metric: 'stock-outs', value: '2' } }],
    ],
    ['data-sharing', [{ type: 'DataSharingAgreed', data: { scope: 'sell-out' } }]],
    ['forecast-shared', [{ type: 'ForecastShared', data: { horizonMonths: 6, quantities: {} } }]],
  ] as const)('may require %s', (kind, evidence) => {
    const { value: _, ...others } = POLICY_DEFAULTS['stage-evidence'];
    const asked = stageEvidence({ ...others, value: { scoreMin: 6, reviewsAbove: 1, requires: [kind] } });
    given(review(6), ...evidence.slice(0, -1))
      .when(change('value'), asked)
      .thenRejected('STAGE_EVIDENCE_INSUFFICIENT', kind);
    expect(given(review(6), ...evidence).when(change('value'), asked).decision).toHaveLength(1);
  });
});
