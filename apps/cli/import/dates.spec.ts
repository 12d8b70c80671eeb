import { describe, expect, it } from '@jest/globals';
import { dayBy, formatProblem, isZone, momentOf, toInstant } from './dates.js';

describe('a day by a form', () => {
  it.each([
    ['24.12.2026', 'DD.MM.YYYY', '2026-12-24'],
    ['4.7.2026', 'D.M.YYYY', '2026-07-04'],
    ['03/04/2026', 'DD/MM/YYYY', '2026-04-03'],
    ['03/04/2026', 'MM/DD/YYYY', '2026-03-04'],
    ['4 Jul 2026', 'D MMM YYYY', '2026-07-04'],
    ['31.12.60', 'DD.MM.YY', '2060-12-31'],
    ['31.12.61', 'DD.MM.YY', '1961-12-31'],
    ['30.02.2026', 'DD.MM.YYYY', undefined],
    ['2026-03-01', 'DD.MM.YYYY', undefined],
    ['1.3.2026', 'DD.MM.YYYY', undefined],
    ['13/13/2026', 'MM/DD/YYYY', undefined],
  ])('%s as %s is %s', (text, format, day) => {
    expect(dayBy(text, format)).toBe(day);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-07-01 09:30', {}, '2026-07-01T09:30:00.000Z'],
    ['2026-07-01 09:30', { zone: 'Europe/London' }, '2026-07-01T08:30:00.000Z'],
    ['2026-01-01 09:30', { zone: 'Europe/London' }, '2026-01-01T09:30:00.000Z'],
    ['2026-07-01 09:30:00+09:00', { zone: 'Europe/London' }, '2026-07-01T00:30:00.000Z'],
    ['2026-07-01', { zone: 'America/New_York' }, '2026-07-01T04:00:00.000Z'],
    ['01.07.2026 09:30', { format: 'DD.MM.YYYY HH:mm', zone: 'Europe/Berlin' }, '2026-07-01T07:30:00.000Z'],
    ['7/1/2026 1:05 PM', { format: 'M/D/YYYY h:mm A' }, '2026-07-01T13:05:00.000Z'],
    // The clocks went back at three: of the two, the first.
    ['2026-10-25 02:30', { zone: 'Europe/Berlin' }, '2026-10-25T00:30:00.000Z'],
  ])('%s by %j is %s', (text, by, instant) => {
    expect(momentOf(text, by)).toEqual({ instant });
  });

  it.each([
    ['2026-03-29 02:30', { zone: 'Europe/Berlin' }, 'skipped'],
    ['2026-02-30 02:30', { zone: 'Europe/Berlin' }, 'form'],
    ['tomorrow', {}, 'form'],
    ['01.07.2026', { format: 'DD.MM.YYYY HH:mm' }, 'form'],
  ])('%s by %j is none: %s', (text, by, problem) => {
    expect(momentOf(text, by)).toEqual({ problem });
  });

  it('of a day that begins at one is that', () => {
    expect(toInstant('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });
});

describe('a form of a date', () => {
  it.each([
    ['DD.MM.YYYY', false, undefined],
    ['DD.MM.YYYY HH:mm', true, undefined],
    ['dd.mm.yyyy', false, /"dd" means nothing/],
    ['DD.MM', false, /no year/],
    ['MM/YYYY', false, /no day/],
    ['DD.MM.YYYY HH:mm', false, /a day has no time/],
  ])('%s: %s', (format, withTime, problem) => {
    const found = formatProblem(format, withTime);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(problem);
  });

  it('has a zone that there is', () => {
    expect(['Europe/London', 'UTC', 'Europe/Lundon'].map(isZone)).toEqual([true, true, false]);
  });
});
