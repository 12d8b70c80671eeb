import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { OutcomeUnknown, Unavailable } from '#libs/kernel/errors.js';
import { type Log } from './log.js';
import { Problem, PROBLEM_JSON, problemBody, type ProblemCode, RETRY_AFTER_SECONDS } from './problem.js';

/** Says which methods an address answers, so that a wrong method is told from a wrong address. */
export interface KnownRoutes {
  methodsOf(path: string): readonly string[];
}

/** The last stop of every error: it leaves as RFC 9457, never with a stack; what is our fault is logged under the id in `instance`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly routes: KnownRoutes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    // The answer is on its way (a stream that broke): there is nobody left to tell.
    if (reply.sent) return this.log.error({ err: error }, 'failed after the answer had begun');
    const problem = problemOf(error, http.getRequest<FastifyRequest>(), this.routes);
    const instance = problem.status >= 500 ? `urn:uuid:${randomUUID()}` : undefined;
    if (instance !== undefined) this.log.error({ err: error, instance, code: problem.code }, 'request failed');
    sendProblem(reply, problem, instance);
  }
}

/** Answers with a problem document. */
export const sendProblem = (reply: FastifyReply, { code, message, status, more }: Problem, instance?: string): void => {
  const retryAfter = status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  void reply
    .status(status)
    .headers({ ...retryAfter, ...more.headers })
    .type(PROBLEM_JSON)
    .serializer(JSON.stringify)
    .send(problemBody(code, message, { ...(instance && { instance }), ...(more.errors && { errors: more.errors }) }));
};

/** The problem that any error comes down to. */
export const problemOf = (error: unknown, request: Pick<FastifyRequest, 'method' | 'url'>, routes: KnownRoutes): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof Unavailable || error instanceof OutcomeUnknown) {
    return new Problem(
      'UNAVAILABLE',
      'Nothing was changed by this request, or it cannot be told yet: send it again with the same command id.',
    );
  }
  const status = statusOf(error);
  // 403: a path out of the folder of static files, which is nowhere.
  if (status === 404 || status === 403) return notFound(request, routes);
  const code = CODES_BY_STATUS[status];
  if (code === undefined || status >= 500) {
    return new Problem(
      'INTERNAL_ERROR',
      'The request could not be handled: tell the operators the instance id. It is safe to send it again.',
    );
  }
  return new Problem(code, DETAILS[code] ?? (error as Error).message);
};

const notFound = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>, routes: KnownRoutes): Problem => {
  const path = url.split('?', 1)[0]!;
  const allowed = routes.methodsOf(path);
  // A wildcard knows the method and yet has no such file.
  if (allowed.length === 0 || allowed.includes(method)) {
    return new Problem('ROUTE_NOT_FOUND', 'There is nothing at this address: commands go to POST /v1/commands/<Command>.');
  }
  return new Problem('METHOD_NOT_ALLOWED', `${method} is not allowed here; allowed: ${allowed.join(', ')}.`, {
    headers: { allow: allowed.join(', ') },
  });
};

/** Errors of the framework carry a status: Nest's by a method, Fastify's by a property. */
const statusOf = (error: unknown): number => {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
};

const CODES_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'BAD_REQUEST',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

/** What the framework's own texts leave out: what is allowed. */
const DETAILS: Partial<Record<ProblemCode, string>> = {
  BODY_TOO_LARGE: 'A body may have 262144 bytes (256 KiB): split it, or keep documents elsewhere and refer to them.',
  UNSUPPORTED_MEDIA_TYPE: 'Send application/json or application/cloudevents+json.',
};
