import { setTimeout } from 'node:timers/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type LabelsOf, type MetricName, type MetricOf, type MetricRules, METRICS } from './catalogue.js';

/** What is measured only when somebody asks may take this long; the rest of the answer does not wait for it. */
const SCRAPE_MS_MAX = 2_000;

type Instrument = Counter | Gauge | Histogram;

/** The metrics of one process, in a registry of its own, so that several services in one test do not count into each other's. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly instruments = new Map<MetricName, Instrument>();
  private readonly measurements: (() => Promise<void>)[] = [];

  constructor() {
    for (const [name, rules] of Object.entries(METRICS) as [MetricName, MetricRules][]) {
      this.instruments.set(name, instrumentOf(name, rules, this.registry));
    }
  }

  /** Adds what Node and the operating system say of the process: memory, CPU, event loop, garbage collection. */
  watchProcess(): AsyncDisposable {
    collectDefaultMetrics({ register: this.registry });
    return { [Symbol.asyncDispose]: async () => this.registry.clear() };
  }

  /** Counts on. */
  add<Name extends MetricOf<'counter'>>(name: Name, labels: LabelsOf<Name>, by = 1): void {
    (this.instruments.get(name) as Counter).inc(labels as Record<string, string>, by);
  }

  /** Takes one measurement, in the unit of the name. */
  observe<Name extends MetricOf<'histogram'>>(name: Name, labels: LabelsOf<Name>, value: number): void {
    (this.instruments.get(name) as Histogram).observe(labels as Record<string, string>, value);
  }

  /** Says how it is now. */
  set<Name extends MetricOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number): void {
    (this.instruments.get(name) as Gauge).set(labels as Record<string, string>, value);
  }

  /** Says nothing any more: what cannot be measured now is absent and not an old value. */
  forget<Name extends MetricOf<'gauge'>>(name: Name, labels: LabelsOf<Name>): void {
    (this.instruments.get(name) as Gauge).remove(labels as Record<string, string>);
  }

  /** Measures each time when somebody asks; what fails or takes longer than {@link SCRAPE_MS_MAX} is left out of that answer. */
  onScrape(measure: () => Promise<void>): void {
    this.measurements.push(measure);
  }

  /** Everything in the text format of Prometheus. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    const done = new AbortController();
    const measured = Promise.allSettled(this.measurements.map((measure) => measure()));
    await Promise.race([measured, setTimeout(SCRAPE_MS_MAX, undefined, { signal: done.signal }).catch(() => undefined)]);
    done.abort();
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }
}

const instrumentOf = (name: string, { kind, help, labels, buckets = [] }: MetricRules, registry: Registry): Instrument => {
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'counter') return new Counter(common);
  return kind === 'gauge' ? new Gauge(common) : new Histogram({ ...common, buckets: [...buckets] });
};

/** Seconds since a `performance.now()`. */
export const secondsSince = (begun: number): number => (performance.now() - begun) / 1_000;
