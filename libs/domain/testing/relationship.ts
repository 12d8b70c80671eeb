import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from './decide.js';
import { type RelationshipEvents } from '../relationship/messages.js';
import { relationship } from '../relationship/relationship.js';
import { MATURITY_ITEMS, type MaturityScores, type Stage } from '../values.js';
import { NO_MATURITY } from '../maturity/maturity.js';
import { NO_RISK } from '../risk/state.js';
import { NOBODY, open, owned, people, policies } from './world.js';

/** What a relationship is decided on beside itself: an open account, a customer, owned by `ann` and later by `bob`. */
export const around = { profile: open, ownership: owned, risk: NO_RISK, maturity: NO_MATURITY, stakeholders: NOBODY };

const facet = decider(relationship, around);

/** People of the customer: nobody of ours goes by what they are called. */
const theirs = Object.fromEntries(['buyer', 'director', 'Ann', 'BOB'].map((by) => [`employee-${by}`, { employee: { stage: 'absent' } }]));

/** After up to four {@link reviews}, while the first of them is still recent. */
export const LATER = '2026-04-16T12:00:00.000Z';

/** The relationship of an open account, which is owned by `bob` of the south, asked {@link LATER} under the default policies. */
export const given = (...events: readonly Past<RelationshipEvents>[]) => {
  const history = facet.given(...events);
  return {
    slice: history.slice,
    when: (command: Parameters<typeof history.when>[0], world: World = {}) =>
      history.when(command, { occurredAt: LATER, now: world.occurredAt ?? LATER, policies, others: { ...people, ...theirs }, ...world }),
  };
};

/** Six scores that make up the total, 6–24. */
export const scoresOf = (total: number): MaturityScores =>
  Object.fromEntries(
    MATURITY_ITEMS.map((item, index) => [item, Math.floor(total / 6) + (index < total % 6 ? 1 : 0)]),
  ) as unknown as MaturityScores;

/** A review in the middle of a month of 2026. */
export const review = (total: number, month = 1): Past<RelationshipEvents> => ({
  type: 'RelationshipAssessed',
  data: { scores: scoresOf(total), total, supports: 'value' },
  occurredAt: `2026-0${month}-15T12:00:00.000Z`,
});

/** Monthly reviews from January on. */
export const reviews = (...totals: readonly number[]) => totals.map((total, index) => review(total, index + 1));

const stage = (from: Stage, to: Stage, occurredAt: string): Past<RelationshipEvents> => ({
  type: 'RelationshipStageChanged',
  data: { from, to, direction: 'advance' },
  occurredAt,
});

/** Steps from before the reviews. */
export const value = stage('transactional', 'value', '2026-01-02T12:00:00.000Z');
export const strategic = stage('value', 'strategic', '2026-01-03T12:00:00.000Z');
export const longGoal: Past<RelationshipEvents> = { type: 'AccountGoalSet', data: { horizon: 'long', goal: 'sole supplier' } };
export const planShared: Past<RelationshipEvents> = { type: 'AccountPlanShared', data: { planVersion: '1', sharedWith: ['buyer'] } };
export const planAcknowledged: Past<RelationshipEvents> = { type: 'AccountPlanAcknowledged', data: { planVersion: '1', by: 'buyer' } };
export const started: Past<RelationshipEvents> = { type: 'JointInitiativeStarted', data: { initiativeId: 'i-1', title: 'Stock' } };
