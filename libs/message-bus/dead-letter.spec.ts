import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEAD_LETTER_HEADERS, MESSAGE_BYTES_MAX } from '#libs/kernel/ports.js';
import { deadLetterOf, DETAIL_BYTES_MAX } from './dead-letter.js';
import { bytesOf, headerBytes } from './message-bytes.js';

const dead = { kind: 'dead', code: 'BAD', detail: 'It is bad.' } as const;
const bytes = (count: number) => new Uint8Array(count).fill(7);
const sizeOf = ({ key, value, headers }: Parameters<typeof deadLetterOf>[0]) => bytesOf(key) + bytesOf(value) + headerBytes(headers);

describe('a dead letter', () => {
  it('that fits is the message with its reason', () => {
    expect(deadLetterOf({ key: 'a', value: null, headers: { own: 'x' } }, 't', dead)).toEqual({
      key: 'a',
      value: null,
      headers: {
        own: 'x',
        [DEAD_LETTER_HEADERS.code]: 'BAD',
        [DEAD_LETTER_HEADERS.detail]: 'It is bad.',
        [DEAD_LETTER_HEADERS.topic]: 't',
      },
    });
  });

  it.each([
    ['its value first', { key: 'a', value: bytes(2_000_000), headers: { own: 'x' } }, /^\d+ of 2000000 bytes of the value$/],
    ['then its headers as a whole', { key: 'a', value: null, headers: { own: bytes(1_500_000) } }, /^0 of 1500003 bytes of the headers$/],
    [
      'then its key, of which whole characters are kept',
      { key: 'ü'.repeat(600_000), value: bytes(9), headers: { own: 'x' } },
      /^\d+ of 1200000 bytes of the key, 0 of 4 bytes of the headers, 0 of 9 bytes of the value$/,
    ],
    [
      'its key also where it is no text',
      { key: bytes(1_200_000), value: bytes(9), headers: {} },
      /^\d+ of 1200000 bytes of the key, 0 of 9/,
    ],
  ])('that does not fit is cut, %s', (_, message, saying) => {
    const letter = deadLetterOf<string | Uint8Array>(message, 't', dead);
    expect(letter.headers[DEAD_LETTER_HEADERS.cut]).toMatch(saying);
    expect(String(letter.key)).not.toContain('\uFFFD');
  });

  it('has a reason that is cut where it is a novel', () => {
    const { headers } = deadLetterOf({ key: 'a', value: null, headers: {} }, 't', { ...dead, detail: '☕'.repeat(10_000) });
    expect(bytesOf(String(headers[DEAD_LETTER_HEADERS.detail]))).toBeLessThanOrEqual(DETAIL_BYTES_MAX);
    expect(headers[DEAD_LETTER_HEADERS.detail]).toMatch(/^☕+$/);
  });

  it('always fits', () => {
    const size = fc.integer({ min: 0, max: 1_300_000 });
    fc.assert(
      fc.property(size, size, size, (key, value, header) => {
        const letter = deadLetterOf({ key: bytes(key), value: bytes(value), headers: { own: bytes(header) } }, 't'.repeat(200), dead);
        expect(sizeOf(letter)).toBeLessThanOrEqual(MESSAGE_BYTES_MAX);
      }),
      { numRuns: 30 },
    );
  });
});
