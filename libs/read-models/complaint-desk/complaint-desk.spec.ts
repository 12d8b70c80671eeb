import { describe, expect, it } from '@jest/globals';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { clocksOf } from './clocks.js';
import { complaintDesk, type ComplaintRecord, type DeskDocument, type EntitlementRecord, isKeyAccountAt } from './complaint-desk.js';
import { deskSummary } from './summary.js';

const policy = POLICY_DEFAULTS['service-levels'];
const noon = (day: string) => `${day}T12:00:00.000Z`;
const about = { theme: 'shipping', severity: 'high', what: 'wrong papers', credit: {} } as const;
type Told = readonly [day: string, message: Parameters<Log['append']>[1], account?: string];

const desk = (...facts: readonly Told[]) => {
  const log = new Log();
  for (const [day, message, account = 'acme'] of facts) log.append(`account-${account}`, message, day);
  return projection(complaintDesk).given(...log.events);
};
const complaint = (complaintId: string, more: object = {}) =>
  ({ type: 'ComplaintRecorded', data: { complaintId, ...about, ...more } }) as const;
const acknowledged = { type: 'ComplaintAcknowledged', data: { complaintId: 'c', credit: {} } } as const;
const resolved = { type: 'ComplaintResolved', data: { complaintId: 'c', resolution: 'checked', credit: {} } } as const;
const reopened = { type: 'ComplaintReopened', data: { complaintId: 'c', reason: 'again' } } as const;
const single = (...facts: readonly Told[]) =>
  desk(['2025-03-03', complaint('c')], ...facts).document('acme/complaint/c') as ComplaintRecord;

describe('the complaint desk', () => {
  it('follows a complaint from its recording to its resolution', () => {
    expect(single()).toMatchObject({
      kind: 'complaint',
      id: 'c',
      theme: 'shipping',
      status: 'open',
      at: noon('2025-03-03'),
      on: '2025-03-03',
    });
    expect(single(['2025-03-04', acknowledged])).toMatchObject({ status: 'acknowledged', acknowledgedAt: noon('2025-03-04') });
    expect(single(['2025-03-05', resolved])).toMatchObject({ status: 'resolved', resolvedAt: noon('2025-03-05') });
  });

  it('T2: has it open again where it was reopened last, in whatever order that is told', () => {
    const facts: readonly Told[] = [
      ['2025-03-05', resolved],
      ['2025-03-07', reopened],
    ];
    for (const order of [facts, facts.toReversed()]) {
      const again = single(...order);
      expect(again).toMatchObject({
        status: 'acknowledged',
        reopenings: 1,
        moves: [{ value: { as: 'resolved' } }, { value: { as: 'reopened' } }],
      });
      expect(again).not.toHaveProperty('resolvedAt');
    }
    expect(single(...facts, ['2025-03-09', resolved])).toMatchObject({ status: 'resolved', resolvedAt: noon('2025-03-09') });
  });

  it('runs the clocks of the service level, and the first one on after a reopening', () => {
    const asked = (day: string) => ({ until: noon(day), timeZone: 'UTC', isClosed: () => false });
    expect(clocksOf(single(), 'keyAccount', policy, asked('2025-03-04'))).toEqual({
      serviceLevel: 'keyAccount',
      acknowledge: { due: noon('2025-03-04'), at: null, late: false, hours: 24 },
      resolve: { due: '2025-03-08T23:59:59.999Z', at: null, late: false, hours: 24 },
    });
    expect(clocksOf(single(), 'keyAccount', policy, asked('2025-03-05')).acknowledge.late).toBe(true);
    expect(clocksOf(single(), 'standard', policy, asked('2025-03-05')).acknowledge.late).toBe(false);
    const again = single(['2025-03-05', resolved], ['2025-03-07', reopened]);
    expect(clocksOf(again, 'keyAccount', policy, asked('2025-03-09'))).toMatchObject({
      acknowledge: { at: noon('2025-03-05'), late: true, hours: 48 },
      resolve: { at: null, late: true, hours: 144 },
    });
    expect(clocksOf(single(['2025-03-05', resolved]), 'keyAccount', policy, asked('2025-04-09')).resolve).toMatchObject({
      late: false,
      hours: 48,
    });
  });

  it('ends the days of a service level where the company is', () => {
    const { resolve } = clocksOf(single(), 'keyAccount', policy, {
      until: noon('2025-03-04'),
      timeZone: 'Asia/Shanghai',
      isClosed: () => false,
    });
    expect(resolve.due).toBe('2025-03-08T15:59:59.999Z');
  });

  it('follows disputes and frictions', () => {
    const { document } = desk(
      ['2025-03-03', { type: 'DisputeOpened', data: { disputeId: 'd', about: 'freight', credit: {} } }],
      ['2025-03-09', { type: 'DisputeSettled', data: { disputeId: 'd', terms: 'halves' } }],
      ['2025-03-05', { type: 'DisputeEscalated', data: { disputeId: 'd', to: 'the board', reason: 'no answer' } }],
      ['2025-03-03', { type: 'FrictionRecorded', data: { frictionId: 'f', ...about } }],
    );
    expect(document('acme/dispute/d')).toMatchObject({
      status: 'settled',
      settledAt: noon('2025-03-09'),
      terms: 'halves',
      escalations: [{ value: { to: 'the board' } }],
    });
    expect(document('acme/friction/f')).toMatchObject({ kind: 'friction', id: 'f', theme: 'shipping' });
  });

  it('knows when an account was a key account: decided by then, and from the day that was named', () => {
    const { document } = desk(
      ['2025-03-01', { type: 'KeyAccountDesignated', data: { kind: 'key', basis: 'volume', rationale: 'r', effectiveFrom: '2025-03-10' } }],
      ['2025-05-01', { type: 'KeyAccountRetired', data: { reason: 'r' } }],
    );
    const entitlement = document('acme/entitlement') as EntitlementRecord;
    const days = ['2025-02-28', '2025-03-05', '2025-03-10', '2025-05-02'];
    expect(days.map((day) => isKeyAccountAt(entitlement, noon(day), day))).toEqual([false, false, true, false]);
  });

  itKeepsTheLaws(complaintDesk);
});

describe('the figures of the complaint desk', () => {
  const summary = (day: string, ...facts: readonly Told[]) => {
    const { document, keys } = desk(...facts);
    const documents = keys().map((key) => document(key) as DeskDocument);
    return deskSummary(documents, {
      until: noon(day),
      today: day,
      timeZone: 'UTC',
      policy,
      levelOf: () => 'standard',
      isClosed: () => false,
      speakerOf: (accountId) => accountId,
    });
  };

  it('name a theme that is heard again, with who tells it', () => {
    const friction = { type: 'FrictionRecorded', data: { frictionId: 'f', ...about } } as const;
    const { themes } = summary(
      '2025-06-01',
      ['2025-03-03', complaint('c')],
      ['2025-04-03', friction],
      ['2025-04-03', complaint('c'), 'globex'],
      ['2025-04-04', complaint('e', { theme: 'invoicing' })],
      ['2024-04-04', complaint('old', { theme: 'invoicing' })],
    );
    expect(themes).toEqual([
      { theme: 'shipping', complaints: 2, frictions: 1, repeatedAt: [{ accountId: 'acme', times: 2 }] },
      { theme: 'invoicing', complaints: 1, frictions: 0, repeatedAt: [] },
    ]);
  });

  it('count what is late, and how much of what can be said was in time', () => {
    const { complaints } = summary(
      '2025-03-20',
      ['2025-03-03', complaint('c')],
      ['2025-03-04', acknowledged],
      ['2025-03-10', resolved],
      ['2025-03-05', complaint('late')],
      ['2025-03-20', complaint('new')],
    );
    expect(complaints).toMatchObject({ recorded: 3, open: 2, unacknowledgedLate: 1, unresolvedLate: 1, reopened: 0 });
    expect(complaints.acknowledgedInTime).toMatchObject({ count: 1, of: 2, share: 0.5 });
    expect(complaints.resolvedInTime).toMatchObject({ count: 1, of: 2 });
  });

  it('tell the age of disputes that are open at that moment', () => {
    const opened = (disputeId: string) => ({ type: 'DisputeOpened', data: { disputeId, about: 'freight', credit: {} } }) as const;
    const { disputes } = summary(
      '2025-06-01',
      ['2025-05-30', opened('new')],
      ['2025-03-01', opened('old')],
      ['2025-03-01', opened('settled')],
      ['2025-03-11', { type: 'DisputeSettled', data: { disputeId: 'settled', terms: 't' } }],
    );
    expect(disputes).toEqual({
      open: 2,
      escalated: 0,
      settled: 1,
      ages: { upTo7: 1, upTo30: 0, upTo90: 0, above90: 1 },
      old: 1,
      oldestDays: 92,
      medianDaysToSettle: 10,
    });
  });

  it('tell whether whoever shouts is served first', () => {
    const served = (id: string, from: string, to: string, account: string): readonly Told[] => [
      [from, complaint(id), account],
      [to, { type: 'ComplaintResolved', data: { complaintId: id, resolution: 'r', credit: {} } }, account],
    ];
    const { loudness } = summary(
      '2025-06-01',
      ...['1', '2', '3'].flatMap((day) => served(day, `2025-03-0${day}`, `2025-03-0${Number(day) + 1}`, 'loud')),
      ...served('q', '2025-03-01', '2025-03-21', 'quiet'),
    );
    expect(loudness).toMatchObject({ loud: { complaints: 3, median: 24 }, quiet: { complaints: 1, median: 480 }, ratio: 20 });
  });
});
