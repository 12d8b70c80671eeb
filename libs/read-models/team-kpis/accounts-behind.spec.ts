import { describe, expect, it } from '@jest/globals';
import { accountsBehind, retentionOf } from './accounts-behind.js';
import { NOTHING } from './counters.js';
import { type KpiCell } from './team-kpis.js';

const cell = (accountId: string, month: string, employeeId: string, netSales: number, returns = 0): KpiCell => ({
  kind: 'cell',
  month,
  employeeId,
  teamId: 'north',
  accountId,
  ...NOTHING,
  netSalesMinor: { EUR: String(netSales), USD: '1000' },
  returnsMinor: { EUR: String(returns) },
});

const COMPANY = { by: 'company', key: 'all', currency: 'EUR' } as const;
const WINDOWS = { before: { from: '2025-01', to: '2025-12' }, after: { from: '2026-01', to: '2026-12' } };

describe('the accounts behind a figure', () => {
  const cells = [
    cell('a', '2025-01', 'ann', 60),
    cell('b', '2025-01', 'ben', 30),
    cell('a', '2025-02', 'ann', 10, 10),
    cell('c', '2025-02', 'ann', 70),
  ];

  it('are those that were in charge then with what they bought, as sold, largest first, ties by id', () => {
    expect(accountsBehind(cells, { by: 'employee', key: 'ann', currency: 'EUR' })).toEqual([
      { accountId: 'a', netSalesMinor: 70n },
      { accountId: 'c', netSalesMinor: 70n },
    ]);
    expect(accountsBehind(cells, { by: 'team', key: 'south', currency: 'EUR' })).toEqual([]);
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
    expect(retentionOf(cells, COMPANY, WINDOWS)).toMatchObject({
      before: 100n,
      churn: 9n,
      contraction: 6n,
      expansion: 18n,
      grossRevenueRetention: 0.85,
      netRevenueRetention: 1.03,
      logoRetention: 2 / 3,
    });
  });

  it('is not hurt by a handover: the account counts with all that it buys, for those who sold to it', () => {
    const cells = [
      cell('a', '2025-06', 'ann', 60),
      cell('a', '2025-07', 'ben', 40),
      cell('a', '2026-06', 'ben', 100),
      cell('b', '2025-06', 'ben', 5),
      cell('b', '2025-06', 'ann', 0),
    ];
    const ann = retentionOf(cells, { by: 'employee', key: 'ann', currency: 'EUR' }, WINDOWS);
    expect(ann).toMatchObject({ accounts: 1, before: 100n, after: 100n, netRevenueRetention: 1 });
    expect(retentionOf(cells, { by: 'employee', key: 'ben', currency: 'EUR' }, WINDOWS)).toMatchObject({ accounts: 2, churn: 5n });
  });
});
