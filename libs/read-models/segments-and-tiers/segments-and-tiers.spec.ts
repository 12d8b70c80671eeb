import { describe, expect, it } from '@jest/globals';
import { isKeyAccountAt } from '#libs/domain/designation/state.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { LINE_MAX, type SegmentedAccount, segmentsAndTiers } from './segments-and-tiers.js';

const bet = { kind: 'key', basis: 'potential', rationale: 'a second plant' } as const;

describe('segments and tiers', () => {
  it('knows accounts by their attributes, and what was decided about them', () => {
    const log = new Log();
    log.append('account-a', { type: 'AccountOpened', data: { name: 'A', industry: 'food', country: 'DE' } }, '2026-01-01');
    log.append('account-a', { type: 'OwnerAssigned', data: { employeeId: 'ann' } }, '2026-01-02');
    log.append('account-a', { type: 'KeyAccountNominated', data: { rationale: 'grows' } }, '2026-01-03');
    log.append('account-a', { type: 'KeyAccountDesignated', data: bet }, '2026-01-10');
    log.append('account-a', { type: 'KeyAccountRetired', data: { reason: 'sold' } }, '2026-01-20');
    log.append('account-a', { type: 'StrategicRoleSet', data: { role: 'reference' } }, '2026-01-11');
    log.append('account-a', { type: 'AccountClosed', data: { reason: 'sold' } }, '2026-01-25');
    const account = projection(segmentsAndTiers)
      .given(...log.events)
      .document('account-a') as SegmentedAccount;
    expect(account).toMatchObject({
      kind: 'account',
      accountId: 'a',
      name: 'A',
      industry: 'food',
      segment: null,
      openedOn: '2026-01-01',
      owners: [{ value: 'ann' }],
      standings: [{ value: 'open' }, { value: 'closed' }],
      designation: { nominations: [{ value: { as: 'nominated' } }], roles: [{ value: { role: 'reference' } }] },
    });
    const days = ['2026-01-09', '2026-01-11', '2026-01-21'];
    expect(days.map((day) => isKeyAccountAt(account.designation, `${day}T12:00:00.000Z`))).toEqual([false, true, false]);
  });

  it('keeps of a line what is latest', () => {
    const log = new Log();
    log.append('account-a', { type: 'AccountOpened', data: { name: 'A' } }, '2025-01-01');
    for (let day = 0; day < LINE_MAX + 5; day += 1) {
      const date = new Date(Date.UTC(2025, 1, 1 + day)).toISOString().slice(0, 10);
      log.append('account-a', { type: 'OwnerAssigned', data: { employeeId: `e${day}` } }, date);
    }
    const { owners } = projection(segmentsAndTiers)
      .given(...log.events)
      .document('account-a') as SegmentedAccount;
    expect([owners.length, owners[0]!.value, owners.at(-1)!.value]).toEqual([LINE_MAX, 'e5', `e${LINE_MAX + 4}`]);
  });

  it('knows what was told of the company, by what it is about', () => {
    const log = new Log();
    const universe = { region: 'north', type: 'wholesaler', count: 240 };
    log.append('portfolio-company', { type: 'MarketUniverseEstimated', data: universe }, '2026-01-01');
    log.append('portfolio-company', { type: 'MarketUniverseEstimated', data: { ...universe, count: 250 } }, '2026-02-01');
    const { document } = projection(segmentsAndTiers).given(...log.events);
    expect(document('MarketUniverseEstimated ["north","wholesaler"]')).toMatchObject({
      kind: 'MarketUniverseEstimated',
      told: [{ value: { count: 240 } }, { value: { count: 250 } }],
      recordedAt: '2026-02-01T12:00:00.000Z',
      policy: null,
    });
  });

  itKeepsTheLaws(segmentsAndTiers);
});
