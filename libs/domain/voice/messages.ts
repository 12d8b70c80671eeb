import { described, optional } from '#libs/kernel/fields.js';
import { id, integer, like, listOf, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { contact, credit, newId, reason, reference } from '../kinds.js';
import {
  CHANNELS,
  NEED_DIMENSIONS,
  NEED_DIRECTIONS,
  POSITION_ATTRIBUTES,
  SATISFACTION_LEVELS,
  SENTIMENTS,
  SERVICE_FORMS,
  SURVEY_MEASURES,
  SURVEY_OCCASIONS,
} from '../values.js';

const anySurvey = like(id, 'survey-2026', 's-2');
const newSurvey = newId('survey', anySurvey);
const surveyId = reference('survey', anySurvey);
const newResponse = newId('response', like(id, 'response-1', 'response-2', 'response-3'));
const anyQuestion = like(id, 'question-1', 'question-2');
const newQuestion = newId('question', anyQuestion);
const questionId = reference('question', anyQuestion);
const anySuggestion = like(id, 'suggestion-1', 'suggestion-2');
const newSuggestion = newId('suggestion', anySuggestion);
const suggestionId = reference('suggestion', anySuggestion);
const anyNeed = like(id, 'need-1', 'need-2');
const newNeed = newId('need', anyNeed);
const needId = reference('need', anyNeed);

const theirs = optional(contact(text(200, 'Head of supply')), 'Who of them, by name or id.');
const channel = optional(oneOf(CHANNELS));
const words = text(5_000, 'Papers are never right, but your people are.');

/** People whom one survey may be sent to at one account. */
const RECIPIENTS_MAX = 100_000;

const survey = {
  asks: described(listOf(oneOf(SURVEY_MEASURES), { min: 1 }), 'What it asks.'),
  recipients: described(integer(1, RECIPIENTS_MAX, 12, 4), 'How many of them were asked: the response rate counts from it.'),
  occasion: optional(oneOf(SURVEY_OCCASIONS)),
  channel,
};
const response = {
  surveyId,
  nps: optional(integer(0, 10, 9, 6), 'How likely they are to recommend us, 0 to 10.'),
  csat: optional(integer(1, 5, 4, 2), 'How satisfied they are, 1 to 5.'),
  level: optional(oneOf(SATISFACTION_LEVELS)),
  words: optional(words),
  respondent: theirs,
};
const sentiment = { sentiment: oneOf(SENTIMENTS), about: optional(text(200, 'deliveries')), words: optional(words), of: theirs };
const asked = { question: text(2_000, 'Which papers do your carriers need?'), askedOf: theirs, channel };
const answer = { questionId, answer: text(5_000, 'A customs form with each lorry.'), answeredBy: theirs };
const suggestion = { suggestion: text(2_000, 'Send the papers by mail before the lorry leaves.'), suggestedBy: theirs };
const need = {
  need: text(2_000, 'Deliveries before seven in the morning.'),
  dimension: oneOf(NEED_DIMENSIONS),
  importance: optional(integer(1, 5, 4, 2), 'From 1, nice to have, to 5, no business without it.'),
  toldBy: theirs,
};
const change = { needId, direction: oneOf(NEED_DIRECTIONS), change: text(2_000, 'Now on Saturdays too.') };
const form = described(oneOf(SERVICE_FORMS), 'How they want to be served.');
const attribute = oneOf(POSITION_ATTRIBUTES);
const score = integer(1, 5, 4, 2);
const perception = {
  attribute,
  score: described(score, 'How they see us, from 1 to 5.'),
  respondents: optional(integer(1, 100_000, 8), 'How many of them said so.'),
  after: optional(oneOf(SURVEY_OCCASIONS), 'On what occasion it was measured.'),
};

/** What can have happened. Stored contract; `credit` names whom the fact counts for, as it was when it happened. */
export const voiceEvents = {
  SurveySent: event(
    'Survey sent',
    `Asks {asks} of {recipients, plural, one {# person} other {# people}}${when('occasion', ', on occasion: {occasion}')}`,
    { surveyId: newSurvey, ...survey, credit },
  ),
  SurveyResponseRecorded: event(
    'Survey answered',
    `${when('respondent', '{respondent}', 'Somebody')} answered {surveyId}${when('level', ': {level}')}${when('csat', ', satisfaction {csat} of 5')}${when('nps', ', recommends {nps} of 10')}.${when('words', ' {wordsSentence}')}`,
    { responseId: newResponse, ...response, credit },
  ),
  SentimentRecorded: event(
    'Sentiment recorded',
    `${when('of', '{of}: {sentiment}', '{Sentiment}')}${when('about', ' about {about}')}.${when('words', ' {wordsSentence}')}`,
    { ...sentiment, credit },
  ),
  CustomerAsked: event('Customer asked', `${when('askedOf', '{askedOf}: ')}{question}`, { questionId: newQuestion, ...asked, credit }),
  CustomerAnswerRecorded: event('Customer answered', `${when('answeredBy', '{answeredBy}: ')}{answer}`, answer),
  SuggestionRecorded: event('Suggestion recorded', `${when('suggestedBy', '{suggestedBy}: ')}{suggestion}`, {
    suggestionId: newSuggestion,
    ...suggestion,
    credit,
  }),
  SuggestionImplemented: event('Suggestion implemented', `{suggestionId}${when('remark', ': {remark}')}`, {
    suggestionId,
    remark: optional(text(2_000, 'Since the first lorry of March.')),
  }),
  SuggestionDeclined: event('Suggestion declined', '{suggestionId}: {reason}', { suggestionId, reason }),
  NeedRecorded: event('Need recorded', `{Dimension}: {need}${when('importance', ' ({importance} of 5)')}`, {
    needId: newNeed,
    ...need,
    credit,
  }),
  NeedChanged: event('Need changed', '{needId} ({direction}): {change}', change),
  NeedMet: event('Need met', `{needId}${when('by', ': {by}')}`, { needId, by: optional(text(2_000, 'A first tour at five.')) }),
  ServiceFormPreferred: event('Service form preferred', 'They want to be served: {form}', { form }),
  DesiredPositionSet: event('Desired position set', '{Attribute}: {target} of 5', { attribute, target: score }),
  PerceptionRecorded: event(
    'Perception measured',
    `{Attribute}: {score} of 5${when('respondents', ', by {respondents, plural, one {# person} other {# people}}')}${when('after', ', on occasion: {after}')}`,
    perception,
  ),
};

/** What may be asked. */
export const voiceCommands = {
  SendSurvey: command('Some of their people are asked how satisfied they are.', {
    surveyId: optional(newSurvey, 'The command id where it is left out.'),
    ...survey,
  }),
  RecordSurveyResponse: command(
    'What one of them answered: at least one of the measures that the survey asks, or words.',
    { responseId: optional(newResponse, 'The command id where it is left out.'), ...response },
    'settling',
  ),
  RecordSentiment: command('How somebody of theirs feels about us, as we heard it.', sentiment),
  AskCustomer: command('A question to the customer.', {
    questionId: optional(newQuestion, 'The command id where it is left out.'),
    ...asked,
  }),
  RecordCustomerAnswer: command('What the customer answered.', answer, 'settling'),
  RecordSuggestion: command('The customer says what we could do better.', {
    suggestionId: optional(newSuggestion, 'The command id where it is left out.'),
    ...suggestion,
  }),
  ImplementSuggestion: command(
    'What was suggested is done.',
    {
      suggestionId,
      remark: optional(text(2_000, 'Since the first lorry of March.')),
    },
    'settling',
  ),
  DeclineSuggestion: command('What was suggested will not be done.', { suggestionId, reason }, 'settling'),
  RecordNeed: command('What the customer needs, whether we serve it or not.', {
    needId: optional(newNeed, 'The command id where it is left out.'),
    ...need,
  }),
  ChangeNeed: command('A need has grown, has shrunk, or reaches for something else.', change),
  MeetNeed: command('We serve the need from then on.', { needId, by: optional(text(2_000, 'A first tour at five.')) }, 'settling'),
  RecordServiceForm: command('How the customer wants to be served from then on.', { form }),
  SetDesiredPosition: command('How we want to be seen from then on.', { attribute, target: score }),
  RecordPerception: command('How they see us, as it was measured.', perception),
};

export type VoiceEvents = MessagesOf<typeof voiceEvents>;
export type VoiceCommands = MessagesOf<typeof voiceCommands>;
