import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type Checkpoint, type Commit, type EventStore, type LogPage, type ReadStore } from '#libs/kernel/ports.js';
import { Metrics } from '../metrics/metrics.js';
import { Tracing } from '../tracing.js';
import { observedProjection } from './projection.js';

const exporter = new InMemorySpanExporter();
const tracing = new Tracing(new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
afterAll(() => tracing[Symbol.asyncDispose]());
beforeEach(() => exporter.reset());

const TRACES = ['4bf92f3577b34da6a3ce929d0e0e4736', 'a3ce929d0e0e47364bf92f3577b34da6'] as const;
const traceparent = (trace: 0 | 1, span: number): string => `00-${TRACES[trace]}-00f067aa0ba902b${span}-01`;
const event = (trace?: string): RecordedEvent => ({ meta: trace === undefined ? {} : { traceparent: trace } }) as unknown as RecordedEvent;
const page = (position: string, events: readonly RecordedEvent[]): LogPage => ({ position, head: position, events });

const at = (position: string): Checkpoint => ({ log: 'l', position });
const collection = { name: 'toys@1', indexes: [] };

/** A log of some pages and a store that commits; what is observed is what is between them. */
const observed = (pages: readonly LogPage[], answer: 'committed' | 'fenced' = 'committed') => {
  const metrics = new Metrics();
  const store = {
    follow: async function* () {
      yield* pages;
    },
  } as unknown as EventStore;
  const readStore = { commit: async () => answer } as unknown as ReadStore;
  return { metrics, ...observedProjection({ store, readStore }, 'toys@1', { metrics, tracing }) };
};

const commitOf = (position: string): Commit => ({ puts: [], checkpoint: { expected: undefined, next: at(position) } });
const readAhead = async (store: EventStore): Promise<void> => {
  for await (const each of store.follow(undefined, undefined, new AbortController().signal)) expect(each).toBeDefined();
};

describe('a projection that is observed', () => {
  it('tells a batch of several traces as a trace of its own with links to them', async () => {
    const { store, readStore } = observed([page('2', [event(traceparent(0, 1)), event(traceparent(1, 2)), event()])]);
    await readAhead(store);
    await readStore.commit(collection, commitOf('2'));
    const [span] = exporter.getFinishedSpans();
    expect(span!.name).toBe('project toys@1');
    expect(TRACES).not.toContain(span!.spanContext().traceId);
    expect(span!.links.map(({ context }) => context.spanId)).toEqual(['00f067aa0ba902b1', '00f067aa0ba902b2']);
    expect(span!.attributes).toEqual({ 'rapport.events': 3 });
  });

  it('counts what lies between two checkpoints, however far the runner has read ahead', async () => {
    const pages = [page('1', [event()]), page('2', [event(), event()]), page('9', [event()])];
    const { store, readStore, metrics } = observed(pages);
    await readAhead(store);
    await readStore.commit(collection, commitOf('2'));
    expect((await metrics.text()).body).toContain('rapport_projection_events_total{projection="toys@1"} 3');
    await readStore.commit(collection, commitOf('9'));
    const { body } = await metrics.text();
    expect(body).toContain('rapport_projection_events_total{projection="toys@1"} 4');
    expect(body).toContain('rapport_projection_batches_total{projection="toys@1"} 2');
  });

  it('counts nothing that another runner has committed, and leaves other commits alone', async () => {
    const { store, readStore, metrics } = observed([page('1', [event()])], 'fenced');
    await readAhead(store);
    await readStore.commit({ name: 'parked@1', indexes: [] }, { puts: [] });
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(await readStore.commit(collection, commitOf('1'))).toBe('fenced');
    expect((await metrics.text()).body).not.toContain('rapport_projection_events_total{');
  });
});
