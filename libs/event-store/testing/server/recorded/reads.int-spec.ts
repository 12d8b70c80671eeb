import { describe, expect, it } from '@jest/globals';
import { BACKWARDS, END, FORWARDS, jsonEvent, START } from '@eventstore/db-client';
import { answerOf, eventsOf, openScene, revisionsOf, toldOf, written, wrongVersion } from './scene.js';

const UNEXPECTED_RESULT = { class: 'UnknownError', type: 'unknown', code: 2, message: '2 UNKNOWN: Unexpected ReadStreamResult: Error' };

const notFound = (streamName: string) => ({
  class: 'StreamNotFoundError',
  type: 'stream-not-found',
  message: `${streamName} not found`,
  streamName,
});

const deleted = (streamName: string) => ({ class: 'StreamDeletedError', type: 'stream-deleted', message: '', streamName });

const deletedInCall = (streamName: string) => ({
  ...deleted(streamName),
  code: 9,
  message: `9 FAILED_PRECONDITION: Event stream '${streamName}' is deleted.`,
});

describe('a read of a stream', () => {
  const { client, stream } = openScene();

  const tenEvents = async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(10));
    return name;
  };

  it.each([
    ['forwards', {}, '0,1,2,3,4,5,6,7,8,9'],
    ['forwards from the start', { direction: FORWARDS, fromRevision: START }, '0,1,2,3,4,5,6,7,8,9'],
    ['forwards from 3, two at most', { fromRevision: 3n, maxCount: 2 }, '3,4'],
    ['forwards from beyond the end', { fromRevision: 10n }, ''],
    ['forwards from far beyond it', { fromRevision: 1_000_000n }, ''],
    ['backwards from the end', { direction: BACKWARDS, fromRevision: END }, '9,8,7,6,5,4,3,2,1,0'],
    ['backwards from the end, one at most', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }, '9'],
    ['backwards from 3', { direction: BACKWARDS, fromRevision: 3n }, '3,2,1,0'],
    ['backwards from beyond the end', { direction: BACKWARDS, fromRevision: 100n }, '9,8,7,6,5,4,3,2,1,0'],
    ['backwards from the start', { direction: BACKWARDS, fromRevision: START }, '0'],
    ['backwards from nowhere in particular', { direction: BACKWARDS }, '0'],
  ] as const)('%s', async (_how, options, revisions) => {
    expect(await revisionsOf(client(), await tenEvents(), options)).toBe(revisions);
  });

  it.each([
    ['forwards from the end', { fromRevision: END }],
    ['of no events', { maxCount: 0 }],
  ] as const)('%s is an error', async (_what, options) => {
    expect(await answerOf(revisionsOf(client(), await tenEvents(), options))).toStrictEqual(UNEXPECTED_RESULT);
  });

  it('from below 0 is refused by the client', () => {
    expect(() => client().readStream(stream(), { fromRevision: -1n })).toThrow(/must be a non-negative integer. Value Received: -1/);
  });

  it('shows an event with everything that was appended, when and where', async () => {
    const name = stream();
    const before = Date.now();
    const given = jsonEvent({ type: 'T', data: { a: 1 }, metadata: { m: 1 } });
    const { position } = await client().appendToStream(name, given);
    const [found] = await Array.fromAsync(client().readStream(name));
    expect(found).toStrictEqual({
      event: {
        streamId: name,
        id: given.id,
        revision: 0n,
        type: 'T',
        data: { a: 1 },
        metadata: { m: 1 },
        isJson: true,
        created: expect.any(Date),
        position,
      },
      commitPosition: position!.commit,
    });
    expect(position!.commit).toBe(position!.prepare);
    expect(found!.event!.created.getTime()).toBeGreaterThanOrEqual(before);
    expect(found!.event!.created.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('that is not there fails while it is iterated, in both directions', async () => {
    const name = stream();
    expect(await answerOf(revisionsOf(client(), name))).toStrictEqual(notFound(name));
    expect(await answerOf(revisionsOf(client(), name, { direction: BACKWARDS, fromRevision: END }))).toStrictEqual(notFound(name));
    expect(await answerOf(revisionsOf(client(), name, { maxCount: 0 }))).toStrictEqual(UNEXPECTED_RESULT);
  });

  it('may be left early', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(500));
    for await (const { event } of client().readStream(name)) if (event?.revision === 3n) break;
    expect(await revisionsOf(client(), name, { fromRevision: 498n })).toBe('498,499');
  });
});

describe('a stream that was deleted softly', () => {
  const { client, stream } = openScene();

  const deletedStream = async (count: number) => {
    const name = stream();
    await client().appendToStream(name, eventsOf(count));
    expect(await client().deleteStream(name)).toStrictEqual({ position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) } });
    return name;
  };

  it('looks as if it were not there', async () => {
    const name = await deletedStream(3);
    expect(await answerOf(revisionsOf(client(), name))).toStrictEqual(notFound(name));
    expect(await answerOf(revisionsOf(client(), name, { direction: BACKWARDS, fromRevision: END }))).toStrictEqual(notFound(name));
  });

  it.each(['no_stream', 'any', 2n] as const)('is numbered on when it is appended to at %s', async (expectedRevision) => {
    const name = await deletedStream(3);
    expect(await client().appendToStream(name, eventsOf(1), { expectedRevision })).toStrictEqual(written(3n));
    expect(await revisionsOf(client(), name)).toBe('3');
  });

  it('does not exist for an append that expects it to', async () => {
    const name = await deletedStream(2);
    const append = client().appendToStream(name, eventsOf(1), { expectedRevision: 'stream_exists' });
    expect(await answerOf(append)).toStrictEqual(deleted(name));
  });
});

describe('a deletion that expects', () => {
  const { client, stream } = openScene();

  const refused = (streamName: string, expected: bigint, actual: bigint) => ({
    class: 'WrongExpectedVersionError',
    type: 'wrong-expected-version',
    code: 9,
    message: `9 FAILED_PRECONDITION: Delete failed due to WrongExpectedVersion. Stream: ${streamName}, Expected version: ${expected}, Actual version: ${actual}`,
    streamName,
    expectedVersion: expected,
    actualVersion: actual,
  });

  it('another revision is refused', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(4));
    expect(await answerOf(client().deleteStream(name, { expectedRevision: 77n }))).toStrictEqual(refused(name, 77n, 3n));
  });

  it('a stream that is not there is refused', async () => {
    const name = stream();
    expect(await answerOf(client().deleteStream(name))).toStrictEqual(refused(name, -2n, -1n));
    expect(await answerOf(client().deleteStream(name, { expectedRevision: 0n }))).toStrictEqual(refused(name, 0n, -1n));
  });
});

describe('a stream with a tombstone', () => {
  const { client, stream } = openScene();

  it('is gone for ever', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    expect(await client().tombstoneStream(name)).toStrictEqual({ position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) } });
    expect(await answerOf(revisionsOf(client(), name))).toStrictEqual(deletedInCall(name));
    for (const expectedRevision of ['any', 'no_stream', 0n] as const)
      expect(await answerOf(client().appendToStream(name, eventsOf(1), { expectedRevision }))).toStrictEqual(deleted(name));
    expect(await answerOf(client().deleteStream(name))).toStrictEqual(deletedInCall(name));
    expect(await answerOf(client().tombstoneStream(name))).toStrictEqual(deletedInCall(name));
  });
});

describe("a stream's metadata", () => {
  const { client, stream } = openScene();

  it('$maxCount hides events from reads, and nothing else', async () => {
    const name = stream();
    expect(await client().setStreamMetadata(name, { maxCount: 3 })).toStrictEqual(written(0n));
    const { position } = await client().appendToStream(name, eventsOf(10));
    expect(await revisionsOf(client(), name)).toBe('7,8,9');
    expect(await revisionsOf(client(), name, { fromRevision: 0n, maxCount: 2 })).toBe('7,8');
    const log = client().readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 10 });
    expect(await Array.fromAsync(log, ({ event }) => event?.streamId === name)).toEqual(Array.from({ length: 10 }, () => true));
    expect((await client().getStreamMetadata(name)).metadata).toEqual({ maxCount: 3 });
    expect(await client().appendToStream(name, eventsOf(1), { expectedRevision: 9n })).toStrictEqual(written(10n));
    expect(position!.commit).toBeGreaterThan(0n);
  });

  it('$tb hides what is below it, and the numbers stay', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(5));
    await client().setStreamMetadata(name, { truncateBefore: 3 });
    expect(await revisionsOf(client(), name)).toBe('3,4');
    const append = client().appendToStream(name, eventsOf(1), { expectedRevision: 'no_stream' });
    expect(await answerOf(append)).toStrictEqual(wrongVersion(name, 'no_stream', 4n));
  });

  it('is a stream of its own, with every field', async () => {
    const name = stream();
    await client().setStreamMetadata(name, { maxCount: 3 });
    await client().setStreamMetadata(name, {
      maxCount: 4,
      maxAge: 100,
      cacheControl: 5,
      truncateBefore: 2,
      acl: { readRoles: ['a'] },
      custom: 1,
    });
    expect(await Array.fromAsync(client().readStream(`$$${name}`), ({ event }) => [event?.type, event?.revision])).toEqual([
      ['$metadata', 1n],
    ]);
    const refused = client().setStreamMetadata(name, { maxCount: 1 }, { expectedRevision: 77n });
    expect(await answerOf(refused)).toStrictEqual(wrongVersion(`$$${name}`, 77n, 1n));
  });

  it('of a stream that has none is none', async () => {
    const name = stream();
    expect(await client().getStreamMetadata(name)).toStrictEqual({ streamName: name });
  });
});

describe('an empty name', () => {
  const { client } = openScene();

  it('cannot be read', async () => {
    const error = await Array.fromAsync(client().readStream('')).catch(toldOf);
    expect(error).toStrictEqual({
      class: 'UnknownError',
      type: 'unknown',
      code: 2,
      message: '2 UNKNOWN: Exception was thrown by handler.',
    });
  });
});
