import { type CommandEnvelope, type RecordedEvent } from '#libs/kernel/message.js';
import { type Answer, type Pipeline } from './pipeline.js';

/** What a world came to: answers, events and documents, told without what is the engine's own. */
export interface Result {
  readonly answers: readonly (readonly unknown[])[];
  /** By stream. */
  readonly events: Readonly<Record<string, readonly unknown[]>>;
  /** By `collection/key`. */
  readonly documents: Readonly<Record<string, unknown>>;
  readonly count: { readonly commands: number; readonly events: number; readonly documents: number };
}

/** Histories at once; the commands of each go one after the other. Many share each write of an engine: 32 took twice as long. */
const SIDE_BY_SIDE = 128;

/** Through it go the changes to several accounts of all histories, in the order in which they happen to come. */
const SHARED = 'coordination-accounts';

/**
 * Sends the histories through a world and tells what it came to; of the events those in streams whose names hold the `mark`, because a
 * world may have had others before. Positions are told as `stream@version`, which every engine has alike.
 */
export const run = async (world: Pipeline, histories: readonly (readonly CommandEnvelope[])[], mark = ''): Promise<Result> => {
  const answers = Array.from<unknown, Answer[]>({ length: histories.length }, () => []);
  const waiting = [...histories.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [number, commands] = next;
      for (const command of commands) answers[number]!.push(await world.send(command));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  await world.settle();
  const log = await world.log();
  const names = new Map(log.map(({ position, stream, version }) => [position, `${stream}@${version}`]));
  const told = (value: unknown): unknown => withoutPositions(value, names);
  const ours = log.filter(({ stream }) => stream.includes(mark) && stream !== SHARED);
  const documents = Object.fromEntries(
    [...(await world.documents())]
      .filter(([, it]) => Object(it).stream !== SHARED)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, told(it)]),
  );
  return {
    answers: answers.map((each) => each.map(told)),
    events: byStream(ours, told),
    documents,
    count: { commands: answers.flat().length, events: ours.length, documents: Object.keys(documents).length },
  };
};

const byStream = (log: readonly RecordedEvent[], told: (value: unknown) => unknown): Readonly<Record<string, readonly unknown[]>> => {
  const streams: Record<string, unknown[]> = {};
  for (const event of log) (streams[event.stream] ??= []).push(told(event));
  return Object.fromEntries(Object.entries(streams).toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

const withoutPositions = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withoutPositions(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutPositions(member, names)]));
};
