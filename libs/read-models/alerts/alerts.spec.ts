import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { alerts } from './alerts.js';

const finding = (quietDays: number) => ({ rule: 'silence.quiet', policy: 'silence@0', inputs: { quietDays } });

const told = (tell: (log: Log) => unknown) => {
  const log = new Log();
  const raised = { alertId: 'a-1', severity: 'warning', ...finding(97), credit: { employeeId: 'ann' } } as const;
  log.append('account-acme', { type: 'AlertRaised', data: raised }, '2026-03-01');
  tell(log);
  return projection(alerts)
    .given(...log.events)
    .document('acme/a-1');
};
const updated = (log: Log, quietDays: number, day: string) =>
  log.append('account-acme', { type: 'AlertUpdated', data: { alertId: 'a-1', severity: 'critical', ...finding(quietDays) } }, day);

describe('the alerts', () => {
  it('know what was found, by whom, on what ground', () => {
    expect(told(() => undefined)).toEqual({
      accountId: 'acme',
      alertId: 'a-1',
      severity: 'warning',
      ...finding(97),
      evidence: [],
      status: 'open',
      raisedAt: '2026-03-01T12:00:00.000Z',
      raisedBy: 'tester',
      findings: [
        {
          at: '2026-03-01T12:00:00.000Z',
          severity: 'warning',
          policy: 'silence@0',
          inputs: { quietDays: 97 },
          evidence: [],
          eventId: 'account-acme#1',
        },
      ],
      credit: { employeeId: 'ann' },
    });
  });

  it('say what was found last by when it was found, in whichever order it is told', () => {
    const late = told((log) => [updated(log, 120, '2026-04-01'), updated(log, 105, '2026-03-10')]);
    expect(late).toMatchObject({ severity: 'critical', inputs: { quietDays: 120 } });
    expect(late!.findings.map(({ inputs }) => inputs)).toEqual([97, 105, 120].map((quietDays) => ({ quietDays })));
  });

  it('say who has seen it, and why it was cleared', () => {
    const seen = (log: Log) =>
      log.append('account-acme', { type: 'AlertAcknowledged', data: { alertId: 'a-1', remark: 'I call.' } }, '2026-03-02');
    expect(told(seen)).toMatchObject({ status: 'acknowledged', acknowledged: { by: 'tester', remark: 'I call.' } });
    const clear = (log: Log) =>
      log.append('account-acme', { type: 'AlertCleared', data: { alertId: 'a-1', reason: 'they called' } }, '2026-03-05');
    expect(told((log) => [clear(log), seen(log)])).toMatchObject({
      status: 'cleared',
      cleared: { reason: 'they called' },
      acknowledged: {},
    });
  });

  itKeepsTheLaws(alerts);
});
