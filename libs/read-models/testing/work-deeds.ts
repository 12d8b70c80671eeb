import { type Message } from '#libs/kernel/message.js';
import { LEVERS, ORIENTATIONS, type PracticeEvents } from '#libs/domain/practice/messages.js';
import { type SkillEvents } from '#libs/domain/skills/messages.js';
import { type ProgramEvents } from '#libs/domain/programs/messages.js';
import { type ResourceEvents } from '#libs/domain/resources/messages.js';
import { type ValueEvents } from '#libs/domain/value/messages.js';
import { TASK_KINDS, type WorkEvents } from '#libs/domain/work-log/messages.js';
import { STAGES } from '#libs/domain/values.js';
import { type Deeds, of } from './known.js';

const EUR = (minor: number) => ({ amount: `${minor}.25`, currency: minor % 4 === 0 ? 'USD' : 'EUR' });
const STEPS = ['call-after-delivery', 'check-use', 'ask-next-need'] as const;
const CREDITS = [{}, { employeeId: 'cid' }, { employeeId: 'ann', teamId: 'north' }] as const;

/** What is done for an account; facts may come before what they speak of, or without. */
export const workDeeds: Deeds<WorkEvents> = {
  TimeLogged: (account, pick) => ({
    type: 'TimeLogged',
    data: {
      timeId: `t-${(account.made += 1)}`,
      minutes: 15 * (pick + 1),
      taskKind: of(TASK_KINDS, pick),
      ...(pick % 3 === 0 ? { unplanned: true } : {}),
      credit: of(CREDITS, pick),
    },
  }),
  PlaybookStarted: (_, pick) => ({
    type: 'PlaybookStarted',
    data: { runId: `r-${pick % 3}`, playbook: 'after-sale', steps: STEPS, stage: of(STAGES, pick), credit: of(CREDITS, pick) },
  }),
  PlaybookStepCompleted: (_, pick) => ({ type: 'PlaybookStepCompleted', data: { runId: `r-${pick % 3}`, step: of(STEPS, pick) } }),
  PlaybookAbandoned: (_, pick) => ({ type: 'PlaybookAbandoned', data: { runId: `r-${pick % 3}`, reason: 'they left' } }),
  PredictionMade: (account, pick) => ({
    type: 'PredictionMade',
    data: {
      predictionId: `f-${(account.made += 1)}`,
      claim: 'They renew',
      probabilityPercent: 10 * pick,
      due: '2025-06-01',
      credit: of(CREDITS, pick),
    },
  }),
  PredictionResolved: (account, pick) => ({
    type: 'PredictionResolved',
    data: { predictionId: `f-${Math.max(1, account.made - pick)}`, cameTrue: pick % 2 === 0 },
  }),
};

/** What both sides are worth to each other. */
export const valueDeeds: Deeds<ValueEvents> = {
  IntelReportDelivered: (_, pick) => ({ type: 'IntelReportDelivered', data: { month: `2025-0${(pick % 9) + 1}`, advice: 'Wait' } }),
  IntelReportAcknowledged: (_, pick) => ({
    type: 'IntelReportAcknowledged',
    data: { month: `2025-0${(pick % 9) + 1}`, by: `Eve ${pick}` },
  }),
  CustomerValueRecorded: (account, pick) => ({
    type: 'CustomerValueRecorded',
    data: {
      valueId: `v-${(account.made += 1)}`,
      metric: 'stock-outs avoided',
      amount: EUR(pick),
      ...(pick % 2 === 0 ? { confirmedBy: 'Eve' } : { tailoringId: `g-${pick % 3}` }),
    },
  }),
  MutualBenefitBriefed: (account) => ({
    type: 'MutualBenefitBriefed',
    data: { briefingId: `b-${(account.made += 1)}`, briefed: ['Eve'], points: ['fewer trucks'] },
  }),
  DeliveryTailored: (_, pick) => ({
    type: 'DeliveryTailored',
    data: { tailoringId: `g-${pick % 3}`, what: `Way ${pick}`, cost: EUR(pick) },
  }),
  LessonCaptured: (account) => ({ type: 'LessonCaptured', data: { lessonId: `l-${(account.made += 1)}`, lesson: 'Ask twice' } }),
  LessonReused: (_, pick) => ({ type: 'LessonReused', data: { lessonId: `l-${pick}`, fromAccountId: `${pick % 3}` } }),
  ReferenceGranted: (account) => ({
    type: 'ReferenceGranted',
    data: { referenceId: `n-${(account.made += 1)}`, kind: 'quote', grantedBy: 'Eve' },
  }),
  ReferenceUsed: (_, pick) => ({ type: 'ReferenceUsed', data: { referenceId: `n-${pick}`, fromAccountId: `${pick % 3}` } }),
};

/** What an account is given. */
export const resourceDeeds: Deeds<ResourceEvents> = {
  ResourcesAllocated: (_, pick) => ({
    type: 'ResourcesAllocated',
    data: { period: `2025-Q${(pick % 4) + 1}`, resources: [{ resource: 'outlets', quantity: pick }] },
  }),
  ResourceConsumed: (account, pick) => ({
    type: 'ResourceConsumed',
    data: { consumptionId: `c-${(account.made += 1)}`, resource: 'outlets', quantity: pick + 1 },
  }),
  AccountInvestmentPlanned: (_, pick) => ({
    type: 'AccountInvestmentPlanned',
    data: { investmentId: `k-${pick % 3}`, purpose: 'development', title: `Desk ${pick}`, amount: EUR(pick) },
  }),
  InvestmentSpent: (account, pick) => ({
    type: 'InvestmentSpent',
    data: { spendId: `s-${(account.made += 1)}`, investmentId: `k-${pick % 3}`, amount: EUR(pick) },
  }),
  InvestmentReturned: (account, pick) => ({
    type: 'InvestmentReturned',
    data: { returnId: `s-${(account.made += 1)}`, investmentId: `k-${pick % 3}`, amount: EUR(pick) },
  }),
};

/** What is done to an account as a market of its own. */
export const programDeeds: Deeds<ProgramEvents> = {
  AbmProgramLaunched: (_, pick) => ({
    type: 'AbmProgramLaunched',
    data: { programId: `a-${pick % 2}`, title: `Line ${pick}`, audience: ['Eve'], team: ['ann'] },
  }),
  AbmOfferPublished: (account, pick) => ({
    type: 'AbmOfferPublished',
    data: { offerId: `z-${(account.made += 1)}`, programId: `a-${pick % 2}`, offer: 'A trial' },
  }),
  AbmTouchDelivered: (_, pick) => ({
    type: 'AbmTouchDelivered',
    data: { touchId: `h-${pick % 4}`, programId: `a-${pick % 2}`, contact: 'Eve', channel: 'mail' },
  }),
  AbmTouchResponded: (_, pick) => ({
    type: 'AbmTouchResponded',
    data: {
      touchId: `h-${pick % 4}`,
      response: of(['interested', 'meeting', 'opportunity', 'refused'] as const, pick),
      pipeline: EUR(pick),
    },
  }),
  AbmProgramEnded: (_, pick) => ({ type: 'AbmProgramEnded', data: { programId: `a-${pick % 2}`, reason: 'won' } }),
};

/** What a person masters, or learned. */
export const skillDeed = (pick: number): Message<SkillEvents> =>
  pick % 3 === 0
    ? { type: 'TrainingCompleted', data: { trainingId: `x-${pick}`, title: 'Pumps', skills: ['pumps'] } }
    : { type: 'SkillAssessed', data: { skill: pick % 2 === 0 ? 'pumps' : 'negotiation', level: pick % 6 } };

/** How the company manages key accounts, and what it asks of those who do. */
export const practiceDeed = (pick: number): Message<PracticeEvents> =>
  of<Message<PracticeEvents>>(
    [
      { type: 'LeverAssessed', data: { lever: of(LEVERS, pick), level: (pick % 5) + 1, because: ['so it is'] } },
      { type: 'OrientationAssessed', data: { orientation: of(ORIENTATIONS, pick), because: ['so it is'] } },
      { type: 'SkillRequirementSet', data: { skill: 'pumps', level: pick % 6, ...(pick % 2 === 0 ? { segment: 'A' } : {}) } },
    ],
    pick,
  );
