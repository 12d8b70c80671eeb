import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { openEventStore } from '#libs/event-store/open.js';
import { Unavailable } from '#libs/kernel/errors.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { within } from '#libs/kernel/testing/deadline.js';
import { readConfiguration } from './configuration.js';
import { EVENT_STORE, type Openers } from './ports.js';
import { type RunningService, startService } from './service.js';
import { Supervisor } from './supervisor.js';

@Controller('head')
class HeadController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Get()
  head(): Promise<object> {
    return this.store.head();
  }
}

@Module({
  controllers: [HeadController],
  providers: [
    {
      provide: 'task',
      inject: [Supervisor],
      useFactory: (supervisor: Supervisor) =>
        supervisor.run('follower', (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve()))),
    },
  ],
})
class HeadModule {}

let folder: string;
let service: RunningService | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-service-'));
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(folder, { recursive: true });
});

const configuration = (more: object = {}) => readConfiguration({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', ...more });
const start = (given: ReturnType<typeof configuration>, openers?: Partial<Openers>): Promise<RunningService> =>
  startService(given, { name: 'head', modules: [HeadModule], needs: { eventStore: 'reader' }, ...(openers && { openers }) });

const ask = async (path: string) => {
  const response = await fetch(`${service!.url}${path}`);
  return { status: response.status, headers: response.headers, body: await response.text() };
};

const ENGINE = { EVENT_STORE_URL: 'esdb://user:secret@127.0.0.1:1' };

describe('a service whose engine is away at the start', () => {
  it('is alive and says what it waits for; works as soon as the engine is there', async () => {
    let there = false;
    const openers: Partial<Openers> = {
      openEventStore: (url, options) =>
        there ? openEventStore(`sqlite:${join(folder, 'events.db')}`, options) : Promise.reject(new Unavailable(`${url} does not answer.`)),
    };
    service = await start(configuration(ENGINE), openers);
    expect(await ask('/health/live')).toMatchObject({ status: 200 });
    const { status, body } = await ask('/health/ready');
    const reason = 'EVENT_STORE_URL: esdb://***@127.0.0.1:1 does not answer.';
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: 'degraded',
      tasks: { follower: 'waiting' },
      engines: { 'event-store': reason },
      notices: [],
      reasons: [`event-store: ${reason}`],
    });
    const refused = await ask('/head');
    expect([refused.status, refused.headers.get('retry-after'), JSON.parse(refused.body).code]).toEqual([503, '1', 'UNAVAILABLE']);
    expect((await ask('/metrics')).body).toContain('rapport_engine_up{engine="event-store"} 0');
    there = true;
    await within(service.opened, 'the engine to be opened');
    await within(untilReady(), 'the service to be ready');
    expect(JSON.parse((await ask('/health/ready')).body)).toMatchObject({ status: 'ok', tasks: { follower: 'running' }, reasons: [] });
    expect(await ask('/head')).toMatchObject({ status: 200 });
  });

  it('closes while it waits', async () => {
    service = await start(configuration(ENGINE), { openEventStore: () => Promise.reject(new Unavailable('away')) });
    await within(service.close(), 'the service to close');
    await expect(fetch(`${service.url}/health/live`)).rejects.toThrow('fetch failed');
  });
});

describe('a service whose engines hang while it closes', () => {
  it('closes them side by side: each waits for the others here', async () => {
    const all = Promise.withResolvers<void>();
    let closing = 0;
    const hanging = async () => {
      const close = async (): Promise<void> => {
        if ((closing += 1) === 3) all.resolve();
        await all.promise;
      };
      return { probe: async () => undefined, [Symbol.asyncDispose]: close } as never;
    };
    const openers: Partial<Openers> = { openEventStore: hanging, openMessageBus: hanging, openReadStore: hanging };
    const started = await startService(configuration(), {
      name: 'hanging',
      modules: [],
      needs: { eventStore: 'reader', messageBus: true, readStore: true },
      openers,
    });
    await within(started.close(), 'all three to be closed');
    expect(closing).toBe(3);
  });
});

describe('a service that cannot have what it needs', () => {
  it('does not start for wrong credentials, names the variable, and leaves its port free', async () => {
    const port = await freePort();
    const openers = { openEventStore: () => Promise.reject(new Error('user "u" is not known there: check user and password.')) };
    const starting = start(configuration({ ...ENGINE, PORT: String(port) }), openers);
    await expect(starting).rejects.toThrow(/^EVENT_STORE_URL: user "u" is not known there/);
    service = await start(configuration({ PORT: String(port) }));
    expect(await ask('/health/live')).toMatchObject({ status: 200 });
  });

  it('says later what it was told later', async () => {
    let answer: Error = new Unavailable('away');
    service = await start(configuration(ENGINE), { openEventStore: () => Promise.reject(answer) });
    answer = new Error('wrong password');
    await expect(service.opened).rejects.toThrow('EVENT_STORE_URL: wrong password');
    expect(JSON.parse((await ask('/health/ready')).body)).toMatchObject({ status: 'degraded', tasks: { follower: 'waiting' } });
  });
});

/** Readiness is asked again when its answer is a second old. */
const untilReady = async (): Promise<void> => {
  while ((await ask('/health/ready')).status !== 200) await pause(50);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
};
