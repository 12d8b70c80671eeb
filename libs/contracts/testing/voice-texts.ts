import { type AccountEvents } from '#libs/domain/messages.js';
import { type TextSamples } from './text-samples.js';

const EUR = { amount: '440.00', currency: 'EUR' };

type Events = Pick<
  AccountEvents,
  | 'ComplaintRecorded'
  | 'ComplaintAcknowledged'
  | 'ComplaintResolved'
  | 'ComplaintReopened'
  | 'DisputeOpened'
  | 'DisputeEscalated'
  | 'DisputeSettled'
  | 'FrictionRecorded'
  | 'SurveySent'
  | 'SurveyResponseRecorded'
  | 'SentimentRecorded'
  | 'CustomerAsked'
  | 'CustomerAnswerRecorded'
  | 'SuggestionRecorded'
  | 'SuggestionImplemented'
  | 'SuggestionDeclined'
  | 'NeedRecorded'
  | 'NeedChanged'
  | 'NeedMet'
  | 'ServiceFormPreferred'
  | 'DesiredPositionSet'
  | 'PerceptionRecorded'
>;

/** The least that each event can say, the most, and how the most reads. */
export const voiceTexts: TextSamples<Events> = {
  ComplaintRecorded: [
    { complaintId: 'c', theme: 'shipping', severity: 'high', what: 'wrong papers', credit: {} },
    {
      complaintId: 'c',
      theme: 'shipping',
      severity: 'high',
      what: 'wrong papers',
      complainedBy: 'Eva',
      channel: 'call',
      orderNumber: '7',
      credit: {},
    },
    'Shipping, high: wrong papers (Eva); order 7.',
  ],
  ComplaintAcknowledged: [
    { complaintId: 'c', credit: {} },
    { complaintId: 'c', remark: 'called back', credit: {} },
    'c was answered: called back.',
  ],
  ComplaintResolved: [
    { complaintId: 'c', resolution: 'checked now', credit: {} },
    { complaintId: 'c', resolution: 'checked now', credit: {} },
    'c: checked now.',
  ],
  ComplaintReopened: [{ complaintId: 'c', reason: 'wrong again' }, { complaintId: 'c', reason: 'wrong again' }, 'c: wrong again.'],
  DisputeOpened: [
    { disputeId: 'd', about: 'freight', credit: {} },
    { disputeId: 'd', about: 'freight', amount: EUR, complaintId: 'c', orderNumber: '7', credit: {} },
    'freight; 440.00 EUR in dispute.',
  ],
  DisputeEscalated: [
    { disputeId: 'd', to: 'the board', reason: 'no answer' },
    { disputeId: 'd', to: 'the board', reason: 'no answer' },
    'd to the board: no answer.',
  ],
  DisputeSettled: [{ disputeId: 'd', terms: 'halves' }, { disputeId: 'd', terms: 'halves', amount: EUR }, 'd: halves; 440.00 EUR.'],
  FrictionRecorded: [
    { frictionId: 'f', theme: 'invoicing', severity: 'low', what: 'twice billed', credit: {} },
    { frictionId: 'f', theme: 'invoicing', severity: 'low', what: 'twice billed', orderNumber: '7', credit: {} },
    'Invoicing, low: twice billed; order 7.',
  ],
  SurveySent: [
    { surveyId: 's', asks: ['nps'], recipients: 1, credit: {} },
    { surveyId: 's', asks: ['nps', 'csat'], recipients: 12, occasion: 'won', channel: 'mail', credit: {} },
    'Asks nps, csat of 12 people, on occasion: won.',
  ],
  SurveyResponseRecorded: [
    { surveyId: 's', responseId: 'r', words: 'no time', credit: {} },
    { surveyId: 's', responseId: 'r', nps: 9, csat: 4, level: 'satisfied', words: 'good people', respondent: 'Eva', credit: {} },
    'Eva answered s: satisfied, satisfaction 4 of 5, recommends 9 of 10. good people.',
  ],
  SentimentRecorded: [
    { sentiment: 'negative', credit: {} },
    { sentiment: 'negative', about: 'deliveries', words: 'late again', of: 'Eva', credit: {} },
    'Eva: negative about deliveries. late again.',
  ],
  CustomerAsked: [
    { questionId: 'q', question: 'Which papers?', credit: {} },
    { questionId: 'q', question: 'Which papers?', askedOf: 'Eva', channel: 'call', credit: {} },
    'Eva: Which papers?',
  ],
  CustomerAnswerRecorded: [
    { questionId: 'q', answer: 'a customs form' },
    { questionId: 'q', answer: 'a customs form', answeredBy: 'Eva' },
    'Eva: a customs form.',
  ],
  SuggestionRecorded: [
    { suggestionId: 's', suggestion: 'mail them first', credit: {} },
    { suggestionId: 's', suggestion: 'mail them first', suggestedBy: 'Eva', credit: {} },
    'Eva: mail them first.',
  ],
  SuggestionImplemented: [{ suggestionId: 's' }, { suggestionId: 's', remark: 'since March' }, 's: since March.'],
  SuggestionDeclined: [{ suggestionId: 's', reason: 'too dear' }, { suggestionId: 's', reason: 'too dear' }, 's: too dear.'],
  NeedRecorded: [
    { needId: 'n', need: 'before seven', dimension: 'service', credit: {} },
    { needId: 'n', need: 'before seven', dimension: 'service', importance: 4, toldBy: 'Eva', credit: {} },
    'Service: before seven (4 of 5).',
  ],
  NeedChanged: [
    { needId: 'n', direction: 'up', change: 'on Saturdays too' },
    { needId: 'n', direction: 'outward', change: 'spares too' },
    'n (outward): spares too.',
  ],
  NeedMet: [{ needId: 'n' }, { needId: 'n', by: 'a tour at five' }, 'n: a tour at five.'],
  ServiceFormPreferred: [{ form: 'remote' }, { form: 'on-site' }, 'They want to be served: on-site.'],
  DesiredPositionSet: [{ attribute: 'quality', target: 4 }, { attribute: 'reliability', target: 5 }, 'Reliability: 5 of 5.'],
  PerceptionRecorded: [
    { attribute: 'quality', score: 3 },
    { attribute: 'reliability', score: 3, respondents: 8, after: 'lost' },
    'Reliability: 3 of 5, by 8 people, on occasion: lost.',
  ],
};
