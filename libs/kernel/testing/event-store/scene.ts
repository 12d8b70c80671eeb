import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type NewEvent, type Position, type RecordedEvent } from '../../message.js';
import { type Appended, type EventFilter, type EventStore, type LogPage, type Opened } from '../../ports.js';
import { NOON } from '../decider.js';

/** The store under test, opened before the first test runs. */
export type Subject = () => Opened<EventStore>;

/** Streams that no other test has, on any log: `stream('a')`, and the filter that shows nothing else. */
export interface Scene {
  readonly stream: (name?: string) => string;
  readonly filter: EventFilter & { readonly streamPrefixes: readonly string[] };
}

export const scene = (): Scene => {
  const letters = randomUUID()
    .replaceAll('-', '')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!);
  return { stream: (name = 'a') => `${letters}-${name}`, filter: { streamPrefixes: [`${letters}-`] } };
};

/** A scene with a position before its first event, so that no test reads a log that may be long from its beginning. */
export const sceneFromHere = async (store: EventStore): Promise<Scene & { readonly start: Position }> => {
  const { position } = await store.append(scene().stream('start'), 0, events(1));
  return { ...scene(), start: position };
};

/** An event that differs from every other; what matters to a test is given. */
export const event = (given: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'InteractionRecorded',
  data: { channel: 'call', durationMinutes: 12 },
  meta: { commandId: randomUUID(), commandHash: 'c0ffee', actor: 'tester', occurredAt: NOON, recordedAt: NOON },
  ...given,
});

/** That many events, numbered in their data. */
export const events = (count: number, given: Partial<NewEvent> = {}): NewEvent[] =>
  Array.from({ length: count }, (_, number) => event({ data: { number }, ...given }));

/** All that comes, or the first `count`, after which the reading is broken off. */
export const collect = async <Item>(items: AsyncIterable<Item>, count = Infinity): Promise<Item[]> => {
  const collected: Item[] = [];
  for await (const item of items) {
    collected.push(item);
    if (collected.length >= count) break;
  }
  return collected;
};

/** The events of a follower's pages, one by one; breaking off breaks off the following. */
export async function* eventsOf(pages: AsyncIterable<LogPage>): AsyncGenerator<RecordedEvent> {
  for await (const page of pages) yield* page.events;
}

/** A follower's pages up to the first that has caught up, and with `position` at least at the given one; then it breaks off. */
export const pagesUntil = async (pages: AsyncIterable<LogPage>, position: Position): Promise<LogPage[]> => {
  const seen: LogPage[] = [];
  for await (const page of pages) {
    seen.push(page);
    if (page.position >= position && page.position >= page.head) break;
  }
  return seen;
};

/** Appends each list to the stream in turn, from version 0 on. */
export const appendInTurn = async (store: EventStore, stream: string, ...lists: readonly NewEvent[][]): Promise<Appended[]> => {
  const answers: Appended[] = [];
  let version = 0;
  for (const list of lists) {
    answers.push(await store.append(stream, version, list));
    version += list.length;
  }
  return answers;
};

/** The events as they must stand in the stream, from that version on; positions are the engine's own. */
export const asRecorded = (stream: string, given: readonly NewEvent[], from = 1): RecordedEvent[] =>
  given.map((each, index) => ({ ...each, stream, version: from + index, position: expect.any(String) as unknown as string }));

/** Asserts that the stream holds exactly these events, in every field. */
export const expectStream = async (store: EventStore, stream: string, given: readonly NewEvent[]): Promise<RecordedEvent[]> => {
  const found = await collect(store.read(stream));
  expect(found).toStrictEqual(asRecorded(stream, given));
  return found;
};

/** Asserts that positions differ and that their order as text is the order given. */
export const expectIncreasing = (positions: readonly string[]): void => {
  expect([...new Set(positions)].toSorted()).toEqual(positions);
};

export const idsOf = (recorded: readonly NewEvent[]): string[] => recorded.map(({ id }) => id);
