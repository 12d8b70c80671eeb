import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { daysOverdue, DUE_HISTORY_MAX, isOverdue, promiseLedger } from './promise-ledger.js';

const made = { promiseId: 'p1', what: 'Parts by Friday', due: '2026-03-06', credit: { employeeId: 'ann', teamId: 'north' } };

const told = (tell: (log: Log) => unknown) => {
  const log = new Log();
  log.append('account-acme', { type: 'PromiseMade', data: { ...made, orderNumber: '10248', authority: 'stock' } }, '2026-03-01');
  tell(log);
  return projection(promiseLedger)
    .given(...log.events)
    .document('acme/p1')!;
};

const kept = (daysLate: number) => {
  const day = `2026-03-${String(6 + daysLate).padStart(2, '0')}`;
  return told((log) => log.append('account-acme', { type: 'PromiseKept', data: { ...made, daysLate } }, day));
};

const moved = (log: Log, due: string, previousDue: string, day: string) =>
  log.append('account-acme', { type: 'PromiseRenegotiated', data: { promiseId: 'p1', due, previousDue, reason: 'strike' } }, day);

describe('the promise ledger', () => {
  it('knows what was promised, by whom and on what ground', () => {
    expect(told(() => undefined)).toEqual({
      accountId: 'acme',
      ...made,
      orderNumber: '10248',
      authority: 'stock',
      status: 'open',
      dueHistory: [],
      renegotiations: 0,
      madeAt: '2026-03-01T12:00:00.000Z',
      late: false,
    });
  });

  it('calls a promise that is kept late late, and one that is kept in time not', () => {
    expect(kept(3)).toMatchObject({ status: 'kept', late: true, daysLate: 3, keptAt: '2026-03-09T12:00:00.000Z' });
    expect(kept(0)).toMatchObject({ status: 'kept', late: false, daysLate: 0 });
  });

  it('says why a promise was broken', () => {
    const broken = told((log) =>
      log.append('account-acme', { type: 'PromiseBroken', data: { ...made, reason: 'no parts' } }, '2026-03-09'),
    );
    expect(broken).toMatchObject({ status: 'broken', brokenBecause: 'no parts', brokenAt: '2026-03-09T12:00:00.000Z', late: false });
  });

  it('keeps the due days that were renegotiated, the latest of them where there are too many', () => {
    const renegotiated = told((log) => {
      for (let day = 1; day <= DUE_HISTORY_MAX + 1; day += 1) {
        const [previousDue, due] = [`2026-04-${day}`, `2026-04-${day + 1}`];
        const data = { promiseId: 'p1', due, previousDue, reason: 'strike' };
        log.append('account-acme', { type: 'PromiseRenegotiated', data }, '2026-03-05');
      }
    });
    expect(renegotiated).toMatchObject({ status: 'open', due: '2026-04-22', renegotiations: DUE_HISTORY_MAX + 1 });
    expect(renegotiated.dueHistory).toHaveLength(DUE_HISTORY_MAX);
    expect(renegotiated.dueHistory[0]).toEqual({ due: '2026-04-2', at: '2026-03-05T12:00:00.000Z', on: '2026-03-05', reason: 'strike' });
  });

  it('M4: counts lateness from the due day that had passed when another was agreed, whatever was stored', () => {
    const at = (day: string) =>
      told((log) => {
        moved(log, '2026-03-20', '2026-03-06', day);
        log.append('account-acme', { type: 'PromiseKept', data: { ...made, due: '2026-03-20', daysLate: 0 } }, '2026-03-20');
      });
    expect(at('2026-03-15')).toMatchObject({ due: '2026-03-20', missedDue: '2026-03-06', daysLate: 14, late: true });
    expect(at('2026-03-06')).toMatchObject({ due: '2026-03-20', daysLate: 0, late: false });
    expect(at('2026-03-06')).not.toHaveProperty('missedDue');
  });

  it('T2: tells agreements in the order in which they were made, in whatever order they are told', () => {
    const first = (log: Log) => moved(log, '2026-03-08', '2026-03-06', '2026-03-04');
    const second = (log: Log) => moved(log, '2026-03-20', '2026-03-08', '2026-03-10');
    const third = (log: Log) => moved(log, '2026-04-01', '2026-03-20', '2026-03-12');
    const inOrder = told((log) => [first, second, third].map((tell) => tell(log)));
    expect(inOrder.dueHistory.map(({ due, on }) => [due, on])).toEqual([
      ['2026-03-06', '2026-03-04'],
      ['2026-03-08', '2026-03-10'],
      ['2026-03-20', '2026-03-12'],
    ]);
    expect(inOrder).toMatchObject({ due: '2026-04-01', missedDue: '2026-03-08' });
    for (const order of [
      [first, third, second],
      [third, second, first],
      [second, first, third],
    ]) {
      expect(told((log) => order.map((tell) => tell(log)))).toEqual(inOrder);
    }
  });

  it('is overdue from the day after the due day, as long as it is open', () => {
    const open = told(() => undefined);
    expect(['2026-03-05', '2026-03-06', '2026-03-07'].map((day) => isOverdue(open, day))).toEqual([false, false, true]);
    expect(daysOverdue(open, '2026-04-01')).toBe(26);
    expect(daysOverdue({ ...open, status: 'broken' }, '2026-04-01')).toBe(0);
  });

  it('says nothing about a promise whose making lies outside a cut history', () => {
    const log = new Log();
    log.append('account-acme', { type: 'PromiseKept', data: { ...made, daysLate: 0 } }, '2026-03-09');
    expect(
      projection(promiseLedger)
        .given(...log.events)
        .keys(),
    ).toEqual([]);
  });

  itKeepsTheLaws(promiseLedger);
});
