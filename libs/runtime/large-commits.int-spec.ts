import { expect, it } from '@jest/globals';

import { COMMIT_BYTES_MAX, DOCUMENT_BYTES_MAX, type EventStore } from '#libs/kernel/ports.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { parkedStreams } from './parked-streams.js';
import { documentsOf, newEvent, openWorld, running } from './testing/worlds.js';

type Grown = { Grown: { readonly bytes: number } };

/** A document a stream, as large as its last event says. */
const sizes: AnyProjection = {
  name: 'sizes',
  version: 1,
  gathers: 'one-stream',
  indexes: [],
  keys: ({ stream }) => [stream],
  on: { Grown: (_, { data, version }) => ({ version, filling: 'x'.repeat(data.bytes) }) },
} satisfies Projection<{ readonly version: number; readonly filling: string }, Grown>;

const grow = async (store: EventStore, stream: string, version: number, bytes: number): Promise<string> =>
  (await store.append(stream, version - 1, [newEvent(`${stream}@${version}`, 'Grown', { bytes })])).position;

it('writes a batch in parts where its documents are more than one commit takes', async () => {
  await using world = await openWorld();
  const each = Math.ceil(COMMIT_BYTES_MAX / 4);
  let head = '';
  for (let stream = 1; stream <= 9; stream += 1) head = await grow(world.store, `account-${stream}`, 1, each);
  await using runner = running({ ...world, projection: sizes });
  await runner.reaches(head);
  expect(await documentsOf(world.readStore, sizes)).toHaveLength(9);
  expect(runner.interruptions).toEqual([]);
});

it('parks the stream whose document is larger than any may be, and goes on with the others', async () => {
  await using world = await openWorld();
  await grow(world.store, 'account-large', 1, 10);
  await grow(world.store, 'account-small', 1, 10);
  await grow(world.store, 'account-large', 2, DOCUMENT_BYTES_MAX + 1);
  await grow(world.store, 'account-large', 3, DOCUMENT_BYTES_MAX + 2);
  const head = await grow(world.store, 'account-small', 2, 20);
  await using runner = running({ ...world, projection: sizes });
  await runner.reaches(head);
  const documents = await documentsOf(world.readStore, sizes);
  expect(documents.map(({ key, document }) => [key, (document as { version: number }).version])).toEqual([
    ['account-large', 1],
    ['account-small', 2],
  ]);
  expect(await parkedStreams(world.readStore)).toMatchObject([{ stream: 'account-large', fromVersion: 2, lastVersion: 3, count: 2 }]);
  expect(runner.figures()).toMatchObject({ applied: 3, parked: 2, parkedStreams: 1 });
});
