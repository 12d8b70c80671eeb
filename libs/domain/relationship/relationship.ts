import { maturityTotal, supportedStage } from '#libs/analytics/stage-score.js';
import { identityOf } from '#libs/kernel/command-identity.js';
import { type Command, type Facet } from '#libs/kernel/decider.js';
import { type Instant, idOf } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type NotTheirs, requireContact } from '../acknowledgement.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { businessDay, daysBetween } from '../days.js';
import { sameData } from '../guards.js';
import { type Maturity } from '../maturity/maturity.js';
import { type Ownership } from '../ownership/ownership.js';
import { type StageEvidencePolicy } from '../policy/documents.js';
import { type Profile } from '../profile/profile.js';
import { standingOf } from '../risk/standing.js';
import { type Risk } from '../risk/state.js';
import { type Stakeholders } from '../stakeholders/stakeholder.js';
import { evidenceOf } from './evidence.js';
import { type RelationshipCommands, type RelationshipEvents } from './messages.js';
import { changeStage, type StageCode } from './stage.js';
import { contradictionsIn, heldAt, type Initiative, NO_RELATIONSHIP, type Plan, type Relationship } from './state.js';

export type RelationshipCode =
  | StageCode
  | 'UNKNOWN_EMPLOYEE'
  | 'STAGE_BEFORE_OPENING'
  | 'STAGE_CHANGED_LATER'
  | 'ACCOUNT_LOST'
  | 'PLAN_NOT_SHARED'
  | 'PLAN_VERSION_TAKEN'
  | NotTheirs
  | 'INITIATIVE_ID_TAKEN'
  | 'INITIATIVE_NOT_FOUND'
  | 'INITIATIVE_PLANNED_LATER'
  | 'INITIATIVE_ANNOUNCED_LATER'
  | 'INITIATIVE_STARTED'
  | 'INITIATIVE_NOT_STARTED';

interface Needs {
  readonly profile: Profile;
  readonly ownership: Ownership;
  readonly relationship: Relationship;
  readonly risk: Risk;
  readonly maturity: Maturity;
  readonly stakeholders: Stakeholders;
}

export const relationship: Facet<'relationship', Relationship, RelationshipCommands, RelationshipEvents, RelationshipCode, Needs> = {
  name: 'relationship',
  initial: NO_RELATIONSHIP,
  decide: {
    AssessRelationship: (command, { relationship: { assessed } }, context) => {
      const { occurredAt, data } = command;
      const { scores } = data;
      if (assessed.has(identityOf(command)) || assessed.has(reviewKey(occurredAt, scores))) return [];
      const { ref, document } = context.policy<StageEvidencePolicy>('stage-evidence');
      const total = maturityTotal(scores);
      const supports = supportedStage(total, { value: document.value.scoreMin, strategic: document.strategic.scoreMin });
      return [{ type: 'RelationshipAssessed', data: { scores, total, supports }, policy: ref }];
    },

    ChangeRelationshipStage: (command, { profile, ownership, relationship: state, risk, maturity }, context) => {
      const { occurredAt, data } = command;
      const held = heldAt(state, risk, occurredAt);
      if (data.to === held.stage) return [];
      const refusal = requireMovable(command, profile, state, risk);
      if (refusal) return refusal;
      const asked = { at: occurredAt, day: businessDay(command, context) };
      const evidence = { ...state.evidence, computed: maturity.reviews };
      const decided = changeStage(evidence, held, data, asked, context.policy<StageEvidencePolicy>('stage-evidence'));
      if (isRejection(decided)) return decided;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ ...decided, data: { ...decided.data, credit } }] : credit;
    },

    SetAccountGoal: ({ occurredAt, data }, { relationship: { goals } }) =>
      sameData(valueAt(goals[data.horizon] ?? [], occurredAt), data) ? [] : [{ type: 'AccountGoalSet', data }],

    SetAccountStrategy: ({ occurredAt, data }, { relationship: { strategies } }) =>
      sameData(valueAt(strategies, occurredAt), data) ? [] : [{ type: 'AccountStrategySet', data }],

    ShareAccountPlan: ({ occurredAt, data }, { relationship: { plans, withdrawn } }) => {
      if (withdrawn.has(`plan:${data.planVersion}`) && !plans.has(data.planVersion)) {
        const detail = `Version ${data.planVersion} of the plan was withdrawn: share it under another version.`;
        return reject('PLAN_VERSION_TAKEN', detail, '/planVersion');
      }
      const shared = plans.get(data.planVersion)?.shared ?? [];
      return sameData(valueAt(shared, occurredAt), data.sharedWith) ? [] : [{ type: 'AccountPlanShared', data }];
    },

    AcknowledgeAccountPlan: ({ occurredAt, data }, { ownership, stakeholders, relationship: { plans } }, context) => {
      const plan = plans.get(data.planVersion);
      if (plan?.shared[0] === undefined || occurredAt < plan.shared[0].since) return planNotShared(data.planVersion, plan);
      const already = plan.acknowledged.get(data.by);
      if (already !== undefined && already <= occurredAt) return [];
      return requireContact(data.by, occurredAt, { ownership, stakeholders }, context) ?? [{ type: 'AccountPlanAcknowledged', data }];
    },

    PlanInitiative: ({ data }, { relationship: { initiatives, withdrawn } }) => {
      const { initiativeId, title, startsOn } = data;
      const taken = initiatives.get(initiativeId);
      if (taken === undefined)
        return withdrawn.has(`initiative:${initiativeId}`) ? idTaken(initiativeId, 'withdrawn') : [{ type: 'InitiativePlanned', data }];
      return taken.title === title && taken.startsOn === startsOn ? [] : idTaken(initiativeId, `"${taken.title}"`);
    },

    AnnounceInitiative: (command, { relationship: { initiatives } }, context) => {
      const { occurredAt, data } = command;
      const { initiativeId } = data;
      const initiative = initiatives.get(initiativeId);
      if (initiative === undefined) return initiativeNotFound(initiativeId);
      if (initiative.announcedAt !== undefined) return [];
      const { startsOn, startedAt } = initiative;
      const today = businessDay(command, context);
      if (startsOn === undefined || startsOn < today || (startedAt !== undefined && startedAt <= occurredAt)) {
        const detail = `Initiative ${initiativeId} has started: notice is given before; plan the next step as an initiative of its own.`;
        return reject('INITIATIVE_STARTED', detail, '/initiativeId');
      }
      const refusal = requirePlanned(initiativeId, initiative, occurredAt);
      return refusal ?? [{ type: 'InitiativeAnnounced', data: { initiativeId, noticeDays: daysBetween(today, startsOn) } }];
    },

    StartJointInitiative: ({ occurredAt, data }, { relationship: { initiatives, withdrawn } }) => {
      const initiative = initiatives.get(data.initiativeId);
      if (initiative === undefined && withdrawn.has(`initiative:${data.initiativeId}`)) return idTaken(data.initiativeId, 'withdrawn');
      if (initiative?.startedAt !== undefined)
        return initiative.title === data.title ? [] : idTaken(data.initiativeId, `"${initiative.title}"`);
      const refusal =
        initiative
        && (requirePlanned(data.initiativeId, initiative, occurredAt) ?? requireAnnounced(data.initiativeId, initiative, occurredAt));
      return refusal ?? [{ type: 'JointInitiativeStarted', data }];
    },

    MeasureJointInitiative: ({ occurredAt, data }, { relationship: { initiatives } }) => {
      const { initiativeId, metric, value } = data;
      const initiative = initiatives.get(initiativeId);
      if (initiative === undefined) return initiativeNotFound(initiativeId);
      if (initiative.startedAt === undefined || occurredAt < initiative.startedAt) {
        const when = initiative.startedAt === undefined ? 'is not under way together' : `started on ${initiative.startedAt} only`;
        const fix = initiative.startedAt === undefined ? 'start it with StartJointInitiative first' : 'correct occurredAt, or the start';
        return reject('INITIATIVE_NOT_STARTED', `Initiative ${initiativeId} ${when}: ${fix}.`, '/initiativeId');
      }
      const isTold = initiative.measured.some((told) => told.since === occurredAt && sameData(told.value, { metric, value }));
      return isTold ? [] : [{ type: 'JointInitiativeMeasured', data }];
    },

    ShareForecast: ({ occurredAt, data }, { relationship: { forecasts } }) =>
      forecasts.some(({ since, value }) => since === occurredAt && sameData(value, data)) ? [] : [{ type: 'ForecastShared', data }],

    AgreeDataSharing: ({ occurredAt, data }, { relationship: { dataSharing } }) => {
      const since = dataSharing.get(data.scope);
      return since !== undefined && since <= occurredAt ? [] : [{ type: 'DataSharingAgreed', data }];
    },
  },

  evolve: {
    RelationshipAssessed: (state, event) => ({
      ...withEvidence(state, evidenceOf.RelationshipAssessed(state.evidence, event)),
      assessed: state.assessed.with(identityOf(event.meta), true).with(reviewKey(event.meta.occurredAt, event.data.scores), true),
    }),
    RelationshipStageChanged: (state, { data: { from, to }, meta }) => ({
      ...state,
      steps: withValue(state.steps, { from, to }, meta.occurredAt),
    }),
    AccountGoalSet: (state, event) => {
      const { data, meta } = event;
      const line = withValue(state.goals[data.horizon] ?? [], data, meta.occurredAt);
      return { ...withEvidence(state, evidenceOf.AccountGoalSet(state.evidence, event)), goals: { ...state.goals, [data.horizon]: line } };
    },
    AccountStrategySet: (state, event) => ({
      ...withEvidence(state, evidenceOf.AccountStrategySet(state.evidence, event)),
      strategies: withValue(state.strategies, event.data, event.meta.occurredAt),
    }),
    AccountPlanShared: (state, event) => {
      const { planVersion, sharedWith } = event.data;
      const { shared, acknowledged } = state.plans.get(planVersion) ?? NO_PLAN;
      const plan = { acknowledged, shared: withValue(shared, sharedWith, event.meta.occurredAt) };
      return { ...withEvidence(state, evidenceOf.AccountPlanShared(state.evidence, event)), plans: state.plans.with(planVersion, plan) };
    },
    AccountPlanAcknowledged: (state, event) => {
      const { planVersion, by } = event.data;
      const { shared, acknowledged } = state.plans.get(planVersion) ?? NO_PLAN;
      const plan = { shared, acknowledged: acknowledged.with(by, earlier(acknowledged.get(by), event.meta.occurredAt)) };
      return {
        ...withEvidence(state, evidenceOf.AccountPlanAcknowledged(state.evidence, event)),
        plans: state.plans.with(planVersion, plan),
      };
    },
    InitiativePlanned: (state, { data: { initiativeId, title, startsOn }, meta }) =>
      withInitiative(state, initiativeId, { title, startsOn, plannedAt: meta.occurredAt }),
    InitiativeAnnounced: (state, { data: { initiativeId }, meta }) => withInitiative(state, initiativeId, { announcedAt: meta.occurredAt }),
    JointInitiativeStarted: (state, event) => {
      const { initiativeId, title } = event.data;
      const known = withEvidence(state, evidenceOf.JointInitiativeStarted(state.evidence, event));
      return withInitiative(known, initiativeId, { title, startedAt: event.meta.occurredAt });
    },
    JointInitiativeMeasured: (state, event) => {
      const { initiativeId, metric, value } = event.data;
      const before = state.initiatives.get(initiativeId)?.measured ?? [];
      const known = withEvidence(state, evidenceOf.JointInitiativeMeasured(state.evidence, event));
      return withInitiative(known, initiativeId, { measured: withValue(before, { metric, value }, event.meta.occurredAt) });
    },
    ForecastShared: (state, event) => ({
      ...withEvidence(state, evidenceOf.ForecastShared(state.evidence, event)),
      forecasts: withValue(state.forecasts, event.data, event.meta.occurredAt),
    }),
    DataSharingAgreed: (state, event) => ({
      ...withEvidence(state, evidenceOf.DataSharingAgreed(state.evidence, event)),
      dataSharing: state.dataSharing.with(event.data.scope, earlier(state.dataSharing.get(event.data.scope), event.meta.occurredAt)),
    }),
  },

  withdrawn: {
    RelationshipAssessed: (state, { meta }) => ({ ...state, assessed: state.assessed.with(identityOf(meta), true) }),
    AccountPlanShared: (state, { data: { planVersion } }) => ({ ...state, withdrawn: state.withdrawn.with(`plan:${planVersion}`, true) }),
    InitiativePlanned: (state, { data: { initiativeId } }) => ({
      ...state,
      withdrawn: state.withdrawn.with(`initiative:${initiativeId}`, true),
    }),
    JointInitiativeStarted: (state, { data: { initiativeId } }) => ({
      ...state,
      withdrawn: state.withdrawn.with(`initiative:${initiativeId}`, true),
    }),
  },
  invariants: ({ profile, relationship: state, risk }) =>
    contradictionsIn(state, risk, profile.stage === 'absent' ? undefined : profile.openedAt),
};

/** A stage is held from the opening on, one after another, by those who are customers. */
const requireMovable = (
  { stream, occurredAt }: Pick<Command<RelationshipCommands>, 'stream' | 'occurredAt'>,
  profile: Profile,
  { steps }: Relationship,
  risk: Risk,
): Rejection<'STAGE_BEFORE_OPENING' | 'STAGE_CHANGED_LATER' | 'ACCOUNT_LOST'> | undefined => {
  if (profile.stage !== 'absent' && occurredAt < profile.openedAt) {
    const fix = 'correct occurredAt, or correct when it was opened';
    const detail = `Account ${idOf(stream)} was opened on ${profile.openedAt}, and a stage is held from then on: ${fix}.`;
    return reject('STAGE_BEFORE_OPENING', detail, '/occurredAt');
  }
  const later = steps.at(-1);
  if (later !== undefined && occurredAt < later.since) {
    const { from, to } = later.value;
    const detail = `On ${later.since} the stage changed from ${from} to ${to}, after ${occurredAt}: correct occurredAt, or withdraw the later step first.`;
    return reject('STAGE_CHANGED_LATER', detail, '/occurredAt');
  }
  const { lostSince } = standingOf(risk.moves, occurredAt);
  if (lostSince === undefined) return undefined;
  const detail = `Account ${idOf(stream)} is lost since ${lostSince} and has no stage: declare it won back with DeclareWonBack first.`;
  return reject('ACCOUNT_LOST', detail);
};

const NO_PLAN: Plan = { shared: [], acknowledged: PersistentMap.empty() };

const withEvidence = (state: Relationship, evidence: Relationship['evidence']): Relationship => ({ ...state, evidence });

const earlier = (known: Instant | undefined, at: Instant): Instant => (known !== undefined && known < at ? known : at);

const reviewKey = (at: Instant, scores: object): string => `${at} ${JSON.stringify(Object.entries(scores).toSorted())}`;

const planNotShared = (planVersion: string, plan: Plan | undefined): Rejection<'PLAN_NOT_SHARED'> => {
  const first = plan?.shared[0];
  const detail =
    first === undefined
      ? `Version ${planVersion} of the plan was never shared: use ShareAccountPlan first, or check the version.`
      : `Version ${planVersion} of the plan was shared on ${first.since} only: correct occurredAt.`;
  return reject('PLAN_NOT_SHARED', detail, '/planVersion');
};

const initiativeNotFound = (initiativeId: string): Rejection<'INITIATIVE_NOT_FOUND'> =>
  reject('INITIATIVE_NOT_FOUND', `There is no initiative ${initiativeId}: plan it with PlanInitiative, or check the id.`, '/initiativeId');

const idTaken = (initiativeId: string, by: string): Rejection<'INITIATIVE_ID_TAKEN'> =>
  reject('INITIATIVE_ID_TAKEN', `Initiative ${initiativeId} is ${by} already: give the new one another id.`, '/initiativeId');

const requirePlanned = (initiativeId: string, { plannedAt }: Initiative, at: Instant): Rejection<'INITIATIVE_PLANNED_LATER'> | undefined =>
  plannedAt !== undefined && at < plannedAt
    ? reject('INITIATIVE_PLANNED_LATER', `Initiative ${initiativeId} was planned on ${plannedAt} only: correct occurredAt.`, '/occurredAt')
    : undefined;

const requireAnnounced = (
  initiativeId: string,
  { announcedAt }: Initiative,
  at: Instant,
): Rejection<'INITIATIVE_ANNOUNCED_LATER'> | undefined => {
  if (announcedAt === undefined || announcedAt <= at) return undefined;
  const detail = `Initiative ${initiativeId} was announced on ${announcedAt}, and notice is given before: correct occurredAt.`;
  return reject('INITIATIVE_ANNOUNCED_LATER', detail, '/occurredAt');
};

const withInitiative = (state: Relationship, initiativeId: string, changes: Partial<Initiative>): Relationship => {
  const before = state.initiatives.get(initiativeId) ?? { title: initiativeId, measured: [] };
  return { ...state, initiatives: state.initiatives.with(initiativeId, { ...before, ...changes }) };
};
