import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Position, type RecordedEvent } from '../../message.js';
import { type ReadAllOptions } from '../../ports.js';
import { MANY } from './read.js';
import { collect, event, events, expectIncreasing, idsOf, type Scene, sceneFromHere, type Subject } from './scene.js';

/** Three appends of 3, 1 and 2 events to two streams, as they stand in the log. */
const sixEvents = async (store: Subject): Promise<{ own: Scene & { start: Position }; log: RecordedEvent[] }> => {
  const own = await sceneFromHere(store());
  await store().append(own.stream('a'), 0, events(3));
  await store().append(own.stream('b'), 0, events(1));
  await store().append(own.stream('a'), 3, events(2));
  const [a, b] = [await collect(store().read(own.stream('a'))), await collect(store().read(own.stream('b')))];
  return { own, log: [...a.slice(0, 3), ...b, ...a.slice(3)] };
};

export const readingAll = (store: Subject): void => {
  it.each<{ what: string; options: (at: (number: number) => string) => ReadAllOptions; numbers: readonly number[] }>([
    { what: 'everything from the start', options: () => ({}), numbers: [1, 2, 3, 4, 5, 6] },
    { what: 'what comes after a position inside an append', options: (at) => ({ after: at(2) }), numbers: [3, 4, 5, 6] },
    { what: 'what comes after the end of an append', options: (at) => ({ after: at(3) }), numbers: [4, 5, 6] },
    { what: 'nothing after the last position', options: (at) => ({ after: at(6) }), numbers: [] },
    { what: 'the first few', options: () => ({ limit: 2 }), numbers: [1, 2] },
    { what: 'a few after a position', options: (at) => ({ after: at(1), limit: 3 }), numbers: [2, 3, 4] },
    { what: 'what there is where more was asked for', options: (at) => ({ after: at(4), limit: 100 }), numbers: [5, 6] },
    { what: 'nothing where none were asked for', options: () => ({ limit: 0 }), numbers: [] },
    { what: 'everything backwards', options: () => ({ direction: 'backwards' }), numbers: [6, 5, 4, 3, 2, 1] },
    { what: 'the last one', options: () => ({ direction: 'backwards', limit: 1 }), numbers: [6] },
    { what: 'backwards what comes before', options: (at) => ({ direction: 'backwards', after: at(3) }), numbers: [2, 1] },
    { what: 'a few before', options: (at) => ({ direction: 'backwards', after: at(6), limit: 2 }), numbers: [5, 4] },
    { what: 'nothing before the first', options: (at) => ({ direction: 'backwards', after: at(1) }), numbers: [] },
  ])('reads $what', async ({ options, numbers }) => {
    const { own, log } = await sixEvents(store);
    const found = await collect(store().readAll({ filter: own.filter, ...options((number) => log[number - 1]!.position) }));
    expect(found).toStrictEqual(numbers.map((number) => log[number - 1]));
  });

  it('shows the events of all streams where no filter is given', async () => {
    const { log } = await sixEvents(store);
    const own = new Set(idsOf(log));
    const after = log[0]!.position;
    const forwards = await collect(store().readAll({ after }));
    expect(forwards.filter(({ id }) => own.has(id))).toStrictEqual(log.slice(1));
    expectIncreasing(forwards.map(({ position }) => position));
    const [newest] = await collect(store().readAll({ direction: 'backwards', limit: 1 }));
    expect(newest!.position >= log[5]!.position).toBe(true);
  });

  it('is the union of the streams, each in its own order, whatever was appended where', async () => {
    const steps = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), count: fc.integer({ min: 1, max: 4 }) }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { stream, filter, start } = await sceneFromHere(store());
        const versions = new Map<string, number>();
        for (const { name, count } of script) {
          versions.set(name, (await store().append(stream(name), versions.get(name) ?? 0, events(count))).version);
        }
        const log = await collect(store().readAll({ after: start, filter }));
        expectIncreasing(log.map(({ position }) => position));
        for (const name of ['a', 'b', 'c']) {
          expect(log.filter((each) => each.stream === stream(name))).toStrictEqual(await collect(store().read(stream(name))));
        }
        expect(log).toHaveLength([...versions.values()].reduce((sum, version) => sum + version, 0));
      }),
      { numRuns: 10 },
    );
  });

  it('ends, though more is appended than is read', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const first = events(600);
    let { version } = await store().append(stream(), 0, first);
    const seen: RecordedEvent[] = [];
    for await (const each of store().readAll({ after: start, filter })) {
      seen.push(each);
      if (seen.length % 4 === 0) ({ version } = await store().append(stream(), version, events(5)));
    }
    expect(idsOf(seen.slice(0, 600))).toEqual(idsOf(first));
    expect(seen.map((each) => each.version)).toEqual(seen.map((_, index) => index + 1));
  });

  it(`loses nothing of itself when ${MANY} reads are broken off`, async () => {
    const { own, log } = await sixEvents(store);
    for (let read = 0; read < MANY; read += 1) {
      const options: ReadAllOptions = read % 2 === 0 ? { after: own.start } : { direction: 'backwards' };
      await expect(collect(store().readAll({ filter: own.filter, ...options }), 2)).resolves.toHaveLength(2);
    }
    await expect(collect(store().readAll({ after: own.start, filter: own.filter }))).resolves.toStrictEqual(log);
  });
};

export const readingAllFiltered = (store: Subject): void => {
  it.each<{ what: string; filter: (own: Scene) => ReadAllOptions['filter']; numbers: readonly number[] }>([
    { what: 'a prefix', filter: ({ stream }) => ({ streamPrefixes: [stream('order')] }), numbers: [1, 2, 3] },
    { what: 'several prefixes', filter: ({ stream }) => ({ streamPrefixes: [stream('order_1'), stream('visit')] }), numbers: [2, 4, 5] },
    { what: 'a prefix that is a whole name', filter: ({ stream }) => ({ streamPrefixes: [stream('visit-1')] }), numbers: [4, 5] },
    { what: 'a prefix as it is spelt', filter: ({ stream }) => ({ streamPrefixes: [stream('ORDER')] }), numbers: [] },
    {
      what: 'a prefix without wildcards',
      filter: ({ stream }) => ({ streamPrefixes: [stream('order_'), stream('*'), stream('%')] }),
      numbers: [2],
    },
    { what: 'a type', filter: ({ filter }) => ({ ...filter, types: ['Made'] }), numbers: [1, 2, 4] },
    { what: 'several types', filter: ({ filter }) => ({ ...filter, types: ['Made', 'Lost'] }), numbers: [1, 2, 3, 4] },
    { what: 'a type as it is spelt', filter: ({ filter }) => ({ ...filter, types: ['made', 'Mad', 'M%'] }), numbers: [] },
    { what: 'a prefix and a type', filter: ({ stream }) => ({ streamPrefixes: [stream('visit')], types: ['Made'] }), numbers: [4] },
    { what: 'no types at all', filter: ({ filter }) => ({ ...filter, types: [] }), numbers: [] },
    { what: 'no prefixes at all', filter: () => ({ streamPrefixes: [] }), numbers: [] },
  ])('shows only what the filter names: $what', async ({ filter, numbers }) => {
    const own = await sceneFromHere(store());
    const given = [
      { stream: own.stream('order-1'), type: 'Made' },
      { stream: own.stream('order_1'), type: 'Made' },
      { stream: own.stream('order-2'), type: 'Lost' },
      { stream: own.stream('visit-1'), type: 'Made' },
    ];
    for (const { stream, type } of given) await store().append(stream, 0, [event({ type })]);
    await store().append(own.stream('visit-1'), 1, [event({ type: 'Kept' })]);
    const log = await collect(store().readAll({ after: own.start, filter: own.filter }));
    const expected = numbers.map((number) => log[number - 1]);

    await expect(collect(store().readAll({ after: own.start, filter: filter(own)! }))).resolves.toStrictEqual(expected);
    // As many as there are, so that a long log is not read to its beginning.
    const backwards = await collect(store().readAll({ filter: filter(own)!, direction: 'backwards', limit: numbers.length }));
    expect(backwards.toReversed()).toStrictEqual(expected);
  });

  it('finds the few that match among many', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const given = Array.from({ length: 1_500 }, (_, index) => event(index % 500 === 499 ? { type: 'Rare' } : {}));
    await store().append(stream(), 0, given);
    const found = await collect(store().readAll({ after: start, filter: { ...filter, types: ['Rare'] } }));
    expect(found.map(({ version }) => version)).toEqual([500, 1_000, 1_500]);
    const [last] = await collect(store().readAll({ filter: { ...filter, types: ['Rare'] }, direction: 'backwards', limit: 1 }));
    expect(last).toStrictEqual(found[2]);
  });
};
