import { expect, it } from '@jest/globals';
import { type ReadStreamOptions } from '../../ports.js';
import { asRecorded, collect, events, expectStream, scene, type Subject } from './scene.js';

/** More than a connection, a page or a pool has of anything. */
export const MANY = 200;

export const readingStreams = (store: Subject): void => {
  it.each(['$all', 'account', ''])('finds nothing under "%s", which no stream can be called', async (name) => {
    await expect(collect(store().read(name))).resolves.toEqual([]);
  });

  it.each<{ options: ReadStreamOptions; versions: readonly number[] }>([
    { options: {}, versions: [1, 2, 3, 4] },
    { options: { from: 1 }, versions: [1, 2, 3, 4] },
    { options: { from: 3 }, versions: [3, 4] },
    { options: { from: 4 }, versions: [4] },
    { options: { from: 5 }, versions: [] },
    { options: { from: 99 }, versions: [] },
    { options: { limit: 2 }, versions: [1, 2] },
    { options: { limit: 0 }, versions: [] },
    { options: { limit: 99 }, versions: [1, 2, 3, 4] },
    { options: { from: 2, limit: 2 }, versions: [2, 3] },
    { options: { direction: 'backwards' }, versions: [4, 3, 2, 1] },
    { options: { direction: 'backwards', limit: 1 }, versions: [4] },
    { options: { direction: 'backwards', from: 3 }, versions: [3, 2, 1] },
    { options: { direction: 'backwards', from: 3, limit: 2 }, versions: [3, 2] },
    { options: { direction: 'backwards', from: 1 }, versions: [1] },
    { options: { direction: 'backwards', from: 99 }, versions: [4, 3, 2, 1] },
    { options: { direction: 'backwards', limit: 0 }, versions: [] },
  ])('reads versions $versions of a stream of four when asked for $options', async ({ options, versions }) => {
    const { stream } = scene();
    const given = events(4);
    await store().append(stream(), 0, given);
    const found = await collect(store().read(stream(), options));
    const all = asRecorded(stream(), given);
    expect(found).toStrictEqual(versions.map((version) => all[version - 1]));
    expect(found.map(({ version }) => version)).toEqual(versions);
  });

  it.each(['forwards', 'backwards'] as const)('reads a long stream %s, page after page, and a part from its middle', async (direction) => {
    const { stream } = scene();
    await store().append(stream(), 0, events(1_500));
    const versions = Array.from({ length: 1_500 }, (_, index) => index + 1);
    const ordered = direction === 'forwards' ? versions : versions.toReversed();
    const all = await collect(store().read(stream(), { direction }));
    expect(all.map(({ version }) => version)).toEqual(ordered);
    const part = await collect(store().read(stream(), { direction, from: ordered[300]!, limit: 700 }));
    expect(part).toStrictEqual(all.slice(300, 1_000));
  });

  it.each<ReadStreamOptions>([{}, { direction: 'backwards' }, { from: 3 }, { direction: 'backwards', from: 3, limit: 1 }])(
    'finds nothing in a stream that does not exist when asked for %j',
    async (options) => {
      await expect(collect(store().read(scene().stream(), options))).resolves.toEqual([]);
    },
  );

  it('does not take one stream for another whose name is longer, or differs in capitals only', async () => {
    const { stream } = scene();
    const lists = { a: events(1), A: events(2), ab: events(1), 'a.b:c_d-e': events(1) };
    for (const [name, list] of Object.entries(lists)) await store().append(stream(name), 0, list);
    for (const [name, list] of Object.entries(lists)) await expectStream(store(), stream(name), list);
  });

  it('shows what was appended as soon as the append is answered', async () => {
    const { stream } = scene();
    const given = events(20);
    for (const [version, each] of given.entries()) {
      await store().append(stream(), version, [each]);
      await expectStream(store(), stream(), given.slice(0, version + 1));
    }
  });

  it('ends, though more is appended than is read', async () => {
    const { stream } = scene();
    let { version } = await store().append(stream(), 0, events(600));
    const seen: number[] = [];
    for await (const event of store().read(stream())) {
      seen.push(event.version);
      if (seen.length % 4 === 0) ({ version } = await store().append(stream(), version, events(5)));
    }
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    expect(seen.length).toBeGreaterThanOrEqual(600);
  });

  it(`loses nothing of itself when ${MANY} reads are broken off`, async () => {
    const { stream } = scene();
    const given = events(50);
    await store().append(stream(), 0, given);
    for (let read = 0; read < MANY; read += 1) {
      await expect(collect(store().read(stream()), 2)).resolves.toHaveLength(2);
    }
    await expectStream(store(), stream(), given);
    await expect(store().append(stream(), 50, events(1))).resolves.toMatchObject({ version: 51 });
  });
};
