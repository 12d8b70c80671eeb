import { describe, expect, it } from '@jest/globals';
import { collectionOf } from '#libs/kernel/projection.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { ParkedStreams } from '#libs/runtime/parked-streams.js';
import { appendAll, openWorld } from '#libs/runtime/testing/worlds.js';
import { Log } from '#libs/read-models/testing/histories.js';
import { ask } from './ask.js';
import { account } from './queries/account.js';
import { accounts } from './queries/accounts.js';
import { kpis } from './queries/kpis.js';
import { stages } from './queries/stages.js';
import { Turns } from './turns.js';
import { openView, type Scope } from './view.js';

const NOW = () => new Date('2026-03-02T00:00:00.000Z');
const PAST = { at: '2026-03-01T00:00:00.000Z', time: 'occurred' } as const;
const ACME: Scope = { stream: 'account-acme' };
const BOLT: Scope = { stream: 'account-bolt' };

/** Two accounts; the one named Acme has an order that cannot be folded. */
const told = () => {
  const log = new Log();
  for (const name of ['acme', 'bolt']) log.append(`account-${name}`, { type: 'AccountOpened', data: { name } }, '2026-01-10');
  const net = { amount: 'much', currency: 'EUR' };
  log.append('account-acme', { type: 'OrderRecorded', data: { orderNumber: '1', net, credit: {} } }, '2026-01-11');
  return log.events;
};

const park = async (world: Awaited<ReturnType<typeof openWorld>>) => {
  const parked = await ParkedStreams.load(world.readStore, { collection: collectionOf(stageBoard), repair: 'replay', now: NOW });
  parked.park(told().at(-1)!, new Error('no decimal number'));
  await parked.save();
};

describe('a view of accounts of which one is parked', () => {
  it.each([
    ['now', undefined],
    ['of the past', PAST],
  ])('%s says so where it is about that account or about all, and nowhere else', async (_, moment) => {
    await using world = await openWorld();
    await appendAll(world.store, told());
    await park(world);
    const parkedIn = async (scope: Scope) =>
      (await openView({ ...world, now: NOW, turns: new Turns(0, 0) }, stageBoard, scope, moment)).asOf.parked;
    expect([await parkedIn('everything'), await parkedIn(ACME), await parkedIn(BOLT)]).toEqual([1, 1, undefined]);
  });
});

describe('where no turn is free', () => {
  it('questions about the past of everything are sent away; those about the present or about one account are answered', async () => {
    await using world = await openWorld();
    await appendAll(world.store, told());
    const sources = { ...world, now: NOW, turns: new Turns(0, 0) };
    for (const question of [accounts, stages, kpis]) {
      const asked = async (parameters: object) => ask(question, sources, { id: '', language: 'en', parameters });
      await expect(asked({ asOf: PAST.at })).rejects.toMatchObject({ code: 'TOO_MANY_WAITING' });
      expect(await asked({})).toHaveProperty('asOf');
    }
    const one = ask(account, sources, { id: 'acme', language: 'en', parameters: { asOf: PAST.at } });
    expect(await one).toMatchObject({ accountId: 'acme', orders: 0, asOf: { parked: 1 } });
  });
});
