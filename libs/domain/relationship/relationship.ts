import { maturityTotal, supportedStage } from '#libs/analytics/stage-score.js';
import { identityOf } from '#libs/kernel/command-identity.js';
import { type Facet } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { dayOf, daysBetween, requireDay } from '../days.js';
import { sameData } from '../guards.js';
import { type Ownership } from '../ownership/ownership.js';
import { REVIEWS_MAX, type StageEvidencePolicy } from '../policy/documents.js';
import { MATURITY_ITEMS, type MaturityScores, type Stage } from '../values.js';
import { type RelationshipCommands, type RelationshipEvents } from './messages.js';
import { changeStage, type StageCode } from './stage.js';

/** What one month's review says; of several in a calendar month (UTC) the latest counts. */
export interface Review {
  readonly eventId: string;
  readonly scores: MaturityScores;
  readonly total: number;
  readonly occurredAt: Instant;
}

export interface Initiative {
  readonly title: string;
  /** Absent where it was started without having been planned. */
  readonly startsOn?: Day;
  readonly announced: boolean;
  readonly joint: boolean;
  /** The latest measurement. */
  readonly measured?: { readonly metric: string; readonly value: string; readonly occurredAt: Instant };
}

export interface Relationship {
  readonly stage: Stage;
  readonly since?: Instant;
  /** One for a month, of the latest {@link REVIEWS_MAX} months that have any, oldest first. */
  readonly reviews: readonly Review[];
  /** The command of every review ever, also of those that `reviews` holds no more: sent again it adds nothing. */
  readonly assessedBy: PersistentMap<string, true>;
  readonly goals: { readonly [H in 'short' | 'long']?: RelationshipEvents['AccountGoalSet'] };
  readonly strategy?: RelationshipEvents['AccountStrategySet'];
  /** With whom each version of the plan was last shared. */
  readonly plansShared: PersistentMap<string, readonly string[]>;
  /** Who acknowledged which version, by {@link acknowledgement}. */
  readonly plansAcknowledged: PersistentMap<string, true>;
  readonly initiatives: PersistentMap<string, Initiative>;
  /** Whether any initiative ever got there. */
  readonly joint: { readonly started: boolean; readonly measured: boolean };
  /** The latest forecast and when it was shared. */
  readonly forecast?: RelationshipEvents['ForecastShared'] & { readonly occurredAt: Instant };
  readonly dataSharing: PersistentMap<string, true>;
}

export type RelationshipCode =
  | StageCode
  | 'UNKNOWN_EMPLOYEE'
  | 'INVALID_SCORE'
  | 'INVALID_DAY'
  | 'PLAN_NOT_SHARED'
  | 'INITIATIVE_ID_TAKEN'
  | 'INITIATIVE_NOT_FOUND'
  | 'INITIATIVE_STARTED'
  | 'INITIATIVE_NOT_STARTED';

interface Needs {
  readonly ownership: Ownership;
  readonly relationship: Relationship;
}

export const relationship: Facet<'relationship', Relationship, RelationshipCommands, RelationshipEvents, RelationshipCode, Needs> = {
  name: 'relationship',
  initial: {
    stage: 'transactional',
    reviews: [],
    assessedBy: PersistentMap.empty(),
    goals: {},
    plansShared: PersistentMap.empty(),
    plansAcknowledged: PersistentMap.empty(),
    initiatives: PersistentMap.empty(),
    joint: { started: false, measured: false },
    dataSharing: PersistentMap.empty(),
  },
  decide: {
    AssessRelationship: (command, { relationship: state }, context) => {
      const { occurredAt, data } = command;
      const { scores } = data;
      const refusal = requireScores(scores);
      if (refusal) return refusal;
      if (state.assessedBy.has(identityOf(command))) return [];
      if (state.reviews.some((review) => review.occurredAt === occurredAt && sameData(review.scores, scores))) return [];
      const { ref, document } = context.policy<StageEvidencePolicy>('stage-evidence');
      const total = maturityTotal(scores);
      const supports = supportedStage(total, { value: document.value.scoreMin, strategic: document.strategic.scoreMin });
      return [{ type: 'RelationshipAssessed', data: { scores, total, supports }, policy: ref }];
    },

    ChangeRelationshipStage: ({ occurredAt, data }, { ownership, relationship: state }, context) => {
      if (data.to === state.stage) return [];
      const decided = changeStage(state, data, context.policy<StageEvidencePolicy>('stage-evidence'));
      if (isRejection(decided)) return decided;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ ...decided, data: { ...decided.data, credit } }] : credit;
    },

    SetAccountGoal: ({ data }, { relationship: { goals } }) =>
      requireDay(data.due, '/due') ?? (sameData(goals[data.horizon], data) ? [] : [{ type: 'AccountGoalSet', data }]),

    SetAccountStrategy: ({ data }, { relationship: { strategy } }) =>
      sameData(strategy, data) ? [] : [{ type: 'AccountStrategySet', data }],

    ShareAccountPlan: ({ data }, { relationship: { plansShared } }) =>
      sameData(plansShared.get(data.planVersion), data.sharedWith) ? [] : [{ type: 'AccountPlanShared', data }],

    AcknowledgeAccountPlan: ({ data }, { relationship: { plansShared, plansAcknowledged } }) => {
      if (!plansShared.has(data.planVersion)) {
        const detail = `Version ${data.planVersion} of the plan was never shared: use ShareAccountPlan first, or check the version.`;
        return reject('PLAN_NOT_SHARED', detail, '/planVersion');
      }
      return plansAcknowledged.has(acknowledgement(data)) ? [] : [{ type: 'AccountPlanAcknowledged', data }];
    },

    PlanInitiative: ({ data }, { relationship: { initiatives } }) => {
      const refusal = requireDay(data.startsOn, '/startsOn');
      if (refusal) return refusal;
      const taken = initiatives.get(data.initiativeId);
      if (taken === undefined) return [{ type: 'InitiativePlanned', data }];
      return taken.title === data.title && taken.startsOn === data.startsOn ? [] : initiativeIdTaken(data.initiativeId, taken);
    },

    AnnounceInitiative: ({ occurredAt, data: { initiativeId } }, { relationship: { initiatives } }) => {
      const initiative = initiatives.get(initiativeId);
      if (initiative === undefined) return initiativeNotFound(initiativeId);
      if (initiative.announced) return [];
      const { startsOn, joint } = initiative;
      const today = dayOf(occurredAt);
      if (startsOn === undefined || joint || startsOn < today) {
        const detail = `Initiative ${initiativeId} has started: notice is given before; plan the next step as an initiative of its own.`;
        return reject('INITIATIVE_STARTED', detail, '/initiativeId');
      }
      return [{ type: 'InitiativeAnnounced', data: { initiativeId, noticeDays: daysBetween(today, startsOn) } }];
    },

    StartJointInitiative: ({ data }, { relationship: { initiatives } }) => {
      const initiative = initiatives.get(data.initiativeId);
      if (!initiative?.joint) return [{ type: 'JointInitiativeStarted', data }];
      return initiative.title === data.title ? [] : initiativeIdTaken(data.initiativeId, initiative);
    },

    MeasureJointInitiative: ({ occurredAt, data }, { relationship: { initiatives } }) => {
      const { initiativeId, metric, value } = data;
      const initiative = initiatives.get(initiativeId);
      if (initiative === undefined) return initiativeNotFound(initiativeId);
      if (!initiative.joint) {
        const detail = `Initiative ${initiativeId} is not under way together: start it with StartJointInitiative first.`;
        return reject('INITIATIVE_NOT_STARTED', detail, '/initiativeId');
      }
      return sameData(initiative.measured, { metric, value, occurredAt }) ? [] : [{ type: 'JointInitiativeMeasured', data }];
    },

    ShareForecast: ({ occurredAt, data }, { relationship: { forecast } }) =>
      sameData(forecast, { ...data, occurredAt }) ? [] : [{ type: 'ForecastShared', data }],

    AgreeDataSharing: ({ data }, { relationship: { dataSharing } }) =>
      dataSharing.has(data.scope) ? [] : [{ type: 'DataSharingAgreed', data }],
  },

  evolve: {
    RelationshipAssessed: (state, { id: eventId, data: { scores, total }, meta }) => ({
      ...state,
      reviews: withReview(state.reviews, { eventId, scores, total, occurredAt: meta.occurredAt }),
      assessedBy: state.assessedBy.with(identityOf(meta), true),
    }),
    RelationshipStageChanged: (state, { data: { to }, meta: { occurredAt } }) => ({ ...state, stage: to, since: occurredAt }),
    AccountGoalSet: (state, { data }) => ({ ...state, goals: { ...state.goals, [data.horizon]: data } }),
    AccountStrategySet: (state, { data }) => ({ ...state, strategy: data }),
    AccountPlanShared: (state, { data: { planVersion, sharedWith } }) => ({
      ...state,
      plansShared: state.plansShared.with(planVersion, sharedWith),
    }),
    AccountPlanAcknowledged: (state, { data }) => ({
      ...state,
      plansAcknowledged: state.plansAcknowledged.with(acknowledgement(data), true),
    }),
    InitiativePlanned: (state, { data: { initiativeId, title, startsOn } }) => withInitiative(state, initiativeId, { title, startsOn }),
    InitiativeAnnounced: (state, { data: { initiativeId } }) => withInitiative(state, initiativeId, { announced: true }),
    JointInitiativeStarted: (state, { data: { initiativeId, title } }) => ({
      ...withInitiative(state, initiativeId, { title, joint: true }),
      joint: { ...state.joint, started: true },
    }),
    JointInitiativeMeasured: (state, { data: { initiativeId, metric, value }, meta: { occurredAt } }) => ({
      ...withInitiative(state, initiativeId, { measured: { metric, value, occurredAt } }),
      joint: { ...state.joint, measured: true },
    }),
    ForecastShared: (state, { data, meta: { occurredAt } }) => ({ ...state, forecast: { ...data, occurredAt } }),
    DataSharingAgreed: (state, { data: { scope } }) => ({ ...state, dataSharing: state.dataSharing.with(scope, true) }),
  },
};

const monthOf = ({ occurredAt }: Review): string => occurredAt.slice(0, 7);

/** Patience is counted in months: a review takes the place of an earlier one of its month, and gives way to a later one. */
const withReview = (reviews: readonly Review[], review: Review): readonly Review[] => {
  const month = monthOf(review);
  const place = reviews.findLastIndex((before) => monthOf(before) <= month);
  const present = reviews[place];
  if (present === undefined || monthOf(present) !== month) return reviews.toSpliced(place + 1, 0, review).slice(-REVIEWS_MAX);
  return present.occurredAt <= review.occurredAt ? reviews.with(place, review) : reviews;
};

const requireScores = (scores: MaturityScores): Rejection<'INVALID_SCORE'> | undefined => {
  const item = MATURITY_ITEMS.find((name) => !Number.isInteger(scores[name]) || scores[name] < 1 || scores[name] > 4);
  if (item === undefined) return undefined;
  return reject('INVALID_SCORE', `${item} is scored ${scores[item]}: give each of the six items 1, 2, 3 or 4.`, `/scores/${item}`);
};

const initiativeNotFound = (initiativeId: string): Rejection<'INITIATIVE_NOT_FOUND'> =>
  reject('INITIATIVE_NOT_FOUND', `There is no initiative ${initiativeId}: plan it with PlanInitiative, or check the id.`, '/initiativeId');

const initiativeIdTaken = (initiativeId: string, { title }: Initiative): Rejection<'INITIATIVE_ID_TAKEN'> =>
  reject('INITIATIVE_ID_TAKEN', `Initiative ${initiativeId} is "${title}" already: give the new one another id.`, '/initiativeId');

/** The key of an acknowledgement: a list in JSON, so that no two pairs share it. */
const acknowledgement = ({ planVersion, by }: RelationshipEvents['AccountPlanAcknowledged']): string => JSON.stringify([planVersion, by]);

const withInitiative = (state: Relationship, initiativeId: string, changes: Partial<Initiative>): Relationship => {
  const before = state.initiatives.get(initiativeId) ?? { title: initiativeId, announced: false, joint: false };
  return { ...state, initiatives: state.initiatives.with(initiativeId, { ...before, ...changes }) };
};
