import { describe, expect, it } from '@jest/globals';
import { collectionFor, type Commit, type ReadStore } from '#libs/kernel/ports.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { type Settled } from './answers.js';
import { COMMAND_OUTCOMES, openCommandLedger } from './command-ledger.js';
import { add } from './testing/tally.js';
import { gate, openWorkers } from './testing/workers.js';
import { gated, running } from './testing/worlds.js';

const accepted = collectionFor(acceptedCommands);

const refusal = (detail: string): Settled => ({
  hash: 'h',
  outcome: { commandId: 'c1', stream: 'tally-a', duplicate: false, outcome: 'REJECTED', rejection: { code: 'NO', detail } },
});

describe('the ledger of commands without events', () => {
  it('gives back what it kept: of two answers the first one, to both [C4]', async () => {
    await using world = await openWorkers();
    const [one, other] = [openCommandLedger(world.readStore), openCommandLedger(world.readStore)];
    const given = await Promise.all([one.remember(refusal('first')), other.remember(refusal('second'))]);
    expect(given[1]).toEqual(given[0]);
    expect(await one.recall('c1')).toEqual(given[0]);
    expect(await one.remember(refusal('third'))).toEqual(given[0]);
  });

  it('has an answer kept before it is given, in a commit of its own that moves no checkpoint [C13]', async () => {
    await using world = await openWorkers();
    const commits: Commit[] = [];
    const { pass, arrived, open } = gate();
    const readStore: ReadStore = {
      ...gated(world.readStore, () => undefined),
      commit: async (collection, commit) => {
        commits.push(commit);
        await pass();
        return world.readStore.commit(collection, commit);
      },
    };
    const answered: string[] = [];
    const answer = world
      .worker({ readStore })
      .handle(add('c1', 500))
      .then(({ outcome }) => answered.push(outcome));
    await arrived;
    expect(answered).toEqual([]);
    open();
    await answer;
    expect(answered).toEqual(['REJECTED']);
    expect(commits).toEqual([{ puts: [expect.objectContaining({ key: 'c1', position: '0' })] }]);
  });

  it('is not written to for an accepted command, whose one durable write is its append', async () => {
    await using world = await openWorkers();
    const written: string[] = [];
    const readStore = gated(world.readStore, ({ method }) => void (method === 'commit' && written.push(method)));
    await world.worker({ readStore }).handle(add('c1', 1));
    expect(written).toEqual([]);
  });

  it('of the last version holds accepted commands too: they go on answering', async () => {
    await using world = await openWorkers();
    const outcome = {
      commandId: 'c1',
      stream: 'tally-a',
      duplicate: false,
      outcome: 'ACCEPTED',
      version: 1,
      position: '0000000000000001',
      occurredAt: '2026-03-01T12:00:00.000Z',
      events: [{ id: 'fe5f6f4d-c459-5a68-80e5-53434ff81f8c', type: 'Added', version: 1 }],
    };
    const old = { key: 'c1', position: '0', document: { hash: 'h', outcome } };
    await world.readStore.commit(COMMAND_OUTCOMES, { puts: [old] });
    expect(await world.worker({ acceptedCommands: accepted }).outcomeOf('c1')).toEqual(outcome);
    expect(await world.worker().handle(add('c1', 9, { stream: 'tally-b' }))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
  });
});

describe('an accepted command', () => {
  it('is found by its id in every worker, once the read model has come so far: on other streams its id is used', async () => {
    await using world = await openWorkers();
    const first = world.worker({ acceptedCommands: accepted });
    const answer = await first.handle(add('c1', 1), 'r1');
    await using runner = running({ ...world, projection: acceptedCommands });
    await runner.reaches((await world.store.head()).position!);
    const other = world.worker({ acceptedCommands: accepted });
    expect(await other.outcomeOf('c1')).toEqual(answer);
    expect(await other.handle(add('c1', 1, { stream: 'tally-b' }))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
    expect(await other.handle(add('c1', 1), 'r1')).toEqual(answer);
    expect(await other.handle(add('c1', 1), 'r2')).toEqual({ ...answer, duplicate: true });
    expect(await world.logged('tally-b')).toEqual([]);
  });

  it('is known to the worker that decided it before the read model has come so far', async () => {
    await using world = await openWorkers();
    const handler = world.worker({ acceptedCommands: accepted });
    const answer = await handler.handle(add('c1', 1));
    expect(await handler.outcomeOf('c1')).toEqual(answer);
    expect(await handler.handle(add('c1', 1, { stream: 'tally-b' }))).toMatchObject({ rejection: { code: 'COMMAND_ID_REUSED' } });
  });

  it('is answered as it was also while the ledger holds a refusal under its id, of another command on another stream', async () => {
    await using world = await openWorkers();
    const answer = await world.worker().handle(add('c1', 1));
    // Neither knows of the other's command: the read model that would tell has not come so far.
    expect(await world.worker().handle(add('c1', 500, { stream: 'tally-b' }))).toMatchObject({ rejection: { code: 'LIMIT_REACHED' } });
    expect(await world.worker().handle(add('c1', 1))).toEqual({ ...answer, duplicate: true });
  });
});
