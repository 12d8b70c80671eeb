import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { event } from '#libs/kernel/testing/event-store/scene.js';
import { decode, type StoredEvent } from './decode.js';

const stored = (given: Partial<StoredEvent> = {}): StoredEvent => ({
  ...event({ type: 'Measured' }),
  stream: 'account-1',
  version: 3,
  position: '7',
  ...given,
});

describe('a stored event', () => {
  it('is handed out with the fields of the port and no others', () => {
    const given = stored({ data: { minutes: 12 } });
    expect(decode({}, { ...given, created: 'today' } as StoredEvent)).toStrictEqual(given);
  });

  it('is handed out in the shape that the program knows', () => {
    const given = stored({ data: { minutes: 12 } });
    const upcasters = { Measured: [(data: object) => ({ seconds: (data as { minutes: number }).minutes * 60 })] };
    expect(decode(upcasters, given)).toMatchObject({ data: { seconds: 720 }, meta: { schema: 2 }, version: 3, position: '7' });
  });

  it.each([
    ['text for data', { data: 'Dear diary' }],
    ['nothing for data', { data: undefined }],
    ['null for data', { data: null }],
    ['a number for metadata', { meta: 3 }],
    ['nothing for metadata', { meta: undefined }],
  ])('that has %s is none of ours', (_, given) => {
    expect(() => decode({}, stored(given))).toThrow(InvariantBroken);
    expect(() => decode({}, stored(given))).toThrow('Event 3 of account-1 (Measured) has no JSON data and metadata');
  });

  it('that its upcaster does not take is named with its shape', () => {
    const upcasters = {
      Measured: [
        () => {
          throw new Error('no minutes');
        },
      ],
    };
    expect(() => decode(upcasters, stored())).toThrow(
      'Event 3 of account-1 is no Measured of schema version 1: its upcaster failed (no minutes).',
    );
  });
});
