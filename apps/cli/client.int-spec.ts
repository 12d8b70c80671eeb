import { describe, expect, it } from '@jest/globals';
import { clientOf } from './client.js';
import { CommandServer, type Prescribed } from './testing/command-server.js';

const BODY = { commandId: 'c-1', accountId: 'acme', data: {} };
const ACCEPTED = { commandId: 'c-1', outcome: 'ACCEPTED', version: 1, events: [], duplicate: false };

/** A server that answers a command with these, one after another, and then accepts it. */
const answering = (...answers: readonly Prescribed[]) => CommandServer.start({ prescribe: (_command, times) => answers[times] });

/** A client that does not wait, and keeps how long it would have. */
const hurried = (server: CommandServer) => {
  const pauses: number[] = [];
  const client = clientOf(server.url, { pause: async (ms) => void pauses.push(ms) });
  return { client, pauses };
};

describe('sending a command', () => {
  it.each<[string, Prescribed]>([
    ['429', { status: 429 }],
    ['503', { status: 503, body: { status: 503, code: 'BUSY' } }],
    ['502 with a page', { status: 502 }],
    ['a broken connection', 'reset'],
  ])('tries again after %s, with the same id', async (_what, fault) => {
    await using server = await answering(fault, fault);
    const { client, pauses } = hurried(server);
    expect(await client.send('OpenAccount', BODY)).toMatchObject({ outcome: 'ACCEPTED' });
    expect(server.received.map(({ id }) => id)).toEqual(['c-1', 'c-1', 'c-1']);
    expect(pauses).toHaveLength(2);
    expect(pauses[1]).toBeGreaterThanOrEqual(50);
    expect(pauses[1]).toBeLessThanOrEqual(100);
  });

  it('waits as long as the server asks for, within bounds', async () => {
    const inTwoHours = new Date(Date.now() + 7_200_000).toUTCString();
    const after = (seconds: string): Prescribed => ({ status: 503, headers: { 'retry-after': seconds } });
    await using server = await answering(after('3'), after(inTwoHours));
    const { client, pauses } = hurried(server);
    await client.send('OpenAccount', BODY);
    expect(pauses).toEqual([3_000, 60_000]);
  });

  it('gives up after eight attempts, and says that trying again does no harm', async () => {
    await using server = await CommandServer.start({ prescribe: () => ({ status: 503 }) });
    await expect(hurried(server).client.send('OpenAccount', BODY)).rejects.toMatchObject({
      exit: 4,
      message: `No answer from ${server.url} after 8 attempts: it is busy (503).`,
      fix: expect.stringMatching(/Nothing is lost/),
    });
    expect(server.received).toHaveLength(8);
  });

  it('asks for a command that is not decided yet at the place it is told', async () => {
    const open = { status: 202, headers: { location: '/v1/commands/c-1' } };
    const later: Prescribed[] = [
      { ...open, headers: {} },
      { status: 200, body: { ...ACCEPTED, outcome: 'UNKNOWN' } },
      { status: 200, body: ACCEPTED },
    ];
    await using server = await CommandServer.start({
      prescribe: () => open,
      get: (path) => (path === '/v1/commands/c-1' ? later.shift() : undefined),
    });
    expect(await hurried(server).client.send('OpenAccount', BODY)).toEqual(ACCEPTED);
    expect(server.asked).toEqual(['/v1/commands/c-1', '/v1/commands/c-1', '/v1/commands/c-1']);
  });

  it('sends it again, with the same id, when nothing is known of it there: the server may have been restarted', async () => {
    await using server = await answering({ status: 202, headers: { location: '/v1/commands/c-1' } });
    expect(await hurried(server).client.send('OpenAccount', BODY)).toMatchObject({ outcome: 'ACCEPTED' });
    expect(server.received.map(({ id }) => id)).toEqual(['c-1', 'c-1']);
  });

  it('does not ask for ever', async () => {
    const open = { status: 202, headers: { location: '/v1/commands/c-1' } };
    await using server = await CommandServer.start({ prescribe: () => open, get: () => open });
    await expect(hurried(server).client.send('OpenAccount', BODY)).rejects.toMatchObject({
      exit: 4,
      fix: expect.stringMatching(/--command-id c-1/),
    });
    expect(server.asked).toHaveLength(60);
  });

  it.each<[string, Prescribed]>([
    [
      'an outcome',
      {
        status: 422,
        body: { commandId: 'c-1', outcome: 'REJECTED', duplicate: false, rejection: { code: 'NO', detail: 'Because.', field: '/name' } },
      },
    ],
    ['a problem document', { status: 400, body: { type: 'about:blank', status: 400, code: 'NO', detail: 'Because.', field: '/name' } }],
  ])('takes a refusal from %s', async (_what, refused) => {
    await using server = await answering(refused);
    expect(await hurried(server).client.send('OpenAccount', BODY)).toEqual({
      commandId: 'c-1',
      outcome: 'REJECTED',
      duplicate: false,
      rejection: { code: 'NO', detail: 'Because.', field: '/name' },
    });
  });

  it('tells every fault of a malformed command, with the place of the first', async () => {
    const errors = [
      { pointer: '/data/net', detail: 'Missing.' },
      { pointer: '/time', detail: 'No.' },
    ];
    await using server = await answering({
      status: 400,
      body: { status: 400, code: 'INVALID_COMMAND', detail: '2 faults: see errors.', errors },
    });
    expect(await hurried(server).client.send('RecordOrder', BODY)).toMatchObject({
      outcome: 'REJECTED',
      rejection: { code: 'INVALID_COMMAND', detail: '/data/net: Missing. /time: No.', field: '/data/net' },
    });
  });

  it('tries again after an error of which the server says that it may pass, and tells it in the end', async () => {
    await using server = await CommandServer.start({
      prescribe: () => ({ status: 500, body: { code: 'INTERNAL_ERROR', detail: 'Oh.', retry: true } }),
    });
    await expect(hurried(server).client.send('OpenAccount', BODY)).rejects.toMatchObject({
      exit: 1,
      message: expect.stringMatching(/Oh\. \(INTERNAL_ERROR\)/),
    });
    expect(server.received).toHaveLength(8);
  });

  it.each([
    [401, 2],
    [500, 1],
  ])('takes %d for no answer to the command', async (status, exit) => {
    await using server = await answering({ status, body: { status, code: 'X', detail: 'Said the server.' } });
    await expect(hurried(server).client.send('OpenAccount', BODY)).rejects.toMatchObject({
      exit,
      message: expect.stringMatching(/Said the server/),
    });
  });
});

describe('what is sent', () => {
  it('is the body as it is, with who asks', async () => {
    await using server = await CommandServer.start();
    await clientOf(server.url, { actor: 'Zoë' }).send('OpenAccount', { ...BODY, note: 'new' });
    const [received] = server.received;
    expect(received?.body).toEqual({ ...BODY, note: 'new' });
    expect(Buffer.from(received?.actor ?? '', 'latin1').toString('utf8')).toBe('Zoë');
  });

  it('is a CloudEvent where it names its source', async () => {
    await using server = await CommandServer.start();
    await clientOf(server.url).send('OpenAccount', {
      ...BODY,
      occurredAt: '2026-01-01T00:00:00.000Z',
      expectedVersion: 0,
      source: 'import:shop',
    });
    expect(server.received[0]?.body).toEqual({
      specversion: '1.0',
      id: 'c-1',
      type: 'rapport.OpenAccount',
      source: 'import:shop',
      subject: 'acme',
      time: '2026-01-01T00:00:00.000Z',
      expectedversion: 0,
      data: {},
    });
  });
});

describe('asking', () => {
  it('puts the query together and follows the pages to their end', async () => {
    const pages: Readonly<Record<string, object>> = {
      '/v1/accounts?sort=name&limit=2': { items: [1, 2], next: 'a&b' },
      '/v1/accounts?sort=name&limit=2&cursor=a%26b': { items: [3] },
    };
    await using server = await CommandServer.start({
      get: (path) => (pages[path] === undefined ? undefined : { status: 200, body: pages[path] }),
    });
    const found = await Array.fromAsync(hurried(server).client.pages<number>('/v1/accounts', { sort: 'name', limit: 2, asOf: undefined }));
    expect(found.flatMap(({ items }) => items)).toEqual([1, 2, 3]);
  });

  it('says in the words of the server what does not exist', async () => {
    await using server = await CommandServer.start({
      get: () => ({ status: 404, body: { code: 'ACCOUNT_NOT_FOUND', detail: 'There is no account nix.' } }),
    });
    await expect(hurried(server).client.get('/v1/accounts/nix')).rejects.toMatchObject({
      exit: 5,
      message: 'There is no account nix. (ACCOUNT_NOT_FOUND)',
    });
  });

  it('recognises a server that is none of ours', async () => {
    await using server = await CommandServer.start({ get: () => ({ status: 200, headers: { 'content-type': 'text/html' } }) });
    await expect(hurried(server).client.get('/v1/accounts')).resolves.toEqual({});
  });
});
