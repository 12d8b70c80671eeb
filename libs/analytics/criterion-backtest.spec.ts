import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { churnCriterion } from './churn-criterion.js';
import { type AccountHistory, backtestCriterion } from './criterion-backtest.js';

const CRITERION = { inactivityDays: 100, intervalFactor: 3, ordersMin: 3 };
const RANGE = { from: '2025-01-01', until: '2025-12-31', horizonDays: 90 };
const told = (on: string) => ({ on, knownOn: on });
const account = (accountId: string, orders: readonly string[], losses: AccountHistory['losses'] = []): AccountHistory => ({
  accountId,
  openedOn: '2025-01-01',
  orders: orders.map(told),
  losses,
});

describe('the backtest of a churn criterion', () => {
  it('foretells a loss from the account’s own interval, and says how long before', () => {
    const weekly = account('weekly', ['2025-02-01', '2025-02-08', '2025-02-15'], [{ on: '2025-04-06' }]);
    expect(backtestCriterion([weekly], CRITERION, RANGE)).toEqual({
      alarms: [{ accountId: 'weekly', on: '2025-03-08', lossOn: '2025-04-06', leadDays: 29, outcome: 'hit' }],
      losses: 1,
      foretold: 1,
      missed: [],
      hits: 1,
      falseAlarms: 0,
      undecided: 0,
      precision: 1,
      recall: 1,
      leadDaysMedian: 29,
    });
  });

  it('counts false alarms, losses that nobody foretold, and what cannot be known yet', () => {
    const result = backtestCriterion(
      [
        account('back', ['2025-01-02', '2025-06-01', '2025-06-20', '2025-07-01', '2025-12-20']),
        account('sudden', ['2025-03-01', '2025-05-01', '2025-08-01'], [{ on: '2025-08-02' }]),
        account('quiet', ['2025-04-01', '2025-09-01']),
      ],
      CRITERION,
      RANGE,
    );
    // Each 100 days after an order: three times the mean interval is more.
    expect(result.alarms.map(({ accountId, on, outcome }) => [accountId, on, outcome])).toEqual([
      ['back', '2025-04-12', 'false'],
      ['quiet', '2025-07-10', 'false'],
      ['back', '2025-10-09', 'undecided'],
      ['quiet', '2025-12-10', 'undecided'],
    ]);
    expect(result).toMatchObject({ losses: 1, foretold: 0, precision: 0, recall: 0, missed: [{ accountId: 'sudden', on: '2025-08-02' }] });
  });

  it('uses only what was on record by then: an order told late ends no alarm of before', () => {
    const late = { ...account('late', ['2025-01-10']), orders: [told('2025-01-10'), { on: '2025-04-01', knownOn: '2025-06-01' }] };
    expect(backtestCriterion([late], CRITERION, RANGE).alarms.map(({ on }) => on)).toEqual(['2025-04-20', '2025-07-10']);
  });

  it('raises nothing while an account is lost, and begins anew after it', () => {
    const lost = account('lost', ['2025-01-10'], [{ on: '2025-02-01', until: '2025-09-01' }]);
    expect(backtestCriterion([lost], CRITERION, RANGE).alarms).toEqual([]);
  });

  it('alarms on the very day on which the criterion says so, for any orders', () => {
    const days = fc
      .array(fc.nat(300), { maxLength: 12 })
      .map((all) => all.map((day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)));
    fc.assert(
      fc.property(days, (orders) => {
        const { alarms } = backtestCriterion([account('any', orders)], CRITERION, RANGE);
        const isMet = (day: string) => churnCriterion(CRITERION, orders, '2025-01-01', day).met;
        const everyDay = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10));
        expect(alarms.map(({ on }) => on)).toEqual(
          everyDay.filter((day, index) => isMet(day) && (index === 0 || !isMet(everyDay[index - 1]!))),
        );
      }),
    );
  });
});
