import { describe, expect, it } from '@jest/globals';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { answerOf, describeWithControl, eventsOf, openScene, written } from './scene.js';

const MEBIBYTE = 1_048_576;
const CREDENTIALS = { username: 'admin', password: 'changeit' };

const bytes = (length: number, metadata?: Uint8Array) =>
  binaryEvent({ type: 'b', data: new Uint8Array(length).fill(1), ...(metadata && { metadata }) });

const TOO_LARGE = {
  class: 'MaxAppendSizeExceededError',
  type: 'maximum-append-size-exceeded',
  message: '',
  maxAppendSize: MEBIBYTE,
};

const MESSAGE_TOO_LARGE = {
  class: 'UnknownError',
  type: 'unknown',
  code: 8,
  message: '8 RESOURCE_EXHAUSTED: Received message exceeds the maximum configured message size.',
};

describe.each([
  ['in a call that carries many', {}, TOO_LARGE],
  [
    'in a call of its own',
    { credentials: CREDENTIALS },
    { ...TOO_LARGE, code: 3, message: '3 INVALID_ARGUMENT: Maximum Append Size of 1048576 Exceeded.' },
  ],
] as const)('the data of an append %s', (_way, options, tooLarge) => {
  const { client, stream } = openScene();

  const append = (...events: readonly ReturnType<typeof bytes>[]) => answerOf(client().appendToStream(stream(), [...events], options));

  it('may be one mebibyte, in one event or in several; types and metadata are not counted', async () => {
    expect(await append(bytes(MEBIBYTE))).toStrictEqual(written(0n));
    expect(await append(bytes(MEBIBYTE, new Uint8Array(100)))).toStrictEqual(written(0n));
    expect(await append(bytes(MEBIBYTE / 2), bytes(MEBIBYTE / 2))).toStrictEqual(written(1n));
    expect(await append(...Array.from({ length: 1_000 }, () => bytes(900)))).toStrictEqual(written(999n));
  });

  it('may not be a byte more, in one event or in several', async () => {
    expect(await append(bytes(MEBIBYTE + 1))).toStrictEqual(tooLarge);
    expect(await append(bytes(MEBIBYTE / 2), bytes(MEBIBYTE / 2 + 1))).toStrictEqual(tooLarge);
    expect(await append(...Array.from({ length: 1_000 }, () => bytes(1_200)))).toStrictEqual(tooLarge);
    expect(await append(bytes(8 * MEBIBYTE))).toStrictEqual(tooLarge);
    expect(await append(bytes(1))).toStrictEqual(written(0n));
  });

  it('is not even looked at in a message above 16 mebibytes', async () => {
    expect(await append(bytes(17 * MEBIBYTE))).toStrictEqual(MESSAGE_TOO_LARGE);
    expect(await append(bytes(1))).toStrictEqual(written(0n));
  });

  it('may be spread over ten thousand events', async () => {
    expect(await append(...Array.from({ length: 10_000 }, () => bytes(3)))).toStrictEqual(written(9_999n));
  });
});

describe('a message that is too large', () => {
  const { client, stream } = openScene();

  it('takes all appends with it that are under way in the same call', async () => {
    const beside = Array.from({ length: 20 }, () => answerOf(client().appendToStream(stream(), bytes((17 * MEBIBYTE) / 20))));
    const large = answerOf(client().appendToStream(stream(), bytes(17 * MEBIBYTE)));
    const answers = await Promise.all([large, ...beside]);
    expect(answers[0]).toStrictEqual(MESSAGE_TOO_LARGE);
    expect(answers.filter((answer) => (answer as { code?: number }).code === 8).length).toBeGreaterThan(0);
  });
});

describe('a bad request', () => {
  const { newClient, stream } = openScene();

  const BAD_REQUEST = { class: 'UnknownError', type: 'unknown', message: 'Could not recognize BadRequest' };

  it.each([
    ['an id that is none', (name: string) => [name, jsonEvent({ id: 'not-a-uuid', type: 'T', data: {} })]],
    ['no type', (name: string) => [name, jsonEvent({ type: '', data: {} })]],
    ['no name', () => ['', jsonEvent({ type: 'T', data: {} })]],
  ] as const)('for %s is refused, and the next append is taken', async (_what, requestOf) => {
    const client = newClient();
    const [name, event] = requestOf(stream()) as [string, ReturnType<typeof jsonEvent>];
    expect(await answerOf(client.appendToStream(name, event))).toStrictEqual(BAD_REQUEST);
    expect(await answerOf(client.appendToStream(stream(), eventsOf(1)))).toStrictEqual(written(0n));
    expect(await answerOf(client.appendToStream(stream(), eventsOf(1), { credentials: CREDENTIALS }))).toStrictEqual(written(0n));
    // The server answers a bad request once more after two seconds, and the client throws then: it must be gone by that time.
    await client.dispose();
  });
});

describe('names and types', () => {
  const { client, stream } = openScene();

  it.each(['uni-ü-日本-😀', 'sp ace', 'a/b?c#d%20', `q'"`, 'null\u0000', '$system', '$$double', 'x'.repeat(10_000)])(
    'may be %j',
    async (prefix) => {
      const name = stream(prefix);
      await client().appendToStream(name, jsonEvent({ type: 'tü😀', data: {} }));
      const found = await Array.fromAsync(client().readStream(name), ({ event }) => [event?.streamId, event?.type]);
      expect(found).toEqual([[name, 'tü😀']]);
    },
  );

  it('may be that of the log itself, which is another stream then', async () => {
    expect(await answerOf(client().appendToStream('$all', eventsOf(1)))).toMatchObject({ success: true });
  });
});

describe('what was appended', () => {
  const { client, stream } = openScene();

  const roundTrip = async (event: ReturnType<typeof jsonEvent> | ReturnType<typeof binaryEvent>) => {
    const name = stream();
    await client().appendToStream(name, event);
    const [found] = await Array.fromAsync(client().readStream(name), ({ event: read }) => read!);
    return { isJson: found!.isJson, data: found!.data, metadata: found!.metadata };
  };

  it.each([null, 'text', 12, {}, { list: [1, { a: null }] }, { s: 'ü😀\u0000' }])('comes back as it was: %j', async (data) => {
    expect(await roundTrip(jsonEvent({ type: 'T', data: data as object }))).toStrictEqual({ isJson: true, data, metadata: undefined });
  });

  it.each([{}, { $correlationId: 'c', $causationId: 'd', n: 1, nested: { a: [1] } }])(
    'comes back with its metadata: %j',
    async (metadata) => {
      expect(await roundTrip(jsonEvent({ type: 'T', data: {}, metadata }))).toStrictEqual({ isJson: true, data: {}, metadata });
    },
  );

  it('comes back as bytes where it was bytes', async () => {
    const data = new Uint8Array([1, 2, 3]);
    const found = await roundTrip(binaryEvent({ type: 'T', data, metadata: new Uint8Array([255, 0, 254]) }));
    expect([found.isJson, [...(found.data as Uint8Array)], [...(found.metadata as Uint8Array)]]).toEqual([false, [1, 2, 3], [255, 0, 254]]);
    expect((await roundTrip(binaryEvent({ type: 'T', data: new Uint8Array() }))).data).toHaveLength(0);
  });
});

describeWithControl('a server that is not ready', () => {
  const { client, control, stream } = openScene();

  it('says so, in the words of each way, until it is', async () => {
    const append = (options = {}) => answerOf(client().appendToStream(stream(), eventsOf(1), options));
    await append();
    control().setReady(false);
    expect(await append()).toStrictEqual({ class: 'UnknownError', type: 'unknown', message: 'Could not recognize Server Is Not Ready' });
    const unavailable = { class: 'UnavailableError', type: 'unavailable', code: 14, message: '14 UNAVAILABLE: Server Is Not Ready' };
    expect(await append({ credentials: CREDENTIALS })).toStrictEqual(unavailable);
    expect(await answerOf(Array.fromAsync(client().readAll()))).toStrictEqual(unavailable);
    control().setReady(true);
    expect(await append()).toStrictEqual(written(0n));
  });
});
