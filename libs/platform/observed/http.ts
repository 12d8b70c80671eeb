import { type Context, type Span } from '@opentelemetry/api';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { withLogContext } from '../log.js';
import { traceIdOf } from '../tracing.js';
import { type Telemetry } from './telemetry.js';

/** What watches and restarts asks all day long: measured, and no trace. */
const OF_THE_HOUSE = /^\/(health|metrics)(\/|$)/;

/** Measures every request, and begins its trace or goes on with the sender's. */
export const observeHttp = (fastify: FastifyInstance, { metrics, tracing }: Telemetry): void => {
  const spans = new WeakMap<FastifyRequest, { readonly span: Span; readonly within: Context }>();

  fastify.addHook('onRequest', (request, _reply, done) => {
    if (tracing.isOn && !OF_THE_HOUSE.test(request.url)) {
      const parent = headerOf(request, 'traceparent') ?? null;
      const opened = tracing.begin(`${request.method} ${routeOf(request)}`, { kind: 'server', parent });
      if (opened) spans.set(request, opened);
    }
    done();
  });

  // Not earlier: the body arrives in events of the connection, behind which nothing of a context set before would be left.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const correlation = headerOf(request, 'x-correlation-id');
    const trace = traceIdOf(headerOf(request, 'traceparent') ?? '');
    withLogContext({ ...(correlation && { correlation }), ...(trace && { trace }) }, () => {
      const opened = spans.get(request);
      if (opened === undefined) done();
      else tracing.enter(opened.within, done);
    });
  });

  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = routeOf(request);
    const status = String(reply.statusCode);
    if (!String(reply.raw.getHeader('content-type')).startsWith('text/event-stream')) {
      metrics.observe('rapport_http_request_duration_seconds', { method, route, status }, reply.elapsedTime / 1_000);
    }
    const span = spans.get(request)?.span;
    span?.setAttributes({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': reply.statusCode });
    span?.end();
    done();
  });
};

/** The pattern of the address, never the address: that has ids in it. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' && value.length <= HEADER_LENGTH_MAX ? value : undefined;
};

/** A header that goes into every line of the log has its bound. */
const HEADER_LENGTH_MAX = 128;
