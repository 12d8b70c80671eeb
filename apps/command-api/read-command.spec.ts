import { describe, expect, it } from '@jest/globals';
import { Problem } from '#libs/platform/problem.js';
import { readCommand } from './read-command.js';

const read = (type: string, body: unknown, headers: Record<string, string> = {}) =>
  readCommand({
    type,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    actor: 'ana',
  });

const problem = (...args: Parameters<typeof read>): Problem => {
  try {
    read(...args);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('It was accepted.');
};

const pointers = (...args: Parameters<typeof read>) => problem(...args).more.errors?.map(({ pointer }) => pointer);

const good = { accountId: 'acme', data: { promiseId: 'p1' } };

describe('a command as JSON', () => {
  it('is read with a new id, the actor of the credential, and http as its source', () => {
    expect(read('KeepPromise', good)).toEqual({
      commandId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      type: 'KeepPromise',
      stream: 'account-acme',
      data: { promiseId: 'p1' },
      actor: 'ana',
      source: 'http',
    });
  });

  it('takes its id from the body or from Idempotency-Key, and refuses two that differ', () => {
    expect(read('KeepPromise', { ...good, commandId: 'c1' }).commandId).toBe('c1');
    expect(read('KeepPromise', good, { 'idempotency-key': 'k1' }).commandId).toBe('k1');
    expect(read('KeepPromise', good, { 'idempotency-key': '"k1"' }).commandId).toBe('k1');
    expect(read('KeepPromise', { ...good, commandId: 'c1' }, { 'idempotency-key': 'c1' }).commandId).toBe('c1');
    expect(problem('KeepPromise', { ...good, commandId: 'c1' }, { 'idempotency-key': 'k1' })).toMatchObject({
      code: 'INVALID_COMMAND',
      more: { errors: [{ pointer: '/commandId' }] },
    });
    expect(problem('KeepPromise', good, { 'idempotency-key': 'a b' }).code).toBe('INVALID_HEADER');
  });

  it('is traced by X-Correlation-Id, else by the trace it is part of', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(read('KeepPromise', good, { traceparent })).toMatchObject({ correlationId: trace, traceparent });
    const event = { specversion: '1.0', id: 'c1', source: '/crm', type: 'rapport.KeepPromise', subject: 'acme', data: good.data };
    const structured = { 'content-type': 'application/cloudevents+json' };
    expect(read('KeepPromise', { ...event, traceparent }, structured)).toMatchObject({ correlationId: trace, traceparent });
    expect(read('KeepPromise', good, { traceparent, 'x-correlation-id': 'x' }).correlationId).toBe('x');
    expect(read('KeepPromise', good, { traceparent: 'rubbish' }).correlationId).toBeUndefined();
    expect(problem('KeepPromise', good, { 'x-correlation-id': 'x'.repeat(129) }).code).toBe('INVALID_HEADER');
  });

  it('of an unknown type is refused with the nearest names', () => {
    expect(problem('RecordInteractoin', good)).toMatchObject({
      code: 'UNKNOWN_COMMAND_TYPE',
      message: expect.stringContaining('Did you mean RecordInteraction'),
      more: { errors: [{ pointer: '/type' }] },
    });
    expect(problem('toString', good).code).toBe('UNKNOWN_COMMAND_TYPE');
    expect(problem('zzzzzzzzzzzzzzzzzz', good).message).toContain('Commands are AbandonPlaybook, AcknowledgeAccountPlan, ');
  });

  it('is refused with everything that is wrong in it', () => {
    expect(pointers('KeepPromise', { ...good, actor: 'boss', occurredAt: 'now', data: { promiseId: 7 } })).toEqual([
      '/actor',
      '/occurredAt',
      '/data/promiseId',
    ]);
    expect(problem('KeepPromise', '{"accountId": "acme", "data": {"promiseId": "p1"}').code).toBe('MALFORMED_JSON');
  });
});

describe('a command as a CloudEvent', () => {
  const event = {
    specversion: '1.0',
    id: 'c1',
    source: '/crm',
    type: 'rapport.KeepPromise',
    subject: 'acme',
    time: '2026-03-01T10:30:00+01:00',
    actor: 'somebody else',
    correlationid: 'corr-1',
    causationid: 'cause-1',
    expectedversion: 3,
    note: 'By phone.',
    evidence: 'e-1 e-2',
    data: { promiseId: 'p1' },
  };
  const expected = {
    commandId: 'c1',
    stream: 'account-acme',
    type: 'KeepPromise',
    data: { promiseId: 'p1' },
    actor: 'ana',
    occurredAt: '2026-03-01T09:30:00.000Z',
    occurredOffset: '+01:00',
    expectedVersion: 3,
    note: 'By phone.',
    evidence: ['e-1', 'e-2'],
    source: '/crm',
    correlationId: 'corr-1',
    causationId: 'cause-1',
  };
  const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
  const { data, ...attributes } = event;
  const binary = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value)]));

  it('is read in structured mode; who asks is still the credential’s to say', () => {
    expect(read('KeepPromise', event, structured)).toEqual(expected);
  });

  it('is read in binary mode from percent-encoded headers', () => {
    expect(read('KeepPromise', data, binary)).toEqual(expected);
  });

  it.each([
    ['percent-encoded', 'caf%C3%A9%20%F0%9F%98%80', 'café 😀'],
    ['encoded without need, in either case', '%41%c3%a9', 'Aé'],
    ['in quotes, as earlier versions wrote it', '"say \\"hi\\", 100%25"', 'say "hi", 100%'],
    ['decoded once and no further', '%2541', '%41'],
    ['as bare UTF-8', Buffer.from('café').toString('latin1'), 'café'],
    ['with a percent sign that encodes nothing', '100% sure', '100% sure'],
  ])('D2: has its headers %s', (_how, sent, note) => {
    expect(read('KeepPromise', data, { ...binary, 'ce-note': sent }).note).toBe(note);
  });

  it.each([
    ['an overlong sequence', 'bad%C0%A0'],
    ['half a sequence', '%C3'],
    ['a surrogate', '%ED%A0%80'],
    ['a bare byte', '\u00e9'],
  ])('D2: refuses a header with %s', (_what, sent) => {
    expect(problem('KeepPromise', data, { ...binary, 'ce-note': sent })).toMatchObject({
      code: 'INVALID_HEADER',
      status: 400,
      more: { errors: [{ pointer: '/note', detail: expect.stringContaining('UTF-8') }] },
    });
  });

  it('T5: keeps the offset of its time', () => {
    const time = '2026-04-01T07:30:00+08:00';
    const kept = { occurredAt: '2026-03-31T23:30:00.000Z', occurredOffset: '+08:00' };
    expect(read('KeepPromise', { ...event, time }, structured)).toMatchObject(kept);
    expect(read('KeepPromise', { ...good, occurredAt: time })).toMatchObject(kept);
    expect(read('KeepPromise', { ...good, occurredAt: '2026-03-31T23:30:00Z' })).not.toHaveProperty('occurredOffset');
  });

  it('is refused with pointers to where the sender wrote it', () => {
    const bad = {
      ...event,
      specversion: '0.3',
      id: 'a b',
      type: 'rapport.BreakPromise',
      subject: '',
      time: 'x',
      expectedversion: 'y',
      data: {},
    };
    expect(pointers('KeepPromise', bad, structured)).toEqual([
      '/specversion',
      '/type',
      '/id',
      '/subject',
      '/time',
      '/expectedversion',
      '/data/promiseId',
    ]);
    expect(pointers('KeepPromise', { promiseId: 7 }, binary)).toEqual(['/promiseId']);
    expect(pointers('KeepPromise', [], structured)).toContain('/specversion');
    expect(pointers('KeepPromise', { ...event, data: undefined, data_base64: 'e30=' }, structured)).toEqual(['/data_base64', '/data']);
    expect(pointers('KeepPromise', { ...event, correlationid: 'x'.repeat(200) }, structured)).toEqual(['/correlationid']);
  });
});
