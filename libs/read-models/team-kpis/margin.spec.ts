import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { marginFigures } from './derived.js';
import { type KpiMargin } from './documents.js';
import { teamKpis } from './team-kpis.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const data = { orderNumber: '1', credit: { employeeId: 'ann' } };

const figuresOf = (log: Log) => {
  const { document, keys } = projection(teamKpis).given(...log.events);
  const margins = keys().map((key) => document(key) as KpiMargin);
  return { company: marginFigures(margins, 'company').get('all'), ann: marginFigures(margins, 'employee').get('ann') };
};

const expected = [
  { month: '2026-01', days: { '05': { marginMinor: { EUR: '10000' } }, '20': { marginMinor: { EUR: '2000' } } } },
  { month: '2026-02', days: { '01': { marginMinor: { EUR: '-3000' } } } },
];

describe('margins', () => {
  it('M2: of an order that is recorded anew count once, the difference on the day on which it became known', () => {
    const log = new Log();
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('100') } }, '2026-01-05');
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('120'), previous: eur('100') } }, '2026-01-20');
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('90'), previous: eur('120') } }, '2026-02-01');
    expect(figuresOf(log)).toEqual({ company: expected, ann: expected });
  });

  it('M2: count once in logs that do not say what was replaced, in whichever order they tell it', () => {
    const log = new Log();
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('100') } }, '2026-01-05');
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('90') } }, '2026-02-01');
    log.append('account-acme', { type: 'MarginRecorded', data: { ...data, margin: eur('120') } }, '2026-01-20');
    log.append(
      'account-other',
      { type: 'MarginRecorded', data: { orderNumber: '1', credit: { employeeId: 'bob' }, margin: eur('7') } },
      '2026-02-01',
    );
    expect(figuresOf(log).ann).toEqual(expected);
  });
});
