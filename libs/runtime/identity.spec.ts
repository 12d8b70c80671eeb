import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { add } from './testing/tally.js';
import { canonicalJson, commandHashOf, eventIdOf, uuidv5 } from './identity.js';

describe('uuidv5', () => {
  it('agrees with the reference implementation for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => expect(uuidv5(name)).toBe(v5(name, '6f1c1b0e-8f6d-5b0a-9c55-d8a4f0b3a7e2'))),
    );
  });

  it('never changes, because event ids in every log are made by it', () => {
    expect(eventIdOf('c1', 0)).toBe('d01189a9-f705-534b-b3d4-f891036f7170');
  });
});

describe('canonicalJson', () => {
  it('is one text for one value, in whatever order its members were written', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalJson(json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
        expect(canonicalJson(reversed(json))).toBe(text);
      }),
    );
  });
});

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
};

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
});
