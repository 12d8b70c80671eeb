import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { type KpiTotal } from './documents.js';
import { teamKpis } from './team-kpis.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('margins', () => {
  it('M2: of an order that is recorded anew count once, the difference on the day on which it became known', () => {
    const log = new Log();
    const data = { orderNumber: '1', credit: { employeeId: 'ann' } };
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('100') } }, '2026-01-05');
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('120'), previous: eur('100') } }, '2026-01-20');
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('90'), previous: eur('120') } }, '2026-02-01');
    const { document } = projection(teamKpis).given(...log.events);
    expect((document('total|company|all|2026-01') as KpiTotal).days).toMatchObject({
      '05': { marginMinor: { EUR: '10000' } },
      '20': { marginMinor: { EUR: '2000' } },
    });
    expect((document('total|employee|ann|2026-02') as KpiTotal).days).toMatchObject({ '01': { marginMinor: { EUR: '-3000' } } });
  });
});
