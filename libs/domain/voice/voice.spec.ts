import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { type Voice } from './state.js';

const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;

/** An account of the 1st. */
const account = () => {
  const world = simulate();
  const tell = (type: string, day: number, data: object, commandId = `${type}-${day}`) =>
    world.send({ stream: 'account-acme', commandId, type, occurredAt: on(day), data });
  tell('OpenAccount', 1, { name: 'Acme' });
  return {
    tell,
    state: () => world.states.get('account-acme')!['voice'] as Voice,
    correct: (id: string, correction: object) =>
      tell('CorrectFact', 25, { fact: `${id}#0`, reason: 'misread', ...correction }, `correct-${id}`),
    withdraw: (id: string) => tell('WithdrawFact', 25, { fact: `${id}#0`, reason: 'mistaken' }, `withdraw-${id}`),
  };
};

const codeOf = (decision: unknown) => (isRejection(decision as never) ? (decision as { rejected: string }).rejected : decision);

describe('a survey', () => {
  const sent = (asks: readonly string[] = ['nps', 'csat'], recipients = 2) => {
    const all = account();
    all.tell('SendSurvey', 5, { surveyId: 's', asks, recipients });
    return all;
  };

  it('is answered by those whom it was sent to, with what it asks', () => {
    const { tell } = sent();
    expect(tell('RecordSurveyResponse', 6, { surveyId: 's', nps: 9, words: 'good people' })).toMatchObject([
      { type: 'SurveyResponseRecorded', data: { surveyId: 's', responseId: 'RecordSurveyResponse-6', nps: 9, credit: {} } },
    ]);
    expect(codeOf(tell('RecordSurveyResponse', 7, { surveyId: 's', nps: 9, responseId: 'RecordSurveyResponse-6' }))).toBe(
      'RESPONSE_ID_TAKEN',
    );
    expect(codeOf(tell('RecordSurveyResponse', 4, { surveyId: 's', nps: 9 }))).toBe('SURVEY_NOT_SENT_YET');
    expect(codeOf(tell('RecordSurveyResponse', 8, { surveyId: 's' }))).toBe('SURVEY_RESPONSE_EMPTY');
    expect(tell('RecordSurveyResponse', 8, { surveyId: 's', level: 'satisfied' })).toMatchObject({
      rejected: 'SURVEY_MEASURE_NOT_ASKED',
      field: '/level',
    });
    expect(codeOf(tell('RecordSurveyResponse', 8, { surveyId: 'nobody', nps: 1 }))).toBe('SURVEY_NOT_FOUND');
    expect(tell('RecordSurveyResponse', 9, { surveyId: 's', words: 'no time' })).toHaveLength(1);
    expect(codeOf(tell('RecordSurveyResponse', 10, { surveyId: 's', csat: 1 }))).toBe('SURVEY_ANSWERED_BY_ALL');
    expect(codeOf(tell('SendSurvey', 6, { surveyId: 's', asks: ['nps'], recipients: 1 }))).toBe('SURVEY_ID_TAKEN');
  });

  it('M12: keeps its id once it is withdrawn, and contradicts itself in no correction', () => {
    const { tell, correct, withdraw } = sent();
    tell('RecordSurveyResponse', 6, { surveyId: 's', nps: 9 });
    tell('RecordSurveyResponse', 7, { surveyId: 's', nps: 2 });
    expect(correct('SendSurvey-5', { changes: { recipients: 1 } })).toMatchObject({
      detail: expect.stringContaining('SURVEY_ANSWERED_BY_TOO_MANY'),
    });
    expect(correct('SendSurvey-5', { occurredAt: on(8) })).toMatchObject({
      detail: expect.stringContaining('SURVEY_ANSWERED_BEFORE_SENT'),
    });
    expect(codeOf(withdraw('SendSurvey-5'))).toBe('FACT_IN_USE');
    for (const id of ['RecordSurveyResponse-6', 'RecordSurveyResponse-7', 'SendSurvey-5']) expect(withdraw(id)).toHaveLength(1);
    expect(codeOf(tell('SendSurvey', 6, { surveyId: 's', asks: ['nps'], recipients: 1 }))).toBe('SURVEY_ID_TAKEN');
  });
});

describe('what begins and ends', () => {
  const threads = [
    ['question', 'AskCustomer', { question: 'q' }, 'RecordCustomerAnswer', { answer: 'a' }, 'QUESTION_NOT_FOUND', 'QUESTION_NOT_ASKED_YET'],
    [
      'suggestion',
      'RecordSuggestion',
      { suggestion: 's' },
      'ImplementSuggestion',
      {},
      'SUGGESTION_NOT_FOUND',
      'SUGGESTION_NOT_RECORDED_YET',
    ],
    [
      'suggestion',
      'RecordSuggestion',
      { suggestion: 's' },
      'DeclineSuggestion',
      { reason: 'r' },
      'SUGGESTION_NOT_FOUND',
      'SUGGESTION_NOT_RECORDED_YET',
    ],
    ['need', 'RecordNeed', { need: 'n', dimension: 'service' }, 'MeetNeed', {}, 'NEED_NOT_FOUND', 'NEED_NOT_RECORDED_YET'],
  ] as const;

  it.each(threads)('a %s by %s ends once by %4$s', (noun, begin, data, end, ending, unknown, early) => {
    const { tell, withdraw, correct } = account();
    const named = { [`${noun}Id`]: 'x' };
    expect(tell(begin, 5, { ...named, ...data })).toHaveLength(1);
    expect(codeOf(tell(begin, 6, { ...named, ...data }))).toBe(`${noun.toUpperCase()}_ID_TAKEN`);
    expect(codeOf(tell(end, 4, { ...named, ...ending }))).toBe(early);
    expect(codeOf(tell(end, 6, { [`${noun}Id`]: 'nobody', ...ending }))).toBe(unknown);
    expect(tell(end, 7, { ...named, ...ending })).toHaveLength(1);
    expect(tell(end, 8, { ...named, ...ending })).toEqual([]);
    expect(correct(`${end}-7`, { occurredAt: on(3) })).toMatchObject({ detail: expect.stringContaining('_ENDED_BEFORE_BEGUN') });
    tell(begin, 9, { [`${noun}Id`]: 'y', ...data });
    tell(end, 10, { [`${noun}Id`]: 'y', ...ending });
    expect(correct(`${end}-10`, { changes: named })).toMatchObject({ detail: expect.stringContaining('_ENDED_TWICE') });
    expect(withdraw(`${end}-7`)).toHaveLength(1);
    expect(withdraw(`${begin}-5`)).toHaveLength(1);
    expect(codeOf(tell(begin, 11, { ...named, ...data }))).toBe(`${noun.toUpperCase()}_ID_TAKEN`);
  });

  it('ends in one way: what was implemented is not declined', () => {
    const { tell } = account();
    tell('RecordSuggestion', 5, { suggestionId: 'x', suggestion: 's' });
    tell('ImplementSuggestion', 6, { suggestionId: 'x' });
    expect(codeOf(tell('DeclineSuggestion', 7, { suggestionId: 'x', reason: 'r' }))).toBe('SUGGESTION_ENDED');
  });

  it('is settled also after the account was closed', () => {
    const { tell } = account();
    tell('AskCustomer', 5, { questionId: 'x', question: 'q' });
    tell('CloseAccount', 6, { reason: 'sold' });
    expect(tell('RecordCustomerAnswer', 7, { questionId: 'x', answer: 'a' })).toHaveLength(1);
  });
});

describe('a need', () => {
  it('changes while it is not met, and each change is a fact of its own', () => {
    const { tell, correct, withdraw } = account();
    const change = { needId: 'n', direction: 'up', change: 'Saturdays too' };
    tell('RecordNeed', 5, { needId: 'n', need: 'early', dimension: 'service' });
    expect(codeOf(tell('ChangeNeed', 4, change))).toBe('NEED_NOT_RECORDED_YET');
    expect(tell('ChangeNeed', 8, change)).toMatchObject([{ type: 'NeedChanged', data: change }]);
    expect(tell('ChangeNeed', 8, change)).toEqual([]);
    expect(tell('ChangeNeed', 9, change)).toHaveLength(1);
    expect(codeOf(tell('MeetNeed', 7, { needId: 'n' }))).toBe('NEED_CHANGED_LATER');
    expect(tell('MeetNeed', 10, { needId: 'n' })).toHaveLength(1);
    expect(codeOf(tell('ChangeNeed', 11, change))).toBe('NEED_MET');
    expect(correct('ChangeNeed-8', { occurredAt: on(4) })).toMatchObject({
      detail: expect.stringContaining('NEED_CHANGED_BEFORE_RECORDED'),
    });
    expect(correct('ChangeNeed-9', { occurredAt: on(11) })).toMatchObject({ detail: expect.stringContaining('NEED_CHANGED_AFTER_MET') });
    expect(withdraw('ChangeNeed-9')).toHaveLength(1);
    expect(tell('ChangeNeed', 9, change)).toEqual([]);
  });
});

describe('what holds from a date on', () => {
  it('T2: is told in any order, and already so where it repeats what holds', () => {
    const { tell, state } = account();
    expect(tell('RecordServiceForm', 9, { form: 'on-site' })).toHaveLength(1);
    expect(tell('RecordServiceForm', 5, { form: 'remote' })).toHaveLength(1);
    expect(tell('RecordServiceForm', 10, { form: 'on-site' })).toEqual([]);
    expect(state().serviceForms.map(({ value }) => value)).toEqual(['remote', 'on-site']);
    expect(tell('SetDesiredPosition', 9, { attribute: 'quality', target: 5 })).toHaveLength(1);
    expect(tell('SetDesiredPosition', 10, { attribute: 'quality', target: 5 })).toEqual([]);
    expect(tell('SetDesiredPosition', 10, { attribute: 'reliability', target: 5 }, 'other')).toHaveLength(1);
    expect(tell('SetDesiredPosition', 5, { attribute: 'quality', target: 4 })).toHaveLength(1);
    expect(
      state()
        .positions.get('quality')
        ?.map(({ value }) => value),
    ).toEqual([4, 5]);
  });
});

describe('what has no id', () => {
  it.each([
    ['RecordSentiment', { sentiment: 'negative' }],
    ['RecordPerception', { attribute: 'quality', score: 3 }],
  ])('%s is known by its command, also once it was withdrawn', (type, data) => {
    const { tell, withdraw } = account();
    expect(tell(type, 5, data)).toHaveLength(1);
    expect(tell(type, 5, data)).toEqual([]);
    expect(tell(type, 6, data)).toHaveLength(1);
    expect(withdraw(`${type}-5`)).toHaveLength(1);
    expect(tell(type, 5, data)).toEqual([]);
  });
});
