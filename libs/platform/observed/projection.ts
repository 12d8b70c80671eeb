import { type Position } from '#libs/kernel/message.js';
import { type EventStore, type LogPage, type ReadStore } from '#libs/kernel/ports.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { traceIdOf } from '../tracing.js';
import { type Telemetry } from './telemetry.js';

/** Traces that one batch names; a batch of more is of so many that one of them more tells nothing. */
const LINKS_MAX = 128;

/** What a projection was handed and has not committed yet. */
interface InHand {
  readonly position: Position;
  readonly events: number;
  readonly since: number;
  readonly traces: readonly string[];
}

/**
 * The two ports of one projection, watched: a batch is what lies between two checkpoints, however the runner cuts and prefetches. A
 * batch from one trace belongs to it; one from several is a trace of its own with links to them.
 */
export const observedProjection = (
  { store, readStore }: { readonly store: EventStore; readonly readStore: ReadStore },
  projection: string,
  { metrics, tracing }: Telemetry,
): { readonly store: EventStore; readonly readStore: ReadStore } => {
  let inHand: InHand[] = [];
  const note = ({ events, position }: LogPage): void => {
    const traces = tracing.isOn ? events.flatMap((event) => metaOf(event)?.traceparent ?? []) : [];
    inHand.push({ position, events: events.length, since: Date.now(), traces: traces.slice(0, LINKS_MAX) });
  };
  const takeUpTo = (position: Position): readonly InHand[] => {
    const taken = inHand.filter((page) => page.position <= position);
    inHand = inHand.filter((page) => page.position > position);
    return taken;
  };
  const commit: ReadStore['commit'] = async (collection, batch) => {
    if (collection.name !== projection || batch.checkpoint === undefined) return readStore.commit(collection, batch);
    const pages = takeUpTo(batch.checkpoint.next.position);
    const events = pages.reduce((sum, page) => sum + page.events, 0);
    const commitIt = () => readStore.commit(collection, batch);
    // Pages in which nothing was of interest move the checkpoint and are no news.
    const answer = events === 0 ? await commitIt() : await tracing.run(`project ${projection}`, spanOf(pages, events), commitIt);
    if (answer === 'committed') {
      metrics.add('rapport_projection_batches_total', { projection });
      metrics.add('rapport_projection_events_total', { projection }, events);
    }
    return answer;
  };
  return {
    store: {
      append: (stream, expected, events) => store.append(stream, expected, events),
      read: (stream, options) => store.read(stream, options),
      readAll: (options) => store.readAll(options),
      head: () => store.head(),
      follow: async function* (after, filter, signal) {
        inHand = [];
        for await (const page of store.follow(after, filter, signal)) {
          note(page);
          yield page;
        }
      },
    },
    readStore: {
      load: (collection, keys) => readStore.load(collection, keys),
      find: (collection, query) => readStore.find(collection, query),
      checkpoint: (collection) => readStore.checkpoint(collection),
      commit,
    },
  };
};

const spanOf = (pages: readonly InHand[], events: number) => {
  const traces = pages.flatMap((page) => page.traces);
  const alone = new Set(traces.map(traceIdOf)).size === 1 ? traces[0] : undefined;
  return {
    parent: alone ?? null,
    links: [...new Set(traces)].slice(0, LINKS_MAX),
    attributes: { 'rapport.events': events },
    ...(pages[0] === undefined ? {} : { startTime: pages[0].since }),
  };
};
