import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { EventStoreDBClient, binaryEvent, jsonEvent, START } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type LogPage } from '#libs/kernel/ports.js';
import { within } from '#libs/kernel/testing/deadline.js';
import { collect, event, events, eventsOf, idsOf, pagesUntil } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { typeScriptArguments } from '#libs/kernel/testing/typescript-child.js';
import { openEventStoreDb } from '../eventstoredb.js';
import { openEventStore } from '../open.js';
import { makeCertificate } from '../testing/server/certificate.js';
import { type RunningServer, startEventStoreDbServer } from '../testing/server/start.js';
import { LOG_NAME_STREAM } from './log-name.js';

const newFile = temporaryFiles('.pem');
const never = () => new AbortController().signal;

/** Another program on the same server: the driver as it is. */
const stranger = (server: RunningServer) => {
  const client = EventStoreDBClient.connectionString(server.url);
  return { client, [Symbol.asyncDispose]: () => client.dispose() };
};

describe('what stands on EventStoreDB', () => {
  it('is JSON under the given ids, with correlation and causation where the tools of the engine look for them', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await using other = stranger(server);
    const given = event();
    const meta = { ...given.meta, correlationId: 'order/4711', causationId: 'command#12', traceparent: '00-0af7-b7ad-01' };
    await store.append('account-1', 0, [{ ...given, meta }]);
    const [found] = await collect(other.client.readStream('account-1'));
    const { correlationId, causationId, ...rest } = meta;
    expect(found!.event).toMatchObject({ id: given.id, type: given.type, revision: 0n, isJson: true, data: given.data });
    expect(found!.event!.metadata).toStrictEqual({ ...rest, $correlationId: correlationId, $causationId: causationId });
    const { commit, prepare } = found!.event!.position!;
    const [recorded] = await collect(store.read('account-1'));
    expect(recorded!.position).toBe(`${String(commit).padStart(20, '0')}-${String(prepare).padStart(20, '0')}`);
  });

  it('holds the name of the log once, in a stream that no reader of the log is shown', async () => {
    await using server = await startEventStoreDbServer();
    const openings = await Promise.all(Array.from({ length: 5 }, () => openEventStoreDb(server.url, { writer: true })));
    const heads = await Promise.all(openings.map((store) => store.head()));
    await using other = stranger(server);
    const named = await collect(other.client.readStream(LOG_NAME_STREAM));
    expect(named).toHaveLength(1);
    expect(heads).toEqual(heads.map(() => ({ log: (named[0]!.event!.data as { log: string }).log })));
    const [store] = openings;
    const given = events(1);
    await store!.append('account-1', 0, given);
    expect(idsOf(await collect(store!.readAll()))).toEqual(idsOf(given));
    expect(idsOf(await collect(store!.readAll({ direction: 'backwards' })))).toEqual(idsOf(given));
    for (const each of openings) await each[Symbol.asyncDispose]();
  });

  it('has no name while only readers have been there', async () => {
    await using server = await startEventStoreDbServer();
    await using reader = await openEventStoreDb(server.url, { writer: false });
    await expect(reader.head()).resolves.toEqual({});
    await expect(reader.append('account-1', 0, events(1))).rejects.toThrow('is open for reading only');
    await using writer = await openEventStoreDb(server.url, { writer: true });
    expect((await reader.head()).log).toBe((await writer.head()).log);
  });

  it('is passed over where it is not of this log: system events, other names, and at the end of the log', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await using other = stranger(server);
    const given = events(2);
    const { position } = await store.append('account-1', 0, given);
    await other.client.setStreamMetadata('account-2', { custom: 1 });
    await other.client.appendToStream('p1-other', binaryEvent({ type: 'Picture', data: Buffer.from([1, 2, 3]) }));
    await other.client.appendToStream('account-1', jsonEvent({ id: randomUUID(), type: '$system', data: {} }), { expectedRevision: 1n });
    await expect(store.head()).resolves.toMatchObject({ position });
    expect(idsOf(await collect(store.readAll()))).toEqual(idsOf(given));
    expect(idsOf(await collect(store.readAll({ direction: 'backwards' })))).toEqual(idsOf(given.toReversed()));
    const pages = await pagesUntil(store.follow(undefined, undefined, never()), position);
    expect(pages.flatMap((page) => idsOf(page.events))).toEqual(idsOf(given));
  });

  it('is never searched beyond its last event, whatever the engine has written behind it: a checkpoint there would look lost', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await using other = stranger(server);
    const noise = () =>
      other.client.appendToStream(
        '$stats-1',
        Array.from({ length: 100 }, () => jsonEvent({ type: '$stats', data: {} })),
      );
    await noise();
    const pages = store.follow(undefined, undefined, never())[Symbol.asyncIterator]();
    const next = async () => (await pages.next()).value as LogPage;
    const pending = next();
    // The server says at once how far it has searched; the follower is past that when it has read everything once.
    await expect(collect(store.readAll())).resolves.toEqual([]);
    let last = (await store.append('account-1', 0, events(1))).position;
    for (let page = await pending; page.events.length === 0; page = await next()) expect(page.head).toBe(last);
    await noise();
    last = (await store.append('account-1', 1, events(1))).position;
    for (let page = await next(); page.events.length === 0; page = await next()) expect(page.head <= last).toBe(true);
    await pages.return?.(undefined);
  });

  it('shows in its place what another program wrote into a stream of ours and is no event of ours: only its data cannot be had', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await using other = stranger(server);
    await other.client.appendToStream('account-1', binaryEvent({ type: 'Picture', data: Buffer.from([1, 2, 3]) }));
    await store.append('account-2', 0, events(1));
    for (const found of [
      await collect(store.readAll()),
      await collect(eventsOf(store.follow(undefined, undefined, never())), 2),
      [...(await collect(store.read('account-1'))), ...(await collect(store.read('account-2')))],
    ]) {
      expect(found.map(({ stream, version }) => `${stream}@${version}`)).toEqual(['account-1@1', 'account-2@1']);
      for (const taken of [() => found[0]!.data, () => found[0]!.meta]) {
        expect(taken).toThrow(InvariantBroken);
        expect(taken).toThrow('Event 1 of account-1 (Picture) has no JSON data and metadata');
      }
      expect(found[1]!.data).toEqual({ number: 0 });
    }
  });

  it('resumes behind a checkpoint that only says how far was searched', async () => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStoreDb(server.url, { writer: true });
    await store.append('account-1', 0, events(3));
    const [first, second] = await collect(store.read('account-1'));
    const searched = `${second!.position.slice(0, 20)}-${'0'.repeat(20)}`;
    expect(searched > first!.position && searched < second!.position).toBe(true);
    const shown = await collect(eventsOf(store.follow(searched, undefined, never())), 2);
    expect(shown.map(({ version }) => version)).toEqual([2, 3]);
    const read = await collect(store.readAll({ after: searched }));
    expect(read.map(({ version }) => version)).toEqual([2, 3]);
  });
});

describe('a stream of EventStoreDB that was tampered with', () => {
  const tampered = async (tamper: (client: EventStoreDBClient) => Promise<unknown>) => {
    const server = await startEventStoreDbServer();
    const store = await openEventStoreDb(server.url, { writer: true });
    await store.append('account-1', 0, events(5));
    await using other = stranger(server);
    await tamper(other.client);
    return { store, server };
  };

  it.each<[string, (client: EventStoreDBClient) => Promise<unknown>]>([
    ['cut off at its beginning', (client) => client.setStreamMetadata('account-1', { truncateBefore: 3 })],
    ['bounded', (client) => client.setStreamMetadata('account-1', { maxCount: 2 })],
  ])('%s is not taken for a shorter one', async (_, tamper) => {
    const { store, server } = await tampered(tamper);
    for (const direction of ['forwards', 'backwards'] as const) {
      const reading = collect(store.read('account-1', { direction }));
      await expect(reading).rejects.toThrow(InvariantBroken);
      await expect(reading).rejects.toThrow('of account-1 is missing');
    }
    await expect(collect(store.read('account-1', { from: 5 }))).resolves.toHaveLength(1);
    await store[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('deleted is found out by the next append, deleted for good by everyone', async () => {
    const { store, server } = await tampered((client) => client.deleteStream('account-1'));
    await expect(collect(store.read('account-1'))).resolves.toEqual([]);
    await expect(store.append('account-1', 0, events(1))).rejects.toThrow('was deleted or cut off');
    await using other = stranger(server);
    await other.client.tombstoneStream('account-2');
    await expect(collect(store.read('account-2'))).rejects.toThrow(InvariantBroken);
    await expect(store.append('account-2', 0, events(1))).rejects.toThrow('was deleted for good');
    await store[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
});

describe('the way to EventStoreDB', () => {
  it.each([
    ['by gossip of one node', (port: number) => `esdb+discover://127.0.0.1:${port}?tls=false`],
    ['by gossip of several', (port: number) => `esdb://127.0.0.1:${port},localhost:${port}?tls=false&nodePreference=leader`],
    ['with credentials that are not sent in the clear', (port: number) => `esdb://admin:changeit@127.0.0.1:${port}?tls=false`],
  ])('leads %s', async (_, urlOf) => {
    await using server = await startEventStoreDbServer();
    await using store = await openEventStore(urlOf(server.port), { writer: true });
    await expect(store.append('account-1', 0, events(1))).resolves.toMatchObject({ version: 1 });
    await expect(collect(eventsOf(store.follow(undefined, undefined, never())), 1)).resolves.toHaveLength(1);
  });

  it('leads over TLS with credentials, which no text shows', async () => {
    const tls = makeCertificate();
    if (tls === undefined) return console.log('TLS: not run, because this machine has no openssl to make a certificate with.');
    const credentials = { username: 'admin', password: 'change:it@now' };
    await using server = await startEventStoreDbServer({ tls, credentials });
    const ca = newFile();
    writeFileSync(ca, tls.cert);
    const urlOf = (password: string, query: string) => `esdb://admin:${encodeURIComponent(password)}@127.0.0.1:${server.port}?${query}`;
    for (const query of [`tls=true&tlsCAFile=${ca}`, 'tls=true&tlsVerifyCert=false']) {
      await using store = await openEventStore(urlOf(credentials.password, query), { writer: true });
      const { position } = await store.append(`account-${randomUUID()}`, 0, events(1));
      await expect(collect(eventsOf(store.follow(undefined, undefined, never())), 1)).resolves.toHaveLength(1);
      await expect(store.head()).resolves.toMatchObject({ position });
    }
    const text = async (url: string) =>
      openEventStore(url, { writer: true }).then(
        () => 'opened',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    const wrong = await text(urlOf('hunter2', `tls=true&tlsCAFile=${ca}`));
    expect(wrong).toMatch(/^Error: EVENT_STORE_URL is "esdb:\/\/\*\*\*@127.0.0.1:\d+\?.*refused.*as "admin"/);
    expect(wrong).not.toContain('hunter2');
    await expect(text(`esdb://127.0.0.1:${server.port}?tls=true&tlsCAFile=${ca}`)).resolves.toMatch(/^Error: .*without credentials/);
    await expect(text(urlOf('hunter2', 'tls=true'))).resolves.toMatch(/^Unavailable: /);
    await expect(text(urlOf('hunter2', 'tls=false'))).resolves.toMatch(/^Unavailable: /);
  });

  it('lets the process end by itself once it is closed', async () => {
    await using server = await startEventStoreDbServer();
    const source = `
      import { openEventStoreDb } from '#libs/event-store/eventstoredb.js';
      const store = await openEventStoreDb(process.argv[1], { writer: true });
      const pages = store.follow(undefined, undefined, new AbortController().signal);
      const next = pages.next();
      await store.append('account-1', 0, [{ id: '${randomUUID()}', type: 'Done', data: {}, meta: {} }]);
      await next;
      await store[Symbol.asyncDispose]();
    `;
    const child = spawn(process.execPath, typeScriptArguments(source, server.url), { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await within(once(child, 'exit'), 'the process to end', 20_000).finally(() => child.kill('SIGKILL'));
    expect(code).toBe(0);
    await using other = stranger(server);
    await expect(collect(other.client.readStream('account-1', { fromRevision: START }))).resolves.toHaveLength(1);
  });
});
