import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { type Documents, project } from '#libs/kernel/testing/projection.js';
import { histories } from './histories.js';

type Subject = Projection<object, Record<string, object>>;

/** What every projection owes, whatever it counts. Call it in the spec of each. */
export const itKeepsTheLaws = (projection: AnyProjection): void => {
  const subject = projection as unknown as Subject;
  const holds = (law: (events: readonly RecordedEvent[], once: Documents<object>) => void): void =>
    fc.assert(
      fc.property(histories, (events) => law(events, inBatches(subject, events, events.length + 1))),
      { numRuns: RUNS },
    );

  describe(`${projection.name} keeps the laws of projections`, () => {
    it('gives the same documents in batches of 1, 7 and all', () =>
      holds((events, once) => {
        for (const size of [1, 7]) expect(text(inBatches(subject, events, size))).toBe(text(once));
      }));

    it('is not changed by events that come twice', () =>
      holds((events, once) => {
        const twice = events.flatMap((event) => [event, event]);
        expect(text(inBatches(subject, twice, 7))).toBe(text(once));
      }));

    it('is not changed when any prefix is folded again after a crash', () =>
      holds((events, once) => {
        for (const crash of [1, 3, Math.floor(events.length / 2), events.length]) {
          const crashed = inBatches(subject, events.slice(0, crash), 7);
          for (const checkpoint of [0, Math.max(0, crash - 5)]) {
            expect(text(inBatches(subject, events.slice(checkpoint), 7, crashed))).toBe(text(once));
          }
        }
      }));

    if (projection.gathers === 'many-streams') return;
    it('keeps each document to one stream, so that parking a stream keeps its documents whole', () =>
      holds((events) => {
        const streams = new Map<string, Set<string>>();
        for (const event of events.filter(({ type }) => type in projection.on || projection.onAny !== undefined)) {
          for (const key of subject.keys(event as never)) streams.set(key, (streams.get(key) ?? new Set()).add(event.stream));
        }
        for (const origins of streams.values()) expect(origins.size).toBe(1);
      }));
  });
};

const RUNS = 60;

/** Folds as the runner does; between batches the documents are written, read again and frozen, so that no fold changes its input. */
const inBatches = (projection: Subject, events: readonly RecordedEvent[], size: number, from: Documents<object> = new Map()) => {
  let documents = from;
  for (let start = 0; start < events.length; start += size) {
    documents = stored(project(projection, events.slice(start, start + size), new Map(documents)));
  }
  return documents;
};

const stored = (documents: Documents<object>): Documents<object> =>
  new Map([...documents].map(([key, value]) => [key, freeze(JSON.parse(JSON.stringify(value)) as typeof value)]));

const freeze = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

const text = (documents: Documents<object>): string =>
  JSON.stringify([...documents].toSorted(([left], [right]) => (left < right ? -1 : 1)));
