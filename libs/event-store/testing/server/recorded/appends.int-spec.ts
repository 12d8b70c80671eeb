import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AppendToStreamOptions, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { answerOf, eventsOf, openScene, written, wrongVersion } from './scene.js';

/** Makes the client take the other way to append; a server without TLS ignores it. */
const CREDENTIALS = { username: 'admin', password: 'changeit' };

const WAYS = [
  ['in a call that carries many', {}],
  ['in a call of its own', { credentials: CREDENTIALS }],
] as const;

describe.each(WAYS)('an append %s', (_way, base) => {
  const { client, stream } = openScene();

  const append = (name: string, count: number, expectedRevision?: AppendToStreamOptions['expectedRevision']) =>
    answerOf(client().appendToStream(name, eventsOf(count), { ...base, ...(expectedRevision !== undefined && { expectedRevision }) }));

  const streamOf = async (count: number) => {
    const name = stream();
    await client().appendToStream(name, eventsOf(count));
    return name;
  };

  it('tells revision and position of its last event', async () => {
    const name = stream();
    expect(await append(name, 2, 'no_stream')).toStrictEqual(written(1n));
    expect(await append(name, 1, 1n)).toStrictEqual(written(2n));
    const last = await client().appendToStream(name, eventsOf(3), { ...base });
    const events = await Array.fromAsync(client().readStream(name), ({ event }) => event);
    expect(last).toStrictEqual({ success: true, nextExpectedRevision: 5n, position: events.at(-1)?.position });
  });

  it.each([
    ['no stream', 'no_stream', 'no_stream'],
    ['a revision below', 0n, 0n],
    ['a revision above', 99n, 99n],
  ] as const)('that expects %s where there are two events is refused', async (_what, expected, told) => {
    const name = await streamOf(2);
    expect(await append(name, 1, expected)).toStrictEqual(wrongVersion(name, told, 1n));
  });

  it.each([
    ['a revision', 0n],
    ['a stream that exists', 'stream_exists'],
  ] as const)('that expects %s where there is nothing is refused', async (_what, expected) => {
    const name = stream();
    expect(await append(name, 1, expected)).toStrictEqual(wrongVersion(name, expected, 'no_stream'));
  });

  it.each(['any', 'stream_exists', undefined] as const)('that expects %s is written at the end', async (expected) => {
    expect(await append(await streamOf(2), 1, expected)).toStrictEqual(written(2n));
  });

  it('may expect any revision of a stream that is not there', async () => {
    expect(await append(stream(), 1, 'any')).toStrictEqual(written(0n));
  });

  it('without events succeeds, takes room in the log and creates nothing', async () => {
    const name = stream();
    const first = await client().appendToStream(name, [], { ...base });
    const second = await client().appendToStream(name, [], { ...base });
    expect([first.nextExpectedRevision, second.nextExpectedRevision]).toEqual([0n, 0n]);
    expect(second.position!.commit).toBeGreaterThan(first.position!.commit);
    expect(await answerOf(Array.fromAsync(client().readStream(name)))).toMatchObject({ class: 'StreamNotFoundError' });
    expect(await append(name, 1, 0n)).toStrictEqual(wrongVersion(name, 0n, 'no_stream'));
    expect(await append(name, 1, 'stream_exists')).toStrictEqual(wrongVersion(name, 'stream_exists', 'no_stream'));
    expect(await append(name, 1, 'no_stream')).toStrictEqual(written(0n));
  });

  it('without events tells the revision that there is, and is refused at another', async () => {
    const name = await streamOf(3);
    expect(await append(name, 0)).toStrictEqual(written(2n));
    expect(await append(name, 0, 2n)).toStrictEqual(written(2n));
    expect(await append(name, 0, 99n)).toStrictEqual(wrongVersion(name, 99n, 2n));
  });
});

describe('an append that is not to throw', () => {
  const { url, client, newClient, stream } = openScene();

  it('says that it failed; of the revision that it tells, only the call of its own is right', async () => {
    const quiet = newClient(`${url()}&throwOnAppendFailure=false`);
    const name = stream();
    await client().appendToStream(name, eventsOf(7));
    const failed = (nextExpectedRevision: bigint) => ({ success: false, nextExpectedRevision, position: undefined });
    const expected = { expectedRevision: 99n };
    expect(await quiet.appendToStream(name, eventsOf(1), expected)).toStrictEqual(failed(1n));
    expect(await quiet.appendToStream(stream(), eventsOf(1), expected)).toStrictEqual(failed(-1n));
    expect(await quiet.appendToStream(name, eventsOf(1), { ...expected, credentials: CREDENTIALS })).toStrictEqual(failed(6n));
  });
});

describe.each(WAYS)('the same ids once more, %s', (_way, base) => {
  const { client, stream } = openScene();

  const append = (name: string, events: ReturnType<typeof eventsOf>, expectedRevision: AppendToStreamOptions['expectedRevision']) =>
    answerOf(client().appendToStream(name, events, { ...base, expectedRevision: expectedRevision! }));

  it('get the first answer back, at their revision or at any, also when others came after them', async () => {
    const name = stream();
    const [ab, d] = [eventsOf(2), eventsOf(1)];
    const first = await append(name, ab, 'no_stream');
    expect(await append(name, ab, 'no_stream')).toStrictEqual(first);
    const second = await append(name, d, 1n);
    expect(await append(name, ab, 'no_stream')).toStrictEqual(first);
    expect(await append(name, ab, 'any')).toStrictEqual(first);
    expect(await append(name, d, 1n)).toStrictEqual(second);
    expect(await append(name, d, 'any')).toStrictEqual(second);
    expect(await append(name, d, 'stream_exists')).toStrictEqual(second);
    expect(await append(name, ab, 0n)).toStrictEqual(wrongVersion(name, 0n, 2n));
  });

  it('get it back two thousand events later', async () => {
    const name = stream();
    const events = eventsOf(1);
    const first = await append(name, events, 'no_stream');
    await client().appendToStream(name, eventsOf(2_000));
    expect(await append(name, events, 'no_stream')).toStrictEqual(first);
    expect(await append(name, events, 'any')).toStrictEqual(first);
  });

  it('are written again at the current revision', async () => {
    const name = stream();
    const events = eventsOf(1, 'D');
    await append(name, eventsOf(2, 'A'), 'no_stream');
    await append(name, events, 1n);
    expect(await append(name, events, 2n)).toStrictEqual(written(3n));
    expect(await Array.fromAsync(client().readStream(name), ({ event }) => event?.type)).toEqual(['A', 'A', 'D', 'D']);
  });

  it('as part of a longer append are refused, unless it begins at the current revision', async () => {
    const name = stream();
    const [first, ...others] = eventsOf(3);
    await append(name, [first!], 'no_stream');
    const longer = [first!, ...others];
    expect(await append(name, longer, 'no_stream')).toStrictEqual(wrongVersion(name, 'no_stream', 0n));
    expect(await append(name, longer, 'any')).toStrictEqual(wrongVersion(name, 'any', 0n));
    expect(await append(name, longer, 0n)).toStrictEqual(written(3n));
  });

  it('as a part of the append that was written get the answer of that part', async () => {
    const name = stream();
    const [p, q] = eventsOf(2);
    const whole = await append(name, [p!, q!], 'no_stream');
    expect(await append(name, [q!], 'any')).toStrictEqual(whole);
    expect(await append(name, [q!], 0n)).toStrictEqual(whole);
    expect(await append(name, [p!], 'no_stream')).toStrictEqual(written(0n));
    expect(await append(name, [q!, p!], 'no_stream')).toStrictEqual(wrongVersion(name, 'no_stream', 1n));
  });

  it('with other data succeed, and the old data stays', async () => {
    const name = stream();
    const id = randomUUID();
    const event = (v: number) => jsonEvent({ id, type: 'A', data: { v } });
    const first = await client().appendToStream(name, event(1), { ...base, expectedRevision: 'no_stream' });
    expect(await client().appendToStream(name, event(2), { ...base, expectedRevision: 'no_stream' })).toStrictEqual(first);
    expect(await client().appendToStream(name, event(2), { ...base, expectedRevision: 'any' })).toStrictEqual(first);
    expect(await Array.fromAsync(client().readStream(name), ({ event: kept }) => kept?.data)).toEqual([{ v: 1 }]);
  });

  it('are other events in another stream, and two of them in one append', async () => {
    const id = randomUUID();
    const event = jsonEvent({ id, type: 'A', data: {} });
    expect(await append(stream(), [event] as never, 'any')).toStrictEqual(written(0n));
    expect(await append(stream(), [event] as never, 'any')).toStrictEqual(written(0n));
    expect(await append(stream(), [event, event] as never, 'any')).toStrictEqual(written(1n));
  });
});

describe('ids', () => {
  const { client, stream } = openScene();

  it('are read in small letters', async () => {
    const name = stream();
    const id = randomUUID().toUpperCase();
    await client().appendToStream(name, jsonEvent({ id, type: 'A', data: {} }));
    expect(await Array.fromAsync(client().readStream(name), ({ event }) => event?.id)).toEqual([id.toLowerCase()]);
  });
});

describe('appends at the same time', () => {
  const { client, newClient, stream } = openScene();

  const outcomesOf = async (
    clients: readonly EventStoreDBClient[],
    name: string,
    expectedRevision: AppendToStreamOptions['expectedRevision'],
  ) => {
    const calls = Array.from({ length: 50 }, (_, n) =>
      answerOf(clients[n % clients.length]!.appendToStream(name, eventsOf(1), { expectedRevision: expectedRevision! })),
    );
    return Object.groupBy((await Promise.all(calls)) as { readonly success?: boolean; readonly class?: string }[], (one) =>
      one.success ? 'written' : one.class!,
    );
  };

  it('and at one revision: one is written', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    for (const [clients, revision] of [
      [[client()], 0n],
      [[newClient(), newClient(), newClient()], 1n],
    ] as const) {
      const { written: one, WrongExpectedVersionError: others } = await outcomesOf(clients, name, revision);
      expect([one?.length, others?.length]).toEqual([1, 49]);
      expect(others?.[0]).toStrictEqual(wrongVersion(name, revision, revision + 1n));
    }
  });

  it('and at any revision: all are, in the order of the calls', async () => {
    const name = stream();
    const results = await Promise.all(eventsOf(50).map((event) => client().appendToStream(name, event)));
    expect(results.map(({ nextExpectedRevision }) => Number(nextExpectedRevision))).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(await Array.fromAsync(client().readStream(name), ({ event }) => event?.data)).toEqual(eventsOf(50).map(({ data }) => data));
  });

  it('and each at the revision that the one before it leaves: none waits for the answer', async () => {
    const name = stream();
    const calls = eventsOf(200).map((event, n) =>
      client().appendToStream(name, event, { expectedRevision: n === 0 ? 'no_stream' : BigInt(n - 1) }),
    );
    expect((await Promise.all(calls)).every(({ success }) => success)).toBe(true);
  });
});
