import { describe, expect, it } from '@jest/globals';
import { END, type EventStoreDBClient } from '@eventstore/db-client';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { Followed } from './recorded/followed.js';
import { answerOf, eventsOf, openOwnScene, revisionsOf, written } from './recorded/scene.js';
import { startEventStoreDbServer } from './start.js';

const newFolder = temporaryFiles('');

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

describe.each(WAYS)('an acknowledgement that gets lost, %s', (_way, options) => {
  const { client, control, stream } = openOwnScene();

  it('leaves the append written, and the same ids tell so', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    const events = eventsOf(2);
    control().loseAcknowledgements(1);
    const append = () => answerOf(client().appendToStream(name, events, { ...options, expectedRevision: 0n }));
    expect(await append()).toStrictEqual(CONNECTION_LOST);
    expect(await revisionsOf(client(), name)).toBe('0,1,2');
    expect(await append()).toStrictEqual(written(2n));
    expect(await revisionsOf(client(), name)).toBe('0,1,2');
  });
});

describe('connections that are dropped', () => {
  const { client, control, stream } = openOwnScene();

  it('end subscriptions and appends with an error; the next call makes a new one', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    const followed = new Followed(client().subscribeToAll({ fromPosition: END }));
    await followed.hears('caughtUp');
    control().answerAfter(60_000);
    const append = answerOf(client().appendToStream(name, eventsOf(1)));
    await followed.hears(`${name}@1`);
    control().dropConnections();
    expect(await append).toStrictEqual(CONNECTION_LOST);
    await followed.hears('UnavailableError');
    expect(followed.errors).toStrictEqual([CONNECTION_LOST]);
    control().answerAfter(0);
    expect(await revisionsOf(client(), name)).toBe('0,1');
  });
});

/** When a stream was begun; `undefined` where it is not there. */
const createdIn = async (client: EventStoreDBClient, stream: string): Promise<number | undefined> => {
  const found = await answerOf(Array.fromAsync(client.readStream(stream), ({ event }) => event!.created.getTime()));
  return Array.isArray(found) ? (found[0] as number) : undefined;
};

describe('a frozen server', () => {
  const { client, control, newClient, stream, url } = openOwnScene();

  it('takes connections and answers nothing, and goes on when it is thawed', async () => {
    await client().appendToStream(stream(), eventsOf(1));
    control().freeze();
    const late = { credentials: CREDENTIALS, deadline: 300 };
    const [first, ...names] = [stream(), stream(), stream()];
    expect(await answerOf(client().appendToStream(first!, eventsOf(1), late))).toMatchObject({ class: 'DeadlineExceededError', code: 4 });
    const answers: unknown[] = [];
    const unanswered = Promise.all(
      [client(), newClient()].map(async (one, index) => answers.push(await one.appendToStream(names[index]!, eventsOf(1)))),
    );
    expect(await answerOf(client().appendToStream(stream(), eventsOf(1), late))).toMatchObject({ class: 'DeadlineExceededError' });
    expect(answers).toEqual([]);
    const thawed = Date.now();
    control().thaw();
    await unanswered;
    expect(answers).toStrictEqual([written(0n), written(0n)]);
    for (const name of names) expect(await createdIn(client(), name)).toBeGreaterThanOrEqual(thawed);
    // Its deadline passed before it passed the gate: whether it is written then, nobody promises.
    expect((await createdIn(client(), first!)) ?? thawed).toBeGreaterThanOrEqual(thawed);
  });

  it('does not answer keep-alives: the client gives the connection up', async () => {
    // The shortest that the client takes without a warning is ten seconds; half a second is what a test can wait for.
    const impatient = newClient(`${url()}&keepAliveInterval=500&keepAliveTimeout=500`);
    await impatient.appendToStream(stream(), eventsOf(1));
    control().freeze();
    expect(await answerOf(impatient.appendToStream(stream(), eventsOf(1)))).toMatchObject({
      class: 'UnavailableError',
      message: '14 UNAVAILABLE: Connection dropped',
    });
    control().thaw();
    expect(await answerOf(impatient.appendToStream(stream(), eventsOf(1)))).toStrictEqual(written(0n));
  });
});

describe('a slow server', () => {
  const { client, control, stream } = openOwnScene();

  it('works at once and answers late, reads too', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    const followed = new Followed(client().subscribeToStream(name));
    await followed.hears('caughtUp');
    control().answerAfter(200);
    const answered: string[] = [];
    const append = client()
      .appendToStream(name, eventsOf(1))
      .then(() => answered.push('append'));
    await followed.hears(`${name}@1`);
    expect(answered).toEqual([]);
    await append;
    for (const call of [
      () => client().appendToStream(name, eventsOf(1), { credentials: CREDENTIALS }),
      () => revisionsOf(client(), name),
    ]) {
      const started = Date.now();
      await call();
      expect(Date.now() - started).toBeGreaterThanOrEqual(190);
    }
    control().answerAfter(0);
    expect(await revisionsOf(client(), name)).toBe('0,1,2');
  });
});

describe('a server that is gone', () => {
  const { newClient, stream } = openOwnScene();

  it('is told by code 14, in a plain error of appends and in one of its own class of reads', async () => {
    const server = await startEventStoreDbServer();
    const client = newClient(server.url);
    await client.appendToStream(stream(), eventsOf(1));
    await server[Symbol.asyncDispose]();
    await answerOf(client.appendToStream(stream(), eventsOf(1)));
    expect(await answerOf(client.appendToStream(stream(), eventsOf(1)))).toMatchObject({ class: 'Error', code: 14 });
    expect(await answerOf(revisionsOf(client, stream()))).toMatchObject({ class: 'UnavailableError', type: 'unavailable', code: 14 });
  });

  it('in the middle of appends leaves them without an answer, and its folder as it was', async () => {
    const folder = newFolder();
    const name = stream();
    const server = await startEventStoreDbServer({ folder });
    const client = newClient(server.url);
    await client.appendToStream(name, eventsOf(1));
    const appends = Promise.all(eventsOf(200).map((event) => answerOf(client.appendToStream(name, event))));
    await server[Symbol.asyncDispose]();
    const answered = (await appends).filter((answer) => 'success' in (answer as object)).length;
    await using again = await startEventStoreDbServer({ folder, port: server.port });
    expect((await revisionsOf(newClient(again.url), name)).split(',').length).toBeGreaterThanOrEqual(1 + answered);
  });
});

describe('a cluster of one', () => {
  const { newClient, stream, url } = openOwnScene();

  it.each([
    ['by its name', (address: string) => `esdb+discover://${address}?tls=false`],
    ['by the addresses of its nodes', (address: string) => `esdb://${address},${address}?tls=false`],
  ])('is found %s', async (_how, urlOf) => {
    const client: EventStoreDBClient = newClient(urlOf(new URL(url()).host));
    expect(await answerOf(client.appendToStream(stream(), eventsOf(1)))).toStrictEqual(written(0n));
  });
});
