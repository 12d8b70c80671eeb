import { describe, expect, it } from '@jest/globals';
import { aggregates, policyRules } from '#libs/domain/registry.js';
import { businessDayOf } from '#libs/kernel/calendar.js';
import { type CommandHandler } from './handle-command.js';
import { POLICY_MAX_AGE_MS } from './policy-source.js';
import { NOW, openWorkers } from './testing/workers.js';

const at = (world: Awaited<ReturnType<typeof openWorkers>>, ms: number): CommandHandler =>
  world.worker({ aggregates, policies: policyRules, now: () => new Date(Date.parse(NOW) + ms) });

const told = { actor: 'ana', type: 'RegisterEmployee', data: { name: 'Ann' }, occurredAt: '2026-02-28T23:30:00.000Z' };
const calendar = { stream: 'policy-calendar', actor: 'ana' };
const document = { timeZone: 'Asia/Shanghai', fiscalYearStartsIn: 4 };

describe('the business day of a fact', () => {
  it('T5: is that of the zone in force when it was decided, stamped with it, and no later zone moves it', async () => {
    await using world = await openWorkers();
    await at(world, 0).handle({ ...told, commandId: 'c-1', stream: 'employee-before' });
    await at(world, 1).handle({ ...calendar, commandId: 'c-2', type: 'PublishPolicyVersion', data: { version: 1, document } });
    await at(world, 2).handle({ ...calendar, commandId: 'c-3', type: 'ActivatePolicyVersion', data: { version: 1, validFrom: NOW } });
    await at(world, 3 + POLICY_MAX_AGE_MS).handle({ ...told, commandId: 'c-4', stream: 'employee-after' });

    const [before] = await world.logged('employee-before');
    const [after] = await world.logged('employee-after');
    expect([before!.meta.zone, after!.meta.zone]).toEqual([undefined, 'Asia/Shanghai']);
    expect([businessDayOf(before!), businessDayOf(after!)]).toEqual(['2026-02-28', '2026-03-01']);
    expect(Object.keys(before!.meta)).not.toContain('zone');
  });
});
