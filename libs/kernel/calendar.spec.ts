import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDay, isMonth, isPeriod, parseInstant } from './calendar.js';

describe('days, months and periods', () => {
  it('are those that the calendar has', () => {
    expect(['2026-03-01', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'].filter(isDay)).toHaveLength(5);
    const none = ['2026-02-30', '2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01'];
    expect([...none, '2026-3-1', '20260301', '2026-03-01T00:00:00Z', ' 2026-03-01', '2026-03-01\n'].filter(isDay)).toEqual([]);
    expect(['2026-03', '2026-3', '2026-13', '2026-00', '2026-03-01'].filter(isMonth)).toEqual(['2026-03']);
    expect(['2026', '2026-Q1', '2026-03', '2026-Q5', '2026-13', '26', '0000'].filter(isPeriod)).toEqual(['2026', '2026-Q1', '2026-03']);
  });
});

describe('instants', () => {
  it.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.123456789Z', '2026-03-01T09:30:00.123Z'],
    ['2026-03-01t00:30:00+02:00', '2026-02-28T22:30:00.000Z'],
    ['2026-12-31T23:59:59-00:30', '2027-01-01T00:29:59.000Z'],
  ])('%s is %s', (given, utc) => expect(parseInstant(given)).toBe(utc));

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T23:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-03-01T09:30:00',
    '2026-03-01 09:30:00Z',
    '2026-03-01T09:30Z',
    '2026-03-01T09:30:00+24:00',
    '2026-03-01T09:30:00+02',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01T00:00:00+01:00',
    '+012026-03-01T09:30:00Z',
    '2026-03-01',
    '1772357400000',
    'now',
    '',
  ])('%s is none', (given) => expect(parseInstant(given)).toBeUndefined());

  it('come out as they went in once they are normal', () => {
    const date = fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true });
    fc.assert(fc.property(date, (value) => expect(parseInstant(value.toISOString())).toBe(value.toISOString())));
  });
});
