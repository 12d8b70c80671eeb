import { describe, expect, it } from '@jest/globals';
import { isNeed } from '#libs/kernel/decider.js';
import { contextOf } from '#libs/kernel/testing/decider.js';
import { employee, type Employee } from '../employee/employee.js';
import { POLICY_DEFAULTS } from '../policy/documents.js';
import { creditOf, discountOf, requireAuthority } from './authority.js';

const person = (name: string, reportsTo?: string): { readonly employee: Employee } => ({
  employee: {
    stage: 'active',
    name,
    ...(reportsTo === undefined ? {} : { reportsTo }),
    registeredAt: '2026-01-01T00:00:00.000Z',
    memberships: [],
    capacity: [],
  },
});
const absent = { employee: employee.initial };
const policy = { ref: 'authority@0', document: POLICY_DEFAULTS.authority };
const asked = (grant: Parameters<typeof requireAuthority>[0], by: string | undefined, others: Readonly<Record<string, unknown>> = line) =>
  requireAuthority(grant, by, { ...contextOf({ others }), policy: () => policy as never });

const line: Readonly<Record<string, unknown>> = {
  'employee-cleo': person('Cleo'),
  'employee-bob': person('Bob', 'cleo'),
  'employee-ann': person('Ann', 'bob'),
  'employee-zoe': person('Zoe', 'ann'),
};

describe('authority', () => {
  it('ends where the policy says for the place in the line of command', () => {
    expect([15, 15.01].map((percent) => asked(discountOf(percent), 'ann') === undefined)).toEqual([true, false]);
    expect([30, 30.01].map((percent) => asked(discountOf(percent), 'bob') === undefined)).toEqual([true, false]);
    expect(asked(discountOf(100), 'cleo')).toBeUndefined();
    expect([30, 31].map((days) => asked(creditOf(days), 'zoe') === undefined)).toEqual([true, false]);
  });

  it('names the nearest superior who may', () => {
    expect(asked(discountOf(20), 'zoe')).toMatchObject({
      rejected: 'BEYOND_AUTHORITY',
      detail: expect.stringContaining('let bob grant it'),
    });
    expect(asked(discountOf(31), 'zoe')).toMatchObject({ detail: expect.stringContaining('let cleo grant it'), field: '/percent' });
  });

  it('asks for the streams of the line, one after the other, and for nobody where nobody is in charge', () => {
    expect(asked(discountOf(99), undefined)).toBeUndefined();
    expect(isNeed(asked(discountOf(1), 'ann', {}) as never)).toBe(true);
    expect(asked(discountOf(1), 'ann', { 'employee-ann': person('Ann', 'bob') })).toEqual({ needs: ['employee-bob'] });
  });

  it('counts a superior who is not registered, and ends in a circle', () => {
    const others = { 'employee-ann': person('Ann', 'bob'), 'employee-bob': absent };
    expect(asked(discountOf(31), 'ann', others)).toMatchObject({ detail: expect.stringContaining('let bob grant it') });
    const circle = { 'employee-ann': person('Ann', 'bob'), 'employee-bob': person('Bob', 'ann') };
    expect(asked(discountOf(30), 'ann', circle)).toBeUndefined();
  });
});
