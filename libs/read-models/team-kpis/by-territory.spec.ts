import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { teamKpis } from './team-kpis.js';

const EUR = (amount: string) => ({ amount, currency: 'EUR' });

const figures = (tell: (log: Log) => void) => {
  const log = new Log();
  tell(log);
  return projection(teamKpis).given(...log.events);
};

describe('team KPIs by territory', () => {
  const order = (orderNumber: string, territory?: string) =>
    ({ type: 'OrderRecorded', data: { orderNumber, net: EUR('10'), credit: territory === undefined ? {} : { territory } } }) as const;

  it('count for the territory that the fact carries, of any name, and write nothing where there is none', () => {
    const { document, keys } = figures((log) => {
      log.append('account-acme', order('1', 'south|west'), '2026-01-05');
      log.append('account-acme', order('2', 'north'), '2026-01-06');
      log.append('account-acme', order('3'), '2026-01-07');
    });
    expect(document('total|territory|south|west|2026-01')).toMatchObject({ by: 'territory', key: 'south|west', month: '2026-01' });
    expect(document('cell|2026-01|unassigned|unassigned|acme|south|west')).toMatchObject({ territory: 'south|west', accountId: 'acme' });
    expect(keys().filter((key) => key.startsWith('total|territory'))).toHaveLength(2);
    expect(document('cell|2026-01|unassigned|unassigned|acme')).toMatchObject({ territory: 'unassigned' });
  });

  it('count an opened account where it belonged first', () => {
    const { document } = figures((log) => {
      log.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme' } }, '2026-01-05');
      log.append('account-acme', { type: 'TerritoryAssigned', data: { territory: 'north', effectiveFrom: '2026-03-01' } }, '2026-01-06');
      log.append('account-acme', { type: 'TerritoryAssigned', data: { territory: 'south', effectiveFrom: '2026-01-05' } }, '2026-01-07');
    });
    expect(document('account|acme')).toMatchObject({ firstTerritory: { territory: 'south', since: '2026-01-05' } });
  });
});
