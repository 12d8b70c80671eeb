import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type ComplaintEvents } from '#libs/domain/complaints/messages.js';
import {
  type Credit,
  NEED_DIMENSIONS,
  NEED_DIRECTIONS,
  POSITION_ATTRIBUTES,
  PROCESS_STEPS,
  SATISFACTION_LEVELS,
  SENTIMENTS,
  SERVICE_FORMS,
  SEVERITIES,
} from '#libs/domain/values.js';
import { type VoiceEvents } from '#libs/domain/voice/messages.js';
import { type Deeds, type Known, of } from './known.js';

const CREDITS: readonly Credit[] = [{}, { employeeId: 'ann', teamId: 'north' }];

/** Begins something under a new id. */
const begin = (account: Known, noun: keyof Known['begun']): string => {
  const id = `${noun}-${(account.made += 1)}`;
  account.begun[noun].push(id);
  return id;
};

/** One of what was begun, which goes on. */
const one = (account: Known, noun: keyof Known['begun'], pick: number): string | undefined =>
  account.begun[noun][pick % Math.max(1, account.begun[noun].length)];

/** One of what was begun, which ends. */
const end = (account: Known, noun: keyof Known['begun'], pick: number): string | undefined =>
  account.begun[noun].splice(pick % Math.max(1, account.begun[noun].length), 1)[0];

/** What can be told of complaints, and of what customers say and want. */
export const voiceDeeds: Deeds<ComplaintEvents & VoiceEvents & Pick<CommerceEvents, 'CustomerUpdateRecorded'>> = {
  CustomerUpdateRecorded: (account, pick) => {
    const orderNumber = account.orders[0];
    return orderNumber === undefined
      ? undefined
      : {
          type: 'CustomerUpdateRecorded',
          data: { orderNumber, update: 'soon', expectedOn: `2025-07-0${(pick % 9) + 1}`, credit: of(CREDITS, pick) },
        };
  },
  ComplaintRecorded: (account, pick) => ({
    type: 'ComplaintRecorded',
    data: {
      complaintId: begin(account, 'complaint'),
      theme: of(PROCESS_STEPS, pick),
      severity: of(SEVERITIES, pick),
      what: 'wrong papers',
      credit: of(CREDITS, pick),
    },
  }),
  ComplaintAcknowledged: (account, pick) => {
    const complaintId = one(account, 'complaint', pick);
    return complaintId === undefined ? undefined : { type: 'ComplaintAcknowledged', data: { complaintId, credit: of(CREDITS, pick) } };
  },
  ComplaintResolved: (account, pick) => {
    const complaintId = one(account, 'complaint', pick);
    const data = { resolution: 'checked now', credit: of(CREDITS, pick) };
    return complaintId === undefined ? undefined : { type: 'ComplaintResolved', data: { complaintId, ...data } };
  },
  ComplaintReopened: (account, pick) => {
    const complaintId = one(account, 'complaint', pick);
    return complaintId === undefined ? undefined : { type: 'ComplaintReopened', data: { complaintId, reason: `again ${pick}` } };
  },
  DisputeOpened: (account, pick) => ({
    type: 'DisputeOpened',
    data: { disputeId: begin(account, 'dispute'), about: 'freight', credit: of(CREDITS, pick) },
  }),
  DisputeEscalated: (account, pick) => {
    const disputeId = one(account, 'dispute', pick);
    return disputeId === undefined
      ? undefined
      : { type: 'DisputeEscalated', data: { disputeId, to: `board ${pick}`, reason: 'no answer' } };
  },
  DisputeSettled: (account, pick) => {
    const disputeId = end(account, 'dispute', pick);
    return disputeId === undefined ? undefined : { type: 'DisputeSettled', data: { disputeId, terms: 'halves' } };
  },
  FrictionRecorded: (account, pick) => ({
    type: 'FrictionRecorded',
    data: {
      frictionId: `friction-${(account.made += 1)}`,
      theme: of(PROCESS_STEPS, pick),
      severity: of(SEVERITIES, pick),
      what: 'twice billed',
      credit: of(CREDITS, pick),
    },
  }),
  SurveySent: (account, pick) => ({
    type: 'SurveySent',
    data: { surveyId: begin(account, 'survey'), asks: ['nps', 'csat', 'level'], recipients: 3, credit: of(CREDITS, pick) },
  }),
  SurveyResponseRecorded: (account, pick) => {
    const surveyId = one(account, 'survey', pick);
    if (surveyId === undefined) return undefined;
    const said =
      pick % 3 === 0 ? { level: of(SATISFACTION_LEVELS, pick) } : pick % 3 === 1 ? { csat: (pick % 5) + 1 } : { words: 'no time' };
    const data = { surveyId, responseId: `response-${(account.made += 1)}`, nps: pick, ...said, credit: of(CREDITS, pick) };
    return { type: 'SurveyResponseRecorded', data };
  },
  SentimentRecorded: (_, pick) => ({ type: 'SentimentRecorded', data: { sentiment: of(SENTIMENTS, pick), credit: of(CREDITS, pick) } }),
  CustomerAsked: (account, pick) => ({
    type: 'CustomerAsked',
    data: { questionId: begin(account, 'question'), question: 'Which papers?', credit: of(CREDITS, pick) },
  }),
  CustomerAnswerRecorded: (account, pick) => {
    const questionId = end(account, 'question', pick);
    return questionId === undefined ? undefined : { type: 'CustomerAnswerRecorded', data: { questionId, answer: 'a form' } };
  },
  SuggestionRecorded: (account, pick) => ({
    type: 'SuggestionRecorded',
    data: { suggestionId: begin(account, 'suggestion'), suggestion: 'mail them', credit: of(CREDITS, pick) },
  }),
  SuggestionImplemented: (account, pick) => {
    const suggestionId = end(account, 'suggestion', pick);
    return suggestionId === undefined ? undefined : { type: 'SuggestionImplemented', data: { suggestionId } };
  },
  SuggestionDeclined: (account, pick) => {
    const suggestionId = end(account, 'suggestion', pick);
    return suggestionId === undefined ? undefined : { type: 'SuggestionDeclined', data: { suggestionId, reason: 'too dear' } };
  },
  NeedRecorded: (account, pick) => ({
    type: 'NeedRecorded',
    data: { needId: begin(account, 'need'), need: 'before seven', dimension: of(NEED_DIMENSIONS, pick), credit: of(CREDITS, pick) },
  }),
  NeedChanged: (account, pick) => {
    const needId = one(account, 'need', pick);
    return needId === undefined
      ? undefined
      : { type: 'NeedChanged', data: { needId, direction: of(NEED_DIRECTIONS, pick), change: `${pick}` } };
  },
  NeedMet: (account, pick) => {
    const needId = end(account, 'need', pick);
    return needId === undefined ? undefined : { type: 'NeedMet', data: { needId } };
  },
  ServiceFormPreferred: (_, pick) => ({ type: 'ServiceFormPreferred', data: { form: of(SERVICE_FORMS, pick) } }),
  DesiredPositionSet: (_, pick) => ({
    type: 'DesiredPositionSet',
    data: { attribute: of(POSITION_ATTRIBUTES, pick), target: (pick % 5) + 1 },
  }),
  PerceptionRecorded: (_, pick) => ({
    type: 'PerceptionRecorded',
    data: { attribute: of(POSITION_ATTRIBUTES, pick), score: (pick % 5) + 1 },
  }),
};
