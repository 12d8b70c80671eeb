import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { departedCredits, FACTS_MAX } from './departed-credits.js';

const ordered = (orderNumber: string, employeeId: string) =>
  ({ type: 'OrderRecorded', data: { orderNumber, net: { amount: '1.00', currency: 'EUR' }, credit: { employeeId } } }) as const;

const told = (tell: (log: Log) => void) => {
  const log = new Log();
  log.append('employee-ann', { type: 'EmployeeRegistered', data: { name: 'Ann' } }, '2026-01-01');
  tell(log);
  return projection(departedCredits).given(...log.events);
};

const left = (log: Log) => log.append('employee-ann', { type: 'EmployeeDeparted', data: {} }, '2026-02-01');

describe('R6: what was told in the name of somebody who had left', () => {
  it('is found when the departure was recorded first, and what is dated before it stands', () => {
    const { document } = told((log) => {
      left(log);
      log.append('account-acme', ordered('1', 'ann'), '2026-01-31', '2026-02-02');
      log.append('account-acme', ordered('2', 'ann'), '2026-02-01', '2026-02-02');
      log.append('account-acme', ordered('3', 'ben'), '2026-02-03');
      log.append('account-bolt', { type: 'OwnershipTransferred', data: { from: 'ben', to: 'ann' } }, '2026-02-04');
    });
    expect(document('ann')).toEqual({
      employeeId: 'ann',
      departedAt: '2026-02-01T12:00:00.000Z',
      count: 2,
      facts: [
        {
          accountId: 'acme',
          eventId: 'account-acme#2',
          type: 'OrderRecorded',
          at: '2026-02-01T12:00:00.000Z',
          recordedAt: '2026-02-02T12:00:00.000Z',
        },
        expect.objectContaining({ accountId: 'bolt', type: 'OwnershipTransferred' }),
      ],
    });
    expect(document('ben')).toBeUndefined();
  });

  it('is not what stood in the log before the departure was told', () => {
    const { document } = told((log) => {
      log.append('account-acme', ordered('1', 'ann'), '2026-02-03');
      left(log);
    });
    expect(document('ann')).toMatchObject({ count: 0, facts: [] });
  });

  it('counts each of our people who took part, once a fact', () => {
    const { document } = told((log) => {
      left(log);
      const data = { interactionId: 'i', channel: 'call', ourPeople: ['ben', 'ann'], credit: { employeeId: 'ann' } } as const;
      log.append('account-acme', { type: 'InteractionRecorded', data }, '2026-02-03');
    });
    expect(document('ann')).toMatchObject({ count: 1 });
  });

  it('is counted in full, and named up to the bound', () => {
    const { document } = told((log) => {
      left(log);
      for (let n = 0; n <= FACTS_MAX; n += 1) log.append('account-acme', ordered(String(n), 'ann'), '2026-02-03');
    });
    expect(document('ann')!.count).toBe(FACTS_MAX + 1);
    expect(document('ann')!.facts).toHaveLength(FACTS_MAX);
    expect(document('ann')!.facts.at(-1)!.eventId).toBe(`account-acme#${FACTS_MAX + 1}`);
  });

  it('goes where the fact is withdrawn, told of an earlier day, or credited to somebody else', () => {
    const { document } = told((log) => {
      left(log);
      const [first, second, third] = ['1', '2', '3'].map((number) => log.append('account-acme', ordered(number, 'ann'), '2026-02-03'));
      log.append('account-acme', { type: 'FactWithdrawn', data: { fact: first!.id, reason: 'twice' } }, '2026-02-04');
      log.append(
        'account-acme',
        { type: 'FactCorrected', data: { fact: second!.id, occurredAt: '2026-01-30T12:00:00.000Z', reason: 'x' } },
        '2026-02-04',
      );
      log.append(
        'account-acme',
        { type: 'FactCorrected', data: { fact: third!.id, credit: { employeeId: 'ben' }, reason: 'x' } },
        '2026-02-04',
      );
    });
    expect(document('ann')).toMatchObject({ count: 0, facts: [] });
  });

  it('goes where the departure is withdrawn, and follows its date', () => {
    const { document } = told((log) => {
      const departure = left(log);
      log.append('account-acme', ordered('1', 'ann'), '2026-02-03');
      log.append(
        'employee-ann',
        { type: 'FactCorrected', data: { fact: departure.id, occurredAt: '2026-02-10T12:00:00.000Z', reason: 'x' } },
        '2026-02-04',
      );
    });
    expect(document('ann')).toMatchObject({ departedAt: '2026-02-10T12:00:00.000Z', count: 0 });
    const withdrawn = told((log) => {
      const departure = left(log);
      log.append('employee-ann', { type: 'FactWithdrawn', data: { fact: departure.id, reason: 'she stayed' } }, '2026-02-04');
    });
    expect(withdrawn.document('ann')).toBeUndefined();
  });

  itKeepsTheLaws(departedCredits);
});
