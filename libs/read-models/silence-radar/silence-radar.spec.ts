import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { SIGNALS_MAX, silenceRadar } from './silence-radar.js';

const told = (tell: (log: Log) => unknown) => {
  const log = new Log();
  log.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme' } }, '2025-01-01');
  tell(log);
  return projection(silenceRadar)
    .given(...log.events)
    .document('acme')!;
};
const word = (log: Log, id: string, day: string, more: object) =>
  log.append('account-acme', { type: 'InteractionRecorded', data: { interactionId: id, channel: 'call', ...more, credit: {} } }, day);

describe('the silence radar', () => {
  it('hears what they say to us, not what we say to them', () => {
    const line = told((log) => {
      word(log, 'i-1', '2025-02-01', { direction: 'inbound' });
      word(log, 'i-2', '2025-03-01', { direction: 'outbound' });
      word(log, 'i-3', '2025-03-02', {});
      word(log, 'i-4', '2025-02-20', { direction: 'outbound', sentiment: 'negative' });
      log.append('account-acme', { type: 'CustomerAsked', data: { questionId: 'q', question: 'q', credit: {} } }, '2025-04-01');
    });
    expect(line).toMatchObject({
      signals: [
        { at: '2025-02-01T12:00:00.000Z', kind: 'word' },
        { at: '2025-02-20T12:00:00.000Z', kind: 'word' },
      ],
      heardAt: '2025-02-20T12:00:00.000Z',
      outbound: ['2025-02-20T12:00:00.000Z', '2025-03-01T12:00:00.000Z'],
      askedAt: '2025-04-01T12:00:00.000Z',
      timesAsked: 1,
    });
  });

  it('is heard last when it was opened where it never said a word', () => {
    expect(told(() => undefined)).toMatchObject({ signals: [], heardAt: '2025-01-01T12:00:00.000Z', askedAt: null });
  });

  it('T2: keeps the latest words, and the standing that began last, in whatever order they are told', () => {
    const line = told((log) => {
      for (let index = SIGNALS_MAX + 5; index > 0; index -= 1)
        word(log, `i-${index}`, new Date(Date.UTC(2025, 1, index)).toISOString().slice(0, 10), { direction: 'inbound' });
      log.append('account-acme', { type: 'AccountReopened', data: { reason: 'r' } }, '2025-06-01');
      log.append('account-acme', { type: 'AccountClosed', data: { reason: 'r' } }, '2025-05-01');
    });
    expect(line.signals).toHaveLength(SIGNALS_MAX);
    expect(line.signals[0]!.at).toBe('2025-02-06T12:00:00.000Z');
    expect(line.status).toBe('open');
  });

  itKeepsTheLaws(silenceRadar);
});
