import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply } from 'fastify';

/** What the console may load: its own files and its own queries, nothing from elsewhere. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES = fileURLToPath(new URL('public', import.meta.url));

/** The web front end: static files that ask the query side like any other client. `/` leads to it. */
@Module({})
export class ConsoleModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    void fastify.register(fastifyStatic, {
      root: FILES,
      prefix: '/console/',
      index: 'index.html',
      redirect: true,
      decorateReply: false,
      setHeaders: (reply) => {
        void reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
        void reply.header('x-content-type-options', 'nosniff');
        void reply.header('referrer-policy', 'no-referrer');
        void reply.header('cache-control', 'no-cache');
      },
    });
    fastify.get('/', (_request, reply: FastifyReply) => reply.redirect('/console/'));
  }
}
