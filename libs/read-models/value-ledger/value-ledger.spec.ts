import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { valueLedger } from './value-ledger.js';

itKeepsTheLaws(valueLedger);

describe('a value ledger', () => {
  const EUR = (amount: string) => ({ amount, currency: 'EUR' });

  it('has their side and ours by month, what each tailored delivery brought, and what investments came to', () => {
    const worth = (valueId: string, amount: string, more: object = {}) =>
      ({ type: 'CustomerValueRecorded', data: { valueId, metric: 'scrap', amount: EUR(amount), ...more } }) as const;
    const events = [
      worth('v-1', '900.00', { confirmedBy: 'Eve', tailoringId: 'kanban' }),
      worth('v-2', '100.00'),
      { type: 'DeliveryTailored', data: { tailoringId: 'kanban', what: 'Kanban', cost: EUR('90.00') } } as const,
      {
        type: 'AccountInvestmentPlanned',
        data: { investmentId: 'd', purpose: 'development', title: 'Desk', amount: EUR('500.00') },
      } as const,
      { type: 'InvestmentSpent', data: { spendId: 's', investmentId: 'd', amount: EUR('400.00') } } as const,
      { type: 'InvestmentReturned', data: { returnId: 'r', investmentId: 'd', amount: EUR('1000.00') } } as const,
      { type: 'DiscountGranted', data: { percent: 5, reason: 'volume' } } as const,
      { type: 'DiscountGranted', data: { percent: 10, reason: 'volume' } } as const,
      { type: 'CostToServeRecorded', data: { month: '2026-02', cost: EUR('7.00'), credit: {} } } as const,
      { type: 'JointInitiativeStarted', data: { initiativeId: 'depot', title: 'Depot' } } as const,
      { type: 'JointInitiativeMeasured', data: { initiativeId: 'depot', metric: 'stock', value: '3' } } as const,
      { type: 'MutualBenefitBriefed', data: { briefingId: 'b', briefed: ['Eve'], points: ['stock'] } } as const,
    ];
    expect(
      projection(valueLedger)
        .given(...recorded(events))
        .document('acme'),
    ).toEqual({
      accountId: 'acme',
      months: {
        '2026-03': {
          theirs: { EUR: '100000' },
          confirmed: { EUR: '90000' },
          tailoring: { EUR: '9000' },
          discounts: { count: 2, percentSum: 15 },
        },
        '2026-02': { costToServe: { EUR: '700' } },
      },
      tailorings: { kanban: { what: 'Kanban', cost: { EUR: '9000' }, benefit: { EUR: '90000' } } },
      investments: {
        d: {
          purpose: 'development',
          title: 'Desk',
          planned: { EUR: '50000' },
          expected: {},
          spent: { EUR: '40000' },
          returned: { EUR: '100000' },
        },
      },
      initiatives: { depot: { title: 'Depot', startedAt: '2026-03-01T12:00:00.000Z', measurements: 1 } },
      briefings: 1,
      lastBriefedAt: '2026-03-01T12:00:00.000Z',
    });
  });
});
