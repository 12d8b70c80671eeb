import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Delivery, type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { MESSAGE_BUS, READ_STORE } from '#libs/platform/ports.js';
import { EVENTS_TOPIC } from '#libs/runtime/event-message.js';
import { RELAY } from '#libs/runtime/relay.js';
import { type AllInOne, startAllInOne } from './app.js';

let dataDir: string;
let service: AllInOne;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rapport-relay-'));
});
afterEach(async () => {
  await service.close();
  await rm(dataDir, { recursive: true });
});

const start = async (settings: Readonly<Record<string, string>>): Promise<void> => {
  service = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'silent', ...settings }));
};
const openAccount = async (accountId: string): Promise<void> => {
  const response = await fetch(`${service.url}/v1/commands/OpenAccount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ accountId, data: { name: accountId } }),
  });
  expect(response.status).toBe(200);
};

describe('the process that holds all services', () => {
  it('publishes every event where it is told to, those of before too', async () => {
    await start({});
    await openAccount('before');
    expect(await service.get<ReadStore>(READ_STORE).checkpoint(RELAY)).toBeUndefined();
    await service.close();

    await start({ RELAY: 'on' });
    await openAccount('after');
    const heard: Delivery[] = [];
    const enough = new AbortController();
    const hear = async (delivery: Delivery) => {
      if (heard.push(delivery) === 2) enough.abort();
      return { kind: 'done' } as const;
    };
    await service
      .get<MessageBus>(MESSAGE_BUS)
      .consume(EVENTS_TOPIC, 'test', hear, AbortSignal.any([enough.signal, AbortSignal.timeout(10_000)]));
    expect(
      heard.map(({ key, value }) => [key, (JSON.parse(Buffer.from(value!).toString('utf8')) as { readonly type: string }).type]),
    ).toEqual([
      ['before', 'rapport.AccountOpened'],
      ['after', 'rapport.AccountOpened'],
    ]);
  });
});
