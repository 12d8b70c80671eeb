import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { healthSignals } from './health-signals.js';

describe('the signals of health', () => {
  it('are kept by month, each with its day', () => {
    const log = new Log();
    const acme = 'account-acme';
    const call = (interactionId: string, day: string) =>
      log.append(acme, { type: 'InteractionRecorded', data: { interactionId, channel: 'call', credit: {} } }, day);
    call('i-1', '2026-03-09');
    call('i-2', '2026-03-02');
    call('i-3', '2026-03-02');
    const answered = { responseId: 'r-1', surveyId: 's-1', level: 'dissatisfied', credit: {} } as const;
    log.append(acme, { type: 'SurveyResponseRecorded', data: answered }, '2026-03-05');
    log.append(acme, { type: 'PromiseKept', data: { promiseId: 'p', due: '2026-03-01', daysLate: 3, credit: {} } }, '2026-03-04');
    log.append(acme, { type: 'PromiseBroken', data: { promiseId: 'q', due: '2026-03-01', reason: 'no parts', credit: {} } }, '2026-03-06');
    log.append(acme, { type: 'PromiseKept', data: { promiseId: 's', due: '2026-04-01', daysLate: 0, credit: {} } }, '2026-04-01');
    const { document } = projection(healthSignals).given(...log.events);
    expect(document('acme/2026-03')).toEqual({
      accountId: 'acme',
      month: '2026-03',
      contactsOn: ['2026-03-02', '2026-03-09'],
      reviews: [],
      satisfaction: [{ on: '2026-03-05', level: 'dissatisfied' }],
      promises: [
        { on: '2026-03-04', as: 'late' },
        { on: '2026-03-06', as: 'broken' },
      ],
    });
    expect(document('acme/2026-04')).toMatchObject({ promises: [{ as: 'in-time' }] });
  });

  itKeepsTheLaws(healthSignals);
});
