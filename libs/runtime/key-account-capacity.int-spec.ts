import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { capacityStories, type CapacityStory, designate, playCapacity } from './testing/capacity-stories.js';
import { drawn, switching } from './testing/interleavings.js';
import { embedded } from './testing/structure-stories.js';
import { to } from './testing/structures.js';

type World = Awaited<ReturnType<typeof embedded>>;

const stepsOf = async (world: World, story: CapacityStory) => (await playCapacity(world, story, switching([0, 1]))) + 6;

describe.each(Object.entries(capacityStories))('5: %s at once, by two workers', (_, story) => {
  it('keep the capacity, and people and accounts tell the same, in every order of their calls with one switch, to and fro', async () => {
    await using world = await embedded();
    const steps = await stepsOf(world, story);
    for (let away = 0; away <= steps; away += 1) {
      await playCapacity(world, story, switching([0, 1], { [away]: 1 }));
      await playCapacity(world, story, switching([1, 0], { [away]: 0 }));
    }
  });

  it('do so where one of them is killed before or after any of its appends', async () => {
    await using world = await embedded();
    const steps = await stepsOf(world, story);
    for (const moment of ['before', 'after'] as const) {
      for (let append = 1; append <= 4; append += 1) {
        for (let away = 0; away < steps; away += 9) {
          await playCapacity(world, story, switching([0, 1], { [away]: 1 }), { worker: 0, append, moment });
        }
      }
    }
  });
});

it('5: two designations where one has room keep the capacity in many orders with two switches, and in 60 drawn at random', async () => {
  await using world = await embedded();
  const story = Object.values(capacityStories)[0]!;
  const steps = await stepsOf(world, story);
  for (let away = 1; away < steps; away += 1) {
    for (let back = away + 1; back <= steps; back += 2) {
      await playCapacity(world, story, switching([0, 1], { [away]: 1, [back]: 0 }));
    }
  }
  const draws = fc.array(fc.nat(5), { minLength: 150, maxLength: 150 });
  await fc.assert(
    fc.asyncProperty(draws, async (numbers) => void (await playCapacity(world, story, drawn(numbers)))),
    { numRuns: 60, seed: 7 },
  );
});

describe('a person’s key accounts', () => {
  const ann = (type: string, data: object): CommandEnvelope => ({ ...to('ann', type, data), stream: 'employee-ann' });
  const begun = async (world: World, keyAccountsMax = 1) =>
    world.send([
      ann('RegisterEmployee', { name: 'Ann' }),
      ann('SetServiceCapacity', { keyAccountsMax }),
      { ...ann('RegisterEmployee', { name: 'Bob' }), commandId: 'bob', stream: 'employee-bob' },
      ...['a', 'b'].flatMap((id) => [to(id, 'OpenAccount', { name: id }), to(id, 'AssignOwner', { employeeId: 'ann' })]),
    ]);
  const told = async (world: World, employee = 'ann') =>
    (await world.streamOf(`employee-${employee}`))
      .filter(({ type }) => type.startsWith('KeyAccount'))
      .map(({ type, data }) => [type, data]);
  const taken = (accountId: string, keyAccounts: number, keyAccountsMax: number) => [
    'KeyAccountTakenOn',
    { accountId, keyAccounts, keyAccountsMax },
  ];
  const released = (accountId: string) => ['KeyAccountReleased', { accountId }];

  it('are told by what changes them, and a designation beyond them is refused until there is room', async () => {
    await using world = await embedded();
    await begun(world);
    const again = designate('b', { commandId: 'b-again' });
    const answers = await world.send([
      designate('a'),
      designate('b'),
      to('a', 'CloseAccount', { reason: 'insolvent' }),
      again,
      to('a', 'ReopenAccount', { reason: 'rescued' }),
      to('b', 'AssignOwner', { employeeId: 'bob' }, { commandId: 'b-bob' }),
    ]);
    expect(answers.map((answer) => ('rejection' in answer ? answer.rejection.code : answer.outcome))).toEqual([
      'ACCEPTED',
      'CAPACITY_EXCEEDED',
      ...Array.from({ length: 4 }, () => 'ACCEPTED'),
    ]);
    // Reopening is not refused: it says what it came to.
    expect(await told(world)).toEqual([taken('a', 1, 1), released('a'), taken('b', 1, 1), taken('a', 2, 1), released('b')]);
    expect(await told(world, 'bob')).toEqual([taken('b', 1, 10)]);
  });

  it('follow corrections: a designation that is withdrawn, a retirement that is, an owner that is', async () => {
    await using world = await embedded();
    await begun(world);
    await world.send([designate('a')]);
    const idOf = async (account: string, type: string) => (await world.logged(account)).find((event) => event.type === type)!.id;
    const withdraw = (account: string, fact: string, commandId: string) =>
      to(account, 'WithdrawFact', { fact, reason: 'mistaken' }, { commandId });
    expect(await world.send([withdraw('a', await idOf('a', 'KeyAccountDesignated'), 'w-1')])).toMatchObject([{ outcome: 'ACCEPTED' }]);
    expect(await told(world)).toEqual([taken('a', 1, 1), released('a')]);

    await world.send([designate('b'), to('b', 'RetireKeyAccount', { reason: 'sold' })]);
    await world.send([withdraw('b', await idOf('b', 'KeyAccountRetired'), 'w-2')]);
    expect((await told(world)).slice(2)).toEqual([taken('b', 1, 1), released('b'), taken('b', 1, 1)]);

    await world.send([to('b', 'AssignOwner', { employeeId: 'bob' }, { commandId: 'b-bob' })]);
    await world.send([withdraw('b', await idOf('b', 'OwnershipTransferred'), 'w-3')]);
    expect((await told(world)).at(-1)).toEqual(taken('b', 1, 1));
    expect(await told(world, 'bob')).toEqual([taken('b', 1, 10), released('b')]);
  });

  it('are amended by what happened to the account, not in the history of the person', async () => {
    await using world = await embedded();
    await begun(world);
    await world.send([designate('a')]);
    const { id } = (await world.streamOf('employee-ann')).at(-1)!;
    const amend = ann('WithdrawEmployeeFact', { fact: id, reason: 'x' });
    expect(await world.send([amend])).toMatchObject([{ rejection: { code: 'FACT_CONCERNS_OTHERS', field: '/fact' } }]);
  });

  it('cost nothing where an account that is none changes hands: no change is begun', async () => {
    await using world = await embedded();
    await begun(world);
    await world.send([to('a', 'AssignOwner', { employeeId: 'bob' }, { commandId: 'a-bob' })]);
    expect(await world.streamOf('coordination-accounts')).toEqual([]);
  });
});
