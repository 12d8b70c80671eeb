import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { peopleRisk } from './people-risk.js';

itKeepsTheLaws(peopleRisk);

describe('the people of an account', () => {
  it('are its owners and backups with what was passed on, each from a date on', () => {
    const on = (day: string) => ({ occurredAt: `2026-02-${day}T12:00:00.000Z` });
    const { document } = projection(peopleRisk).given(
      ...recorded([
        { type: 'AccountOpened', data: { name: 'Acme' }, ...on('01') },
        { type: 'HandoverCompleted', data: { from: 'ann', to: 'bob', checklist: ['prices'] }, ...on('20') },
        { type: 'OwnershipTransferred', data: { from: 'ann', to: 'bob' }, ...on('20') },
        { type: 'OwnerAssigned', data: { employeeId: 'ann' }, ...on('02') },
        { type: 'BackupOwnerAssigned', data: { employeeId: 'bob' }, ...on('10') },
      ]),
    );
    expect(document('account-acme')).toMatchObject({
      name: 'Acme',
      owners: [{ value: 'ann' }, { value: 'bob' }],
      backups: [{ value: 'bob' }],
      passedOn: [{ from: 'ann', to: 'bob', on: '2026-02-20', eventId: 'event-2' }],
    });
  });

  it('knows of a wallet the estimate that was made last', () => {
    const estimated = (amount: string, day: string) =>
      ({
        type: 'WalletEstimated',
        data: { period: '2026', amount: { amount, currency: 'EUR' }, method: 'survey' },
        occurredAt: `2026-02-${day}T12:00:00.000Z`,
      }) as never;
    const { document } = projection(peopleRisk).given(...recorded([estimated('900', '09'), estimated('500', '05')]));
    expect(document('account-acme')).toMatchObject({ wallets: { '2026|': { amount: { amount: '900' } } } });
  });
});
