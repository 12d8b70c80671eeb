import { type Server } from 'node:http';
import { type Socket } from 'node:net';
import { constants } from 'node:zlib';
import fastifyCompress, { type FastifyCompressOptions } from '@fastify/compress';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyHttpOptions, type FastifyInstance, type FastifyReply, type RouteOptions } from 'fastify';
import { type Log, nestLogger } from './log.js';
import { observeHttp } from './observed/http.js';
import { type Telemetry } from './observed/telemetry.js';
import { type KnownRoutes, ProblemFilter, problemOf, sendProblem } from './problem-filter.js';
import { PROBLEM_JSON, problemBody } from './problem.js';

/** Bytes of a request's body. */
export const BODY_BYTES_MAX = 256 * 1_024;

/** A request must have arrived completely in this time. */
const REQUEST_TIMEOUT_MS = 30_000;

/** An idle connection is kept for this long: longer than the load balancers in common use keep theirs. */
const KEEP_ALIVE_MS = 72_000;

/** Characters of one part of an address: the longest id, percent-encoded. */
const PARAMETER_LENGTH_MAX = 384;

/** A shorter answer fits one packet anyway. */
const COMPRESSED_FROM_BYTES = 1_024;

/** Answers are made anew each time: Brotli at its own default would take longer than the network saves. Bodies that come in are taken as they are. */
const COMPRESSION: FastifyCompressOptions = {
  threshold: COMPRESSED_FROM_BYTES,
  encodings: ['br', 'gzip', 'identity'],
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  globalDecompression: false,
};

/**
 * A Nest application on Fastify in which every error is a problem document, also those that happen before Nest sees the request.
 * Bodies reach the controllers as bytes: reading them is theirs, because a JSON parser that repairs or forgives would hide what was sent.
 */
export const createHttpApplication = async (root: DynamicModule, log: Log, telemetry?: Telemetry): Promise<NestFastifyApplication> => {
  const routes = new RouteTable();
  const options: FastifyHttpOptions<Server> = {
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    // What the router itself refuses: a broken escape in the address, a parameter that is too long.
    frameworkErrors: (error, request, reply) => sendProblem(reply as FastifyReply, problemOf(error, request, routes)),
    clientErrorHandler: (error, socket) => refuse(socket, error.code),
  };
  const adapter = new FastifyAdapter(options);
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => routes.add(route));
  closeBehindTheLastAnswer(fastify);
  // Awaited: it has to be there before the first route is.
  await fastify.register(fastifyCompress, COMPRESSION);
  if (telemetry) observeHttp(fastify, telemetry);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(['application/json', 'application/cloudevents+json'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  const application = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  application.useGlobalFilters(new ProblemFilter(log, routes));
  return application;
};

/** A connection that is kept when the server closes would hold it up for as long as the client pleases. */
const closeBehindTheLastAnswer = (fastify: FastifyInstance): void => {
  let closing = false;
  fastify.addHook('preClose', async () => void (closing = true));
  fastify.addHook('onSend', async (_request, reply) => void (closing && reply.header('connection', 'close')));
};

/** What was sent is not HTTP, or too much of it: answered on the bare connection. */
const refuse = (socket: Socket, code: string | undefined): void => {
  // The client is gone, or has been answered in part already: nothing can be said.
  if (code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const body = JSON.stringify(
    code === 'HPE_HEADER_OVERFLOW'
      ? problemBody('HEADERS_TOO_LARGE', 'The headers may have 16 KiB together: send fewer or shorter ones.')
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problemBody('REQUEST_TIMEOUT', `The request did not arrive within ${REQUEST_TIMEOUT_MS / 1_000} s: send it again.`)
        : problemBody('BAD_REQUEST', 'What was sent is not HTTP/1.1: check the request line with its method, the headers and the length.'),
  );
  const { status } = JSON.parse(body) as { status: number };
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: ${PROBLEM_JSON}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};

/** Remembers what was routed, to tell a wrong method from a wrong address. */
class RouteTable implements KnownRoutes {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replaceAll(/[^\w-]/g, '\\$&')));
    this.routes.push({ pattern: new RegExp(`^${parts.join('/')}$`), methods: [method].flat() });
  }

  methodsOf(path: string): readonly string[] {
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].toSorted();
  }
}
