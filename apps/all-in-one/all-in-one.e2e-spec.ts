import { collectionFor } from '#libs/kernel/ports.js';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#libs/event-store/open.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { PROJECTOR_NEEDS } from '#libs/platform/projector.module.js';
import { startService } from '#libs/platform/service.js';
import { openReadStore } from '#libs/read-store/open.js';
import { type ProjectorService, readModels } from '#libs/read-models/registry.js';
import { awaitPosition } from '#libs/runtime/progress.js';
import { MaturityProjectorModule } from '#apps/maturity-projector/maturity-projector.module.js';
import { TeamKpiProjectorModule } from '#apps/team-kpi-projector/team-kpi-projector.module.js';
import { TimelineProjectorModule } from '#apps/timeline-projector/timeline-projector.module.js';
import { type AllInOne, SERVER_FILE, startAllInOne } from './app.js';

let folder: string;
const servers: AllInOne[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-all-in-one-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await rm(folder, { recursive: true });
});

const configuration = (more: object = {}) => readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent', ...more });

const start = async (): Promise<AllInOne> => {
  const server = await startAllInOne(configuration());
  servers.push(server);
  return server;
};

const send = async ({ url }: AllInOne, type: string, body: object, prefer = 'wait=10') => {
  const headers = { 'content-type': 'application/json', prefer };
  const response = await fetch(`${url}/v1/commands/${type}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('the whole system in one process', () => {
  it('says where it is while it runs, is ready, and takes the file away when it stops', async () => {
    const server = await start();
    const file = join(folder, SERVER_FILE);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ pid: process.pid, url: server.url });
    const ready = await fetch(`${server.url}/health/ready`);
    const tasks = { commands: 'running', outcomes: 'running', 'account-timeline@2': 'running' };
    expect(await ready.json()).toMatchObject({ status: 'ok', tasks });
    expect(await (await fetch(`${server.url}/health/live`)).json()).toEqual({ status: 'ok' });
    await server.close();
    await expect(access(file)).rejects.toThrow('ENOENT');
  });

  it('keeps what it acknowledged over a restart, and its answers', async () => {
    const command = { commandId: 'open-acme', accountId: 'acme', data: { name: 'Acme' } };
    const { body } = await send(await start(), 'OpenAccount', command);
    await servers.pop()!.close();
    const again = await start();
    expect(await send(again, 'OpenAccount', command)).toEqual({ status: 200, body: { ...body, duplicate: true } });
    expect(await send(again, 'RenameAccount', { accountId: 'acme', data: { name: 'Acme Ltd' } })).toMatchObject({ body: { version: 2 } });
  });

  it('is alone with its files: a second one stops with the reason, and the first goes on', async () => {
    const first = await start();
    await expect(startAllInOne(configuration())).rejects.toThrow(folder);
    expect((await send(first, 'OpenAccount', { accountId: 'acme', data: { name: 'Acme' } })).status).toBe(200);
    expect(JSON.parse(await readFile(join(folder, SERVER_FILE), 'utf8'))).toMatchObject({ url: first.url });
  });

  it('does not start on a port that is taken, and leaves nothing open', async () => {
    const { url } = await start();
    const other = await mkdtemp(join(tmpdir(), 'rapport-all-in-one-'));
    const taken = configuration({ DATA_DIR: other, PORT: new URL(url).port });
    await expect(startAllInOne(taken)).rejects.toThrow('EADDRINUSE');
    const store = await openEventStore(taken.eventStoreUrl, { writer: true });
    await store[Symbol.asyncDispose]();
    await rm(other, { recursive: true });
  });
});

describe('a projector by itself', () => {
  const modules: Readonly<Record<ProjectorService, typeof TimelineProjectorModule>> = {
    'timeline-projector': TimelineProjectorModule,
    'maturity-projector': MaturityProjectorModule,
    'team-kpi-projector': TeamKpiProjectorModule,
  };

  it.each(Object.keys(modules) as ProjectorService[])('%s folds what another process has written', async (name) => {
    const store = await openEventStore(configuration().eventStoreUrl, { writer: true });
    const meta = {
      commandId: 'c1',
      commandHash: '',
      actor: 'ana',
      occurredAt: '2026-03-01T00:00:00.000Z',
      recordedAt: '2026-03-01T00:00:00.000Z',
    };
    const opened = { id: '00000000-0000-5000-8000-000000000001', type: 'AccountOpened', data: { name: 'Acme' }, meta };
    const { position } = await store.append('account-acme', 0, [opened]);
    const projector = await startService(configuration(), { modules: [modules[name]], needs: PROJECTOR_NEEDS });
    const readStore = await openReadStore(configuration().readStoreUrl);
    try {
      for (const projection of readModels[name]) {
        expect(await awaitPosition({ readStore }, collectionFor(projection), position, AbortSignal.timeout(4_000))).toBe(true);
      }
      expect(Object.keys(((await (await fetch(`${projector.url}/health/ready`)).json()) as { tasks: object }).tasks)).toHaveLength(
        readModels[name].length,
      );
    } finally {
      await projector.close();
      await readStore[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    }
  });
});
