import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QUESTIONS } from '#apps/query-api/every-question.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-doors-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const post = (type: string, body: string) =>
  fetch(`${server.url}/v1/commands/OpenAccount`, { method: 'POST', headers: { 'content-type': type }, body });

/** To list dead letters, to look at one, to try one again. */
const DEAD_LETTER_ROUTES = 3;

describe('the doors of the whole system', () => {
  it.each([
    [
      'a body over 256 KiB',
      () => post('application/json', JSON.stringify({ accountId: 'a', data: { name: 'x'.repeat(300_000) } })),
      413,
      'BODY_TOO_LARGE',
    ],
    ['another content type', () => post('text/plain', 'hello'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no JSON', () => post('application/json', '{'), 400, 'MALFORMED_JSON'],
    ['an address that there is not', () => fetch(`${server.url}/v2`), 404, 'ROUTE_NOT_FOUND'],
    ['a method that is not allowed', () => fetch(`${server.url}/v1/accounts`, { method: 'DELETE' }), 405, 'METHOD_NOT_ALLOWED'],
  ])('answer %s with a problem document', async (_what, ask, status, code) => {
    const response = await ask();
    expect([response.status, response.headers.get('content-type')]).toEqual([status, expect.stringContaining('application/problem+json')]);
    expect(await response.json()).toMatchObject({ status, code });
  });

  it.each([
    ['/', 'text/html', 'Rapport'],
    ['/console/console.js', 'javascript', 'asking'],
    ['/docs', 'text/html', 'Rapport API'],
    ['/docs/start.js', 'javascript', '/v1/openapi.json'],
    ['/docs/assets/swagger-ui.css', 'text/css', 'swagger-ui'],
    ['/health/live', 'application/json', 'ok'],
    ['/health/ready', 'application/json', 'running'],
  ])('serve %s', async (path, type, text) => {
    const response = await fetch(`${server.url}${path}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
    expect(await response.text()).toContain(text);
  });

  it('describe every address of the interface, and no other, as OpenAPI 3.1', async () => {
    const document = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).filter((path) => !path.startsWith('/v1/commands/'))).toHaveLength(
      QUESTIONS.length + DEAD_LETTER_ROUTES,
    );
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        const response = await fetch(`${server.url}${path.replace('{id}', 'nobody')}`, { method });
        expect((await response.json()) as object).not.toMatchObject({
          code: expect.stringMatching(/^(ROUTE_NOT_FOUND|METHOD_NOT_ALLOWED)$/),
        });
      }
    }
    const schemas = JSON.stringify(document);
    const named = [...schemas.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    const { components } = JSON.parse(schemas) as { components: { schemas: object } };
    expect(named.filter((name) => !Object.hasOwn(components.schemas, String(name)))).toEqual([]);
  });
});
