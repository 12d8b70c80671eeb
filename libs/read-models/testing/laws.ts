import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amendments } from '#libs/domain/amendments.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { seenBy } from '#libs/kernel/testing/projection.js';
import { Batches, foldLive } from '#libs/runtime/testing/batches.js';
import { documentsIn } from '#libs/runtime/testing/documents-in.js';
import { histories } from './histories.js';

type Subject = Projection<object, Record<string, object>>;

/** What every projection owes, whatever it counts, corrections among what it is told. Call it in the spec of each. */
export const itKeepsTheLaws = (projection: AnyProjection): void => {
  const live = async (events: readonly RecordedEvent[], size: number): Promise<Batches> =>
    foldLive(projection, new Batches(events, amendments), [size]);
  const holds = (law: (events: readonly RecordedEvent[], once: Batches) => Promise<void>): Promise<void> =>
    fc.assert(
      fc.asyncProperty(histories, async (events) => law(events, await live(events, events.length + 1))),
      { numRuns: RUNS },
    );

  describe(`${projection.name} keeps the laws of projections`, () => {
    it('gives the same documents in batches of 1, 7 and all', () =>
      holds(async (events, once) => {
        for (const size of [1, 7]) expect((await live(events, size)).asMap).toEqual(once.asMap);
      }));

    it('is not changed by events that come twice', () =>
      holds(async (events, once) => {
        const twice = new Batches(events, amendments);
        for (const batch of batchesOf(events, 7)) {
          await twice.commit(await twice.fold(projection, batch.concat(batch)));
        }
        expect(twice.asMap).toEqual(once.asMap);
      }));

    it('is not changed when any prefix is folded again after a crash', () =>
      holds(async (events, once) => {
        for (const crash of [1, 3, Math.floor(events.length / 2), events.length]) {
          for (const checkpoint of [0, Math.max(0, crash - 5)]) {
            const crashed = new Batches(events, amendments);
            for (const batch of [...batchesOf(events.slice(0, crash), 7), ...batchesOf(events.slice(checkpoint), 7)])
              await crashed.commit(await crashed.fold(projection, batch));
            expect(crashed.asMap).toEqual(once.asMap);
          }
        }
      }));

    it('tells in the end what a history comes to in which everything had been told right at first', () =>
      holds(async (events, once) => {
        expect(once.asMap).toEqual(documentsIn(projection, seenBy(projection, events, amendments)));
      }));

    if (projection.gathers === 'many-streams') return;
    it('keeps each document to one stream, so that parking a stream keeps its documents whole', () =>
      holds(async (events) => {
        const streams = new Map<string, Set<string>>();
        for (const event of seenBy(projection, events, amendments)) {
          if (!(event.type in projection.on) && projection.onAny === undefined) continue;
          for (const key of (projection as unknown as Subject).keys(event as never))
            streams.set(key, (streams.get(key) ?? new Set()).add(event.stream));
        }
        for (const origins of streams.values()) expect(origins.size).toBe(1);
      }));
  });
};

const RUNS = 60;

const batchesOf = (events: readonly RecordedEvent[], size: number): readonly (readonly RecordedEvent[])[] =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, index) => events.slice(index * size, (index + 1) * size));
