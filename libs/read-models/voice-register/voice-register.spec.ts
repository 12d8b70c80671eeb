import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { voiceRegister } from './voice-register.js';

const told = (...facts: readonly (readonly [day: string, message: Parameters<Log['append']>[1]])[]) => {
  const log = new Log();
  for (const [day, message] of facts) log.append('account-acme', message, day);
  return projection(voiceRegister).given(...log.events);
};
const noon = (day: string) => `${day}T12:00:00.000Z`;

describe('the voice register', () => {
  it('keeps needs with how they changed, until they are met', () => {
    const { document } = told(
      ['2025-02-01', { type: 'NeedRecorded', data: { needId: 'n', need: 'early', dimension: 'service', importance: 4, credit: {} } }],
      ['2025-03-01', { type: 'NeedChanged', data: { needId: 'n', direction: 'outward', change: 'spares too' } }],
      ['2025-02-15', { type: 'NeedChanged', data: { needId: 'n', direction: 'up', change: 'Saturdays too' } }],
      ['2025-04-01', { type: 'NeedMet', data: { needId: 'n', by: 'a tour at five' } }],
    );
    expect(document('acme/need/n')).toEqual({
      kind: 'need',
      accountId: 'acme',
      id: 'n',
      need: 'early',
      dimension: 'service',
      importance: 4,
      at: noon('2025-02-01'),
      status: 'met',
      metAt: noon('2025-04-01'),
      metBy: 'a tour at five',
      changes: [
        { value: { direction: 'up', change: 'Saturdays too' }, since: noon('2025-02-15') },
        { value: { direction: 'outward', change: 'spares too' }, since: noon('2025-03-01') },
      ],
      credit: {},
    });
  });

  it('keeps questions with their answers, and suggestions with what became of them', () => {
    const { document } = told(
      ['2025-02-01', { type: 'CustomerAsked', data: { questionId: 'q', question: 'Which papers?', credit: {} } }],
      ['2025-02-02', { type: 'CustomerAnswerRecorded', data: { questionId: 'q', answer: 'a form', answeredBy: 'Eva' } }],
      ['2025-02-03', { type: 'SuggestionRecorded', data: { suggestionId: 's', suggestion: 'mail them', credit: {} } }],
      ['2025-02-04', { type: 'SuggestionImplemented', data: { suggestionId: 's', remark: 'since March' } }],
      ['2025-02-05', { type: 'SuggestionRecorded', data: { suggestionId: 't', suggestion: 'cheaper', credit: {} } }],
      ['2025-02-06', { type: 'SuggestionDeclined', data: { suggestionId: 't', reason: 'too dear' } }],
    );
    expect(document('acme/question/q')).toMatchObject({
      status: 'answered',
      answer: 'a form',
      answeredBy: 'Eva',
      answeredAt: noon('2025-02-02'),
    });
    expect(document('acme/suggestion/s')).toMatchObject({ status: 'implemented', words: 'since March', endedAt: noon('2025-02-04') });
    expect(document('acme/suggestion/t')).toMatchObject({ status: 'declined', words: 'too dear' });
  });

  it('T2: keeps how we want to be seen and how we are, by when it was so', () => {
    const { document } = told(
      ['2025-03-01', { type: 'PerceptionRecorded', data: { attribute: 'quality', score: 4, respondents: 3 } }],
      ['2025-02-01', { type: 'PerceptionRecorded', data: { attribute: 'quality', score: 2 } }],
      ['2025-02-10', { type: 'DesiredPositionSet', data: { attribute: 'quality', target: 5 } }],
      ['2025-02-10', { type: 'ServiceFormPreferred', data: { form: 'on-site' } }],
      ['2025-02-01', { type: 'ServiceFormPreferred', data: { form: 'remote' } }],
    );
    expect(document('acme/position/quality')).toMatchObject({
      at: noon('2025-02-01'),
      targets: [{ value: 5 }],
      measured: [{ value: { score: 2 } }, { value: { score: 4, respondents: 3 } }],
    });
    expect(document('acme/service-form')).toMatchObject({ at: noon('2025-02-01'), forms: [{ value: 'remote' }, { value: 'on-site' }] });
  });

  it('says nothing of what never began: history that is cut at a business time can look like that', () => {
    const { keys } = told(
      ['2025-02-04', { type: 'SuggestionImplemented', data: { suggestionId: 's' } }],
      ['2025-02-04', { type: 'NeedMet', data: { needId: 'n' } }],
    );
    expect(keys()).toEqual([]);
  });

  itKeepsTheLaws(voiceRegister);
});
