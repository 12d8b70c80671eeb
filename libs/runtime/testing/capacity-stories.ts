import { expect } from '@jest/globals';
import { type CommandEnvelope, type Outcome, type RecordedEvent } from '#libs/kernel/message.js';
import { type Choose, type Crash } from './interleavings.js';
import { type openStructures, to } from './structures.js';

type Structures = ReturnType<typeof openStructures>;

const bet = { kind: 'key', basis: 'volume', rationale: 'a tenth of our sales' } as const;

export const designate = (account: string, more: Partial<CommandEnvelope> & { readonly override?: { readonly reason: string } } = {}) => {
  const { override, ...rest } = more;
  return to(account, 'DesignateKeyAccount', { ...bet, ...(override === undefined ? {} : { override }) }, rest);
};

/** Commands at once about the accounts `a`, `b` and `c` of two people: `a` and `b` are Ann's, `c` is a key account of Bob's. */
export interface CapacityStory {
  readonly keyAccountsMax: number;
  readonly commands: (ids: Readonly<Record<'a' | 'b' | 'c' | 'ann' | 'bob', string>>) => readonly CommandEnvelope[];
  /** Accounts that Ann may have in the end without anybody having decided against her capacity. */
  readonly most: number;
  /** What is begun with Ann's account `a` as a key account. */
  readonly holding?: true;
}

export const capacityStories: Readonly<Record<string, CapacityStory>> = {
  'two designations where one has room': {
    keyAccountsMax: 1,
    commands: ({ a, b }) => [designate(a), designate(b)],
    most: 1,
  },
  'a designation and a transfer of a key account to the same person': {
    keyAccountsMax: 1,
    commands: ({ a, c, ann }) => [designate(a), to(c, 'AssignOwner', { employeeId: ann })],
    // A transfer is never refused: it is told with what it came to.
    most: 2,
  },
  'a designation and the retirement that makes room for it': {
    keyAccountsMax: 1,
    commands: ({ a, b }) => [to(a, 'RetireKeyAccount', { reason: 'sold' }), designate(b)],
    most: 1,
    holding: true,
  },
  'a designation and the transfer of its account to somebody else': {
    keyAccountsMax: 1,
    commands: ({ a, bob }) => [designate(a), to(a, 'AssignOwner', { employeeId: bob })],
    most: 1,
  },
  'a transfer of a key account and its merger': {
    keyAccountsMax: 1,
    commands: ({ a, b, bob }) => [to(a, 'AssignOwner', { employeeId: bob }), to(a, 'MergeAccounts', { into: b, reason: 'one company' })],
    most: 1,
    holding: true,
  },
  'a key account that is closed and retired': {
    keyAccountsMax: 1,
    commands: ({ a }) => [to(a, 'CloseAccount', { reason: 'insolvent' }), to(a, 'RetireKeyAccount', { reason: 'insolvent' })],
    most: 1,
    holding: true,
  },
};

let runs = 0;

/** Sends what a story begins with, and gives the ids. Histories are short: many runs share one log. */
const begin = async (world: Structures, { keyAccountsMax, holding }: CapacityStory) => {
  runs += 1;
  const ids = Object.fromEntries(['a', 'b', 'c', 'ann', 'bob'].map((name) => [name, `c${runs}-${name}`])) as Record<
    'a' | 'b' | 'c' | 'ann' | 'bob',
    string
  >;
  const person = (id: string, type: string, data: object): CommandEnvelope => ({
    ...to(id, type, data),
    stream: `employee-${id}`,
  });
  const outcomes = await world.send([
    person(ids.ann, 'RegisterEmployee', { name: 'Ann' }),
    person(ids.ann, 'SetServiceCapacity', { keyAccountsMax }),
    person(ids.bob, 'RegisterEmployee', { name: 'Bob' }),
    ...(['a', 'b', 'c'] as const).flatMap((name) => [
      to(ids[name], 'OpenAccount', { name }),
      to(ids[name], 'AssignOwner', { employeeId: name === 'c' ? ids.bob : ids.ann }, { commandId: `${ids[name]}-first-owner` }),
    ]),
    designate(ids.c, { commandId: `${ids.c}-before` }),
    ...(holding ? [designate(ids.a, { commandId: `${ids.a}-before` })] : []),
  ]);
  expect(outcomes.filter(({ outcome }) => outcome !== 'ACCEPTED')).toEqual([]);
  return ids;
};

/** Who serves an account as a key account, as its own history says. */
const servedBy = (events: readonly RecordedEvent[]): string | undefined => {
  const last = <Data>(...types: readonly string[]) =>
    events.findLast(({ type }) => types.includes(type)) as { readonly type: string; readonly data: Data } | undefined;
  const isKey = last('KeyAccountDesignated', 'KeyAccountRetired')?.type === 'KeyAccountDesignated';
  const gone = last('AccountClosed', 'AccountsMerged') !== undefined;
  const owner = last<{ readonly employeeId?: string; readonly to?: string }>('OwnerAssigned', 'OwnershipTransferred')?.data;
  return isKey && !gone ? (owner?.to ?? owner?.employeeId) : undefined;
};

/** The key accounts of a person, as the own history says. */
const heldBy = (events: readonly RecordedEvent[]): readonly string[] => {
  const held = new Set<string>();
  for (const { type, data } of events) {
    const { accountId } = data as { readonly accountId: string };
    if (type === 'KeyAccountTakenOn') held.add(accountId);
    if (type === 'KeyAccountReleased') held.delete(accountId);
  }
  return [...held].toSorted();
};

/**
 * Plays a story in one order and checks its end: people hold what the accounts say that they serve, nobody holds more than the story
 * allows, every command has one final answer that others would be given as well, and nothing is left open.
 */
export const playCapacity = async (world: Structures, story: CapacityStory, choose: Choose, crash?: Crash): Promise<number> => {
  const ids = await begin(world, story);
  const commands = story.commands(ids);
  const accounts = [ids.a, ids.b, ids.c];
  const { given, settled, logs, steps } = await world.race(accounts, commands, choose, crash);
  for (const [index, outcome] of settled.entries()) {
    expect(outcome.outcome).not.toBe('UNKNOWN');
    const before: Outcome | undefined = given[index];
    if (before !== undefined && before.outcome !== 'UNKNOWN')
      expect({ ...outcome, duplicate: false }).toEqual({ ...before, duplicate: false });
  }
  for (const employeeId of [ids.ann, ids.bob]) {
    const held = heldBy(await world.streamOf(`employee-${employeeId}`));
    expect(held).toEqual(accounts.filter((id) => servedBy(logs.get(id)!) === employeeId));
    if (employeeId === ids.ann) expect(held.length).toBeLessThanOrEqual(story.most);
  }
  expect(await world.open()).toBeUndefined();
  return steps;
};
