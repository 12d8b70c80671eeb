import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { END, EventStoreDBClient } from '@eventstore/db-client';
import { within } from '#libs/kernel/testing/deadline.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { Followed } from './recorded/followed.js';
import { answerOf, eventsOf, revisionsOf, written } from './recorded/scene.js';

const newFolder = temporaryFiles('');

/** The launcher as people start it, and its line. Dispose of it, so that no process outlives its test. */
const launch = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, ['infra/local/event-store-server.mjs', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<unknown> => {
    child.kill(signal);
    return (await within(exit, 'the server to be gone'))[0];
  };
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value = '' } = await within(lines.next(), "the server's line");
  const [url = '', control = ''] = value.split(' control=');
  const client = EventStoreDBClient.connectionString(url);
  return { url, control, client, end, [Symbol.asyncDispose]: async () => void (await end('SIGKILL')) };
};

const logOf = (client: EventStoreDBClient) =>
  Array.fromAsync(client.readAll(), ({ event }) => ({
    id: event!.id,
    stream: event!.streamId,
    revision: event!.revision,
    position: event!.position,
    created: event!.created,
    data: event!.data,
    metadata: event!.metadata,
  }));

describe('a server as a process of its own', () => {
  it('says in one line where it listens, and ends at once when it is asked to', async () => {
    await using server = await launch();
    expect(server.url).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
    const followed = new Followed(server.client.subscribeToAll({ fromPosition: END }));
    await followed.hears('caughtUp');
    const started = Date.now();
    expect(await server.end('SIGTERM')).toBe(0);
    expect(Date.now() - started).toBeLessThan(2_000);
    await followed.hears('UnavailableError');
  });

  it('takes orders', async () => {
    await using server = await launch('--control-port', '0');
    const order = async (path: string, method = 'POST') => (await fetch(`${server.control}${path}`, { method })).status;
    const append = () => answerOf(server.client.appendToStream('a-1', eventsOf(1)));
    await append();
    expect(await order('/not-ready')).toBe(204);
    expect(await append()).toMatchObject({ message: 'Could not recognize Server Is Not Ready' });
    expect(await order('/ready')).toBe(204);
    expect(await order('/lose-acknowledgements?value=1')).toBe(204);
    expect(await append()).toMatchObject({ code: 14 });
    expect(await revisionsOf(server.client, 'a-1')).toBe('0,1');
    expect([await order('/freeze?value=-1'), await order('/freeze', 'GET'), await order('/nothing')]).toEqual([404, 404, 404]);
  });

  it('has the same log after kill -9: events, ids, times and positions', async () => {
    const folder = newFolder();
    const before = await (async () => {
      await using server = await launch('--folder', folder);
      for (let n = 0; n < 50; n += 1) await server.client.appendToStream(`a-${n % 7}`, eventsOf(3));
      await server.client.appendToStream('a-0', []);
      await server.client.setStreamMetadata('a-1', { maxCount: 2 });
      await server.client.deleteStream('a-2');
      await server.client.tombstoneStream('a-3');
      return { log: await logOf(server.client), last: await server.client.appendToStream('a-4', eventsOf(1)) };
    })();
    await using server = await launch('--folder', folder);
    const log = await logOf(server.client);
    expect(log.slice(0, -1)).toStrictEqual(before.log);
    expect(log.at(-1)?.position).toEqual(before.last.position);
    expect((await revisionsOf(server.client, 'a-1')).split(',')).toHaveLength(2);
    expect(await answerOf(revisionsOf(server.client, 'a-2'))).toMatchObject({ class: 'StreamNotFoundError' });
    expect(await answerOf(revisionsOf(server.client, 'a-3'))).toMatchObject({ class: 'StreamDeletedError' });
    const next = await server.client.appendToStream('a-4', eventsOf(1));
    expect(next.nextExpectedRevision).toBe(before.last.nextExpectedRevision + 1n);
    expect(next.position!.commit).toBeGreaterThan(before.last.position!.commit);
  });

  it('loses nothing that it acknowledged when it is killed under load, and the same ids settle the rest', async () => {
    const folder = newFolder();
    const acknowledged = new Map<string, bigint>();
    const sent = new Map<string, { readonly stream: string; readonly revision: number; readonly events: ReturnType<typeof eventsOf> }>();
    await using first = await launch('--folder', folder);
    const writers = Array.from({ length: 64 }, async (_, writer) => {
      for (let revision = 0; ; revision += 1) {
        const request = { stream: `w-${writer}`, revision, events: eventsOf(1) };
        sent.set(request.events[0]!.id, request);
        const answer = await appendOf(first.client, request);
        if (!('position' in answer)) return;
        acknowledged.set(request.events[0]!.id, answer.position!.commit);
        if (acknowledged.size === 1_000) void first.end('SIGKILL');
      }
    });
    await within(Promise.all(writers), 'all writers to hear of the end');

    await using second = await launch('--folder', folder);
    const log = new Map((await logOf(second.client)).map(({ id, position }) => [id, position!.commit]));
    expect([...acknowledged].filter(([id, commit]) => log.get(id) !== commit)).toEqual([]);
    for (const [id, request] of sent) {
      if (acknowledged.has(id)) continue;
      expect(await appendOf(second.client, request)).toStrictEqual(written(BigInt(request.revision)));
    }
    expect(new Set((await logOf(second.client)).map(({ id }) => id)).size).toBe(sent.size + 1);
  });
});

type Answer = { readonly position?: { readonly commit: bigint } };

const appendOf = async (
  client: EventStoreDBClient,
  { stream, revision, events }: { readonly stream: string; readonly revision: number; readonly events: ReturnType<typeof eventsOf> },
): Promise<Answer> =>
  (await answerOf(
    client.appendToStream(stream, events, { expectedRevision: revision === 0 ? 'no_stream' : BigInt(revision - 1) }),
  )) as Answer;
