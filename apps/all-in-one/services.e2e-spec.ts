import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#libs/event-store/open.js';
import { within } from '#libs/kernel/testing/deadline.js';
import { Built } from '#apps/cli/testing/built.js';
import { Folder } from '#apps/cli/testing/folder.js';

let built: Built;
let data: Folder;
const children: ChildProcess[] = [];

beforeAll(async () => {
  built = await Built.make();
  data = await Folder.with();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await built[Symbol.asyncDispose]();
  await data[Symbol.asyncDispose]();
});

/** A service as the image runs it: its main function, and variables. */
const start = (name: string, variables: Readonly<Record<string, string>> = {}) => {
  const env = { PORT: '0', DATA_DIR: data.path, DEMO: 'off', LOG_LEVEL: 'warn', ...variables };
  const main = `dist/apps/${name}/main.js`;
  const child = spawn(process.execPath, [main], { cwd: built.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const ended = once(child, 'close');
  const said = text(child.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    url: async () => / is at (\S+)/.exec((await within(lines.next(), `${name} to say where it is`)).value ?? '')?.[1] ?? (await said),
    signal: (signal: 'SIGTERM' | 'SIGINT') => child.kill(signal),
    code: async () => (await within(ended, `${name} to end`))[0] as number,
    said: () => said,
  };
};

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/health/ready`)).ok;
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await pause(50);
};

describe('services as processes of their own', () => {
  it.each(['command-api', 'command-worker'])('%s says that it cannot speak over a bus of one process, and what to do', async (name) => {
    const service = start(name);
    expect(await service.code()).toBe(1);
    expect(await service.said()).toMatch(
      new RegExp(`^${name} does not start: MESSAGE_BUS_URL is ".*bus.db", .*Set it to kafka://.*npm start\\.\n$`),
    );
  });

  it('end with the name of the variable where waiting would not help', async () => {
    const folder = start('query-api', { READ_STORE_URL: `sqlite:${data.path}` });
    expect(await folder.code()).toBe(1);
    expect(await folder.said()).toMatch(/^query-api does not start: READ_STORE_URL: /);
    const wrong = start('query-api', { READ_STORE_URL: 'postgres://u:secret@db' });
    expect(await wrong.code()).toBe(1);
    expect(await wrong.said()).toMatch(/^query-api does not start: READ_STORE_URL is "postgres:\/\/\*\*\*@db"; allowed: sqlite:/);
  });

  it('read side and projectors work side by side on the same files, two of a kind too, and end in order', async () => {
    const meta = {
      commandId: 'c1',
      commandHash: '',
      actor: 'ana',
      occurredAt: '2026-03-01T00:00:00.000Z',
      recordedAt: '2026-03-01T00:00:00.000Z',
    };
    const event = { id: '00000000-0000-5000-8000-000000000001', type: 'AccountOpened', data: { name: 'Acme' }, meta };
    await using store = await openEventStore(`sqlite:${data.at('events.db')}`, { writer: true });
    await store.append('account-acme', 0, [event]);
    const names = ['query-api', 'timeline-projector', 'timeline-projector', 'maturity-projector', 'team-kpi-projector'];
    const services = names.map((name) => start(name));
    const urls = await Promise.all(services.map(({ url }) => url()));
    await within(
      until(async () => (await Promise.all(urls.map(isReady))).every(Boolean)),
      'all to be ready',
    );
    const timeline = async () => {
      const response = await fetch(`${urls[0]}/v1/accounts/acme/timeline`);
      return response.ok && ((await response.json()) as { readonly items: readonly object[] }).items.length === 1;
    };
    await within(until(timeline), 'the timeline to be folded');
    expect((await fetch(`${urls[0]}/console/`)).headers.get('content-type')).toContain('text/html');
    expect((await fetch(`${urls[0]}/v1/openapi.json`)).ok).toBe(true);
    expect(await (await fetch(`${urls[1]}/metrics`)).text()).toContain('rapport_service_info{service="timeline-projector"');
    for (const service of services) service.signal('SIGTERM');
    expect(await Promise.all(services.map(({ code }) => code()))).toEqual(names.map(() => 0));
  });

  it('finish what is in hand when they are asked to end, and take nothing new', async () => {
    const server = start('all-in-one', { DATA_DIR: data.at('drain'), LOG_LEVEL: 'info' });
    const url = await server.url();
    const body = JSON.stringify({ accountId: 'acme', data: { name: 'Acme' } });
    const headers = { 'content-type': 'application/json', prefer: 'wait=10', 'content-length': body.length, expect: '100-continue' };
    const sending = request(`${url}/v1/commands/OpenAccount`, { method: 'POST', headers });
    sending.flushHeaders();
    // The server has the request in hand, and waits for its body.
    await within(once(sending, 'continue'), 'the request to be in hand');
    server.signal('SIGTERM');
    const isClosed = () =>
      fetch(`${url}/health/live`).then(
        () => false,
        () => true,
      );
    await within(until(isClosed), 'the server to take nothing new');
    sending.end(body);
    const [answer] = (await within(once(sending, 'response'), 'the answer')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    // A connection that is kept would hold up the end.
    expect(answer.headers.connection).toBe('close');
    expect(JSON.parse(await text(answer))).toMatchObject({ outcome: 'ACCEPTED', version: 1 });
    expect(await server.code()).toBe(0);
  });
});
