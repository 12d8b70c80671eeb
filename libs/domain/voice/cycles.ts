import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { lifeCycle, type LifeCycle } from '../life-cycle.js';
import { type NeedState, type Thread } from './state.js';

export type VoiceCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'SURVEY_ID_TAKEN'
  | 'SURVEY_NOT_FOUND'
  | 'SURVEY_NOT_SENT_YET'
  | 'SURVEY_RESPONSE_EMPTY'
  | 'SURVEY_MEASURE_NOT_ASKED'
  | 'SURVEY_ANSWERED_BY_ALL'
  | 'RESPONSE_ID_TAKEN'
  | 'QUESTION_ID_TAKEN'
  | 'QUESTION_NOT_FOUND'
  | 'QUESTION_ANSWERED'
  | 'QUESTION_NOT_ASKED_YET'
  | 'SUGGESTION_ID_TAKEN'
  | 'SUGGESTION_NOT_FOUND'
  | 'SUGGESTION_ENDED'
  | 'SUGGESTION_NOT_RECORDED_YET'
  | 'NEED_ID_TAKEN'
  | 'NEED_NOT_FOUND'
  | 'NEED_MET'
  | 'NEED_NOT_RECORDED_YET'
  | 'NEED_CHANGED_LATER';

/** Refuses an id that was given before, and says how. */
export const taken = {
  survey: (id: string, how: string): Rejection<VoiceCode> =>
    reject('SURVEY_ID_TAKEN', `Survey ${id} was ${how} already: give the new one another id.`, '/surveyId'),
  response: (id: string, how: string): Rejection<VoiceCode> =>
    reject('RESPONSE_ID_TAKEN', `Response ${id} was ${how} already: give the new one another id.`, '/responseId'),
  question: (id: string, how: string): Rejection<VoiceCode> =>
    reject('QUESTION_ID_TAKEN', `Question ${id} was ${how} already: give the new one another id.`, '/questionId'),
  suggestion: (id: string, how: string): Rejection<VoiceCode> =>
    reject('SUGGESTION_ID_TAKEN', `Suggestion ${id} was ${how} already: give the new one another id.`, '/suggestionId'),
  need: (id: string, how: string): Rejection<VoiceCode> =>
    reject('NEED_ID_TAKEN', `Need ${id} was ${how} already: give the new one another id.`, '/needId'),
};

export const questions: LifeCycle<Thread<'answered'>, VoiceCode> = lifeCycle({
  taken: (id) => taken.question(id, 'asked'),
  unknown: (id) => reject('QUESTION_NOT_FOUND', `There is no question ${id}: ask it with AskCustomer, or check the id.`, '/questionId'),
  over: (id) => reject('QUESTION_ANSWERED', `Question ${id} is answered: ask another one with AskCustomer.`, '/questionId'),
  early: (id, { begun }, at) =>
    reject('QUESTION_NOT_ASKED_YET', `Question ${id} was asked at ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

export const suggestions: LifeCycle<Thread<'implemented' | 'declined'>, VoiceCode> = lifeCycle({
  taken: (id) => taken.suggestion(id, 'recorded'),
  unknown: (id) =>
    reject('SUGGESTION_NOT_FOUND', `There is no suggestion ${id}: record it with RecordSuggestion, or check the id.`, '/suggestionId'),
  over: (id, { ended }) => {
    const detail = `Suggestion ${id} was ${ended?.as} at ${ended?.at}: withdraw that with WithdrawFact where it was a mistake.`;
    return reject('SUGGESTION_ENDED', detail, '/suggestionId');
  },
  early: (id, { begun }, at) =>
    reject('SUGGESTION_NOT_RECORDED_YET', `Suggestion ${id} reached us at ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

export const needs: LifeCycle<NeedState, VoiceCode> = lifeCycle({
  taken: (id) => taken.need(id, 'recorded'),
  unknown: (id) => reject('NEED_NOT_FOUND', `There is no need ${id}: record it with RecordNeed, or check the id.`, '/needId'),
  over: (id, { ended }) => reject('NEED_MET', `Need ${id} was met at ${ended?.at}: record what is needed now with RecordNeed.`, '/needId'),
  early: (id, { begun }, at) =>
    reject('NEED_NOT_RECORDED_YET', `Need ${id} was told at ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});
