import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { ACTOR_NAME } from '#libs/kernel/message.js';
import { hasAlready } from './negotiation.js';
import { PROBLEM_JSON } from './problem.js';

/** A service's part of the OpenAPI document. */
export interface OpenApiPart {
  readonly paths: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, object>>;
}

/** An OpenAPI document as far as this program builds it. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly paths: Readonly<Record<string, object>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** The header that every operation takes. */
export const ACTOR_PARAMETER = {
  name: 'X-Rapport-Actor',
  in: 'header',
  required: false,
  description: "Who asks, until tokens say it: 1 to 128 letters, digits, spaces and . , @ _ : + ' -, as UTF-8.",
  schema: { type: 'string', pattern: ACTOR_NAME.source },
};

const PROBLEM_MEANINGS: Readonly<Record<number, string>> = {
  400: 'Not well-formed; `errors` names each place and what is allowed there.',
  404: 'There is no such thing.',
  409: 'The stream is at another version, or the id was used for another command.',
  413: 'Too large.',
  415: 'The content type is not supported.',
  422: 'Refused by a rule; `code` says by which.',
  503: 'An engine that is needed is away, or too much is waiting; come back after `Retry-After`.',
};

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457. `code` is stable: decide by it.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, where, and what to do.' },
    code: { type: 'string' },
    retry: { type: 'boolean', description: 'Whether the same request may succeed later.' },
    instance: { type: 'string', format: 'uri', description: 'Names this occurrence in the log.' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
    },
  },
};

/** The error responses of an operation, all of them RFC 9457 problems. */
export const problemResponses = (statuses: readonly number[]): Readonly<Record<string, object>> =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: PROBLEM_MEANINGS[status]!, content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  );

/** The version of the interface, which is in every path: it changes when a client has to. */
const API_VERSION = '1';

/** One OpenAPI 3.1 document of several services' parts. */
export const openApiDocument = (parts: readonly OpenApiPart[]): OpenApiDocument => ({
  openapi: '3.1.0',
  info: {
    title: 'Rapport',
    version: API_VERSION,
    description: 'Account relationships as events: commands in, questions out, now or as of any date.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: Object.assign({}, ...parts.map(({ paths }) => paths)) as Record<string, object>,
  components: { schemas: schemasOf([{ Problem: PROBLEM_SCHEMA }, ...parts.map(({ schemas }) => schemas)]) },
});

/** The schemas of all parts. @throws TypeError where two parts call different things by one name: one of them would be described wrongly */
const schemasOf = (parts: readonly OpenApiPart['schemas'][]): OpenApiPart['schemas'] => {
  const all: Record<string, object> = {};
  for (const [name, schema] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(all, name)) throw new TypeError(`Two parts of the OpenAPI document have a schema ${name}: give one another name.`);
    all[name] = schema;
  }
  return all;
};

const DOCUMENT = Symbol('OpenApiDocument');

/** Swagger UI draws its icons as data URIs and sets styles on elements; nothing else may come from anywhere. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Rapport API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
    <script src="/docs/assets/swagger-ui-bundle.js" defer></script>
    <script src="/docs/start.js" defer></script>
  </head>
  <body><div id="api"></div></body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#api', deepLinking: true, docExpansion: 'none' });\n`;

/** Serves an OpenAPI document at `/v1/openapi.json`, and for people at `/docs`. */
@Module({})
export class OpenApiModule implements OnModuleInit {
  static of(document: OpenApiDocument): DynamicModule {
    return { module: OpenApiModule, providers: [{ provide: DOCUMENT, useValue: document }] };
  }

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(DOCUMENT) private readonly document: OpenApiDocument,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    void fastify.register(fastifyStatic, { root, prefix: '/docs/assets/', index: false, decorateReply: false });
    const serve = (path: string, type: string, text: string): void => {
      const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      fastify.get(path, (request, reply) => {
        void reply.headers({
          etag,
          vary: 'accept-encoding',
          'cache-control': 'no-cache',
          'content-security-policy': CONTENT_SECURITY_POLICY,
        });
        return hasAlready(request.headers, etag) ? reply.status(304).send() : reply.type(type).send(text);
      });
    };
    serve('/v1/openapi.json', 'application/json; charset=utf-8', JSON.stringify(this.document));
    for (const path of ['/docs', '/docs/']) serve(path, 'text/html; charset=utf-8', PAGE);
    serve('/docs/start.js', 'text/javascript; charset=utf-8', START);
  }
}
