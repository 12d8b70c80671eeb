import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { resourceAllocation } from './resource-allocation.js';

itKeepsTheLaws(resourceAllocation);

describe('resources', () => {
  const logged = (minutes: number, employeeId: string, unplanned = false) =>
    ({
      type: 'TimeLogged',
      data: { timeId: `${minutes}`, minutes, taskKind: 'travel', unplanned, credit: { employeeId, teamId: 'north' } },
    }) as const;

  it('are time by month, person and task', () => {
    const { document } = projection(resourceAllocation).given(...recorded([logged(90, 'ann'), logged(30, 'ann', true), logged(15, 'bob')]));
    expect(document('acme/2026-03/ann/north')).toEqual({
      kind: 'time',
      accountId: 'acme',
      month: '2026-03',
      employeeId: 'ann',
      teamId: 'north',
      minutes: 120,
      unplannedMinutes: 30,
      byTask: { travel: 120 },
    });
    expect(document('acme/2026-03/bob/north')).toMatchObject({ minutes: 15 });
  });

  it('are what was allocated last and what was consumed', () => {
    const allocated = (quantity: number, day: string) =>
      ({
        type: 'ResourcesAllocated',
        data: { period: '2026-Q1', resources: [{ resource: 'outlets', quantity }] },
        occurredAt: `${day}T12:00:00.000Z`,
      }) as const;
    const consumed = (quantity: number) =>
      ({ type: 'ResourceConsumed', data: { consumptionId: `${quantity}`, resource: 'outlets', quantity } }) as const;
    const events = [allocated(5, '2026-02-01'), allocated(3, '2026-01-01'), consumed(2), consumed(1)];
    expect(
      projection(resourceAllocation)
        .given(...recorded(events))
        .document('acme'),
    ).toEqual({
      kind: 'allocation',
      accountId: 'acme',
      plans: { '2026-Q1': { since: '2026-02-01T12:00:00.000Z', quantities: { outlets: 5 } } },
      consumed: { '2026-03': { outlets: 3 } },
      roles: [],
    });
  });
});
