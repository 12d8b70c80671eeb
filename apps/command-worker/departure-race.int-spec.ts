import { expect, it } from '@jest/globals';
import { type CommandEnvelope, type RecordedEvent } from '#libs/kernel/message.js';
import { departedCredits, type DepartedCredits } from '#libs/read-models/departed-credits/departed-credits.js';
import { foldAsOf } from '#libs/runtime/as-of.js';
import { switching } from '#libs/runtime/testing/interleavings.js';
import { embedded } from '#libs/runtime/testing/structure-stories.js';
import { to } from '#libs/runtime/testing/structures.js';

const FOR_EVER = { at: '2099-01-01T00:00:00.000Z', time: 'recorded' } as const;

const ofEmployee = (employeeId: string, type: string, data: object): CommandEnvelope => ({
  ...to(employeeId, type, data),
  stream: `employee-${employeeId}`,
});

it('R6: whoever is given an account while leaving is refused, was there first, or is found: in every order with one switch', async () => {
  await using world = await embedded();
  const ends = { refused: 0, 'there first': 0, found: 0 };
  for (let away = 0; away < 14; away += 1) {
    const [account, ann] = [`race-${away}`, `ann-${away}`];
    await world.send([to(account, 'OpenAccount', { name: 'A' }), ofEmployee(ann, 'RegisterEmployee', { name: 'Ann' })]);
    const commands = [to(account, 'AssignOwner', { employeeId: ann }), ofEmployee(ann, 'RecordEmployeeDeparture', {})];
    const { settled } = await world.race([account], commands, switching([0, 1], { [away]: 1 }));
    const log: RecordedEvent[] = await Array.fromAsync(world.store.readAll());
    const { documents } = await foldAsOf<DepartedCredits>(departedCredits, () => world.store.readAll(), FOR_EVER);
    const placeOf = (type: string, stream: string) => log.findIndex((event) => event.type === type && event.stream === stream);
    const [assigned, departed] = [placeOf('OwnerAssigned', `account-${account}`), placeOf('EmployeeDeparted', `employee-${ann}`)];
    const isFound = documents.get(ann)!.facts.some(({ accountId }) => accountId === account);
    const end = settled[0]!.outcome === 'REJECTED' ? 'refused' : assigned < departed ? 'there first' : 'found';
    expect([assigned === -1, isFound]).toEqual([end === 'refused', end === 'found']);
    ends[end] += 1;
  }
  // The window is there, and each of its sides was seen.
  for (const seen of Object.values(ends)) expect(seen).toBeGreaterThan(0);
});
