import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { event } from '#libs/kernel/testing/event-store/scene.js';
import { decodeFailureOf, metaOf } from '#libs/kernel/undecodable.js';
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
    const known = stored(given);
    const found = decode({}, known);
    expect(found).toMatchObject({ stream: 'account-1', version: 3, position: '7', type: 'Measured' });
    expect(() => found.data).toThrow(InvariantBroken);
    expect(() => found.data).toThrow('Event 3 of account-1 (Measured) has no JSON data and metadata');
    expect(decodeFailureOf(found)).toBeInstanceOf(InvariantBroken);
    expect(metaOf(found)).toEqual('meta' in given ? undefined : known.meta);
  });

  it('that its upcaster does not take is named with its shape', () => {
    const upcasters = {
      Measured: [
        () => {
          throw new Error('no minutes');
        },
      ],
    };
    const known = stored();
    const found = decode(upcasters, known);
    expect(() => found.data).toThrow('Event 3 of account-1 is no Measured of schema version 1: its upcaster failed (no minutes).');
    expect(found.meta).toEqual(known.meta);
  });
});
