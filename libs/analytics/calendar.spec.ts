import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  calendarDaysBetween,
  daysBetween,
  daysOf,
  firstMonth,
  lastDayOf,
  lastMonth,
  lengthOf,
  monthOf,
  nextDay,
  PERIODS,
  periodOf,
  periodsFrom,
  previousPeriod,
  sameSpanBefore,
  shiftDay,
  shiftMonth,
  shiftPeriod,
  twelveMonthsTo,
} from './calendar.js';

describe('the calendar', () => {
  it('puts a month into its quarter and year', () => {
    const months = ['2026-01', '2026-03', '2026-04', '2026-12'];
    expect(months.map((month) => periodOf(month, 'quarter'))).toEqual(['2026-Q1', '2026-Q1', '2026-Q2', '2026-Q4']);
    expect(periodOf('2026-12', 'year')).toBe('2026');
    expect(periodOf(monthOf('2026-12-31T23:59:59.999Z'), 'month')).toBe('2026-12');
  });

  it('knows the period before', () => {
    expect(['2026-01', '2026-Q1', '2026-Q3', '2026'].map(previousPeriod)).toEqual(['2025-12', '2025-Q4', '2026-Q2', '2025']);
  });

  it('knows where a period begins and ends', () => {
    expect(['2026', '2026-Q3', '2026-08'].map((period) => firstMonth(period))).toEqual(['2026-01', '2026-07', '2026-08']);
    expect(['2026', '2026-Q3', '2026-08'].map((period) => lastMonth(period))).toEqual(['2026-12', '2026-09', '2026-08']);
    expect(shiftMonth('2025-11', 14)).toBe('2027-01');
  });

  it('counts days over a leap day, by the clock and by the calendar', () => {
    expect(daysBetween('2024-02-28T12:00:00.000Z', '2024-03-01T00:00:00.000Z')).toBe(1.5);
    expect(calendarDaysBetween('2024-02-28T23:59:00.000Z', '2024-03-01T00:00:00.000Z')).toBe(2);
    expect(calendarDaysBetween('2024-03-01', '2024-02-29')).toBe(-1);
  });
});

const starts = fc.integer({ min: 1, max: 12 });
const lengths = fc.constantFrom(...PERIODS);
const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('fiscal periods', () => {
  it('bear the number of the calendar year in which they end', () => {
    expect(['2025-04', '2025-12', '2026-03', '2026-04'].map((month) => periodOf(month, 'year', 4))).toEqual([
      '2026',
      '2026',
      '2026',
      '2027',
    ]);
    expect(['2025-04', '2025-07', '2026-03'].map((month) => periodOf(month, 'quarter', 4))).toEqual(['2026-Q1', '2026-Q2', '2026-Q4']);
    expect([daysOf('2026', 4), daysOf('2026-Q4', 4), daysOf('2026-Q1', 12), daysOf('2024-02', 4)]).toEqual([
      { from: '2025-04-01', to: '2026-03-31' },
      { from: '2026-01-01', to: '2026-03-31' },
      { from: '2025-12-01', to: '2026-02-28' },
      { from: '2024-02-01', to: '2024-02-29' },
    ]);
  });

  it('contain the days that lie in them and no others, and follow each other without a gap', () => {
    fc.assert(
      fc.property(days, lengths, starts, (day, length, start) => {
        const period = periodOf(monthOf(day), length, start);
        const { from, to } = daysOf(period, start);
        expect([lengthOf(period), from <= day && day <= to]).toEqual([length, true]);
        expect(daysOf(shiftPeriod(period, 1), start).from).toBe(nextDay(to));
        expect([previousPeriod(shiftPeriod(period, 1)), shiftPeriod(shiftPeriod(period, 7), -7)]).toEqual([period, period]);
        expect(periodOf(lastMonth(period, start), length, start)).toBe(period);
      }),
    );
  });

  it('are listed from one to another', () => {
    expect(periodsFrom('2025-Q3', '2026-Q2')).toEqual(['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']);
    expect([periodsFrom('2026', '2026'), periodsFrom('2026-02', '2026-01')]).toEqual([['2026'], []]);
  });
});

describe('M7: the same span of the period before', () => {
  it('is as many months and days, and whole where the period is over', () => {
    expect(sameSpanBefore('2026-Q2', '2026-05-15')).toEqual({ from: '2026-01-01', to: '2026-02-15' });
    expect(sameSpanBefore('2026-Q2', '2026-06-30')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(sameSpanBefore('2026-03', '2026-03-30')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(sameSpanBefore('2026', '2025-05-31', 4)).toEqual({ from: '2024-04-01', to: '2024-05-31' });
  });

  it('begins with the period before, lies in it, grows with the day, and is all of it at the end', () => {
    fc.assert(
      fc.property(days, lengths, starts, (day, length, start) => {
        const period = periodOf(monthOf(day), length, start);
        const [own, before] = [daysOf(period, start), daysOf(previousPeriod(period), start)];
        const span = sameSpanBefore(period, day, start);
        expect([span.from, span.to >= before.from && span.to <= before.to]).toEqual([before.from, true]);
        expect(sameSpanBefore(period, own.to, start)).toEqual(before);
        if (day < own.to) expect(sameSpanBefore(period, nextDay(day), start).to >= span.to).toBe(true);
      }),
    );
  });

  it('has twelve months beside it, of 365 or 366 days, which join those of a year ago', () => {
    expect(twelveMonthsTo('2026-03-31')).toEqual({ from: '2025-04-01', to: '2026-03-31' });
    expect(twelveMonthsTo('2025-02-28')).toEqual({ from: '2024-03-01', to: '2025-02-28' });
    fc.assert(
      fc.property(days, (day) => {
        const { from, to } = twelveMonthsTo(day);
        expect([365, 366]).toContain(daysBetween(from, to) + 1);
        expect(nextDay(shiftDay(day, -12))).toBe(from);
      }),
    );
  });

  it('knows where a month ends', () => {
    expect(['2024-02', '2026-02', '2026-12'].map(lastDayOf)).toEqual(['2024-02-29', '2026-02-28', '2026-12-31']);
    expect([shiftDay('2024-02-29', 12), shiftDay('2025-02-28', -12), shiftDay('2026-01-30', 1)]).toEqual([
      '2025-02-28',
      '2024-02-29',
      '2026-02-28',
    ]);
  });
});
