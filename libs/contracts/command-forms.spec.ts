import { describe, expect, it } from '@jest/globals';
import { commandForms } from './command-forms.js';

const event = {
  specversion: '1.0',
  id: 'c1',
  type: 'rapport.KeepPromise',
  source: '/crm',
  subject: 'acme',
  data: { promiseId: 'p1' },
};
const read = (change: object, mode: 'structured' | 'binary' = 'structured') =>
  commandForms.read({ mode, attributes: { ...event, ...change } });
const refusal = (change: object) => {
  const result = read(change);
  return 'malformed' in result ? result.malformed : result;
};

describe('commands off the bus', () => {
  it('are read as strictly as at the front door', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(commandForms.parse(bytes('{"a":NaN}'))).toMatchObject({ malformed: { code: 'MALFORMED_JSON', pointer: '/a' } });
    expect(commandForms.parse(new Uint8Array(262_145))).toMatchObject({ malformed: { code: 'BODY_TOO_LARGE' } });
    expect(read({ data: { promiseId: 1, x: 2 } })).toMatchObject({
      malformed: { code: 'INVALID_COMMAND', pointer: '/data/x', detail: expect.stringContaining('/data/promiseId: ') },
    });
    expect(read({ data: { promiseId: 'p' } })).toEqual({
      command: {
        commandId: 'c1',
        type: 'KeepPromise',
        stream: 'account-acme',
        data: { promiseId: 'p' },
        actor: 'anonymous',
        source: '/crm',
      },
    });
  });

  it.each([
    ['specversion', { specversion: '0.3' }, 'NOT_A_CLOUD_EVENT', '/specversion'],
    ['no specversion', { specversion: undefined }, 'NOT_A_CLOUD_EVENT', '/specversion'],
    ['type', { type: 'rapport.Nonsense' }, 'UNKNOWN_COMMAND_TYPE', '/type'],
    ['type without its prefix', { type: 'KeepPromise' }, 'UNKNOWN_COMMAND_TYPE', '/type'],
    ['a type that every object answers to', { type: 'rapport.toString' }, 'UNKNOWN_COMMAND_TYPE', '/type'],
    ['id', { id: 'a b' }, 'INVALID_COMMAND', '/id'],
    ['no id', { id: undefined }, 'INVALID_COMMAND', '/id'],
    ['source', { source: '' }, 'INVALID_COMMAND', '/source'],
    ['subject', { subject: '../x' }, 'INVALID_COMMAND', '/subject'],
    ['time', { time: '2026-02-30T00:00:00Z' }, 'INVALID_COMMAND', '/time'],
    ['time without a zone', { time: '2026-02-03T00:00:00' }, 'INVALID_COMMAND', '/time'],
    ['expectedversion', { expectedversion: -1 }, 'INVALID_COMMAND', '/expectedversion'],
    ['expectedversion as text', { expectedversion: '3' }, 'INVALID_COMMAND', '/expectedversion'],
    ['no data', { data: undefined }, 'INVALID_COMMAND', '/data'],
    ['bytes for data', { data_base64: 'e30=' }, 'INVALID_COMMAND', '/data_base64'],
    ['the type of the data', { datacontenttype: 'text/xml' }, 'INVALID_COMMAND', '/datacontenttype'],
    ['a note that is no text', { note: 7 }, 'INVALID_COMMAND', '/note'],
    ['a blank note', { note: ' ' }, 'INVALID_COMMAND', '/note'],
    ['a note that is too long', { note: 'x'.repeat(10_001) }, 'INVALID_COMMAND', '/note'],
    ['evidence', { evidence: 'e-1 e/2' }, 'INVALID_COMMAND', '/evidence/1'],
    ['evidence that is no text', { evidence: 7 }, 'INVALID_COMMAND', '/evidence'],
    ['actor', { actor: 'a\nb' }, 'INVALID_COMMAND', '/actor'],
    ['actor that is no text', { actor: 7 }, 'INVALID_COMMAND', '/actor'],
    ['correlationid', { correlationid: 'x'.repeat(129) }, 'INVALID_COMMAND', '/correlationid'],
    ['causationid', { causationid: {} }, 'INVALID_COMMAND', '/causationid'],
  ])('are refused for %s with a code and the place to blame', (_what, change, code, pointer) => {
    expect(refusal(change)).toMatchObject({ code, pointer, detail: expect.any(String) });
  });

  it('tell the first faults of many, and how many more there are', () => {
    const evidence = Array.from({ length: 20 }, () => 'a/b');
    expect(refusal({ evidence })).toMatchObject({ pointer: '/evidence/0', detail: expect.stringMatching(/And 10 more\.$/) });
  });

  it('belong to a trace, whose id correlates them where nothing else does', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(read({ traceparent })).toMatchObject({ command: { traceparent, correlationId: '4bf92f3577b34da6a3ce929d0e0e4736' } });
    expect(read({ traceparent, correlationid: 'visit-7' })).toMatchObject({ command: { traceparent, correlationId: 'visit-7' } });
    for (const broken of ['rubbish', 7, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, traceparent.replace('00-', 'ff-')]) {
      expect(read({ traceparent: broken })).toMatchObject({ command: expect.not.objectContaining({ traceparent: expect.anything() }) });
    }
  });

  it('carry everything as text in binary mode, and point into the data as it was sent', () => {
    expect(read({ expectedversion: '3', evidence: 'e-1 e-2', note: 'By phone.', actor: 'Ana Ruiz' }, 'binary')).toMatchObject({
      command: { expectedVersion: 3, evidence: ['e-1', 'e-2'], note: 'By phone.', actor: 'Ana Ruiz' },
    });
    expect(read({ data: {} }, 'binary')).toMatchObject({ malformed: { pointer: '/promiseId' } });
  });
});
