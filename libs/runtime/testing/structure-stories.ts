import { expect } from '@jest/globals';
import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
import { type CommandEnvelope, type Outcome, type RecordedEvent } from '#libs/kernel/message.js';
import { openSqliteReadStore } from '#libs/read-store/sqlite.js';
import { type Choose, type Crash } from './interleavings.js';
import { merge, openStructures, type Ran, to } from './structures.js';

type Structures = ReturnType<typeof openStructures>;

/** The embedded engines, new, in memory: what is durable is held by other tests. */
export const embedded = async () => {
  const store = await openSqliteEventStore(':memory:', { writer: true });
  const readStore = openSqliteReadStore({ path: ':memory:' });
  return {
    ...openStructures(store, readStore),
    store,
    readStore,
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await readStore[Symbol.asyncDispose]();
    },
  };
};

let runs = 0;

/** New accounts of those names, opened. */
export const accounts = async (world: Structures, ...names: readonly string[]): Promise<readonly string[]> => {
  runs += 1;
  const ids = names.map((name) => `r${runs}-${name}`);
  await world.send(ids.map((id) => to(id, 'OpenAccount', { name: id })));
  return ids;
};

export const parent = (child: string, parentId: string): CommandEnvelope => to(child, 'SetParentAccount', { parentId });

/** A story of several commands at once, and what must be so however they are interleaved. */
export interface Story {
  readonly names: readonly string[];
  readonly commands: (ids: readonly string[]) => readonly CommandEnvelope[];
  readonly accepted: { readonly min: number; readonly max: number };
}

const ring = (names: readonly string[], command: (from: string, to: string) => CommandEnvelope): Story => ({
  names,
  commands: (ids) => ids.map((id, index) => command(id, ids[(index + 1) % ids.length]!)),
  accepted: { min: 1, max: names.length - 1 },
});

/** Of two commands each. */
export const stories: Readonly<Record<string, Story>> = {
  'two accounts that are merged into each other': ring(['a', 'b'], merge),
  'two accounts that are put below each other': ring(['a', 'b'], parent),
  'an account that is merged into one that is put below it': {
    names: ['a', 'b'],
    commands: ([a, b]) => [merge(a!, b!), parent(b!, a!)],
    accepted: { min: 1, max: 1 },
  },
  'a merger into an account that is closed': {
    names: ['a', 'b'],
    commands: ([a, b]) => [merge(a!, b!), to(b!, 'CloseAccount', { reason: 'sold' })],
    accepted: { min: 1, max: 2 },
  },
  'one account that is merged into two': {
    names: ['a', 'b', 'c'],
    commands: ([a, b, c]) => [merge(a!, b!), { ...merge(a!, c!), commandId: `${a!}-other` }],
    accepted: { min: 1, max: 1 },
  },
  'one new id for what is split from two': {
    names: ['a', 'b'],
    commands: ([a, b]) => [a!, b!].map((id) => to(id, 'SplitAccount', { newAccountId: `${a!}-new`, reason: 'sold' })),
    accepted: { min: 1, max: 1 },
  },
  'a split into an id that somebody opens': {
    names: ['a'],
    commands: ([a]) => [
      to(a!, 'SplitAccount', { newAccountId: `${a!}-new`, reason: 'sold' }),
      to(`${a!}-new`, 'OpenAccount', { name: 'N' }),
    ],
    accepted: { min: 1, max: 2 },
  },
};

/** Of three commands each. */
export const rings: Readonly<Record<string, Story>> = {
  'three accounts that are merged in a ring': ring(['a', 'b', 'c'], merge),
  'three accounts that are put below each other in a ring': ring(['a', 'b', 'c'], parent),
};

const isAccepted = ({ outcome }: Outcome) => outcome === 'ACCEPTED';

/** What each command left, wherever it stands: accepted ones all of it once, refused ones nothing; both sides tell the same. */
const expectWhole = (ids: readonly string[], commands: readonly CommandEnvelope[], { given, settled, logs }: Ran): void => {
  for (const [index, outcome] of settled.entries()) {
    expect(outcome.outcome).not.toBe('UNKNOWN');
    const before = given[index];
    if (before !== undefined && before.outcome !== 'UNKNOWN')
      expect({ ...outcome, duplicate: false }).toEqual({ ...before, duplicate: false });
    const { commandId, stream } = commands[index]!;
    const own = logs.get(stream.slice('account-'.length))!.filter(({ meta }) => meta.commandId === commandId);
    expect(own.map(({ id }) => id)).toEqual(outcome.outcome === 'ACCEPTED' ? outcome.events.map(({ id }) => id) : []);
  }
  const told = (type: string, pair: (stream: string, data: Readonly<Record<string, string>>) => string) =>
    [...logs.values()]
      .flat()
      .filter((event) => event.type === type)
      .map(({ stream, data }) => pair(stream.slice('account-'.length), data as Readonly<Record<string, string>>))
      .toSorted();
  expect(told('AccountAbsorbed', (id, { accountId }) => `${accountId} → ${id}`)).toEqual(
    told('AccountsMerged', (id, { into }) => `${id} → ${into}`),
  );
  expect(told('AccountSplitOff', (id, { from }) => `${from} → ${id}`)).toEqual(
    told('AccountSplit', (id, { newAccountId }) => `${id} → ${newAccountId}`),
  );
  expect(cycleIn(ids, logs)).toBe(false);
};

/** Whether somebody stands above or behind itself. */
const cycleIn = (ids: readonly string[], logs: ReadonlyMap<string, readonly RecordedEvent[]>): boolean =>
  ids.some((start) => {
    let at: string | undefined | null = start;
    for (let hops = 0; hops <= ids.length; hops += 1) {
      const events: readonly RecordedEvent[] = logs.get(at) ?? [];
      const merged = events.findLast(({ type }) => type === 'AccountsMerged')?.data as { readonly into: string } | undefined;
      const set = events.findLast(({ type }) => type === 'ParentAccountSet')?.data as { readonly parentId: string | null } | undefined;
      at = merged?.into ?? set?.parentId;
      if (at === undefined || at === null) return false;
    }
    return true;
  });

/**
 * Plays a story in one order and checks its end: every command has one final answer and its whole effect or none, both sides tell the
 * same, nobody stands above itself, and nothing is left open.
 */
export const play = async (world: Structures, { names, commands, accepted }: Story, choose: Choose, crash?: Crash): Promise<Ran> => {
  const ids = await accounts(world, ...names);
  const all = [...ids, `${ids[0]!}-new`];
  const asked = commands(ids);
  const ran = await world.race(all, asked, choose, crash);
  expectWhole(all, asked, ran);
  const count = ran.settled.filter(isAccepted).length;
  expect(count).toBeGreaterThanOrEqual(accepted.min);
  expect(count).toBeLessThanOrEqual(accepted.max);
  expect(await world.open()).toBeUndefined();
  return ran;
};
