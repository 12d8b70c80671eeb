import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-caching-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  await send('OpenAccount', { name: 'Acme' });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const send = async (type: string, data: object): Promise<void> => {
  const headers = { 'content-type': 'application/json', prefer: 'wait=10' };
  const body = JSON.stringify({ accountId: 'acme', data });
  const response = await fetch(`${server.url}/v1/commands/${type}`, { method: 'POST', headers, body });
  if (response.status !== 200) throw new Error(`${type}: ${response.status} ${await response.text()}`);
};

const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  fetch(`${server.url}${path}`, { method, headers });

const tagOf = async (path: string): Promise<string> => {
  const response = await get(path);
  await response.text();
  return response.headers.get('etag')!;
};

const QUESTIONS = [
  '/v1/accounts',
  '/v1/accounts/acme',
  '/v1/accounts/acme/timeline',
  '/v1/accounts/acme/maturity',
  '/v1/accounts/acme/history',
  '/v1/accounts/acme?asOf=2099-01-01',
  '/v1/stages',
  '/v1/kpis',
  '/v1/policies',
  '/v1/status',
];

describe('U12: an answer that a client has already', () => {
  it.each(QUESTIONS)('is not sent again until something has happened: %s', async (path) => {
    const tag = await tagOf(path);
    expect(tag).toMatch(/^W\/"[\w-]{16}"$/);
    const again = await get(path, { 'if-none-match': `"other", ${tag}` });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
    await send('RenameAccount', { name: `Acme ${tag}` });
    const changed = await get(path, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
    expect(await changed.json()).toHaveProperty('asOf');
  });

  it('is another one with other parameters, of another address, and of the past', async () => {
    const paths = [
      '/v1/accounts',
      '/v1/accounts?limit=5',
      '/v1/accounts?asOf=2099-01-01',
      '/v1/accounts?asOf=2099-01-01&time=recorded',
      '/v1/stages',
    ];
    expect(new Set(await Promise.all(paths.map(tagOf))).size).toBe(paths.length);
  });

  it('is no answer where there is none: a wrong question has no tag', async () => {
    const unknown = await get('/v1/accounts/nobody', { 'if-none-match': '*' });
    expect([unknown.status, unknown.headers.get('etag')]).toEqual([404, null]);
    expect((await get('/v1/accounts/acme', { 'if-none-match': '*' })).status).toBe(304);
    expect((await get('/v1/accounts?limit=0', { 'if-none-match': '*' })).status).toBe(400);
  });

  it('holds for the description of the interface', async () => {
    const tag = await tagOf('/v1/openapi.json');
    expect((await get('/v1/openapi.json', { 'if-none-match': tag })).status).toBe(304);
  });
});

describe('U12: an answer', () => {
  it.each(['br', 'gzip'])('is compressed where the client takes %s', async (encoding) => {
    const response = await get('/v1/openapi.json', { 'accept-encoding': encoding });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
    const answer = await get('/v1/policies', { 'accept-encoding': encoding });
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([
      encoding,
      'accept, accept-language, accept-encoding',
    ]);
  });

  it('is small: the description of the interface comes in a tenth of its size', async () => {
    const wire = async (encoding: string) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const { get: ask } = await import('node:http');
      ask(`${server.url}/v1/openapi.json`, { headers: { 'accept-encoding': encoding } }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => resolve(bytes));
      }).on('error', reject);
      return promise;
    };
    expect(await wire('br')).toBeLessThan((await wire('identity')) / 10);
  });

  it('comes without its body where only HEAD is asked, with the same headers', async () => {
    for (const path of ['/v1/accounts', '/v1/openapi.json', '/health/live']) {
      const [head, whole] = [await get(path, {}, 'HEAD'), await get(path)];
      expect([path, head.status, await head.text()]).toEqual([path, 200, '']);
      for (const name of ['etag', 'content-type', 'content-language', 'vary']) expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
  });

  it('is told in the language of whoever asks, as far as there is one, and says which', async () => {
    const told = async (wanted: string) => {
      const response = await get('/v1/accounts/acme/timeline', { 'accept-language': wanted });
      const { items } = (await response.json()) as { items: readonly { title: string }[] };
      return [response.status, response.headers.get('content-language'), items.at(-1)!.title];
    };
    for (const english of ['en-GB', 'tlh', '*', 'zz-;;']) expect(await told(english)).toEqual([200, 'en', 'Account opened']);
    const [status, language, title] = await told('tlh, de-AT;q=0.9, en;q=0.1');
    expect([status, language]).toEqual([200, 'de']);
    expect(title).not.toBe('Account opened');
    const tags = await Promise.all(
      ['en', 'de'].map(async (wanted) => (await get('/v1/accounts', { 'accept-language': wanted })).headers.get('etag')),
    );
    expect(new Set(tags).size).toBe(2);
  });

  it('of a stream is not compressed, which would hold it back', async () => {
    const client = new AbortController();
    const headers = { accept: 'text/event-stream', 'accept-encoding': 'br, gzip' };
    const response = await fetch(`${server.url}/v1/kpis`, { headers, signal: client.signal });
    expect([response.headers.get('content-encoding'), response.headers.get('content-language')]).toEqual([null, 'en']);
    client.abort();
  });
});
