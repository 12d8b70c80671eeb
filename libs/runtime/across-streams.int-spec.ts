import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { switching, drawn } from './testing/interleavings.js';
import { merge, type openStructures, to } from './testing/structures.js';
import { accounts, embedded, play, rings, stories, type Story } from './testing/structure-stories.js';

type Structures = ReturnType<typeof openStructures>;

/** Of the stories, the first so many in every order with two switches as well: the most that a test run has time for. */
const TWICE_SWITCHED = 2;

/** Calls of two workers one after the other, with some to spare for those that switching adds. */
const stepsOf = async (world: Structures, story: Story) => (await play(world, story, switching([0, 1, 2]))).steps + 6;

describe.each(Object.entries(stories))('R8: %s at once, by two workers', (_, story) => {
  it('come to one consistent end in every order of their calls to the log with one switch between them, to and fro', async () => {
    await using world = await embedded();
    const steps = await stepsOf(world, story);
    for (let away = 0; away <= steps; away += 1) {
      await play(world, story, switching([0, 1], { [away]: 1 }));
      await play(world, story, switching([1, 0], { [away]: 0 }));
    }
  });

  it('come to one consistent end where one of them is killed before or after any of its appends, at any moment for the other', async () => {
    await using world = await embedded();
    const steps = await stepsOf(world, story);
    for (const moment of ['before', 'after'] as const) {
      for (let append = 1; append <= 4; append += 1) {
        for (let away = 0; away < steps; away += 3) {
          await play(world, story, switching([0, 1], { [away]: 1 }), { worker: 0, append, moment });
        }
      }
    }
  });
});

describe.each(Object.entries(stories).slice(0, TWICE_SWITCHED))('R8: %s at once, by two workers', (_, story) => {
  it('come to one consistent end in every order with two switches', async () => {
    await using world = await embedded();
    const steps = await stepsOf(world, story);
    for (let away = 1; away < steps; away += 1) {
      for (let back = away + 1; back <= steps; back += 1) await play(world, story, switching([0, 1], { [away]: 1, [back]: 0 }));
    }
  });
});

describe.each(Object.entries(rings))('R8: %s at once, by three workers', (_, story) => {
  it('come to one consistent end in every order with one switch, and in 60 orders drawn at random', async () => {
    await using world = await embedded();
    const steps = await stepsOf(world, story);
    for (let away = 1; away < steps; away += 1) {
      for (const next of [1, 2]) await play(world, story, switching([0, 1, 2], { [away]: next }));
    }
    const draws = fc.array(fc.nat(5), { minLength: 150, maxLength: 150 });
    await fc.assert(
      fc.asyncProperty(draws, async (numbers) => void (await play(world, story, drawn(numbers)))),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('a change to several streams whose worker was killed', () => {
  const crashes = (['before', 'after'] as const).flatMap((moment) => [1, 2, 3, 4].map((append) => ({ moment, append })));

  it.each(crashes)(
    '$moment append $append settles although nobody sends anything, and its command has the answer that fits',
    async (crash) => {
      await using world = await embedded();
      const ids = await accounts(world, 'a', 'b');
      const [a, b] = ids as readonly [string, string];
      await world.kill(merge(a, b), { worker: 0, ...crash });
      await world.watch();
      expect(await world.open()).toBeUndefined();
      const stands = crash.append > 1 || crash.moment === 'after';
      const types = async (id: string) => (await world.logged(id)).map(({ type }) => type);
      expect(await types(a)).toEqual(stands ? ['AccountOpened', 'AccountsMerged'] : ['AccountOpened']);
      expect(await types(b)).toEqual(stands ? ['AccountOpened', 'AccountAbsorbed'] : ['AccountOpened']);
      for (let again = 0; again < 3; again += 1) {
        expect(await world.send([merge(a, b)])).toMatchObject([{ outcome: 'ACCEPTED', version: 2, events: [{ type: 'AccountsMerged' }] }]);
      }
      expect(await types(b)).toEqual(['AccountOpened', 'AccountAbsorbed']);
    },
  );

  it('goes back where the survivor was closed before it could absorb, and the command is refused', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    await world.kill(merge(a, b), { worker: 0, append: 1, moment: 'after' });
    await world.send([to(b, 'CloseAccount', { reason: 'sold' })]);
    await world.watch();
    expect(await world.open()).toBeUndefined();
    expect(await world.send([merge(a, b)])).toMatchObject([{ outcome: 'REJECTED', rejection: { code: 'MERGE_TARGET_NOT_OPEN' } }]);
    expect((await world.logged(a)).map(({ type }) => type)).toEqual(['AccountOpened']);
  });

  it('goes forward once the survivor has absorbed, whatever has happened to the account that ceases', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    await world.kill(merge(a, b), { worker: 0, append: 2, moment: 'after' });
    await world.send([to(a, 'CloseAccount', { reason: 'sold' }), to(b, 'CloseAccount', { reason: 'sold' })]);
    await world.watch();
    expect((await world.logged(a)).map(({ type }) => type)).toEqual(['AccountOpened', 'AccountClosed', 'AccountsMerged']);
    expect(await world.send([to(a, 'UnmergeAccount', { reason: 'two after all' })])).toMatchObject([{ outcome: 'ACCEPTED' }]);
    expect(await world.send([to(a, 'CloseAccount', { reason: 'sold' }, { commandId: `${a}-again` })])).toMatchObject([{ events: [] }]);
  });

  it('is told by both sides as recorded at one moment, however late it was finished', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    await world.kill(merge(a, b), { worker: 0, append: 2, moment: 'after' });
    await world.watch('2026-03-05T12:00:00.000Z');
    const at = async (id: string) => (await world.logged(id)).at(-1)!.meta.recordedAt;
    expect(await at(a)).toBe(await at(b));
  });
});

describe('R8: a merger', () => {
  it('can be undone: both accounts stand as before with what was told since, and it can be made again', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    const since = to(b, 'RenameAccount', { name: 'B and A' });
    const unmerge = to(a, 'UnmergeAccount', { reason: 'two companies' });
    const renamed = to(a, 'RenameAccount', { name: 'A again' });
    const again = { ...merge(a, b), commandId: `${a}-2` };
    const answers = await world.send([merge(a, b), since, unmerge, renamed, again]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'ACCEPTED'));
    expect((await world.logged(b)).map(({ type }) => type)).toEqual([
      'AccountOpened',
      'AccountAbsorbed',
      'AccountRenamed',
      'AccountReleased',
      'AccountAbsorbed',
    ]);
  });

  it('is not taken back on one side: its facts are neither withdrawn nor corrected', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    await world.send([merge(a, b)]);
    for (const id of [a, b]) {
      const fact = (await world.logged(id)).at(-1)!.id;
      const amend = [to(id, 'WithdrawFact', { fact, reason: 'x' }), to(id, 'CorrectFact', { fact, changes: { reason: 'y' }, reason: 'x' })];
      const rejection = { code: 'FACT_CONCERNS_OTHERS', detail: expect.stringContaining('UnmergeAccount'), field: '/fact' };
      expect(await world.send(amend)).toMatchObject([{ rejection }, { rejection }]);
    }
  });

  it('that an old log tells of both accounts of each other can be undone', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    for (const [from, into] of [
      [a, b],
      [b, a],
    ] as const) {
      const [{ meta }] = (await world.logged(from)) as [Awaited<ReturnType<typeof world.logged>>[number]];
      const event = { id: crypto.randomUUID(), type: 'AccountsMerged', data: { into, reason: 'a race' } };
      await world.store.append(`account-${from}`, 1, [{ ...event, meta: { ...meta, commandId: `${from}-old` } }]);
    }
    const rename = to(a, 'RenameAccount', { name: 'A' });
    expect(await world.send([rename])).toMatchObject([{ rejection: { code: 'ACCOUNT_MERGED' } }]);
    const unmerged = await world.send([to(a, 'UnmergeAccount', { reason: 'a race' }), { ...rename, commandId: `${a}-now` }]);
    expect(unmerged).toMatchObject([{ outcome: 'ACCEPTED' }, { outcome: 'ACCEPTED' }]);
  });

  it('names the account that goes on in a field, whichever of a chain the command was sent to', async () => {
    await using world = await embedded();
    const [a, b, c] = (await accounts(world, 'a', 'b', 'c')) as [string, string, string];
    await world.send([merge(a, b), merge(b, c)]);
    const answers = await world.send([to(a, 'RenameAccount', { name: 'A' }), to(b, 'CloseAccount', { reason: 'sold' })]);
    for (const answer of answers) expect(answer).toMatchObject({ rejection: { code: 'ACCOUNT_MERGED', survivor: c } });
  });

  it('under an id that was used for another one is refused', async () => {
    await using world = await embedded();
    const [a, b, c] = (await accounts(world, 'a', 'b', 'c')) as [string, string, string];
    await world.send([merge(a, b)]);
    const { commandId } = merge(a, b);
    expect(await world.send([{ ...merge(a, c), commandId }])).toMatchObject([{ rejection: { code: 'COMMAND_ID_REUSED' } }]);
    expect((await world.logged(c)).map(({ type }) => type)).toEqual(['AccountOpened']);
  });

  it('is decided on what every change so far has made of its accounts, whatever its worker had kept of them', async () => {
    await using world = await embedded();
    const [a, b, c] = (await accounts(world, 'a', 'b', 'c')) as [string, string, string];
    const knowing = world.worker();
    for (const id of [a, b, c]) await knowing.handle(to(id, 'RenameAccount', { name: `${id} of old` }));
    await world.send([merge(a, c)]);
    expect(await knowing.handle({ ...merge(a, b), commandId: `${a}-2` })).toMatchObject({
      rejection: { code: 'ACCOUNT_MERGED', survivor: c },
    });
    expect((await world.logged(a)).filter(({ type }) => type === 'AccountsMerged')).toHaveLength(1);
  });

  it('is refused where the account is not at the version that was expected', async () => {
    await using world = await embedded();
    const [a, b] = (await accounts(world, 'a', 'b')) as [string, string];
    expect(await world.send([{ ...merge(a, b), expectedVersion: 2 }])).toMatchObject([{ rejection: { code: 'VERSION_CONFLICT' } }]);
  });
});

it('many mergers at once in one worker are all made, one after the other', async () => {
  await using world = await embedded();
  const ids = await accounts(world, ...Array.from({ length: 40 }, (_, n) => `m${n}`), 'all');
  const handler = world.worker();
  const outcomes = await Promise.all(ids.slice(0, -1).map((id) => handler.handle(merge(id, ids.at(-1)!))));
  expect(outcomes.filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(40);
  expect((await world.logged(ids.at(-1)!)).filter(({ type }) => type === 'AccountAbsorbed')).toHaveLength(40);
});
