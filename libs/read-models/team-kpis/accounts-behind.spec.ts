import { describe, expect, it } from '@jest/globals';
import { accountsBehind, retentionOf } from './accounts-behind.js';
import { type KpiCell, type KpiPolicy, type KpiRate } from './documents.js';
import { reportingAt } from './reporting.js';

const cell = (accountId: string, month: string, employeeId: string, netSales: number, returns = 0, currency = 'EUR'): KpiCell => ({
  kind: 'cell',
  month,
  employeeId,
  teamId: 'north',
  territory: 'unassigned',
  accountId,
  days: {
    '15': { ordersMinor: { [currency]: String(netSales) }, ...(returns > 0 ? { returnsMinor: { [currency]: String(returns) } } : {}) },
  },
});

const NOW = '2027-06-01T12:00:00.000Z';
const plain = reportingAt([], { until: NOW, at: NOW, now: NOW });
const COMPANY = { by: 'company', key: 'all' } as const;
const WINDOWS = { before: { from: '2025-01-01', to: '2025-12-31' }, after: { from: '2026-01-01', to: '2026-12-31' } };

describe('the accounts behind a figure', () => {
  const cells = [
    cell('a', '2025-01', 'ann', 60),
    cell('b', '2025-01', 'ben', 30),
    cell('a', '2025-02', 'ann', 10, 10),
    cell('c', '2025-02', 'ann', 70),
  ];

  it('U10: are those that were in charge then with what they bought, returned and kept', () => {
    const behind = accountsBehind(cells, { by: 'employee', key: 'ann' }, WINDOWS.before, plain).filter(({ gross }) => 'EUR' in gross);
    expect(behind).toEqual([
      { accountId: 'a', gross: { EUR: '70' }, returns: { EUR: '10' }, net: { EUR: '60' } },
      { accountId: 'c', gross: { EUR: '70' }, returns: {}, net: { EUR: '70' } },
    ]);
    expect(
      accountsBehind(cells, { by: 'team', key: 'south' }, WINDOWS.before, plain).every(({ net }) => Object.keys(net).length === 0),
    ).toBe(true);
  });
});

describe('retention of accounts', () => {
  it('is 103 % net and 85 % gross for 100 + 18 − 6 − 9', () => {
    const cells = [
      cell('grows', '2025-03', 'ann', 50),
      cell('grows', '2026-03', 'ann', 70, 2),
      cell('shrinks', '2025-12', 'ann', 41),
      cell('shrinks', '2026-01', 'ann', 30),
      cell('shrinks', '2026-12', 'ann', 5),
      cell('leaves', '2025-01', 'ann', 9),
      cell('new', '2026-01', 'ann', 500),
      cell('grows', '2027-01', 'ann', 9_999),
    ];
    const figures = retentionOf(cells, COMPANY, WINDOWS, plain);
    expect(figures).toMatchObject({ accounts: 3, accountsKept: 2 });
    expect(figures.byCurrency['EUR']).toMatchObject({
      before: 100n,
      churn: 9n,
      contraction: 6n,
      expansion: 18n,
      grossRevenueRetention: 0.85,
      netRevenueRetention: 1.03,
    });
    expect(figures.reported).toEqual(figures.byCurrency['EUR']);
  });

  it('is not hurt by a handover: the account counts with all that it buys, for those who sold to it', () => {
    const cells = [
      cell('a', '2025-06', 'ann', 60),
      cell('a', '2025-07', 'ben', 40),
      cell('a', '2026-06', 'ben', 100),
      cell('b', '2025-06', 'ben', 5),
      cell('b', '2025-06', 'ann', 0),
    ];
    const ann = retentionOf(cells, { by: 'employee', key: 'ann' }, WINDOWS, plain);
    expect(ann.byCurrency['EUR']).toMatchObject({ accounts: 1, before: 100n, after: 100n, netRevenueRetention: 1 });
    const ben = retentionOf(cells, { by: 'employee', key: 'ben' }, WINDOWS, plain);
    expect(ben.byCurrency['EUR']).toMatchObject({ accounts: 2, churn: 5n });
  });

  it('M8: keeps an account that changes its currency, and its money by the rates of the days', () => {
    const cells = [cell('a', '2025-06', 'ann', 10_000, 0, 'USD'), cell('a', '2026-06', 'ann', 9_000)];
    const usd = (validOn: string, rate: string): KpiRate => ({ kind: 'rate', from: 'USD', to: 'EUR', rate, validOn });
    const without = retentionOf(cells, COMPANY, WINDOWS, plain);
    expect(without).toMatchObject({ accounts: 1, accountsKept: 1, withoutRate: { USD: '10000' } });
    const told = reportingAt([usd('2025-06-16', '0.5'), usd('2025-01-01', '0.9')], { until: NOW, at: NOW, now: NOW });
    expect(retentionOf(cells, COMPANY, WINDOWS, told)).toMatchObject({
      accountsKept: 1,
      withoutRate: {},
      reported: { before: 9_000n, after: 9_000n, netRevenueRetention: 1 },
    });
  });

  it('M9: rests on net sales in both windows', () => {
    const cells = [cell('a', '2025-06', 'ann', 1_000, 900), cell('a', '2026-06', 'ann', 500)];
    expect(retentionOf(cells, COMPANY, WINDOWS, plain).byCurrency['EUR']).toMatchObject({ before: 100n, netRevenueRetention: 5 });
  });
});

describe('U2: what sales are', () => {
  const sold: KpiCell = {
    ...cell('a', '2025-06', 'ann', 0),
    days: {
      '03': {
        ordersMinor: { EUR: '900' },
        returnsMinor: { EUR: '100' },
        deliveriesMinor: { EUR: '800' },
        invoicesMinor: { EUR: '700' },
        creditNotesMinor: { EUR: '50' },
      },
    },
  };
  const version = (number: number, salesBasis: string, more: object = {}) => ({
    version: number,
    document: { currency: 'EUR', salesBasis, ...more },
  });
  const policy = (versions: KpiPolicy['versions'], ...from: readonly string[]): KpiPolicy => ({
    kind: 'policy',
    name: 'reporting',
    versions,
    activations: from.map((on, index) => ({ version: index + 1, validFrom: `${on}T00:00:00.000Z`, on })),
  });
  const netIn = (month: string, told: readonly KpiPolicy[], at = NOW) => {
    const [account] = accountsBehind(
      [{ ...sold, month }],
      COMPANY,
      { from: '2000-01-01', to: '2030-12-31' },
      reportingAt(told, { until: at, at, now: at }),
    );
    return account?.net['EUR'];
  };

  it('is orders less returns unless a policy says otherwise', () => {
    expect(netIn('2025-06', [])).toBe('800');
  });

  it('is deliveries less returns, or invoices less credit notes; the first version speaks for all that was before it', () => {
    expect(netIn('2010-12', [policy([version(1, 'deliveries')], '2026-01-10')])).toBe('700');
    expect(netIn('2010-12', [policy([version(1, 'invoices')], '2026-01-10')])).toBe('650');
  });

  it('is what it was in the months before it changed', () => {
    const changed = [policy([version(1, 'orders'), version(2, 'invoices')], '2025-01-10', '2026-03-20')];
    expect([netIn('2026-02', changed), netIn('2026-03', changed), netIn('2026-04', changed)]).toEqual(['800', '650', '650']);
    expect(netIn('2026-04', changed, '2026-03-01T00:00:00.000Z')).toBe('800');
  });

  it('holds from the month that a version names', () => {
    const dated = [policy([version(1, 'orders'), version(2, 'invoices', { since: '2025-07' })], '2025-01-10', '2026-03-20')];
    expect([netIn('2025-06', dated), netIn('2025-07', dated)]).toEqual(['800', '650']);
  });
});
