import { identityOf } from '#libs/kernel/command-identity.js';
import { type Facet } from '#libs/kernel/decider.js';
import { type Fact, type Instant } from '#libs/kernel/message.js';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { changed, ended } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type SurveyMeasure } from '../values.js';
import { needs, questions, suggestions, taken, type VoiceCode } from './cycles.js';
import { type VoiceCommands, type VoiceEvents } from './messages.js';
import { contradictionsIn, NOTHING_HEARD, type SurveyState, type Thread, type Voice } from './state.js';

interface Needs {
  readonly ownership: Ownership;
  readonly voice: Voice;
}

/** What the customer thinks, wants and says, and what we asked. Silence is a signal too, and follows from these: `silence-radar`. */
export const voice: Facet<'voice', Voice, VoiceCommands, VoiceEvents, VoiceCode, Needs> = {
  name: 'voice',
  initial: NOTHING_HEARD,
  decide: {
    SendSurvey: ({ commandId, occurredAt, data }, { ownership, voice: state }, context) => {
      const { surveyId = commandId, ...survey } = data;
      if (state.surveys.has(surveyId) || state.taken.has(`survey:${surveyId}`)) return taken.survey(surveyId, 'sent');
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'SurveySent', data: { surveyId, ...survey, credit } }] : credit;
    },

    RecordSurveyResponse: ({ commandId, occurredAt, data }, { ownership, voice: state }, context) => {
      const { responseId = commandId, ...response } = data;
      if (state.taken.has(`response:${responseId}`)) return taken.response(responseId, 'recorded');
      const survey = state.surveys.get(data.surveyId);
      if (survey === undefined) {
        const detail = `There is no survey ${data.surveyId}: send it with SendSurvey, or check the id.`;
        return reject('SURVEY_NOT_FOUND', detail, '/surveyId');
      }
      const refusal = requireAnswer(data, survey, occurredAt);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'SurveyResponseRecorded', data: { responseId, ...response, credit } }] : credit;
    },

    RecordSentiment: (command, { ownership, voice: { commands } }, context) => {
      if (commands.has(identityOf(command))) return [];
      const credit = creditAt(ownership, context, command.occurredAt);
      return isCredit(credit) ? [{ type: 'SentimentRecorded', data: { ...command.data, credit } }] : credit;
    },

    AskCustomer: ({ commandId, occurredAt, data }, { ownership, voice: state }, context) => {
      const { questionId = commandId, ...question } = data;
      const refusal = questions.requireFree(state.questions, questionId) ?? requireUntaken(state, 'question', questionId);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'CustomerAsked', data: { questionId, ...question, credit } }] : credit;
    },

    RecordCustomerAnswer: ({ occurredAt, data }, { voice: state }) => {
      const question = questions.findEnding(state.questions, data.questionId, 'answered', occurredAt);
      if (question === 'already') return [];
      return isRejection(question) ? question : [{ type: 'CustomerAnswerRecorded', data }];
    },

    RecordSuggestion: ({ commandId, occurredAt, data }, { ownership, voice: state }, context) => {
      const { suggestionId = commandId, ...suggestion } = data;
      const refusal = suggestions.requireFree(state.suggestions, suggestionId) ?? requireUntaken(state, 'suggestion', suggestionId);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'SuggestionRecorded', data: { suggestionId, ...suggestion, credit } }] : credit;
    },

    ImplementSuggestion: ({ occurredAt, data }, { voice: state }) => {
      const suggestion = suggestions.findEnding(state.suggestions, data.suggestionId, 'implemented', occurredAt);
      if (suggestion === 'already') return [];
      return isRejection(suggestion) ? suggestion : [{ type: 'SuggestionImplemented', data }];
    },

    DeclineSuggestion: ({ occurredAt, data }, { voice: state }) => {
      const suggestion = suggestions.findEnding(state.suggestions, data.suggestionId, 'declined', occurredAt);
      if (suggestion === 'already') return [];
      return isRejection(suggestion) ? suggestion : [{ type: 'SuggestionDeclined', data }];
    },

    RecordNeed: ({ commandId, occurredAt, data }, { ownership, voice: state }, context) => {
      const { needId = commandId, ...need } = data;
      const refusal = needs.requireFree(state.needs, needId) ?? requireUntaken(state, 'need', needId);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'NeedRecorded', data: { needId, ...need, credit } }] : credit;
    },

    ChangeNeed: (command, { voice: state }) => {
      if (state.commands.has(identityOf(command))) return [];
      const { data, occurredAt } = command;
      const need = needs.findRunning(state.needs, data.needId, occurredAt);
      return isRejection(need) ? need : [{ type: 'NeedChanged', data }];
    },

    MeetNeed: ({ occurredAt, data }, { voice: state }) => {
      const need = needs.findEnding(state.needs, data.needId, 'met', occurredAt);
      if (need === 'already') return [];
      if (isRejection(need)) return need;
      if (need.changedLast === undefined || need.changedLast <= occurredAt) return [{ type: 'NeedMet', data }];
      const detail = `Need ${data.needId} changed at ${need.changedLast}, afterwards: name a later occurredAt, or correct the change.`;
      return reject('NEED_CHANGED_LATER', detail, '/occurredAt');
    },

    RecordServiceForm: ({ occurredAt, data }, { voice: { serviceForms } }) =>
      valueAt(serviceForms, occurredAt) === data.form ? [] : [{ type: 'ServiceFormPreferred', data }],

    SetDesiredPosition: ({ occurredAt, data }, { voice: { positions } }) =>
      valueAt(positions.get(data.attribute) ?? [], occurredAt) === data.target ? [] : [{ type: 'DesiredPositionSet', data }],

    RecordPerception: (command, { voice: { commands } }) =>
      commands.has(identityOf(command)) ? [] : [{ type: 'PerceptionRecorded', data: command.data }],
  },

  evolve: {
    SurveySent: (state, { data: { surveyId, asks, recipients }, meta }) => ({
      ...state,
      surveys: state.surveys.with(surveyId, { sentAt: meta.occurredAt, asks, recipients, responses: 0 }),
    }),
    SurveyResponseRecorded: (state, { data: { surveyId, responseId }, meta }) => {
      const told = takenBy(state, `response:${responseId}`);
      const survey = state.surveys.get(surveyId);
      if (survey === undefined) return told;
      const { firstAt = meta.occurredAt } = survey;
      const answered = { ...survey, responses: survey.responses + 1, firstAt: firstAt < meta.occurredAt ? firstAt : meta.occurredAt };
      return { ...told, surveys: state.surveys.with(surveyId, answered) };
    },
    SentimentRecorded: byCommand,
    CustomerAsked: (state, { data, meta }) => ({ ...state, questions: begun(state.questions, data.questionId, meta.occurredAt) }),
    CustomerAnswerRecorded: (state, { data, meta }) => ({
      ...state,
      questions: endedOnce(state.questions, data.questionId, 'answered', meta.occurredAt),
    }),
    SuggestionRecorded: (state, { data, meta }) => ({
      ...state,
      suggestions: begun(state.suggestions, data.suggestionId, meta.occurredAt),
    }),
    SuggestionImplemented: (state, { data, meta }) => ({
      ...state,
      suggestions: endedOnce(state.suggestions, data.suggestionId, 'implemented', meta.occurredAt),
    }),
    SuggestionDeclined: (state, { data, meta }) => ({
      ...state,
      suggestions: endedOnce(state.suggestions, data.suggestionId, 'declined', meta.occurredAt),
    }),
    NeedRecorded: (state, { data, meta }) => ({ ...state, needs: begun(state.needs, data.needId, meta.occurredAt) }),
    NeedChanged: (state, event) => {
      const { occurredAt: at } = event.meta;
      const all = changed(state.needs, event.data.needId, (need) => {
        const { changedFirst = at, changedLast = at } = need;
        return { ...need, changedFirst: changedFirst < at ? changedFirst : at, changedLast: changedLast > at ? changedLast : at };
      });
      return byCommand({ ...state, needs: all }, event);
    },
    NeedMet: (state, { data, meta }) => ({ ...state, needs: endedOnce(state.needs, data.needId, 'met', meta.occurredAt) }),
    ServiceFormPreferred: (state, { data, meta }) => ({
      ...state,
      serviceForms: withValue(state.serviceForms, data.form, meta.occurredAt),
    }),
    DesiredPositionSet: (state, { data: { attribute, target }, meta }) => {
      const line = withValue(state.positions.get(attribute) ?? [], target, meta.occurredAt);
      return { ...state, positions: state.positions.with(attribute, line) };
    },
    PerceptionRecorded: byCommand,
  },

  withdrawn: {
    SurveySent: (state, { data }) => takenBy(state, `survey:${data.surveyId}`),
    SurveyResponseRecorded: (state, { data }) => takenBy(state, `response:${data.responseId}`),
    SentimentRecorded: byCommand,
    CustomerAsked: (state, { data }) => takenBy(state, `question:${data.questionId}`),
    SuggestionRecorded: (state, { data }) => takenBy(state, `suggestion:${data.suggestionId}`),
    NeedRecorded: (state, { data }) => takenBy(state, `need:${data.needId}`),
    NeedChanged: byCommand,
    PerceptionRecorded: byCommand,
  },
  invariants: ({ voice: state }) => contradictionsIn(state),
};

type Answered = VoiceCommands['RecordSurveyResponse'];

const requireAnswer = (answer: Answered, survey: SurveyState, at: Instant): Rejection<VoiceCode> | undefined => {
  const measured = (['nps', 'csat', 'level'] as const).filter((measure) => answer[measure] !== undefined);
  const unasked = measured.find((measure: SurveyMeasure) => !survey.asks.includes(measure));
  if (at < survey.sentAt) {
    const detail = `Survey ${answer.surveyId} was sent at ${survey.sentAt}, after ${at}: correct occurredAt.`;
    return reject('SURVEY_NOT_SENT_YET', detail, '/occurredAt');
  }
  if (measured.length === 0 && answer.words === undefined)
    return reject('SURVEY_RESPONSE_EMPTY', `An answer says something: give ${survey.asks.join(', ')} or words.`, '');
  if (unasked !== undefined) {
    const detail = `Survey ${answer.surveyId} asks ${survey.asks.join(', ')} and not ${unasked}: leave it out, or name the survey that does.`;
    return reject('SURVEY_MEASURE_NOT_ASKED', detail, `/${unasked}`);
  }
  if (survey.responses < survey.recipients) return undefined;
  const detail = `All ${survey.recipients} who were asked by survey ${answer.surveyId} have answered: name another survey, or correct its recipients.`;
  return reject('SURVEY_ANSWERED_BY_ALL', detail, '/surveyId');
};

const requireUntaken = (state: Voice, noun: 'question' | 'suggestion' | 'need', id: string): Rejection<VoiceCode> | undefined =>
  state.taken.has(`${noun}:${id}`) ? taken[noun](id, 'withdrawn') : undefined;

const begun = <T extends Thread<string>>(lives: PersistentMap<string, T>, id: string, at: Instant): PersistentMap<string, T> =>
  lives.with(id, { begun: at } as T);

const endedOnce = <T extends Thread<string>>(
  lives: PersistentMap<string, T>,
  id: string,
  as: NonNullable<T['ended']>['as'],
  at: Instant,
): PersistentMap<string, T> => {
  const isTwice = lives.get(id)?.ended !== undefined;
  const over = ended(lives, id, as, at);
  return isTwice ? changed(over, id, (thread) => ({ ...thread, endedTwice: true })) : over;
};

const takenBy = (state: Voice, id: string): Voice => ({ ...state, taken: state.taken.with(id, true) });

/** A fact without an id is known by its command, also once it was withdrawn. */
function byCommand(state: Voice, { meta }: Fact<VoiceEvents>): Voice {
  return { ...state, commands: state.commands.with(identityOf(meta), true) };
}
