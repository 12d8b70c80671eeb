import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { MARKS_MAX, powerBalance } from './power-balance.js';

itKeepsTheLaws(powerBalance);

const factsOf = (tell: (log: Log) => void) => {
  const log = new Log();
  tell(log);
  return projection(powerBalance)
    .given(...(log.events as never[]))
    .document('acme');
};

const assessed = (log: Log, side: 'us' | 'them', mark: number, day: string) =>
  log.append('account-acme', { type: 'SwitchingCostAssessed', data: { side, mark } }, day);

describe('what dependence is told from', () => {
  it('is how hard it is for each side to turn to somebody else, told in any order, and the latest of it', () => {
    const facts = factsOf((log) => [
      assessed(log, 'us', 4, '2026-03-01'),
      assessed(log, 'us', 2, '2026-01-01'),
      assessed(log, 'them', 5, '2026-02-01'),
    ]);
    expect(facts!.switching.us!.map(({ value }) => value)).toEqual([2, 4]);
    expect(facts!.switching.them).toHaveLength(1);
    const many = factsOf((log) => {
      for (let day = 1; day <= MARKS_MAX + 5; day += 1) assessed(log, 'us', 3, `2026-01-${String(day).padStart(2, '0')}`);
    });
    expect(many!.switching.us).toHaveLength(MARKS_MAX);
  });

  it('is what they spend on everything that we could sell, and not on a part of it', () => {
    const estimate = (log: Log, category?: string) =>
      log.append(
        'account-acme',
        {
          type: 'WalletEstimated',
          data: {
            period: '2026',
            amount: { amount: '100', currency: 'EUR' },
            method: 'model',
            ...(category === undefined ? {} : { category }),
          },
        },
        '2026-01-05',
      );
    expect(factsOf((log) => void estimate(log, 'pumps'))).toBeUndefined();
    expect(factsOf((log) => void estimate(log))!.wallets).toMatchObject([{ value: { period: '2026' } }]);
  });
});
