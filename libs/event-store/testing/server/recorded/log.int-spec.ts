import { describe, expect, it } from '@jest/globals';
import {
  BACKWARDS,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  type Filter,
  jsonEvent,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { Followed, inLine } from './followed.js';
import { answerOf, eventsOf, openScene } from './scene.js';

/** Five events, one, a hundred of no interest, two: with a mark before them. */
const laidOut =
  ({ client, stream }: ReturnType<typeof openScene>) =>
  async () => {
    const [a, b, other, mark] = [stream('f'), stream('f'), stream('other'), stream('mark')];
    const { position: marked } = await client().appendToStream(mark, eventsOf(1));
    await client().appendToStream(a, eventsOf(5));
    await client().appendToStream(b, eventsOf(1, 'B'));
    await client().appendToStream(other, eventsOf(100, 'O'));
    const { position: last } = await client().appendToStream(b, eventsOf(2, 'B'));
    const log = await Array.fromAsync(client().readAll({ fromPosition: marked! }), ({ event }) => event!);
    const positionOf = (name: string, revision: number) =>
      log.find((event) => event.streamId === name && event.revision === BigInt(revision))!.position!;
    return { a, b, other, mark, marked: marked!, last: last!, log, positionOf };
  };

const named = (events: readonly { readonly streamId: string; readonly revision: bigint }[]) =>
  events.map(({ streamId, revision }) => `${streamId}@${revision}`);

describe('the whole log', () => {
  const scene = openScene();
  const { client } = scene;
  const layOut = laidOut(scene);

  it('has a place of its own for every event, also within one append, and the answer to an append tells its last one', async () => {
    const { log, last, a, b, other, mark } = await layOut();
    expect(named(log)).toEqual([
      `${mark}@0`,
      ...[0, 1, 2, 3, 4].map((n) => `${a}@${n}`),
      `${b}@0`,
      ...Array.from({ length: 100 }, (_, n) => `${other}@${n}`),
      `${b}@1`,
      `${b}@2`,
    ]);
    const commits = log.map(({ position }) => position!.commit);
    expect(commits).toEqual(commits.toSorted((one, two) => Number(one - two)));
    expect(new Set(commits).size).toBe(commits.length);
    expect(log.every(({ position }) => position!.commit === position!.prepare)).toBe(true);
    expect(log.at(-1)!.position).toEqual(last);
  });

  it('is read from a position on, itself included forwards and excluded backwards', async () => {
    const { a, positionOf } = await layOut();
    const read = async (options: Parameters<ReturnType<typeof client>['readAll']>[0]) =>
      named(await Array.fromAsync(client().readAll(options), ({ event }) => event!));
    const fromPosition = positionOf(a, 2);
    expect(await read({ fromPosition, maxCount: 2 })).toEqual([`${a}@2`, `${a}@3`]);
    expect(await read({ fromPosition, maxCount: 2, direction: BACKWARDS })).toEqual([`${a}@1`, `${a}@0`]);
    expect(await read({ fromPosition: { ...fromPosition, prepare: 0n }, maxCount: 1 })).toEqual([`${a}@2`]);
  });

  it('has two ends', async () => {
    const { b } = await layOut();
    const read = async (options: Parameters<ReturnType<typeof client>['readAll']>[0]) =>
      await Array.fromAsync(client().readAll(options), ({ event }) => `${event?.streamId}:${event?.type}`);
    expect(await read({ fromPosition: START, maxCount: 1 })).toEqual(['$$$scavenges:$metadata']);
    expect(await read({ fromPosition: START, direction: BACKWARDS })).toEqual([]);
    expect(await read({ fromPosition: END })).toEqual([]);
    expect(await read({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })).toEqual([`${b}:B`]);
    expect(await read({ fromPosition: { commit: 10n ** 12n, prepare: 10n ** 12n } })).toEqual([]);
  });

  it('is not read from where no event begins', async () => {
    const { marked } = await layOut();
    const between = { commit: marked.commit + 1n, prepare: marked.prepare + 1n };
    expect(await answerOf(Array.fromAsync(client().readAll({ fromPosition: between })))).toStrictEqual({
      class: 'UnknownError',
      type: 'unknown',
      code: 2,
      message: '2 UNKNOWN: Unexpected ReadAllResult: Error',
    });
    const followed = new Followed(client().subscribeToAll({ fromPosition: between }));
    await followed.hears('UnknownError');
    expect(followed.heard).toEqual(['UnknownError']);
    expect(followed.errors).toEqual([expect.objectContaining({ code: 2, message: '2 UNKNOWN: Exception was thrown by handler.' })]);
  });

  it('ignores a filter where it is read: only subscriptions have one', async () => {
    const { marked, mark, a } = await layOut();
    const options = { fromPosition: marked, maxCount: 2, filter: streamNameFilter({ prefixes: ['nothing'] }) };
    expect(named(await Array.fromAsync(client().readAll(options), ({ event }) => event!))).toEqual([`${mark}@0`, `${a}@0`]);
  });

  it('shows what the engine writes itself', async () => {
    const { last } = await layOut();
    const [soft, hard] = [scene.stream(), scene.stream()];
    await client().appendToStream(soft, eventsOf(1));
    await client().appendToStream(hard, eventsOf(1));
    await client().deleteStream(soft);
    await client().tombstoneStream(hard);
    await client().appendToStream(soft, eventsOf(1));
    const log = await Array.fromAsync(
      client().readAll({ fromPosition: last }),
      ({ event }) => `${event?.streamId}@${event?.revision} ${event?.type}`,
    );
    expect(log.slice(1)).toEqual([
      `${soft}@0 T`,
      `${hard}@0 T`,
      `$$${soft}@0 $metadata`,
      `${hard}@9223372036854775807 $streamDeleted`,
      `${soft}@1 T`,
      `$$${soft}@1 $metadata`,
    ]);
  });
});

describe('a subscription to the whole log', () => {
  const scene = openScene();
  const { client } = scene;
  const layOut = laidOut(scene);

  const follow = async (fromPosition: Position, filter?: Filter) => {
    const followed = new Followed(client().subscribeToAll({ fromPosition, ...(filter && { filter }) }));
    await followed.hears('caughtUp');
    await followed.unsubscribe();
    return followed;
  };

  it('begins behind its position, in the middle of an append too', async () => {
    const { a, b, marked, last, positionOf } = await layOut();
    const prefixes = [a, b];
    const all = [...[0, 1, 2, 3, 4].map((n) => `${a}@${n}`), ...[0, 1, 2].map((n) => `${b}@${n}`)];
    const filter = streamNameFilter({ prefixes });
    expect((await follow(marked, filter)).heard).toEqual(['confirmation', ...all, 'caughtUp']);
    expect((await follow(positionOf(a, 2), filter)).events).toEqual(all.slice(3));
    expect((await follow(positionOf(a, 4), filter)).events).toEqual(all.slice(5));
    expect((await follow(positionOf(a, 2))).events.slice(0, 3)).toEqual([`${a}@3`, `${a}@4`, `${b}@0`]);
    expect((await follow(last)).heard).toEqual(['confirmation', 'caughtUp']);
    expect((await follow({ commit: 10n ** 12n, prepare: 10n ** 12n })).heard).toEqual(['confirmation', 'caughtUp']);
  });

  it.each([
    ['the prefix of a name', (name: string) => streamNameFilter({ prefixes: [name] })],
    ['an expression for names', (name: string) => streamNameFilter({ regex: `^${name}$` })],
    ['the prefix of a type', () => eventTypeFilter({ prefixes: ['B'] })],
    ['an expression for types', () => eventTypeFilter({ regex: '^B' })],
  ])('is filtered by %s', async (_what, filterOf) => {
    const { b, marked } = await layOut();
    expect((await follow(marked, filterOf(b))).events).toEqual([`${b}@0`, `${b}@1`, `${b}@2`]);
  });

  it('leaves out what the engine writes itself, if asked to', async () => {
    await layOut();
    await client().setStreamMetadata(scene.stream(), { maxCount: 1 });
    const followed = new Followed(client().subscribeToAll({ filter: excludeSystemEvents() }));
    await followed.hears('caughtUp');
    expect(followed.events.filter((event) => event.startsWith('$'))).toEqual([]);
    await followed.unsubscribe();
  });

  it('goes on live from the end', async () => {
    const name = scene.stream();
    const followed = new Followed(client().subscribeToAll({ fromPosition: END }));
    await followed.hears('caughtUp');
    await client().appendToStream(name, eventsOf(2));
    await followed.hears(`${name}@1`);
    expect(followed.heard).toEqual(['confirmation', 'caughtUp', `${name}@0`, `${name}@1`]);
    await followed.unsubscribe();
  });
});

describe('a checkpoint', () => {
  const scene = openScene();
  const { client } = scene;

  const TWO_HUNDRED = 200;

  /** Two hundred events behind a mark, and the positions of each. */
  const laid = async () => {
    const [mark, name] = [scene.stream('mark'), scene.stream('m')];
    const { position } = await client().appendToStream(mark, eventsOf(1));
    await client().appendToStream(
      name,
      Array.from({ length: TWO_HUNDRED }, () => jsonEvent({ type: 'T', data: { k: 1 } })),
    );
    const positions = await Array.fromAsync(client().readStream(name), ({ event }) => event!.position!);
    return { name, marked: position!, positions };
  };

  const checkpointsOf = async (
    fromPosition: Position | typeof START,
    filterOf: (checkpointReached: (_: unknown, position: Position) => void) => Filter,
  ) => {
    const checkpoints: string[] = [];
    const filter = filterOf((_, position) => checkpoints.push(inLine(position)));
    const followed = new Followed(client().subscribeToAll({ fromPosition, filter }));
    await followed.hears('caughtUp');
    await followed.unsubscribe();
    return { checkpoints, events: followed.events };
  };

  it('is the last event of a page of 32 that had one, and the beginning of a page that had none', async () => {
    const { name, marked, positions } = await laid();
    const matching = await checkpointsOf(marked, (checkpointReached) => streamNameFilter({ prefixes: [name], checkpointReached }));
    expect(matching.checkpoints).toEqual([31, 63, 95, 127, 159, 191].map((n) => inLine(positions[n]!)));
    const none = await checkpointsOf(marked, (checkpointReached) => streamNameFilter({ prefixes: ['none'], checkpointReached }));
    expect(none.checkpoints).toEqual([0, 32, 64, 96, 128, 160].map((n) => inLine({ ...positions[n]!, prepare: 0n })));
  });

  it('comes every so many pages, if asked for', async () => {
    const { marked, positions } = await laid();
    const { checkpoints } = await checkpointsOf(marked, (checkpointReached) =>
      streamNameFilter({ prefixes: ['none'], checkpointInterval: 4, checkpointReached }),
    );
    expect(checkpoints).toEqual([inLine({ ...positions[96]!, prepare: 0n })]);
  });

  it('is 0/0 at first where the log is searched from its start', async () => {
    await laid();
    const { checkpoints } = await checkpointsOf(START, (checkpointReached) => streamNameFilter({ prefixes: ['none'], checkpointReached }));
    expect(checkpoints[0]).toBe('0/0');
  });

  it('resumes behind its event, with prepare 0 as without: that page was looked through', async () => {
    const { name, positions } = await laid();
    for (const prepare of [0n, positions[0]!.prepare]) {
      const { events } = await checkpointsOf({ ...positions[0]!, prepare }, () => streamNameFilter({ prefixes: [name] }));
      expect(events[0]).toBe(`${name}@1`);
    }
  });

  it('comes live every 32 events, whether they are wanted or not', async () => {
    const [noise, wanted] = [scene.stream('noise'), scene.stream('wanted')];
    const checkpoints: string[] = [];
    const filter = streamNameFilter({ prefixes: [wanted], checkpointReached: (_, position) => void checkpoints.push(inLine(position)) });
    const followed = new Followed(client().subscribeToAll({ fromPosition: END, filter }));
    await followed.hears('caughtUp');
    await client().appendToStream(noise, eventsOf(100));
    await client().appendToStream(wanted, eventsOf(100));
    await followed.hears(`${wanted}@99`);
    const positions = await Promise.all(
      [noise, wanted].map((name) => Array.fromAsync(client().readStream(name), ({ event }) => event!.position!)),
    );
    expect(checkpoints).toEqual([31, 63, 95, 127, 159, 191].map((n) => inLine(positions.flat()[n]!)));
    await followed.unsubscribe();
  });
});
