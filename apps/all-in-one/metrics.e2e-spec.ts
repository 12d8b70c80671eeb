import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { METRICS } from '#libs/platform/metrics/catalogue.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-metrics-'));
  const given = { PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent', INSTANCE: 'one' };
  server = await startAllInOne(readConfiguration(given));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const send = async (type: string, body: object): Promise<number> => {
  const headers = { 'content-type': 'application/json', prefer: 'wait=10' };
  return (await fetch(`${server.url}/v1/commands/${type}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};

/** Values by name with labels, as Prometheus reads them. */
const scrape = async (): Promise<ReadonlyMap<string, number>> => {
  const response = await fetch(`${server.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
};

describe('the metrics of a system that has decided some commands', () => {
  it('count outcomes, appends, batches and requests, and say how far each read model is', async () => {
    expect(await send('OpenAccount', { accountId: 'acme', data: { name: 'Acme' } })).toBe(200);
    expect(await send('RenameAccount', { accountId: 'acme', data: { name: 'Acme Ltd' } })).toBe(200);
    expect(await send('RenameAccount', { accountId: 'nobody', data: { name: 'X' } })).toBe(404);
    const values = await scrape();
    expect(Object.fromEntries(values)).toMatchObject({
      'rapport_service_info{service="all-in-one",instance_name="one"}': 1,
      'rapport_commands_total{type="OpenAccount",outcome="ACCEPTED",code=""}': 1,
      'rapport_commands_total{type="RenameAccount",outcome="ACCEPTED",code=""}': 1,
      'rapport_commands_total{type="RenameAccount",outcome="REJECTED",code="ACCOUNT_NOT_FOUND"}': 1,
      'rapport_command_duration_seconds_count{outcome="ACCEPTED"}': 2,
      'rapport_event_store_append_duration_seconds_count{result="ok"}': 2,
      rapport_event_store_appended_events_total: 2,
      'rapport_bus_handle_duration_seconds_count{topic="rapport.commands.v1",disposition="done"}': 3,
      'rapport_bus_publish_duration_seconds_count{topic="rapport.outcomes.v1",result="ok"}': 3,
      'rapport_bus_assigned_partitions{topic="rapport.commands.v1"}': 1,
      'rapport_http_request_duration_seconds_count{method="POST",route="/v1/commands/:type",status="200"}': 2,
      'rapport_http_request_duration_seconds_count{method="POST",route="/v1/commands/:type",status="404"}': 1,
      'rapport_projection_events_total{projection="account-timeline@2"}': 2,
      'rapport_projection_lag_events{projection="account-timeline@2"}': 0,
      'rapport_projection_lag_seconds{projection="account-timeline@2"}': 0,
      'rapport_projection_parked_streams{projection="account-timeline@2"}': 0,
      'rapport_engine_up{engine="event-store"}': 1,
      'rapport_engine_up{engine="message-bus"}': 1,
      'rapport_engine_up{engine="read-store"}': 1,
      'rapport_task_up{task="commands"}': 1,
    });
    expect(values.get('rapport_projection_batches_total{projection="account-timeline@2"}')).toBeGreaterThan(0);
    expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect([...values.keys()].some((key) => key.startsWith('rapport_read_store_commit_duration_seconds_bucket{le='))).toBe(true);
  });

  it('have every metric of the catalogue, and labels without ids', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    for (const [name, { kind, help }] of Object.entries(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
    }
    expect(text.split('\n').filter((line) => !line.startsWith('#') && line.includes('acme'))).toEqual([]);
  });
});
