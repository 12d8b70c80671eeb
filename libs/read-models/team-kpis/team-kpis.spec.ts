import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { project, projection } from '#libs/kernel/testing/projection.js';
import { histories, Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { add, type Counters, NOTHING } from './counters.js';
import { type KpiTotal, teamKpis } from './team-kpis.js';

const ANN = { employeeId: 'ann', teamId: 'north' };
const EUR = (amount: string) => ({ amount, currency: 'EUR' });

const figures = (tell: (log: Log) => void) => {
  const log = new Log();
  tell(log);
  return projection(teamKpis).given(...log.events);
};

const sum = (chosen: readonly Counters[]) => chosen.reduce((total, one) => add(total, one), NOTHING);

describe('team KPIs', () => {
  it('count an order once for the company, its employee, its team and its account, in the month that it happened', () => {
    const { keys, document } = figures((log) =>
      log.append(
        'account-acme',
        { type: 'OrderRecorded', data: { orderNumber: '1', net: EUR('12.50'), credit: ANN } },
        '2026-03-31',
        '2026-05-01',
      ),
    );
    expect(keys()).toEqual([
      'cell|2026-03|ann|north|acme',
      'total|company|all|2026-03',
      'total|employee|ann|2026-03',
      'total|team|north|2026-03',
    ]);
    expect(document('total|team|north|2026-03')).toEqual({
      kind: 'total',
      by: 'team',
      key: 'north',
      month: '2026-03',
      ...NOTHING,
      orders: 1,
      netSalesMinor: { EUR: '1250' },
    });
    expect(document('cell|2026-03|ann|north|acme')).toMatchObject({ kind: 'cell', accountId: 'acme', employeeId: 'ann', teamId: 'north' });
  });

  it('leave the past with the owner and the team of the past when the account changes hands', () => {
    const { document } = figures((log) => {
      log.append('account-acme', { type: 'OrderRecorded', data: { orderNumber: '1', net: EUR('10'), credit: ANN } }, '2026-03-01');
      log.append('account-acme', { type: 'OwnershipTransferred', data: { from: 'ann', to: 'ben' } }, '2026-03-10');
      log.append('employee-ann', { type: 'TeamJoined', data: { teamId: 'south' } }, '2026-03-11');
      const credit = { employeeId: 'ben', teamId: 'south' };
      log.append('account-acme', { type: 'OrderRecorded', data: { orderNumber: '2', net: EUR('20'), credit } }, '2026-03-20');
    });
    expect(document('total|team|north|2026-03')).toMatchObject({ orders: 1, netSalesMinor: { EUR: '1000' } });
    expect(document('total|team|south|2026-03')).toMatchObject({ orders: 1, netSalesMinor: { EUR: '2000' } });
    expect(document('total|company|all|2026-03')).toMatchObject({ orders: 2, netSalesMinor: { EUR: '3000' } });
  });

  it('count a promise when it is made and again when it is settled, late ones apart', () => {
    const promise = { promiseId: 'p', what: 'call back', due: '2026-03-10', credit: ANN };
    const { document } = figures((log) => {
      log.append('account-acme', { type: 'PromiseMade', data: promise }, '2026-03-01');
      log.append('account-acme', { type: 'PromiseKept', data: { ...promise, daysLate: 4 } }, '2026-04-01');
      log.append('account-acme', { type: 'PromiseKept', data: { ...promise, daysLate: 0 } }, '2026-04-01');
      log.append('account-acme', { type: 'PromiseBroken', data: { ...promise, reason: 'no' } }, '2026-04-01');
    });
    expect(document('total|employee|ann|2026-03')).toMatchObject({ promisesMade: 1, promisesKeptLate: 0 });
    expect(document('total|employee|ann|2026-04')).toMatchObject({
      promisesMade: 0,
      promisesKeptInTime: 1,
      promisesKeptLate: 1,
      promiseDaysLate: 4,
      promisesBroken: 1,
    });
  });

  it('count every kind of fact', () => {
    const { document } = figures((log) => {
      const story = (...messages: Parameters<Log['append']>[1][]) => {
        for (const message of messages) log.append('account-acme', message, '2026-03-01');
      };
      story(
        { type: 'AccountOpened', data: { name: 'Acme' } },
        { type: 'InteractionRecorded', data: { interactionId: 'i', channel: 'call', credit: ANN } },
        { type: 'InteractionRecorded', data: { interactionId: 'j', channel: 'call', executive: true, credit: ANN } },
        { type: 'InteractionRetracted', data: { interactionId: 'i', retracts: 'x', reason: 'wrong' } },
        { type: 'RelationshipStageChanged', data: { from: 'transactional', to: 'value', direction: 'advance' } },
        { type: 'RelationshipStageChanged', data: { from: 'value', to: 'transactional', direction: 'regress' } },
        { type: 'ReturnRecorded', data: { returnNumber: 'r', orderNumber: '1', net: EUR('1'), credit: ANN } },
        { type: 'MarginRecorded', data: { orderNumber: '1', margin: EUR('-2'), credit: ANN } },
        { type: 'CostToServeRecorded', data: { month: '2026-03', cost: EUR('3'), credit: ANN } },
        { type: 'ChurnRiskFlagged', data: { level: 'watch', reasons: ['price'], basis: 'person' } },
        { type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'person' } },
        { type: 'AccountWonBack', data: {} },
      );
    });
    expect(document('total|company|all|2026-03')).toEqual({
      kind: 'total',
      by: 'company',
      key: 'all',
      month: '2026-03',
      ...NOTHING,
      accountsOpened: 1,
      interactions: 2,
      executiveInteractions: 1,
      interactionsRetracted: 1,
      stageAdvances: 1,
      stageRegressions: 1,
      returnsMinor: { EUR: '100' },
      marginMinor: { EUR: '-200' },
      costToServeMinor: { EUR: '300' },
      riskFlags: 1,
      accountsLost: 1,
      accountsWonBack: 1,
    });
  });

  it('put a cost into the month that it names', () => {
    const { keys } = figures((log) =>
      log.append('account-acme', { type: 'CostToServeRecorded', data: { month: '2026-01', cost: EUR('3'), credit: {} } }, '2026-02-03'),
    );
    expect(keys()).toEqual([
      'cell|2026-01|unassigned|unassigned|acme',
      'total|company|all|2026-01',
      'total|employee|unassigned|2026-01',
      'total|team|unassigned|2026-01',
    ]);
  });

  it('keep the latest target of a team, KPI and period', () => {
    const { document } = figures((log) => {
      for (const value of ['100000', '120000'])
        log.append('team-north', { type: 'TeamTargetSet', data: { kpi: 'netSales', period: '2026-Q1', value } }, '2026-01-01');
    });
    expect(document('target|team|north|netSales|2026-Q1')).toEqual({
      kind: 'target',
      by: 'team',
      key: 'north',
      kpi: 'netSales',
      period: '2026-Q1',
      value: '120000',
    });
  });

  it('add up: employees, teams and cells each come to the company', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const documents = [...project(teamKpis, events).values()].map(({ document }) => document);
        const totals = documents.filter((document) => document.kind === 'total');
        const of = (by: KpiTotal['by']) => sum(totals.filter((total) => total.by === by));
        expect(of('employee')).toEqual(of('company'));
        expect(of('team')).toEqual(of('company'));
        expect(sum(documents.filter((document) => document.kind === 'cell'))).toEqual(of('company'));
      }),
      { numRuns: 60 },
    );
  });

  itKeepsTheLaws(teamKpis);
});
