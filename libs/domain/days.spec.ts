import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDay, daysBetween, daysLate, timeZoneProblem } from './days.js';

const dayOf = (instant: string) => instant.slice(0, 10);
const noon = (day: string) => `${day}T12:00:00.000Z`;
const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => dayOf(date.toISOString()));

describe('days', () => {
  it('differ by whole days, over leap days and the change to summer time', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
    fc.assert(fc.property(days, days, days, (a, b, c) => expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c))));
    fc.assert(
      fc.property(days, fc.nat(5_000), (day, count) => {
        const later = dayOf(new Date(Date.parse(noon(day)) + count * 86_400_000).toISOString());
        expect(daysBetween(day, later)).toBe(count);
      }),
    );
  });

  it('T5: are those of the company', () => {
    expect(businessDay({ occurredAt: '2026-03-31T23:30:00.000Z' }, { timeZone: 'Asia/Shanghai' })).toBe('2026-04-01');
    expect(businessDay({ occurredAt: '2026-03-31T23:30:00.000Z' }, { timeZone: 'UTC' })).toBe('2026-03-31');
  });

  it('are counted in a zone that there is, a near miss is suggested', () => {
    expect([timeZoneProblem('Europe/Berlin'), timeZoneProblem('Asia/Kolkata')]).toEqual([undefined, undefined]);
    expect(timeZoneProblem('Europe/Berln')).toMatch(/did you mean Europe\/Berlin/);
    expect(timeZoneProblem(8)).toBe('must be the name of a time zone of the IANA database such as Europe/Berlin, or UTC');
  });

  it('are late only after the due day', () => {
    expect(['2026-02-28', '2026-03-01', '2026-03-02', '2026-04-01'].map((day) => daysLate('2026-03-01', day))).toEqual([0, 0, 1, 31]);
  });
});
