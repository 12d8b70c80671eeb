import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post, Req } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyRequest } from 'fastify';
import { Unavailable } from '#libs/kernel/errors.js';
import { ActorGuard, actorOf } from './actor-guard.js';
import { createHttpApplication } from './http.js';
import { type Log } from './log.js';
import { Problem } from './problem.js';

@Controller('toys')
class ToysController {
  @Get(':id')
  one(@Req() request: FastifyRequest): object {
    return { actor: actorOf(request) };
  }

  @Post()
  add(@Req() request: FastifyRequest): object {
    return { bytes: (request.body as Uint8Array | undefined)?.length ?? 0 };
  }

  @Get('broken/:how')
  broken(@Req() request: FastifyRequest): object {
    const how = (request.params as { how: string }).how;
    if (how === 'known') throw new Problem('INVALID_COMMAND', 'No.', { errors: [{ pointer: '/a', detail: 'No.' }] });
    if (how === 'away') throw new Unavailable('kafka://user:secret@host is away');
    throw new TypeError('secret internals');
  }
}

@Module({ controllers: [ToysController], providers: [{ provide: APP_GUARD, useClass: ActorGuard }] })
class ToysModule {}

@Module({})
class RootModule {}

let application: NestFastifyApplication;
let url: string;
const logged: string[] = [];

beforeAll(async () => {
  const write = (entry: unknown, message?: string): void => void logged.push(`${message} ${JSON.stringify(entry)}`);
  const log = { fatal: write, error: write, warn: write, info: write, debug: () => undefined } as unknown as Log;
  application = await createHttpApplication({ module: RootModule, imports: [ToysModule] }, log);
  await application.listen(0, '127.0.0.1');
  url = await application.getUrl();
});
afterAll(() => application.close());

const ask = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${url}${path}`, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
};

describe('every error is a problem document', () => {
  const post = (contentType: string | undefined, body: string | Uint8Array<ArrayBuffer>) => ({
    method: 'POST',
    body,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  });
  const cases: readonly (readonly [string, string, RequestInit, number, string])[] = [
    ['an unknown address', '/nowhere', {}, 404, 'ROUTE_NOT_FOUND'],
    ['an unknown address with a query', '/nowhere?a=1', { method: 'DELETE' }, 404, 'ROUTE_NOT_FOUND'],
    ['an address with a slash too much', '/toys/1/', {}, 404, 'ROUTE_NOT_FOUND'],
    ['an address in capitals', '/TOYS/1', {}, 404, 'ROUTE_NOT_FOUND'],
    ['another method', '/toys/1?a=1', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
    ['another method with a body', '/toys', { ...post('application/json', '{}'), method: 'PUT' }, 405, 'METHOD_NOT_ALLOWED'],
    ['another content type', '/toys', post('text/plain', '{}'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', '/toys', post('application/x-www-form-urlencoded', 'a=1'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no content type', '/toys', post(undefined, new Uint8Array([123, 125])), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a content type that is none', '/toys', post('json', '{}'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a body that is too large', '/toys', post('application/json', 'x'.repeat(262_145)), 413, 'BODY_TOO_LARGE'],
    ['a broken escape in the address', '/toys/%zz', {}, 400, 'BAD_REQUEST'],
    [
      'D3: an actor that nobody sees',
      '/toys/1',
      { headers: { 'x-rapport-actor': Buffer.from('\u3164').toString('latin1') } },
      400,
      'INVALID_HEADER',
    ],
    ['an actor that is none', '/toys/1', { headers: { 'x-rapport-actor': '<script>' } }, 400, 'INVALID_HEADER'],
    ['a problem that was thrown', '/toys/broken/known', {}, 400, 'INVALID_COMMAND'],
    ['an engine that is away', '/toys/broken/away', {}, 503, 'UNAVAILABLE'],
    ['a defect', '/toys/broken/otherwise', {}, 500, 'INTERNAL_ERROR'],
  ];
  it.each(cases)('%s', async (_sentence, path, init, status, code) => {
    const { headers, body, ...answer } = await ask(path, init);
    expect(answer.status).toBe(status);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      type: `urn:rapport:problem:${code.toLowerCase().replaceAll('_', '-')}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      retry: status >= 500,
    });
    expect(JSON.stringify(body)).not.toMatch(/secret|node_modules|\.ts:/);
  });

  it('names the allowed methods', async () => {
    const { headers } = await ask('/toys/1', { method: 'PATCH' });
    expect(headers.get('allow')).toBe('GET, HEAD');
  });

  it('says when to come back where coming back may help', async () => {
    expect((await ask('/toys/broken/away')).headers.get('retry-after')).toBe('1');
  });

  it('logs what is our fault under the id that the client is given', async () => {
    const { body } = await ask('/toys/broken/otherwise');
    expect(body['instance']).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(logged.some((line) => line.includes(String(body['instance'])))).toBe(true);
  });

  it('speaks of errors in parts', async () => {
    expect((await ask('/toys/broken/known')).body['errors']).toEqual([{ pointer: '/a', detail: 'No.' }]);
  });

  it.each([
    ['something that is not HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(17_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
  ])('%s', async (_sentence, sent, status, code) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end(sent);
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += chunk as string;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status, code });
  });
});

describe('what is allowed', () => {
  it('reaches the controller as bytes', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await ask('/toys', { method: 'POST', body: '{"a": 1}', headers })).body).toEqual({ bytes: 8 });
    expect((await ask('/toys', { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: '{}' })).body).toEqual({
      bytes: 2,
    });
    expect((await ask('/toys', { method: 'POST' })).body).toEqual({ bytes: 0 });
  });

  it('names the actor: nobody in particular, or who the header says, in any script', async () => {
    expect((await ask('/toys/1')).body).toEqual({ actor: 'anonymous' });
    expect((await ask('/toys/1', { headers: { 'x-rapport-actor': 'crm-sync' } })).body).toEqual({ actor: 'crm-sync' });
    const chloe = Buffer.from('Chloé Martin').toString('latin1');
    expect((await ask('/toys/1', { headers: { 'x-rapport-actor': chloe } })).body).toEqual({ actor: 'Chloé Martin' });
  });
});
