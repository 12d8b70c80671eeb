import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type Control } from '../control.js';
import { type RunningServer, startEventStoreDbServer, type StartOptions } from '../start.js';

/** A real server to ask in place of ours. What needs our control is not run there. */
const GIVEN_URL = process.env['EVENT_STORE_URL'];

/** Disposing of a client may hang, by the client's own doing: nobody waits longer for it, in milliseconds. */
const DISPOSE_MS_MAX = 500;

/** A server for the tests of one `describe`, and clients of it. */
export interface Scene {
  readonly url: () => string;
  /** Of our own server only. */
  readonly control: () => Control;
  readonly client: () => EventStoreDBClient;
  /** One more client, which is disposed of with the others. */
  readonly newClient: (url?: string) => EventStoreDBClient;
  /** A name that no test used before, so that a server may be asked again. */
  readonly stream: (prefix?: string) => string;
}

/** Call it in a `describe`: the server is started before its tests and gone after them. */
export const openScene = (options: StartOptions = {}): Scene => {
  const clients: EventStoreDBClient[] = [];
  let server: RunningServer | undefined;
  let first: EventStoreDBClient | undefined;
  const url = () => GIVEN_URL ?? server!.url;
  const newClient = (of = url()) => {
    const client = EventStoreDBClient.connectionString(of);
    clients.push(client);
    return client;
  };
  beforeAll(async () => {
    if (GIVEN_URL === undefined) server = await startEventStoreDbServer(options);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => Promise.race([client.dispose(), new Promise((done) => setTimeout(done, DISPOSE_MS_MAX))])));
    await server?.[Symbol.asyncDispose]();
  });
  return {
    url,
    control: () => server!.control,
    client: () => (first ??= newClient()),
    newClient,
    stream: (prefix = 'recorded') => `${prefix}-${randomUUID().slice(0, 8)}`,
  };
};

/** A `describe` of what only our own server can do on demand; asked of a real one, it says why it is not run. */
export const describeWithControl = (title: string, suite: () => void): void => {
  if (GIVEN_URL === undefined) return void describe(title, suite);
  const reason = `${title}: not run, because a server given by EVENT_STORE_URL cannot be told to do so.`;
  describe(title, () => it(reason, () => console.log(reason)));
};

/** Events of type `T` with the data `{ n }`. */
export const eventsOf = (count: number, type = 'T') =>
  Array.from({ length: count }, (_, n) => jsonEvent({ type, data: { n }, metadata: { m: 1 } }));

/** What came of a call: its result, or the error as a caller can tell it from others. */
export const answerOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return await call;
  } catch (error) {
    return toldOf(error);
  }
};

/** Class, type, code, text and fields of a client's error. */
export const toldOf = (error: unknown): object => {
  const { name: _name, _raw, stack: _stack, message, ...fields } = error as Error & Readonly<Record<string, unknown>>;
  const told = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { class: (error as Error).constructor.name, message, ...Object.fromEntries(told) };
};

/** The error of an append that expected something else. */
export const wrongVersion = (streamName: string, expectedVersion: unknown, actualVersion: unknown) => ({
  class: 'WrongExpectedVersionError',
  type: 'wrong-expected-version',
  message: '',
  streamName,
  expectedVersion,
  actualVersion,
});

/** The result of an append that was written, wherever that was. */
export const written = (nextExpectedRevision: bigint) => ({
  success: true,
  nextExpectedRevision,
  position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
});

/** The numbers of a stream's events, as `0,1,2`, with the given options of the client's `readStream`. */
export const revisionsOf = async (
  client: EventStoreDBClient,
  stream: string,
  options: Parameters<EventStoreDBClient['readStream']>[1] = {},
): Promise<string> => (await Array.fromAsync(client.readStream(stream, options), ({ event }) => String(event?.revision))).join(',');

/** `A@0,B@1`: types and numbers of a stream's events. */
export const typesOf = async (client: EventStoreDBClient, stream: string): Promise<string> =>
  (await Array.fromAsync(client.readStream(stream), ({ event }) => `${event?.type}@${event?.revision}`)).join(',');
