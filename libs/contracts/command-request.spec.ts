import { describe, expect, it } from '@jest/globals';
import { parseCommandRequest } from './command-request.js';
import { nearest } from '#libs/kernel/nearest.js';
import { commandTypes } from './registry.js';

const ask = (body: unknown) => parseCommandRequest('KeepPromise', body);
const good = { accountId: 'acme', data: { promiseId: 'p1' } };
const pointers = (body: unknown) => {
  const result = ask(body);
  return 'complaints' in result ? result.complaints.map(({ pointer }) => pointer) : [];
};

describe('a request for a command', () => {
  it('becomes what is asked of a stream', () => {
    expect(ask(good)).toEqual({ asked: { type: 'KeepPromise', stream: 'account-acme', data: { promiseId: 'p1' } } });
    const all = { commandId: '01J', occurredAt: '2026-03-01T10:00:00+01:00', expectedVersion: 0, note: 'Said so.', evidence: ['e-1'] };
    expect(ask({ ...good, ...all })).toMatchObject({ asked: { ...all, occurredAt: '2026-03-01T09:00:00.000Z' } });
    expect(parseCommandRequest('RetirePolicyVersion', { policy: 'silence', data: { version: 1, reason: 'Too loud.' } })).toMatchObject({
      asked: { stream: 'policy-silence' },
    });
  });

  it('names its own target and no other', () => {
    expect(pointers({ data: good.data })).toEqual(['/accountId']);
    expect(pointers({ ...good, teamId: 'north' })).toEqual(['/teamId']);
    expect(pointers({ data: good.data, teamId: 'north' })).toEqual(['/accountId', '/teamId']);
  });

  it('is refused with everything that is wrong at once, each with its pointer', () => {
    const bad = {
      commandId: 'a b',
      accountId: '',
      occurredAt: '2026-02-30T00:00:00Z',
      expectedVersion: -1,
      note: 7,
      evidence: ['x', {}],
      data: {},
    };
    expect(pointers(bad)).toEqual([
      '/commandId',
      '/accountId',
      '/occurredAt',
      '/expectedVersion',
      '/note',
      '/evidence/1',
      '/data/promiseId',
    ]);
    expect(pointers({ ...good, actor: 'boss' })).toEqual(['/actor']);
    expect(pointers({ accountId: 'acme' })).toEqual(['/data']);
    expect(pointers({ ...good, data: null })).toEqual(['/data']);
    for (const body of [null, 'text', 7, true, [good]]) expect(pointers(body)).toEqual(['']);
  });
});

describe('suggestions', () => {
  it('are the names that a misspelt one most likely meant', () => {
    expect(nearest('RecordInteracton', commandTypes)[0]).toBe('RecordInteraction');
    expect(nearest('keeppromise', commandTypes)[0]).toBe('KeepPromise');
    expect(nearest('x'.repeat(100_000), commandTypes)).toEqual([]);
  });
});
