import { describe, expect, it } from '@jest/globals';
import { calendarDaysBetween, daysBetween, firstMonth, lastMonth, monthOf, periodOf, previousPeriod, shiftMonth } from './calendar.js';

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
    expect(['2026', '2026-Q3', '2026-08'].map(firstMonth)).toEqual(['2026-01', '2026-07', '2026-08']);
    expect(['2026', '2026-Q3', '2026-08'].map(lastMonth)).toEqual(['2026-12', '2026-09', '2026-08']);
    expect(shiftMonth('2025-11', 14)).toBe('2027-01');
  });

  it('counts days over a leap day, by the clock and by the calendar', () => {
    expect(daysBetween('2024-02-28T12:00:00.000Z', '2024-03-01T00:00:00.000Z')).toBe(1.5);
    expect(calendarDaysBetween('2024-02-28T23:59:00.000Z', '2024-03-01T00:00:00.000Z')).toBe(2);
    expect(calendarDaysBetween('2024-03-01', '2024-02-29')).toBe(-1);
  });
});
