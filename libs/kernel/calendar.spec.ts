import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDayOf, dayIn, endOfDay, isDay, isMonth, isPeriod, isTimeZone, parseInstant } from './calendar.js';

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

/** Far ahead and behind, half and quarter hours, summer time in both halves of the year, and zones that jumped over a midnight or a day. */
const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Apia',
  'Pacific/Pago_Pago',
  'Africa/Monrovia',
] as const;

const zones = fc.constantFrom(...ZONES);
const instants = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('business days', () => {
  it('T5: are those of the zone: 07:30 in Shanghai on the first of April is no March', () => {
    const occurredAt = parseInstant('2026-04-01T07:30:00+08:00')!;
    expect(dayIn('Asia/Shanghai', occurredAt)).toBe('2026-04-01');
    expect(businessDayOf({ meta: { occurredAt, zone: 'Asia/Shanghai' } })).toBe('2026-04-01');
    expect(businessDayOf({ meta: { occurredAt } })).toBe('2026-03-31');
  });

  it('T6: 17:00 in Los Angeles is still the day that it is there', () => {
    expect(dayIn('America/Los_Angeles', parseInstant('2026-03-02T17:00:00-08:00')!)).toBe('2026-03-02');
  });

  it('change over summer time, leap days and the turn of the year', () => {
    expect([dayIn('Europe/Berlin', '2026-03-29T21:59:59.999Z'), dayIn('Europe/Berlin', '2026-03-29T22:00:00.000Z')]).toEqual([
      '2026-03-29',
      '2026-03-30',
    ]);
    expect(dayIn('Asia/Shanghai', '2024-02-28T16:00:00.000Z')).toBe('2024-02-29');
    expect(dayIn('Pacific/Pago_Pago', '2027-01-01T10:59:59.999Z')).toBe('2026-12-31');
  });

  it('are days of the calendar, at most one away from the day in UTC, and a day later they are later', () => {
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        const day = dayIn(zone, instant);
        const away = (Date.parse(day) - Date.parse(instant.slice(0, 10))) / 86_400_000;
        expect([isDay(day), Math.abs(away) <= 1]).toEqual([true, true]);
        const later = new Date(Date.parse(instant) + 26 * 3_600_000).toISOString();
        expect(dayIn(zone, later) > day).toBe(true);
      }),
    );
  });

  it('follow each other as instants do', () => {
    fc.assert(
      fc.property(zones, instants, instants, (zone, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        expect(dayIn(zone, earlier) <= dayIn(zone, later)).toBe(true);
      }),
    );
  });

  it('stay within the years that there are', () => {
    expect(dayIn('America/Los_Angeles', '0001-01-01T00:00:00.000Z')).toBe('0001-01-01');
    expect(dayIn('Asia/Shanghai', '9999-12-31T23:00:00.000Z')).toBe('9999-12-31');
    expect(dayIn('Asia/Shanghai', '0099-06-01T12:00:00.000Z')).toBe('0099-06-01');
  });
});

describe('time zones', () => {
  it('are those of the IANA database, and no offsets, which know no summer time', () => {
    expect(
      ['UTC', 'Asia/Shanghai', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'].filter((zone) => !isTimeZone(zone)),
    ).toEqual([]);
    expect(['+08:00', 'Asia/Shangai', '', 'Mars/Olympus', '__proto__', 'Europe/Berlin '].filter(isTimeZone)).toEqual([]);
    expect(() => dayIn('Mars/Olympus', '2026-03-01T12:00:00.000Z')).toThrow('Time zone "Mars/Olympus" is unknown');
  });
});

describe('T5: the end of a day', () => {
  it('is the last millisecond of it where the company is, over summer time too', () => {
    expect(endOfDay('UTC', '2026-03-31')).toBe('2026-03-31T23:59:59.999Z');
    expect(endOfDay('Asia/Shanghai', '2026-03-31')).toBe('2026-03-31T15:59:59.999Z');
    expect(endOfDay('America/Los_Angeles', '2026-03-02')).toBe('2026-03-03T07:59:59.999Z');
    expect(endOfDay('Europe/Berlin', '2026-03-29')).toBe('2026-03-29T21:59:59.999Z');
  });

  it('is of that day, and the next millisecond is not', () => {
    const farZones = fc.constantFrom(
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Europe/Berlin',
    );
    const days = fc.integer({ min: 0, max: 20_000 }).map((count) => new Date(count * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(farZones, days, (zone, day) => {
        const end = endOfDay(zone, day);
        const next = new Date(Date.parse(end) + 1).toISOString();
        // Islands have left out a day when they moved to the other side of the date line.
        fc.pre(dayIn(zone, end) === day);
        expect(dayIn(zone, next) > day).toBe(true);
      }),
    );
  });
});
