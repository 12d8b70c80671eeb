import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { cadence } from './cadence.js';
import { complianceOf } from './compliance.js';

const policy = POLICY_DEFAULTS.cadence;
const at = (day: string) => `${day}T12:00:00.000Z`;
const opened = { type: 'AccountOpened', data: { name: 'Acme' }, occurredAt: at('2026-01-01') } as const;
const score = { contactStructure: 1, functions: 1, executiveCadence: 1, offering: 1, informationSharing: 1, trust: 1 };
const review = (total: number, day: string) =>
  ({ type: 'RelationshipAssessed', data: { scores: score, total, supports: 'value' }, occurredAt: at(day) }) as const;
const report = (month: string, day: string) =>
  ({ type: 'IntelReportDelivered', data: { month, advice: 'Wait' }, occurredAt: at(day) }) as const;
const acknowledged = (month: string, by: string, day: string) =>
  ({ type: 'IntelReportAcknowledged', data: { month, by }, occurredAt: at(day) }) as const;
const planned = (initiativeId: string, startsOn: string) =>
  ({ type: 'InitiativePlanned', data: { initiativeId, title: initiativeId, startsOn }, occurredAt: at('2026-01-02') }) as const;
const announced = (initiativeId: string, day: string) =>
  ({ type: 'InitiativeAnnounced', data: { initiativeId, noticeDays: 1 }, occurredAt: at(day) }) as const;

itKeepsTheLaws(cadence);

describe('the cadence of an account', () => {
  const told = (...events: readonly Parameters<typeof recorded>[0][number][]) =>
    projection(cadence)
      .given(...(recorded([opened, ...events] as never) as never[]))
      .document('acme')!;

  it('asks for reviews, updates of the plan and executives at their intervals, from the opening on', () => {
    const document = told(review(12, '2026-03-10') as never);
    const { rhythms, compliance } = complianceOf(document, '2026-03-20', policy);
    expect(rhythms).toEqual([
      { what: 'review', lastOn: '2026-03-10', everyDays: 31, ageDays: 10, inTime: true },
      { what: 'plan-update', lastOn: null, everyDays: 92, ageDays: 78, inTime: true },
      { what: 'executive-touch', lastOn: null, everyDays: 90, ageDays: 78, inTime: true },
    ]);
    expect(compliance).toBe(1);
    expect(complianceOf(document, '2026-04-11', policy)).toMatchObject({ compliance: 0 });
  });

  it('counts interactions with an executive of ours, and no others', () => {
    const met = (executive: boolean, day: string) =>
      ({
        type: 'InteractionRecorded',
        data: { interactionId: day, channel: 'visit', executive, credit: {} },
        occurredAt: at(day),
      }) as never;
    expect(told(met(true, '2026-02-01'), met(false, '2026-03-01')).executiveTouches).toEqual(['2026-02-01']);
  });

  it('tells a notice of thirty days from one of fifteen and a late one, and from what is due or ahead', () => {
    const document = told(
      ...([
        planned('good', '2026-03-31'),
        announced('good', '2026-03-01'),
        planned('short', '2026-03-31'),
        announced('short', '2026-03-16'),
        planned('late', '2026-03-31'),
        announced('late', '2026-03-17'),
        planned('silent', '2026-03-21'),
        planned('now', '2026-04-10'),
        planned('ahead', '2026-04-20'),
      ] as never[]),
    );
    const { notices } = complianceOf(document, '2026-03-20', policy);
    expect(Object.fromEntries(notices.map(({ initiativeId, status, noticeDays }) => [initiativeId, [status, noticeDays]]))).toEqual({
      good: ['in-time', 30],
      short: ['short', 15],
      late: ['late', 14],
      silent: ['late', null],
      now: ['due', null],
      ahead: ['ahead', null],
    });
  });

  it('expects a report of every month that is over, once there was one, and shows what became of the relationship', () => {
    const document = told(
      ...([
        review(10, '2026-01-15'),
        report('2026-01', '2026-02-03'),
        acknowledged('2026-01', 'Fay', '2026-02-06'),
        acknowledged('2026-01', 'Eve', '2026-02-05'),
        report('2026-03', '2026-04-02'),
        review(14, '2026-04-20'),
      ] as never[]),
    );
    const { reports, reportEffect, rhythms } = complianceOf(document, '2026-05-10', policy);
    expect(reports.map(({ month, status, acknowledgedBy }) => [month, status, acknowledgedBy])).toEqual([
      ['2026-01', 'acknowledged', 'Eve'],
      ['2026-02', 'missed', null],
      ['2026-03', 'delivered', null],
      ['2026-04', 'missed', null],
    ]);
    expect(reportEffect).toEqual({ before: 10, now: 14, change: 4 });
    expect(rhythms.at(-1)).toMatchObject({ what: 'intel-report', ageDays: 38, inTime: false });
  });
});
