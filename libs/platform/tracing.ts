import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-node';
import { type Configuration } from './configuration.js';

/** A collector that does not answer costs this much at the most, once a batch and once at the end. */
const EXPORT_MS_MAX = 5_000;

/** Spans that wait for the collector; more are dropped, and the work goes on. */
const WAITING_SPANS_MAX = 8_192;

/** What a span is of. Attributes are types, names, ids and counts; never what people wrote. */
export interface SpanRules {
  readonly kind?: 'server' | 'consumer' | 'producer' | 'internal';
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** `traceparent` of the span that this one belongs to; absent: the one under way, if any. `null`: none, a trace begins. */
  readonly parent?: string | null | undefined;
  /** `traceparent` of other spans that it has to do with. */
  readonly links?: readonly string[];
  /** When it began, in milliseconds since 1970, where that is not now. */
  readonly startTime?: number;
}

const KINDS = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  internal: SpanKind.INTERNAL,
} as const;

/** Spans by W3C Trace Context, exported by OTLP. Without an endpoint it does nothing, and its callers can ask so. */
export class Tracing implements AsyncDisposable {
  private readonly tracer: Tracer | undefined;

  constructor(private readonly provider?: NodeTracerProvider) {
    // The process-wide context manager and propagator; a second service in one process finds them registered, which is the same.
    provider?.register();
    this.tracer = provider?.getTracer('rapport');
  }

  /** As configured. */
  static of({ traceEndpoint, traceRatio, instance }: Configuration, service: string): Tracing {
    if (traceEndpoint === undefined) return new Tracing();
    const exporter = new OTLPTraceExporter({ url: `${traceEndpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: EXPORT_MS_MAX });
    return new Tracing(
      new NodeTracerProvider({
        resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': instance }),
        sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(traceRatio) }),
        spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: EXPORT_MS_MAX, maxQueueSize: WAITING_SPANS_MAX })],
      }),
    );
  }

  get isOn(): boolean {
    return this.tracer !== undefined;
  }

  /** Does the work in a span, which ends with it; an error marks the span and goes on to the caller. */
  async run<Result>(name: string, rules: SpanRules, work: (span?: Span) => Promise<Result>): Promise<Result> {
    const opened = this.begin(name, rules);
    if (opened === undefined) return work();
    const { span, within } = opened;
    try {
      return await context.with(within, () => work(span));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      throw error;
    } finally {
      span.end();
    }
  }

  /** Begins a span that the caller ends; `undefined` while tracing is off. */
  begin(name: string, { kind = 'internal', attributes = {}, parent, links = [], startTime }: SpanRules) {
    if (this.tracer === undefined) return undefined;
    const above = parent === undefined ? context.active() : parent === null ? ROOT_CONTEXT : contextOf(parent);
    const linked = links.flatMap((link) => trace.getSpanContext(contextOf(link)) ?? []);
    const options = { kind: KINDS[kind], attributes, links: linked.map((spanContext) => ({ context: spanContext })) };
    const span = this.tracer.startSpan(name, { ...options, ...(startTime === undefined ? {} : { startTime }) }, above);
    return { span, within: trace.setSpan(above, span) };
  }

  /** Calls back with the span as the one under way. */
  enter(within: Context, work: () => void): void {
    context.with(within, work);
  }

  /** `traceparent` of the span under way, to be sent along; `undefined` where there is none. */
  current(): string | undefined {
    if (this.tracer === undefined) return undefined;
    const carrier: { traceparent?: string } = {};
    propagation.inject(context.active(), carrier);
    return carrier.traceparent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.provider?.shutdown();
  }
}

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

/** The trace under way, for lines of the log; `undefined` where there is none. */
export const currentTraceId = (): string | undefined => trace.getActiveSpan()?.spanContext().traceId;

/** The trace that a `traceparent` names; `undefined` where it is not one. */
export const traceIdOf = (traceparent: string): string | undefined => /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1];
