import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { LIVE_STREAMS_MAX } from '#apps/query-api/live-answers.js';
import { type AllInOne, startAllInOne } from './app.js';

/** Ending all streams and closing all stores takes less: far below the time after which orchestrators kill. */
const CLOSE_MS_MAX = 1_000;

const TIMELINE = '/v1/accounts/acme/timeline';

let folder: string;
let server: AllInOne;
const clients: AbortController[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-live-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  await send('OpenAccount', 'acme', { name: 'Acme' });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.abort();
  await server.close();
  await rm(folder, { recursive: true });
});

const send = async (type: string, accountId: string, data: object): Promise<void> => {
  const headers = { 'content-type': 'application/json', prefer: 'wait=10' };
  const response = await fetch(`${server.url}/v1/commands/${type}`, { method: 'POST', headers, body: JSON.stringify({ accountId, data }) });
  if (response.status !== 200) throw new Error(`${type}: ${response.status} ${await response.text()}`);
};

const connect = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const client = new AbortController();
  clients.push(client);
  const response = await fetch(`${server.url}${path}`, { headers: { accept: 'text/event-stream', ...headers }, signal: client.signal });
  return { response, client };
};

interface LiveEvent {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly asOf: { readonly position: string } };
}

/** The events of a stream, as a browser would hand them out. */
async function* read({ body }: Response): AsyncGenerator<LiveEvent> {
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if (fields.get('event') === 'answer') yield { id: fields.get('id')!, data: JSON.parse(fields.get('data')!) as LiveEvent['data'] };
    }
  }
}

const follow = async (path: string, headers?: Readonly<Record<string, string>>) => {
  const { response, client } = await connect(path, headers);
  const events = read(response);
  return { response, client, next: async () => (await events.next()).value as LiveEvent | undefined };
};

const now = async (path: string): Promise<object> => (await (await fetch(`${server.url}${path}`)).json()) as object;
const titles = (event: LiveEvent | undefined) => (event!.data['items'] as { type: string }[]).map(({ type }) => type);

describe('a live answer', () => {
  it('is the answer of now, and again after it has changed, but not when another account has', async () => {
    const { response, next } = await follow(TIMELINE);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const first = await next();
    expect(first?.data).toEqual(await now(TIMELINE));
    expect(first?.id).toBe(first?.data.asOf.position);
    await send('OpenAccount', 'bolt', { name: 'Bolt' });
    await send('RenameAccount', 'acme', { name: 'Acme Ltd' });
    const second = await next();
    expect(titles(second)).toEqual(['AccountRenamed', 'AccountOpened']);
    expect(second!.id > first!.id).toBe(true);
  });

  it('resumes: who has the answer of now hears nothing until it changes, who has an older one hears it at once', async () => {
    const known = (await (await follow(TIMELINE)).next())!.id;
    const resumed = await follow(TIMELINE, { 'last-event-id': known });
    await send('RenameAccount', 'acme', { name: 'Acme Ltd' });
    expect(titles(await resumed.next())).toEqual(['AccountRenamed', 'AccountOpened']);
    const late = await follow(TIMELINE, { 'last-event-id': known });
    expect(titles(await late.next())).toEqual(['AccountRenamed', 'AccountOpened']);
  });

  it('is there of KPIs and of the status', async () => {
    const [kpis, status] = [await follow('/v1/kpis?by=company&period=year'), await follow('/v1/status')];
    expect((await kpis.next())?.data).toMatchObject({ items: [{ accounts: { opened: 1 } }] });
    expect((await status.next())?.data).toEqual(await now('/v1/status'));
    await send('OpenAccount', 'bolt', { name: 'Bolt' });
    expect((await kpis.next())?.data).toMatchObject({ items: [{ accounts: { opened: 2 } }] });
    let last = await status.next();
    while (last?.data['status'] !== 'caught-up') last = await status.next();
    expect(last.data).toEqual(await now('/v1/status'));
  });

  it('of a wrong question is a problem, as ever', async () => {
    const problem = async (path: string) => {
      const { response } = await connect(path);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      return { status: response.status, ...((await response.json()) as object) };
    };
    expect(await problem('/v1/accounts/nobody/timeline')).toMatchObject({ status: 404, code: 'ACCOUNT_NOT_FOUND' });
    expect(await problem(`${TIMELINE}?sort=colour`)).toMatchObject({ status: 400, errors: [{ pointer: '/sort' }] });
    const past = { status: 400, code: 'INVALID_QUERY', errors: [{ pointer: '/asOf', detail: expect.stringContaining('does not change') }] };
    for (const path of [TIMELINE, '/v1/kpis']) expect(await problem(`${path}?asOf=2026-01-01`)).toMatchObject(past);
  });

  it('is given to so many and no more; one that goes makes room', async () => {
    const opened = await Promise.all(Array.from({ length: LIVE_STREAMS_MAX }, () => connect('/v1/kpis')));
    expect(new Set(opened.map(({ response }) => response.status))).toEqual(new Set([200]));
    const refused = await connect('/v1/kpis');
    expect([refused.response.status, await refused.response.json()]).toMatchObject([503, { code: 'TOO_MANY_WAITING', retry: true }]);
    expect(await now('/v1/kpis')).toHaveProperty('asOf');
    opened[0]!.client.abort();
    // The server hears of it when the connection closes; each refusal is one more look.
    let { response } = await connect('/v1/kpis');
    while (response.status === 503) ({ response } = await connect('/v1/kpis'));
    expect(response.status).toBe(200);
  });
});

describe('a server that stops', () => {
  it('ends live answers in order, also those that nobody reads', async () => {
    const { next } = await follow(TIMELINE);
    await next();
    await connect('/v1/status');
    const since = performance.now();
    await server.close();
    expect(performance.now() - since).toBeLessThan(CLOSE_MS_MAX);
    expect(await next()).toBeUndefined();
  });
});
