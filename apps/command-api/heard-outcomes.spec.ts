import { describe, expect, it } from '@jest/globals';
import { type WireOutcome } from './answer.js';
import { SENDERS_MAX } from '#libs/runtime/command-ledger.js';
import { HeardOutcomes } from './heard-outcomes.js';

const accepted = (commandId: string, more: object = {}): WireOutcome => ({ commandId, outcome: 'ACCEPTED', duplicate: false, ...more });

describe('outcomes that were heard', () => {
  it('are kept by bytes, those that were asked for last longest', () => {
    const heard = new HeardOutcomes(1_000);
    for (let n = 0; n < 10; n++) heard.hear(accepted(`c${n}`), 100);
    expect(heard.of('c0')).toBeDefined();
    heard.hear(accepted('c10'), 100);
    expect([heard.of('c0'), heard.of('c1'), heard.of('c10')]).toEqual([accepted('c0'), undefined, accepted('c10')]);
    heard.hear(accepted('too large'), 1_001);
    expect(heard.of('too large')).toBeUndefined();
  });

  it('are the first of each command, as they were given to whoever sent it first', () => {
    const heard = new HeardOutcomes();
    heard.hear({ commandId: 'c1', outcome: 'REJECTED', rejection: { code: 'COMMAND_ID_REUSED', detail: '' } }, 10);
    expect(heard.of('c1')).toBeUndefined();
    heard.hear(accepted('c1', { version: 1, duplicate: true }), 10);
    heard.hear(accepted('c1', { version: 2 }), 10);
    expect(heard.of('c1')).toEqual(accepted('c1', { version: 1 }));
  });

  it('D1: are those of each sender of an id, as many as are told apart', () => {
    const heard = new HeardOutcomes();
    for (const source of ['/a', '/b', '/a']) heard.hear(accepted('c1', { source, version: source === '/a' ? 1 : 2 }), 10);
    heard.hear(accepted('c1', { version: 3 }), 10);
    expect(['/a', '/b', 'http', '/c'].map((source) => heard.of('c1', source)?.['version'])).toEqual([1, 2, 3, undefined]);
    expect(heard.sendersOf('c1')).toEqual(['/a', '/b', undefined]);
    for (let n = 0; n < SENDERS_MAX; n++) heard.hear(accepted('c1', { source: `/${n}` }), 10);
    expect(heard.sendersOf('c1')).toHaveLength(SENDERS_MAX);
    expect(heard.of('c1', '/a')).toBeUndefined();
  });
});
