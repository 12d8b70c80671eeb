import { describe, expect, it } from '@jest/globals';
import { parseInstant } from './calendar.js';
import { atOffset, offsetOf } from './offset.js';

describe('T5: the offset that a sender gave', () => {
  it.each([
    ['2026-04-01T07:30:00+08:00', '+08:00'],
    ['2026-04-01t07:30:00.125-03:30', '-03:30'],
    ['2026-04-01T07:30:00+00:00', '+00:00'],
    ['2026-04-01T07:30:00Z', undefined],
    ['2026-04-01', undefined],
    ['2026-04-01T07:30:00', undefined],
    [20_260_401, undefined],
  ])('in %s is %s', (text, offset) => expect(offsetOf(text)).toBe(offset));

  it.each([
    '2026-04-01T07:30:00.000+08:00',
    '2026-02-28T20:15:00.001-09:30',
    '0001-01-01T23:00:00.000-00:30',
    '9999-12-31T00:00:00.000+14:00',
  ])('and its instant are the date-time again: %s', (text) => expect(atOffset(parseInstant(text)!, offsetOf(text))).toBe(text));

  it('is not made up where there is none', () => expect(atOffset('2026-03-31T23:30:00.000Z', undefined)).toBe('2026-03-31T23:30:00.000Z'));
});
