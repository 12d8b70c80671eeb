import { expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { NewerEvent } from './newer-event.js';
import { createPolicySource, POLICY_MAX_AGE_MS } from './policy-source.js';
import { type StreamCache } from './stream-cache.js';
import { policies } from './testing/tally.js';

const START = Date.parse('2026-03-01T12:00:00.000Z');

/** Policies over a cache of which a test says what a refresh brings; the clock is a number. */
const source = () => {
  const snapshot = { stream: 'policy-limit', version: 1, state: { limit: 100 }, commands: new Map<string, number>() };
  const world = { refreshes: 0, limit: 100, failure: undefined as Error | undefined, kept: snapshot };
  const streams: Pick<StreamCache, 'get' | 'refresh'> = {
    get: async () => world.kept,
    refresh: async () => {
      world.refreshes += 1;
      if (world.failure) throw world.failure;
      world.kept = { ...snapshot, version: world.kept.version + 1, state: { limit: world.limit } };
      return world.kept;
    },
  };
  const policy = createPolicySource(streams, policies);
  const at = (ms: number) => policy.at(new Date(START + ms), new Date(START + ms).toISOString());
  return { world, at, limitAt: async (ms: number) => (await at(ms))('limit').policy.document };
};

it('a policy is looked at again once it is as old as it may be, not before [C13]', async () => {
  const { world, limitAt } = source();
  expect(await limitAt(0)).toEqual({ limit: 100 });
  world.limit = 7;
  expect(await limitAt(POLICY_MAX_AGE_MS - 1)).toEqual({ limit: 100 });
  expect(world.refreshes).toBe(1);
  expect(await limitAt(POLICY_MAX_AGE_MS)).toEqual({ limit: 7 });
  world.limit = 8;
  expect(await limitAt(2 * POLICY_MAX_AGE_MS)).toEqual({ limit: 8 });
});

it('a clock that was set back makes it look again', async () => {
  const { world, limitAt } = source();
  await limitAt(0);
  world.limit = 7;
  expect(await limitAt(-1)).toEqual({ limit: 7 });
});

it('a look that fails is no look: the next one tries again', async () => {
  const { world, limitAt } = source();
  world.failure = new Unavailable('gone');
  await expect(limitAt(0)).rejects.toThrow('gone');
  world.failure = undefined;
  world.limit = 7;
  expect(await limitAt(1)).toEqual({ limit: 7 });
});

it('a policy that only a newer program understands stops those who ask for it, and nobody else [C8]', async () => {
  const { world, at } = source();
  world.failure = new NewerEvent('policy-limit', 'LimitLifted at version 2');
  const policy = await at(0);
  expect(() => policy('limit')).toThrow('policy-limit holds LimitLifted at version 2');
  world.failure = undefined;
  expect((await at(POLICY_MAX_AGE_MS))('limit').version).toBe(2);
});

it('policies whose streams are at hand are of one moment: nothing is waited for between two of them', async () => {
  let version = 1;
  const snapshotOf = (stream: string) => {
    queueMicrotask(() => (version += 1));
    return { stream, version, state: { limit: 100 }, commands: new Map<string, number>() };
  };
  const streams = { get: snapshotOf, refresh: async (stream: string) => snapshotOf(stream) };
  const names = ['limit', 'floor'];
  const policy = await createPolicySource(streams, { ...policies, names }).at(new Date(START), new Date(START).toISOString());
  expect(new Set(names.map((name) => policy(name).version)).size).toBe(1);
});
