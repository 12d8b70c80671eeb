import { describe, expect, it } from '@jest/globals';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { project } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { kpiAnswers, kpiSummaries } from './answer.js';
import {
  type KpiAccount,
  type KpiCell,
  type KpiPolicy,
  type KpiPresence,
  type KpiMargin,
  type KpiPromise,
  type KpiRate,
  type KpiTarget,
  type KpiTotal,
  type TeamKpiDocument,
} from './documents.js';
import { firstDayOf, materialOf } from './material.js';
import { reportingAt } from './reporting.js';
import { type KpiQuestion, rowsOf } from './rows.js';
import { teamKpis } from './team-kpis.js';

const ANN = { employeeId: 'ann', teamId: 'north' };
const BEN = { employeeId: 'ben', teamId: 'north' };

/** Answers a question from a log as the query side does, as of a moment. */
const answered = (events: readonly RecordedEvent[], question: KpiQuestion, at = '2026-05-15T12:00:00.000Z') => {
  const documents = [...project(teamKpis, events).values()].map(({ document }) => document);
  const of = <Document extends TeamKpiDocument>(kind: Document['kind']) =>
    documents.filter((document): document is Document => document.kind === kind);
  const totals = of<KpiTotal>('total');
  const company = totals.filter(({ by }) => by === 'company').toSorted((left, right) => (left.month < right.month ? -1 : 1));
  const material = materialOf(
    {
      totals: totals.filter(({ by }) => by === question.by),
      cells: of<KpiCell>('cell'),
      targets: of<KpiTarget>('target').filter(({ by }) => by === question.by),
      promises: of<KpiPromise>('promise'),
      margins: of<KpiMargin>('margin'),
      accounts: of<KpiAccount>('account'),
      presences: of<KpiPresence>('presence'),
      firstDay: firstDayOf(company[0]),
      reporting: reportingAt([...of<KpiPolicy>('policy'), ...of<KpiRate>('rate')], { until: at, at, now: at }),
      nameOf: () => null,
    },
    question.by,
  );
  const rows = rowsOf(question, material);
  return { items: kpiAnswers(rows, question, material), totals: kpiSummaries(rows, question, material) };
};

const log = (tell: (log: Log) => void): readonly RecordedEvent[] => {
  const told = new Log();
  tell(told);
  return told.events;
};

const order = (told: Log, account: string, day: string, amount: string, { currency = 'EUR', credit = ANN } = {}) =>
  told.append(
    `account-${account}`,
    { type: 'OrderRecorded', data: { orderNumber: `${account}-${day}`, net: { amount, currency }, credit } },
    day,
  );

const promised = (told: Log, promiseId: string, day: string, due: string, credit = ANN) =>
  told.append('account-acme', { type: 'PromiseMade', data: { promiseId, what: 'call', due, credit } }, day);

const kept = (told: Log, promiseId: string, day: string) =>
  told.append('account-acme', { type: 'PromiseKept', data: { promiseId, due: '2026-01-01', daysLate: 0, credit: ANN } }, day);

const COMPANY = { by: 'company', period: 'quarter' } as const;

describe('M6: rows', () => {
  const events = log((told) => {
    told.append('employee-ann', { type: 'EmployeeRegistered', data: { name: 'Ann' } }, '2025-01-01');
    told.append('employee-ben', { type: 'EmployeeRegistered', data: { name: 'Ben' } }, '2025-11-01');
    told.append('employee-ben', { type: 'EmployeeDeparted', data: {} }, '2026-03-01');
    order(told, 'acme', '2025-08-01', '100');
  });

  it('are there for every period since the first fact, also of those who did nothing in it', () => {
    expect(answered(events, COMPANY).items.map(({ period, orders }) => [period, orders])).toEqual([
      ['2025-Q3', 1],
      ['2025-Q4', 0],
      ['2026-Q1', 0],
      ['2026-Q2', 0],
    ]);
    const people = answered(events, { by: 'employee', period: 'quarter' }).items.map(({ key, period }) => `${key} ${period}`);
    expect(people).toEqual(['ann 2025-Q3', 'ann 2025-Q4', 'ann 2026-Q1', 'ann 2026-Q2', 'ben 2025-Q4', 'ben 2026-Q1']);
  });

  it('show that an account that bought buys nothing any more', () => {
    const [, fourth] = answered(events, COMPANY).items;
    expect(fourth).toMatchObject({ retention: { logo: 0, byCurrency: { EUR: { gross: 0, net: 0 } } }, netSalesGrowth: { EUR: -1 } });
  });
});

describe('M7: a period that still runs, or begins before the data', () => {
  const events = log((told) => {
    order(told, 'acme', '2025-11-20', '60');
    order(told, 'acme', '2026-01-10', '10');
    order(told, 'acme', '2026-02-10', '90');
    order(told, 'acme', '2026-03-10', '900');
    order(told, 'acme', '2026-04-10', '50');
  });

  it('is marked, and compared with the same span of the period before', () => {
    const [fourth, first, second] = answered(events, COMPANY).items;
    expect(second).toMatchObject({
      period: '2026-Q2',
      over: false,
      complete: false,
      covered: { from: '2026-04-01', to: '2026-05-15' },
      comparison: { of: { from: '2026-04-01', to: '2026-05-15' }, with: { from: '2026-01-01', to: '2026-02-15' } },
      netSalesGrowth: { EUR: -0.5 },
      retention: { byCurrency: { EUR: { gross: 0.5, net: 0.5 } } },
    });
    expect(first).toMatchObject({ over: true, complete: true, comparison: { of: { from: '2026-02-20' }, with: { from: '2025-11-20' } } });
    expect(fourth).toMatchObject({ over: true, complete: false, covered: { from: '2025-11-20' }, comparison: null });
  });

  it('has the trailing twelve months beside it, marked where data do not cover them', () => {
    const [, , second] = answered(events, COMPANY).items;
    expect(second!.trailingYear).toMatchObject({ from: '2025-05-16', to: '2026-05-15', complete: false, netSalesGrowth: { EUR: null } });
    const later = answered(events, COMPANY, '2027-11-19T12:00:00.000Z').items.at(-1)!;
    expect(later.trailingYear).toMatchObject({
      from: '2026-11-20',
      to: '2027-11-19',
      complete: true,
      netSales: [],
      netSalesGrowth: { EUR: -1 },
    });
  });
});

describe('M5: promises', () => {
  const events = log((told) => {
    promised(told, 'kept', '2026-01-05', '2026-01-20');
    kept(told, 'kept', '2026-01-20');
    promised(told, 'late', '2026-01-05', '2026-03-30');
    kept(told, 'late', '2026-04-02');
    promised(told, 'early', '2026-01-05', '2026-04-30');
    kept(told, 'early', '2026-03-01');
    promised(told, 'overdue', '2026-01-05', '2026-02-01', BEN);
    promised(told, 'due', '2026-01-05', '2026-05-15');
  });

  it('count once, on their due day or when they are settled before it; an overdue one counts against those who gave it', () => {
    const [first, second] = answered(events, COMPANY).items;
    const parts = { made: 5, kept: 3, keptInTime: 2, keptLate: 1, broken: 0, overdue: 1, open: 3, openNotYetDue: 1, inTimeRate: 0.5 };
    expect(first!.promises).toMatchObject({ ...parts, averageDaysLate: 3 });
    expect(second!.promises).toMatchObject({ made: 0, kept: 0, overdue: 0, open: 2, openNotYetDue: 1, inTimeRate: null });
    expect(answered(events, COMPANY).totals[0]!.promises).toMatchObject({ made: 5, kept: 3, overdue: 1, open: 2, inTimeRate: 0.5 });
    const people = answered(events, { by: 'employee', period: 'year' }).items.map(({ key, promises }) => [key, promises.inTimeRate]);
    expect(people).toEqual([
      ['ann', 2 / 3],
      ['ben', 0],
    ]);
  });

  it('M4: are late against the day that had passed', () => {
    const renegotiated = log((told) => {
      promised(told, 'p', '2026-02-01', '2026-02-10');
      const moved = { promiseId: 'p', due: '2026-03-10', previousDue: '2026-02-10', reason: 'parts' };
      told.append('account-acme', { type: 'PromiseRenegotiated', data: moved }, '2026-02-25');
      kept(told, 'p', '2026-03-10');
    });
    expect(answered(renegotiated, COMPANY).totals[0]!.promises).toMatchObject({ keptLate: 1, inTimeRate: 0, averageDaysLate: 28 });
  });
});

describe('M8: several currencies', () => {
  const events = log((told) => {
    order(told, 'acme', '2026-01-01', '100', { currency: 'USD' });
    order(told, 'acme', '2026-04-01', '90');
    order(told, 'acme', '2026-04-02', '7', { currency: 'GBP' });
    const rate = { from: 'USD', to: 'EUR', rate: '0.9', validOn: '2026-01-01' };
    told.append('company-1', { type: 'ExchangeRateSet', data: rate }, '2026-05-01');
  });

  it('keep an account that changes its currency, and say what has no rate', () => {
    const [first, second] = answered(events, COMPANY).items;
    expect(first!.reportedNetSales).toEqual({ amount: { amount: '90.00', currency: 'EUR' }, withoutRate: [] });
    expect(second).toMatchObject({
      reportedNetSales: { amount: { amount: '90.00', currency: 'EUR' }, withoutRate: [{ amount: '7.00', currency: 'GBP' }] },
      retention: { logo: 1, reported: { gross: 1, net: 1 }, withoutRate: [{ amount: '7.00', currency: 'GBP' }] },
    });
  });
});

it('M9: growth and retention rest on net sales both', () => {
  const events = log((told) => {
    order(told, 'acme', '2026-01-01', '1000');
    const net = { amount: '900', currency: 'EUR' };
    told.append('account-acme', { type: 'ReturnRecorded', data: { returnNumber: 'r', orderNumber: 'o', net, credit: ANN } }, '2026-02-01');
    order(told, 'acme', '2026-04-01', '500');
  });
  const [, second] = answered(events, COMPANY, '2026-07-01T00:00:00.000Z').items;
  expect(second).toMatchObject({ netSalesGrowth: { EUR: 4 }, retention: { base: 'net-sales', byCurrency: { EUR: { net: 5 } } } });
});

it('M10: an account is opened by its first owner, and by the team of that time', () => {
  const events = log((told) => {
    told.append('employee-ann', { type: 'EmployeeRegistered', data: { name: 'Ann' } }, '2026-01-01');
    told.append('employee-ann', { type: 'TeamJoined', data: { teamId: 'north' } }, '2026-01-01');
    told.append('employee-ann', { type: 'TeamJoined', data: { teamId: 'south' } }, '2026-04-01');
    told.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme' } }, '2026-02-01');
    told.append('account-bolt', { type: 'AccountOpened', data: { name: 'Bolt' } }, '2026-02-01');
    told.append('account-acme', { type: 'OwnerAssigned', data: { employeeId: 'ann' } }, '2026-02-02');
    told.append('account-acme', { type: 'OwnershipTransferred', data: { from: 'ann', to: 'ben' } }, '2026-03-02');
  });
  const opened = (by: 'company' | 'employee' | 'team') =>
    answered(events, { by, period: 'year' }).items.map(({ key, accounts }) => [key, accounts.opened]);
  expect([opened('company'), opened('employee'), opened('team')]).toEqual([[['all', 2]], [['ann', 1]], []]);
});

it('M11: a target has actual, attainment and trend', () => {
  const events = log((told) => {
    order(told, 'acme', '2026-01-01', '40');
    order(told, 'acme', '2026-04-01', '60');
    for (const [kpi, value] of [
      ['netSales', '120'],
      ['orders', '4'],
      ['inTimeRate', '0.9'],
      ['netSale', '1'],
    ] as const)
      told.append('team-north', { type: 'TeamTargetSet', data: { kpi, period: '2026-Q2', value } }, '2026-01-01');
  });
  const [, second] = answered(events, { by: 'team', period: 'quarter' }).items;
  expect(second!.targets).toEqual([
    { kpi: 'netSales', value: '120', actual: '60.00', attainment: 0.5, trend: 0.5 },
    { kpi: 'orders', value: '4', actual: 1, attainment: 0.25, trend: 0 },
    { kpi: 'inTimeRate', value: '0.9', actual: null, attainment: null, trend: null },
    { kpi: 'netSale', value: '1', actual: null, attainment: null, trend: null },
  ]);
});
