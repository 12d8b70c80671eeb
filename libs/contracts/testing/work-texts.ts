import { type ProgramEvents } from '#libs/domain/programs/messages.js';
import { type ResourceEvents } from '#libs/domain/resources/messages.js';
import { type ValueEvents } from '#libs/domain/value/messages.js';
import { type WorkEvents } from '#libs/domain/work-log/messages.js';
import { type TextSamples } from './text-samples.js';

const EUR = { amount: '440.00', currency: 'EUR' };

/** Of work, value, resources and programmes: the least that each event can say, the most, and how the most reads. */
export const workTexts: TextSamples<WorkEvents & ValueEvents & ResourceEvents & ProgramEvents> = {
  TimeLogged: [
    { timeId: 't', minutes: 1, taskKind: 'travel', credit: {} },
    { timeId: 't', minutes: 90, taskKind: 'negotiation', unplanned: true, credit: { employeeId: 'ann' } },
    '90 minutes of negotiation, unplanned.',
  ],
  PlaybookStarted: [
    { runId: 'r', playbook: 'after-sale', steps: ['call'], stage: 'value', credit: {} },
    { runId: 'r', playbook: 'after-sale', steps: ['call', 'ask'], stage: 'value', orderNumber: '10248', reason: 'new line', credit: {} },
    'after-sale with the steps call, ask: new line.',
  ],
  PlaybookStepCompleted: [{ runId: 'r', step: 'call' }, { runId: 'r', step: 'call', result: 'glad' }, 'call of r: glad.'],
  PlaybookAbandoned: [{ runId: 'r', reason: 'they left' }, { runId: 'r', reason: 'they left' }, 'r: they left.'],
  PredictionMade: [
    { predictionId: 'p', claim: 'They renew', probabilityPercent: 70, due: '2026-06-30', credit: {} },
    { predictionId: 'p', claim: 'They renew', probabilityPercent: 70, due: '2026-06-30', credit: { employeeId: 'ann' } },
    'They renew, by 2026-06-30, 70 % sure.',
  ],
  PredictionResolved: [{ predictionId: 'p', cameTrue: false }, { predictionId: 'p', cameTrue: true, remark: 'late' }, 'p came true: late.'],
  IntelReportDelivered: [
    { month: '2026-02', advice: 'Order early' },
    { month: '2026-02', advice: 'Order early', competitors: ['Globex'] },
    'For 2026-02: Order early.',
  ],
  IntelReportAcknowledged: [{ month: '2026-02', by: 'Eve' }, { month: '2026-02', by: 'Eve' }, 'That of 2026-02 by Eve.'],
  CustomerValueRecorded: [
    { valueId: 'v', metric: 'stock-outs avoided', amount: EUR },
    { valueId: 'v', metric: 'stock-outs avoided', amount: EUR, confirmedBy: 'Eve', tailoringId: 't' },
    'stock-outs avoided, worth 440.00 EUR, confirmed by Eve.',
  ],
  MutualBenefitBriefed: [
    { briefingId: 'b', briefed: ['Eve'], points: ['fewer trucks'] },
    { briefingId: 'b', briefed: ['Eve', 'Fay'], points: ['fewer trucks'] },
    'Eve, Fay: fewer trucks.',
  ],
  DeliveryTailored: [
    { tailoringId: 't', what: 'At night', cost: EUR },
    { tailoringId: 't', what: 'At night', cost: EUR },
    'At night, costing 440.00 EUR.',
  ],
  LessonCaptured: [{ lessonId: 'l', lesson: 'Ask twice' }, { lessonId: 'l', lesson: 'Ask twice', topic: 'prices' }, 'prices: Ask twice.'],
  LessonReused: [
    { lessonId: 'l', fromAccountId: 'big' },
    { lessonId: 'l', fromAccountId: 'big', how: 'two depots' },
    'l of big: two depots.',
  ],
  ReferenceGranted: [
    { referenceId: 'r', kind: 'quote', grantedBy: 'Eve' },
    { referenceId: 'r', kind: 'quote', grantedBy: 'Eve', validUntil: '2027-01-01' },
    'quote, by Eve, until 2027-01-01.',
  ],
  ReferenceUsed: [
    { referenceId: 'r', fromAccountId: 'big' },
    { referenceId: 'r', fromAccountId: 'big', purpose: 'first visit' },
    'r of big: first visit.',
  ],
  ResourcesAllocated: [
    { period: '2026-Q1', resources: [{ resource: 'outlets', quantity: 3 }] },
    { period: '2026-Q1', resources: [{ resource: 'outlets', quantity: 3 }], reason: 'growth' },
    'For 2026-Q1: resource, quantity (growth).',
  ],
  ResourceConsumed: [
    { consumptionId: 'c', resource: 'outlets', quantity: 3 },
    { consumptionId: 'c', resource: 'outlets', quantity: 3 },
    '3 outlets.',
  ],
  AccountInvestmentPlanned: [
    { investmentId: 'i', purpose: 'development', title: 'Desk', amount: EUR },
    { investmentId: 'i', purpose: 'development', title: 'Desk', amount: EUR, expectedReturn: EUR },
    'Desk: 440.00 EUR, to bring 440.00 EUR.',
  ],
  InvestmentSpent: [{ spendId: 's', investmentId: 'i', amount: EUR }, { spendId: 's', investmentId: 'i', amount: EUR }, '440.00 EUR of i.'],
  InvestmentReturned: [
    { returnId: 'r', investmentId: 'i', amount: EUR },
    { returnId: 'r', investmentId: 'i', amount: EUR, how: 'second line' },
    '440.00 EUR from i: second line.',
  ],
  AbmProgramLaunched: [
    { programId: 'a', title: 'Line two', audience: ['Eve'], team: [] },
    { programId: 'a', title: 'Line two', audience: ['Eve'], contentPlan: ['visit'], team: ['ann', 'ben'] },
    'Line two, for Eve, by ann, ben.',
  ],
  AbmOfferPublished: [
    { offerId: 'o', programId: 'a', offer: 'A trial' },
    { offerId: 'o', programId: 'a', offer: 'A trial', value: EUR },
    'A trial, worth 440.00 EUR.',
  ],
  AbmTouchDelivered: [
    { touchId: 't', programId: 'a', contact: 'Eve', channel: 'mail' },
    { touchId: 't', programId: 'a', contact: 'Eve', channel: 'mail', content: 'case study', offerId: 'o' },
    'Mail to Eve: case study.',
  ],
  AbmTouchResponded: [
    { touchId: 't', response: 'refused' },
    { touchId: 't', response: 'opportunity', pipeline: EUR, opportunityId: 'o' },
    't: opportunity, 440.00 EUR.',
  ],
  AbmProgramEnded: [{ programId: 'a', reason: 'won' }, { programId: 'a', reason: 'won' }, 'a: won.'],
};
