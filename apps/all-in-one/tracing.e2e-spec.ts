import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore } from '#libs/kernel/ports.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { EVENT_STORE } from '#libs/platform/ports.js';
import { startAllInOne } from './app.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

/** Who sends has begun the trace. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SENDER = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE}-${SENDER}-01`;

let folder: string;
let collector: Server;
const spans: Span[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-tracing-'));
  collector = createServer(async (request, response) => {
    for (const { scopeSpans } of ((await json(request)) as Export).resourceSpans) spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
});
afterAll(async () => {
  collector.close();
  await rm(folder, { recursive: true });
});

const named = (name: string): readonly Span[] => spans.filter((span) => span.name === name);
const one = (name: string): Span => {
  expect(named(name).map((span) => span.name)).toEqual([name]);
  return named(name)[0]!;
};
const parentOf = (child: Span): string | undefined => spans.find(({ spanId }) => spanId === child.parentSpanId)?.name;

describe('a command that came with a trace', () => {
  it('leaves one trace from the door through worker and log to the read models', async () => {
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const given = { PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const server = await startAllInOne(readConfiguration(given));
    const headers = { 'content-type': 'application/json', prefer: 'wait=10', traceparent: TRACEPARENT };
    const body = JSON.stringify({ accountId: 'acme', data: { name: 'Acme' } });
    const response = await fetch(`${server.url}/v1/commands/OpenAccount`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    await fetch(`${server.url}/health/ready`);
    const inLog: (string | undefined)[] = [];
    for await (const { meta } of server.get<EventStore>(EVENT_STORE).read('account-acme')) inLog.push(meta.traceparent);
    // The last spans are sent when it closes.
    await server.close();

    const ours = spans.filter(({ traceId }) => traceId === TRACE);
    expect(one('POST /v1/commands/:type')).toMatchObject({ traceId: TRACE, parentSpanId: SENDER });
    expect(parentOf(one('publish rapport.commands.v1'))).toBe('POST /v1/commands/:type');
    expect(parentOf(one('process rapport.commands.v1'))).toBe('publish rapport.commands.v1');
    expect(parentOf(one('decide OpenAccount'))).toBe('process rapport.commands.v1');
    expect(parentOf(one('append'))).toBe('decide OpenAccount');
    expect(inLog).toEqual([`00-${TRACE}-${one('append').spanId}-01`]);
    expect(parentOf(one('project account-timeline@2'))).toBe('append');
    expect(one('project account-timeline@2').links).toMatchObject([{ traceId: TRACE, spanId: one('append').spanId }]);
    expect(parentOf(one('publish rapport.outcomes.v1'))).toBe('process rapport.commands.v1');
    expect(parentOf(one('process rapport.outcomes.v1'))).toBe('publish rapport.outcomes.v1');
    expect(ours.length).toBeGreaterThan(8);
    expect(spans.filter(({ name }) => name.includes('/health'))).toEqual([]);
  });
});
