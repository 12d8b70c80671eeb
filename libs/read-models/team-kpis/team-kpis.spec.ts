import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { project, projection } from '#libs/kernel/testing/projection.js';
import { histories, Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { amendments } from '#libs/domain/amendments.js';
import { foldAsOf } from '#libs/runtime/as-of.js';
import { difference } from './counted.js';
import { add, type Counters } from './counters.js';
import { type KpiCell, type KpiTotal, type TeamKpiDocument } from './documents.js';
import { teamKpis } from './team-kpis.js';

const ANN = { employeeId: 'ann', teamId: 'north' };
const EUR = (amount: string) => ({ amount, currency: 'EUR' });

const figures = (tell: (log: Log) => void) => {
  const log = new Log();
  tell(log);
  return projection(teamKpis).given(...log.events);
};

const sum = (chosen: readonly (KpiTotal | KpiCell)[]): Counters =>
  chosen.flatMap(({ days }) => Object.values(days)).reduce<Counters>(add, {});

/** A month of the company, of an employee or a team, its days put together. */
const monthOf = (document: TeamKpiDocument | undefined): Counters => sum(document?.kind === 'total' ? [document] : []);

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
      days: { '31': { orders: 1, ordersMinor: { EUR: '1250' } } },
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
    expect(monthOf(document('total|team|north|2026-03'))).toEqual({ orders: 1, ordersMinor: { EUR: '1000' } });
    expect(monthOf(document('total|team|south|2026-03'))).toEqual({ orders: 1, ordersMinor: { EUR: '2000' } });
    expect(monthOf(document('total|company|all|2026-03'))).toEqual({ orders: 2, ordersMinor: { EUR: '3000' } });
  });

  it('M4: judge a promise by the day that had passed: moved before it, it moves; after it, it stays missed', () => {
    const promise = { promiseId: 'p', what: 'call back', due: '2026-02-10', credit: ANN };
    const moved = { promiseId: 'p', due: '2026-03-10', previousDue: '2026-02-10', reason: 'parts' };
    const judged = (renegotiated: string) =>
      figures((log) => {
        log.append('account-acme', { type: 'PromiseMade', data: promise }, '2026-02-01');
        log.append('account-acme', { type: 'PromiseRenegotiated', data: moved }, renegotiated);
        log.append('account-acme', { type: 'PromiseKept', data: { ...promise, due: '2026-03-10', daysLate: 0 } }, '2026-03-10');
      }).document('promise|acme|p');
    expect(judged('2026-02-25')).toMatchObject({ due: '2026-02-10', status: 'kept', settledOn: '2026-03-10' });
    expect(judged('2026-02-10')).toMatchObject({ due: '2026-03-10', status: 'kept', settledOn: '2026-03-10' });
  });

  it('M10: give an opened account to its first owner, whatever the order in which owners were told', () => {
    const { document } = figures((log) => {
      log.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme' } }, '2026-01-05');
      log.append('account-acme', { type: 'OwnerAssigned', data: { employeeId: 'ben' } }, '2026-03-01');
      log.append('account-acme', { type: 'OwnerAssigned', data: { employeeId: 'ann' } }, '2026-02-01');
    });
    expect(document('account|acme')).toMatchObject({ openedOn: '2026-01-05', firstOwner: { employeeId: 'ann' } });
    expect(monthOf(document('total|company|all|2026-01'))).toEqual({ accountsOpened: 1 });
  });

  it('M10: count what is retracted for nobody: it is taken from whom it counted for', async () => {
    const log = new Log();
    const events = ['10', '11', '12'].map((day) =>
      log.append(
        'account-acme',
        { type: 'InteractionRecorded', data: { interactionId: `i-${day}`, channel: 'call', credit: ANN } },
        `2026-03-${day}`,
      ),
    );
    const data = { interactionId: 'i-12', retracts: events[2]!.id, reason: 'another account' };
    log.append('account-acme', { type: 'InteractionRetracted', data }, '2026-03-20');
    const told = async function* (types?: readonly string[]) {
      yield* log.events.filter(({ type }) => types === undefined || types.includes(type));
    };
    const at = { at: '2027-01-01T00:00:00.000Z', time: 'occurred' } as const;
    const { documents } = await foldAsOf<TeamKpiDocument>(teamKpis, told, at, { amendments });
    expect(monthOf(documents.get('total|employee|ann|2026-03'))).toEqual({ interactions: 2 });
    expect([...documents.keys()].filter((key) => key.includes('unassigned'))).toEqual([]);
  });

  it('T5: count an order of 07:30 in Shanghai on the first of April in April', () => {
    const log = new Log();
    const event = log.append(
      'account-acme',
      { type: 'OrderRecorded', data: { orderNumber: '1', net: EUR('10'), credit: ANN } },
      '2026-03-31',
    );
    const meta = { ...event.meta, occurredAt: '2026-03-31T23:30:00.000Z', zone: 'Asia/Shanghai' };
    expect(
      projection(teamKpis)
        .given({ ...event, meta })
        .keys(),
    ).toContain('total|company|all|2026-04');
    expect(
      projection(teamKpis)
        .given({ ...event, meta: { ...meta, zone: 'UTC' } })
        .keys(),
    ).toContain('total|company|all|2026-03');
  });

  it('M1: add what no number holds', () => {
    const { document } = figures((log) => {
      for (const [orderNumber, amount] of [
        ['1', '90071992547409.91'],
        ['2', '0.01'],
      ] as const)
        log.append('account-acme', { type: 'OrderRecorded', data: { orderNumber, net: EUR(amount), credit: ANN } }, '2026-03-01');
    });
    expect(monthOf(document('total|company|all|2026-03')).ordersMinor).toEqual({ EUR: '9007199254740992' });
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
        { type: 'RelationshipStageChanged', data: { from: 'transactional', to: 'value', direction: 'advance' } },
        { type: 'RelationshipStageChanged', data: { from: 'value', to: 'transactional', direction: 'regress' } },
        { type: 'DeliveryRecorded', data: { orderNumber: '1', deliveryNumber: 'd', net: EUR('7'), credit: ANN } },
        { type: 'DeliveryRecorded', data: { orderNumber: '1', deliveryNumber: 'e', credit: ANN } },
        { type: 'InvoiceRecorded', data: { invoiceNumber: 'f', net: EUR('8'), credit: ANN } },
        { type: 'InvoiceRecorded', data: { invoiceNumber: 'g', net: EUR('-3'), credit: ANN } },
        { type: 'PromiseMade', data: { promiseId: 'p', what: 'call', due: '2026-03-09', credit: ANN } },
        { type: 'ReturnRecorded', data: { returnNumber: 'r', orderNumber: '1', net: EUR('1'), credit: ANN } },
        { type: 'MarginRecorded', data: { orderNumber: '1', margin: EUR('-2'), credit: ANN } },
        { type: 'CostToServeRecorded', data: { month: '2026-03', cost: EUR('3'), credit: ANN } },
        { type: 'ChurnRiskFlagged', data: { level: 'watch', reasons: ['price'], basis: 'person' } },
        { type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'person' } },
        { type: 'AccountWonBack', data: {} },
      );
    });
    expect(monthOf(document('total|company|all|2026-03'))).toEqual({
      accountsOpened: 1,
      interactions: 2,
      executiveInteractions: 1,
      stageAdvances: 1,
      stageRegressions: 1,
      deliveries: 2,
      deliveriesWithoutAmount: 1,
      deliveriesMinor: { EUR: '700' },
      invoices: 2,
      invoicesMinor: { EUR: '800' },
      creditNotesMinor: { EUR: '300' },
      promisesMade: 1,
      returnsMinor: { EUR: '100' },
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
      since: '2026-01-01T12:00:00.000Z',
    });
  });

  it('T2: keep the target that was set last, not the one that was told last', () => {
    const { document } = figures((log) => {
      for (const [value, day] of [
        ['10', '2026-06-01'],
        ['5', '2026-05-01'],
      ] as const)
        log.append('team-north', { type: 'TeamTargetSet', data: { kpi: 'orders', period: '2026-Q3', value } }, day);
    });
    expect(document('target|team|north|orders|2026-Q3')).toMatchObject({ value: '10' });
  });

  it('keep of policies those that say how to count, and rates by pair and day', () => {
    const log = new Log();
    const { document, keys } = projection(teamKpis).given(
      log.append(
        'policy-reporting',
        { type: 'PolicyVersionPublished', data: { version: 1, document: { salesBasis: 'invoices' } } },
        '2026-01-01',
      ),
      log.append(
        'policy-reporting',
        { type: 'PolicyVersionActivated', data: { version: 1, validFrom: '2026-02-01T00:00:00.000Z' } },
        '2026-01-01',
      ),
      log.append('policy-silence', { type: 'PolicyVersionPublished', data: { version: 1, document: {} } }, '2026-01-01'),
      log.append(
        'company-1',
        { type: 'ExchangeRateSet', data: { from: 'USD', to: 'EUR', rate: '0.9', validOn: '2026-01-01' } },
        '2026-01-02',
      ),
    );
    expect(keys()).toEqual(['policy|reporting', 'rate|USD|EUR|2026-01-01']);
    expect(document('policy|reporting')).toMatchObject({ versions: [{ version: 1 }], activations: [{ version: 1, on: '2026-02-01' }] });
    expect(document('rate|USD|EUR|2026-01-01')).toMatchObject({ rate: '0.9' });
  });

  it('add up: employees, teams and cells each come to the company', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const documents = [...project(teamKpis, events).values()].map(({ document }) => document);
        const totals = documents.filter((document) => document.kind === 'total');
        const of = (by: KpiTotal['by']) => sum(totals.filter((total) => total.by === by));
        const { accountsOpened: _itsOwn, ...company } = of('company');
        expect(of('employee')).toEqual(company);
        expect(of('team')).toEqual(company);
        expect(sum(documents.filter((document) => document.kind === 'cell'))).toEqual(company);
        const accounts = documents.filter((document) => document.kind === 'account' && document.openedOn !== null);
        expect(accounts).toHaveLength(of('company').accountsOpened ?? 0);
      }),
      { numRuns: 60 },
    );
  });

  it('are sums over streams: what one stream told anew takes the place of what it told before', () => {
    fc.assert(
      fc.property(histories, fc.nat(2), fc.nat(20), (events, account, pick) => {
        const own = events.filter(({ stream }) => stream === `account-${account}`);
        const amended = own[pick % Math.max(1, own.length)];
        const isTold = (event: unknown) => event !== amended;
        const [all, before, after, right] = [events, own, own.filter(isTold), events.filter(isTold)].map((told) => project(teamKpis, told));
        for (const key of new Set([...before!.keys(), ...after!.keys()])) {
          const [document, part, anew] = [all, before, after].map((documents) => documents!.get(key)?.document);
          expect(difference(document, part, anew)).toEqual(right!.get(key)?.document);
          expect(difference(document, part, part)).toEqual(document);
        }
      }),
    );
  });

  itKeepsTheLaws(teamKpis);
});
