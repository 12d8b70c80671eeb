import { describe, expect, it } from '@jest/globals';
import { type NewEvent } from '#libs/kernel/message.js';
import { commandHashOf, eventIdOf } from './identity.js';
import { add } from './testing/tally.js';

const meta = {
  commandId: 'c1',
  commandHash: 'h',
  actor: 'tester',
  occurredAt: '2026-03-01T12:00:00.000Z',
  recordedAt: '2026-03-01T12:00:00.000Z',
};
const event: Omit<NewEvent, 'id'> = { type: 'Added', data: { by: 1, of: 'x' }, meta };

describe('the id of an event', () => {
  it('is a UUID of version 5 that never changes, because what was appended is recognised by it', () => {
    expect(eventIdOf('c1', 0, event)).toBe('ee705d00-59eb-5cc0-8836-80848c3c0668');
  });

  it('is the same for the same content, in whatever order its members were written', () => {
    expect(eventIdOf('c1', 0, { meta: { ...meta }, data: { of: 'x', by: 1 }, type: 'Added' })).toBe(eventIdOf('c1', 0, event));
  });

  it('D1: is another for the same command id of another source', () => {
    const from = (source: string) => eventIdOf('c1', 0, { ...event, meta: { ...meta, source } });
    expect(from('/a')).not.toBe(from('/b'));
    expect(from('/a')).not.toBe(eventIdOf('c1', 0, event));
  });

  it('is another for another command, place, type, data, or moment of decision', () => {
    const others = [
      eventIdOf('c2', 0, event),
      eventIdOf('c1', 1, event),
      eventIdOf('c1', 0, { ...event, type: 'Taken' }),
      eventIdOf('c1', 0, { ...event, data: { by: 2, of: 'x' } }),
      eventIdOf('c1', 0, { ...event, meta: { ...meta, recordedAt: '2026-03-01T12:00:00.001Z' } }),
    ];
    expect(new Set([eventIdOf('c1', 0, event), ...others]).size).toBe(others.length + 1);
  });
});

describe('commandHashOf', () => {
  it('changes with the target, the type, the data and the circumstances that the caller gave, and with nothing else', () => {
    const hash = commandHashOf(add('c1', 1));
    const same = [add('c2', 1), add('c1', 1, { actor: 'someone' }), add('c1', 1, { source: 'kafka', correlationId: 'x' })];
    const different = [
      add('c1', 2),
      add('c1', 1, { stream: 'tally-b' }),
      add('c1', 1, { type: 'Copy' }),
      add('c1', 1, { occurredAt: '2026-03-01T12:00:00.000Z' }),
      add('c1', 1, { expectedVersion: 1 }),
      add('c1', 1, { note: 'x' }),
    ];
    expect(new Set(same.map(commandHashOf))).toEqual(new Set([hash]));
    expect(new Set([hash, ...different.map(commandHashOf)]).size).toBe(different.length + 1);
  });

  it('never changes, because it stands in every event of every log', () => {
    expect(commandHashOf(add('c1', 1, { data: { by: 1, name: 'Ä€😀', list: [1, null, { b: 1, a: 0.1 }] }, note: 'x' }))).toBe(
      '3mgbXctPkobZp4JH4jBis-tNJeftfgah7yNNTe8Pqac',
    );
  });
});
