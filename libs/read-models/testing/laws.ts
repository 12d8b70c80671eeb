import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amendments } from '#libs/domain/amendments.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { seenBy } from '#libs/kernel/testing/projection.js';
import { Batches, foldLive } from '#libs/runtime/testing/batches.js';
import { documentsIn } from '#libs/runtime/testing/documents-in.js';
import { histories, longHistories } from './histories.js';

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

    it('takes ids that JavaScript has a meaning for, such as constructor, like any others', () =>
      fc.assert(
        fc.property(longHistories, fc.nat(), (events, pick) => {
          const plain = seenBy(projection, events, amendments);
          const ids = [...new Set(JSON.stringify(plain.map(({ data }) => data)).match(ID_IN_DATA) ?? [])].toSorted();
          const names = new Map(ODD_IDS.map((odd, index) => [ids[(pick + index * 7) % Math.max(1, ids.length)], odd]));
          const renamed = JSON.stringify(plain).replace(WORD, (word) => names.get(word) ?? word);
          const back = new Map([...names].map(([id, odd]) => [odd, id]));
          const lettersOf = (history: typeof plain) => {
            const told = JSON.stringify([...documentsIn(projection, history)]);
            return [...told.replace(WORD, (word) => back.get(word) ?? word)].toSorted().join('');
          };
          expect(lettersOf(JSON.parse(renamed) as typeof plain)).toBe(lettersOf(plain));
        }),
        { numRuns: RUNS },
      ));

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

/** What the histories call people, contacts and things: names of a word, and what is numbered. */
const ID_IN_DATA = /(?<=")(?:ann|ben|cid|eve|kim|[a-z]{1,2}-\d+)(?=")/g;
const ODD_IDS = Object.getOwnPropertyNames(Object.prototype);
const WORD = new RegExp(`\\b(?:ann|ben|cid|eve|kim|[a-z]{1,2}-\\d+|${ODD_IDS.join('|')})\\b`, 'g');

const batchesOf = (events: readonly RecordedEvent[], size: number): readonly (readonly RecordedEvent[])[] =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, index) => events.slice(index * size, (index + 1) * size));
