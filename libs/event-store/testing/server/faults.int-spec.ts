import { describe, expect, it } from '@jest/globals';
import { END, EventStoreDBClient } from '@eventstore/db-client';
import { startEventStoreDbServer } from './start.js';
import { Followed } from './recorded/followed.js';
import { answerOf, eventsOf, openScene, revisionsOf, written } from './recorded/scene.js';

const CREDENTIALS = { username: 'admin', password: 'changeit' };

const WAYS = [
  ['in a call that carries many', {}],
  ['in a call of its own', { credentials: CREDENTIALS }],
] as const;

const CONNECTION_LOST = {
  class: 'UnavailableError',
  type: 'unavailable',
  code: 14,
  message: expect.stringMatching(/^14 UNAVAILABLE: .*ECONNRESET/),
};

/** These are about our own server, whatever EVENT_STORE_URL says. */
const sceneOfOurs = () => {
  const scene = openScene();
  return { ...scene, own: () => startEventStoreDbServer() };
};

describe.each(WAYS)('an acknowledgement that gets lost, %s', (_way, options) => {
  const { own, stream } = sceneOfOurs();

  it('leaves the append written, and the same ids tell so', async () => {
    await using server = await own();
    const client = EventStoreDBClient.connectionString(server.url);
    const name = stream();
    await client.appendToStream(name, eventsOf(1));
    const events = eventsOf(2);
    server.control.loseAcknowledgements(1);
    const append = () => answerOf(client.appendToStream(name, events, { ...options, expectedRevision: 0n }));
    expect(await append()).toStrictEqual(CONNECTION_LOST);
    expect(await revisionsOf(client, name)).toBe('0,1,2');
    expect(await append()).toStrictEqual(written(2n));
    expect(await revisionsOf(client, name)).toBe('0,1,2');
  });
});

describe('connections that are dropped', () => {
  const { own, stream } = sceneOfOurs();

  it('end subscriptions and appends with an error; the next call makes a new one', async () => {
    await using server = await own();
    const client = EventStoreDBClient.connectionString(server.url);
    const name = stream();
    await client.appendToStream(name, eventsOf(1));
    const followed = new Followed(client.subscribeToAll({ fromPosition: END }));
    await followed.hears('caughtUp');
    server.control.answerAfter(60_000);
    const append = answerOf(client.appendToStream(name, eventsOf(1)));
    await followed.hears(`${name}@1`);
    server.control.dropConnections();
    expect(await append).toStrictEqual(CONNECTION_LOST);
    await followed.hears('UnavailableError');
    expect(followed.errors).toStrictEqual([CONNECTION_LOST]);
    server.control.answerAfter(0);
    expect(await revisionsOf(client, name)).toBe('0,1');
  });
});

describe('a frozen server', () => {
  const { own, stream } = sceneOfOurs();

  it('takes connections and answers nothing, and goes on when it is thawed', async () => {
    await using server = await own();
    const client = EventStoreDBClient.connectionString(server.url);
    const other = EventStoreDBClient.connectionString(server.url);
    const name = stream();
    await client.appendToStream(name, eventsOf(1));
    server.control.freeze();
    const started = Date.now();
    const late = answerOf(client.appendToStream(name, eventsOf(1), { credentials: CREDENTIALS, deadline: 300 }));
    expect(await late).toMatchObject({ class: 'DeadlineExceededError', code: 4 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(250);
    const unanswered = other.appendToStream(stream(), eventsOf(1));
    const waited = await Promise.race([unanswered.then(() => 'answered'), new Promise((done) => setTimeout(done, 200, 'waiting'))]);
    expect(waited).toBe('waiting');
    server.control.thaw();
    expect(await unanswered).toStrictEqual(written(0n));
    expect(await answerOf(client.appendToStream(name, eventsOf(1)))).toMatchObject({ success: true });
  });

  it('does not answer keep-alives: the client gives the connection up', async () => {
    await using server = await own();
    const client = EventStoreDBClient.connectionString(`${server.url}&keepAliveInterval=500&keepAliveTimeout=500`);
    const name = stream();
    await client.appendToStream(name, eventsOf(1));
    server.control.freeze();
    expect(await answerOf(client.appendToStream(name, eventsOf(1)))).toMatchObject({
      class: 'UnavailableError',
      message: '14 UNAVAILABLE: Connection dropped',
    });
    server.control.thaw();
    expect(await answerOf(client.appendToStream(stream(), eventsOf(1)))).toStrictEqual(written(0n));
  });
});

describe('a slow server', () => {
  const { own, stream } = sceneOfOurs();

  it('works at once and answers late, reads too', async () => {
    await using server = await own();
    const client = EventStoreDBClient.connectionString(server.url);
    const name = stream();
    await client.appendToStream(name, eventsOf(1));
    server.control.answerAfter(200);
    for (const call of [
      () => client.appendToStream(name, eventsOf(1)),
      () => client.appendToStream(name, eventsOf(1), { credentials: CREDENTIALS }),
      () => revisionsOf(client, name),
    ]) {
      const started = Date.now();
      await call();
      expect(Date.now() - started).toBeGreaterThanOrEqual(190);
    }
    server.control.answerAfter(0);
    expect(await revisionsOf(client, name)).toBe('0,1,2');
  });
});

describe('a server that is gone', () => {
  const { own, stream } = sceneOfOurs();

  it('is told by code 14, in a plain error of appends and in one of its own class of reads', async () => {
    const server = await own();
    const client = EventStoreDBClient.connectionString(server.url);
    await client.appendToStream(stream(), eventsOf(1));
    await server[Symbol.asyncDispose]();
    await answerOf(client.appendToStream(stream(), eventsOf(1)));
    expect(await answerOf(client.appendToStream(stream(), eventsOf(1)))).toMatchObject({ class: 'Error', code: 14 });
    expect(await answerOf(revisionsOf(client, stream()))).toMatchObject({ class: 'UnavailableError', type: 'unavailable', code: 14 });
  });
});

describe('a cluster of one', () => {
  const { own, stream } = sceneOfOurs();

  it('is found by gossip', async () => {
    await using server = await own();
    for (const url of [
      `esdb+discover://127.0.0.1:${server.port}?tls=false`,
      `esdb://127.0.0.1:${server.port},127.0.0.1:${server.port}?tls=false`,
    ]) {
      const client = EventStoreDBClient.connectionString(url);
      expect(await answerOf(client.appendToStream(stream(), eventsOf(1)))).toStrictEqual(written(0n));
      await client.dispose();
    }
  });
});
