import { describe, expect, it } from '@jest/globals';
import { NOON, type Past } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { around, given, LATER, planAcknowledged, planShared, review, scoresOf, started } from '../testing/relationship.js';
import { notOpen, survivor } from '../testing/world.js';
import { type RelationshipEvents } from './messages.js';
import { REVIEWS_KEPT } from './evidence.js';
import { relationship } from './relationship.js';
import { monthlyReviews } from './support.js';

const plan = { type: 'PlanInitiative', data: { initiativeId: 'i-1', title: 'Stock', startsOn: '2026-04-01' } } as const;
const planned: Past<RelationshipEvents> = { type: 'InitiativePlanned', data: plan.data };
const announced = (noticeDays: number): Past<RelationshipEvents> => ({
  type: 'InitiativeAnnounced',
  data: { initiativeId: 'i-1', noticeDays },
});
const acknowledge = (planVersion: string, by: string) => ({ type: 'AcknowledgeAccountPlan', data: { planVersion, by } }) as const;

describe('a review of a relationship', () => {
  it('sums six scores and says which stage the policy finds supported by them', () => {
    for (const [total, supports] of [
      [10, 'transactional'],
      [11, 'value'],
      [16, 'value'],
      [17, 'strategic'],
    ] as const) {
      const scores = scoresOf(total);
      given()
        .when({ type: 'AssessRelationship', data: { scores } })
        .thenEvents({ type: 'RelationshipAssessed', data: { scores, total, supports }, policy: 'stage-evidence@0' });
    }
  });

  it('is one review, however often it is told for the same moment', () => {
    const occurredAt = '2026-01-15T12:00:00.000Z';
    const again = { type: 'AssessRelationship', data: { scores: scoresOf(12) } } as const;
    given(review(12)).when(again, { occurredAt }).thenEvents();
    expect(given(review(12)).when(again).decision).toHaveLength(1);
  });

  it('adds nothing when its command is sent again, however many reviews have come since', () => {
    const since = Array.from({ length: 13 }, (_, year) => ({ ...review(21), occurredAt: `${2013 + year}-01-15T12:00:00.000Z` }));
    const account = given({ ...review(12), occurredAt: '2012-01-15T12:00:00.000Z' }, ...since);
    account
      .when(
        { type: 'AssessRelationship', data: { scores: scoresOf(12) } },
        { commandId: 'command-1', occurredAt: '2012-01-15T12:00:00.000Z' },
      )
      .thenEvents();
  });

  it('D1: is one of its own under the command id of another sender', () => {
    const again = { commandId: 'command-1', source: '/b', occurredAt: '2012-02-15T12:00:00.000Z' };
    const once = given({ ...review(12), occurredAt: '2012-01-15T12:00:00.000Z' });
    expect(once.when({ type: 'AssessRelationship', data: { scores: scoresOf(12) } }, again).decision).toHaveLength(1);
  });

  it('finds its place by business time, and only as many are kept as steps may look back on', () => {
    const inYear = (total: number, year: number) => ({ ...review(total), occurredAt: `${year}-01-15T12:00:00.000Z` });
    const later = Array.from({ length: REVIEWS_KEPT - 2 }, (_, index) => inYear(21, 1980 + index));
    const { slice } = given(inYear(20, 1973), inYear(10, 1971), inYear(15, 1972), ...later);
    expect(slice.evidence.reviews.map(({ total }) => total)).toEqual([15, 20, ...later.map(() => 21)]);
  });

  it('stands for its month where it is the latest of it, in whatever order they are told', () => {
    const on = (total: number, day: number) => ({ ...review(total, 2), occurredAt: `2026-02-${day}T12:00:00.000Z` });
    for (const told of [
      [on(9, 10), on(12, 20)],
      [on(12, 20), on(9, 10)],
    ]) {
      const { slice } = given(review(8, 3), ...told, review(7, 1));
      expect(monthlyReviews(slice.evidence.reviews, undefined, LATER).map(({ total }) => total)).toEqual([7, 12, 8]);
    }
  });
});

describe('goals, plans and what is shared', () => {
  const facts = [
    {
      command: 'SetAccountGoal',
      event: 'AccountGoalSet',
      data: { horizon: 'long', goal: 'sole supplier', due: '2030-12-31' },
      other: { goal: 'one of two' },
    },
    { command: 'SetAccountStrategy', event: 'AccountStrategySet', data: { horizonYears: 5, goals: ['two plants'] }, other: { goals: [] } },
    {
      command: 'ShareAccountPlan',
      event: 'AccountPlanShared',
      data: { planVersion: '1', sharedWith: ['buyer'] },
      other: { sharedWith: ['director'] },
    },
    { command: 'AgreeDataSharing', event: 'DataSharingAgreed', data: { scope: 'sell-out' }, other: { scope: 'stock' } },
    {
      command: 'ShareForecast',
      event: 'ForecastShared',
      data: { horizonMonths: 6, quantities: { pumps: '10' } },
      other: { quantities: {} },
    },
  ] as const;

  it.each(facts)('$command is recorded, is already so the second time, and may change', ({ command, event, data, other }) => {
    const asked = (changes: object) =>
      ({ type: command, data: { ...data, ...changes } }) as Parameters<ReturnType<typeof given>['when']>[0];
    const told = (changes: object) => ({ type: event, data: { ...data, ...changes } }) as unknown as Past<RelationshipEvents>;
    given().when(asked({})).thenEvents(told({}));
    given(told({})).when(asked({}), { occurredAt: NOON }).thenEvents();
    given(told({})).when(asked(other)).thenEvents(told(other));
  });

  it('sets a goal again when it is given a day', () => {
    const goal = { horizon: 'long', goal: 'sole supplier' } as const;
    const due = { ...goal, due: '2030-12-31' };
    given({ type: 'AccountGoalSet', data: goal })
      .when({ type: 'SetAccountGoal', data: due })
      .thenEvents({ type: 'AccountGoalSet', data: due });
    given({ type: 'AccountGoalSet', data: due })
      .when({ type: 'SetAccountGoal', data: goal })
      .thenEvents({ type: 'AccountGoalSet', data: goal });
  });

  it('keeps a forecast that says the same at another time: it reaches further', () => {
    const data = { horizonMonths: 6, quantities: { pumps: '10' } };
    given({ type: 'ForecastShared', data })
      .when({ type: 'ShareForecast', data }, { occurredAt: '2026-04-01T12:00:00.000Z' })
      .thenEvents({ type: 'ForecastShared', data });
  });

  it('acknowledges a version of the plan that was shared, once a person', () => {
    given(planShared).when(acknowledge('1', 'buyer')).thenEvents(planAcknowledged);
    given(planShared, planAcknowledged).when(acknowledge('1', 'buyer')).thenEvents();
    given(planShared, planAcknowledged)
      .when(acknowledge('1', 'director'))
      .thenEvents({ type: 'AccountPlanAcknowledged', data: { planVersion: '1', by: 'director' } });
    given(planShared).when(acknowledge('2', 'buyer')).thenRejected('PLAN_NOT_SHARED', 'use ShareAccountPlan first');
  });
});

describe('an initiative', () => {
  const announce = { type: 'AnnounceInitiative', data: { initiativeId: 'i-1' } } as const;
  const start = { type: 'StartJointInitiative', data: { initiativeId: 'i-1', title: 'Stock' } } as const;
  const measure = { type: 'MeasureJointInitiative', data: { initiativeId: 'i-1', metric: 'stock-outs', value: '2' } } as const;

  it('is planned under an id of its own', () => {
    given().when(plan).thenEvents(planned);
    given(planned).when(plan).thenEvents();
    given(planned)
      .when({ ...plan, data: { ...plan.data, title: 'Training' } })
      .thenRejected('INITIATIVE_ID_TAKEN', '"Stock"');
  });

  it('is announced once, before it starts, and the notice counts in days', () => {
    given(planned).when(announce, { occurredAt: '2026-03-01T23:59:00.000Z' }).thenEvents(announced(31));
    given(planned).when(announce, { occurredAt: '2026-04-01T08:00:00.000Z' }).thenEvents(announced(0));
    given(planned, announced(31)).when(announce).thenEvents();
    given(planned).when(announce, { occurredAt: '2026-04-02T08:00:00.000Z' }).thenRejected('INITIATIVE_STARTED');
    given(planned, started).when(announce).thenRejected('INITIATIVE_STARTED', 'notice is given before');
  });

  it('is started together, planned or not, and then keeps its id', () => {
    given().when(start).thenEvents(started);
    given(planned).when(start).thenEvents(started);
    given(started).when(start).thenEvents();
    given(started)
      .when({ ...start, data: { ...start.data, title: 'Training' } })
      .thenRejected('INITIATIVE_ID_TAKEN');
    given(started).when(plan).thenRejected('INITIATIVE_ID_TAKEN');
  });

  it('is measured once it is under way, at each moment anew', () => {
    const measured: Past<RelationshipEvents> = { type: 'JointInitiativeMeasured', data: measure.data };
    given(planned).when(measure).thenRejected('INITIATIVE_NOT_STARTED', 'start it with StartJointInitiative');
    given(started).when(measure).thenEvents(measured);
    given(started, measured).when(measure, { occurredAt: NOON }).thenEvents();
    given(started, measured).when(measure, { occurredAt: '2026-04-01T12:00:00.000Z' }).thenEvents(measured);
  });

  it.each([announce, measure])('is not found by $type under an unknown id', (command) => {
    given().when(command).thenRejected('INITIATIVE_NOT_FOUND', 'plan it with PlanInitiative');
  });

  it('may be called what every object has', () => {
    given()
      .when({ ...announce, data: { initiativeId: 'constructor' } })
      .thenRejected('INITIATIVE_NOT_FOUND');
  });
});

describe('the relationship of an account that is not open', () => {
  it.each(notOpen)('is closed to every command: %s', (code, profile) => {
    for (const type of Object.keys(relationship.decide)) {
      decider(relationship, { ...around, profile })
        .given()
        .when({ type, data: {} } as never, survivor)
        .thenRejected(code);
    }
  });
});
