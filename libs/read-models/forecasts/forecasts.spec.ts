import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { forecasts, FORECASTS_MAX } from './forecasts.js';

itKeepsTheLaws(forecasts);

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('forecasts', () => {
  it('are kept with what was expected of each month, the cost of stock, and what orders earned', () => {
    const log = new Log();
    const tell = (message: Parameters<Log['append']>[1], day: string) => log.append('account-acme', message, day);
    tell(
      { type: 'ForecastShared', data: { horizonMonths: 6, quantities: {}, expected: [{ month: '2026-02', net: eur('10') }] } },
      '2026-01-05',
    );
    tell({ type: 'CostToServeRecorded', data: { month: '2026-02', cost: eur('3'), kind: 'Stock', credit: {} } }, '2026-03-01');
    tell({ type: 'CostToServeRecorded', data: { month: '2026-02', cost: eur('5'), kind: 'express freight', credit: {} } }, '2026-03-01');
    tell({ type: 'MarginRecorded', data: { orderNumber: '1', margin: eur('4'), credit: {} } }, '2026-03-02');
    tell({ type: 'MarginRecorded', data: { orderNumber: '1', margin: eur('6'), previous: eur('4'), credit: {} } }, '2026-03-03');
    for (let day = 1; day <= 28; day += 1) {
      tell({ type: 'ForecastShared', data: { horizonMonths: 6, quantities: {} } }, `2026-04-${String(day).padStart(2, '0')}`);
      tell({ type: 'ForecastShared', data: { horizonMonths: 6, quantities: {} } }, `2026-05-${String(day).padStart(2, '0')}`);
    }
    const { document } = projection(forecasts).given(...(log.events as never[]));
    expect(document('acme')).toMatchObject({ stockCost: { '2026-02': { EUR: '300' } }, margins: { '2026-03': { EUR: '600' } } });
    expect(document('acme')!.shared).toHaveLength(FORECASTS_MAX);
  });
});
