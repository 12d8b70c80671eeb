import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { satisfaction } from './satisfaction.js';

describe('satisfaction', () => {
  it('counts who answered a survey, keeps what they said, and how satisfied the account is by when it was said', () => {
    const log = new Log();
    const tell = (message: Parameters<Log['append']>[1], day: string) => log.append('account-acme', message, day);
    tell({ type: 'SurveySent', data: { surveyId: 's', asks: ['nps', 'csat', 'level'], recipients: 4, credit: {} } }, '2025-02-01');
    const answer = (responseId: string, said: object) =>
      ({ type: 'SurveyResponseRecorded', data: { surveyId: 's', responseId, ...said, credit: {} } }) as const;
    tell(answer('r-1', { nps: 9, csat: 4 }), '2025-02-05');
    tell(answer('r-2', { level: 'dissatisfied', csat: 5 }), '2025-02-03');
    tell(answer('r-3', { words: 'no time' }), '2025-02-06');
    tell({ type: 'SentimentRecorded', data: { sentiment: 'very-negative', credit: {} } }, '2025-02-04');
    const { document, keys } = projection(satisfaction).given(...log.events);
    expect(keys()).toHaveLength(5);
    expect(document('acme/survey/s')).toMatchObject({ kind: 'survey', recipients: 4, responses: 3 });
    expect(document('acme/response/r-1')).toMatchObject({ kind: 'response', nps: 9, csat: 4, on: '2025-02-05' });
    expect(document('acme')).toMatchObject({
      kind: 'standing',
      at: '2025-02-05T12:00:00.000Z',
      levels: [
        { level: 'dissatisfied', by: 'level', on: '2025-02-03' },
        { level: 'very-dissatisfied', by: 'sentiment', on: '2025-02-04' },
        { level: 'satisfied', by: 'csat', on: '2025-02-05' },
      ],
    });
  });

  itKeepsTheLaws(satisfaction);
});
