import { randomUUID } from 'node:crypto';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { FEATURES_SERVICE, shared, streams, STREAMS_SERVICE } from './protocol.js';
import { eventsOf, openOwnScene, revisionsOf } from './recorded/scene.js';
import { identifierOf, JSON_CONTENT, uuidOf } from './responses.js';

type Message = InstanceType<typeof streams.AppendReq>;

const optionsFor = (stream: string): Message => {
  const options = new streams.AppendReq.Options();
  options.setStreamIdentifier(identifierOf(stream));
  options.setNoStream(new shared.Empty());
  const message = new streams.AppendReq();
  message.setOptions(options);
  return message;
};

const anEvent = (): Message => {
  const proposed = new streams.AppendReq.ProposedMessage();
  proposed.setId(uuidOf(randomUUID()));
  proposed.getMetadataMap().set('type', 'T').set('content-type', JSON_CONTENT);
  proposed.setData(Buffer.from('{}'));
  const message = new streams.AppendReq();
  message.setProposedMessage(proposed);
  return message;
};

const asBytes = (message: Message): Buffer => Buffer.from(message.serializeBinary());
const asTheyAre = (bytes: Buffer): Buffer => bytes;

/** A caller that speaks the protocol itself, so that it can stop in the middle of an append. */
const callerOf = (url: string) => {
  const client = new Client(new URL(url).host, credentials.createInsecure());
  return {
    /** Sends a part of an append, and leaves the call open. */
    begin: (messages: readonly Message[]) => {
      const { promise: ended, resolve } = Promise.withResolvers<ServiceError | null>();
      const call = client.makeClientStreamRequest(STREAMS_SERVICE.append.path, asBytes, asTheyAre, resolve);
      for (const message of messages) call.write(message);
      return { ended, cancel: () => call.cancel() };
    },
    /** Resolves when the server has answered: what was sent before has arrived. */
    ask: () =>
      new Promise((resolve) => {
        const { path } = FEATURES_SERVICE.getSupportedMethods;
        client.makeUnaryRequest(path, () => Buffer.alloc(0), asTheyAre, {}, resolve);
      }),
    [Symbol.dispose]: () => client.close(),
  };
};

describe('an append that is broken off in the middle', () => {
  const { client, control, stream, url } = openOwnScene();

  it.each([
    ['by its connection', status.UNAVAILABLE, () => control().dropConnections()],
    ['by its caller', status.CANCELLED, (calls: readonly { cancel(): void }[]) => calls.forEach((call) => call.cancel())],
  ])('%s is not written at all: nobody ever reads a part of its events', async (_who, code, breakOff) => {
    using caller = callerOf(url());
    const names = Array.from({ length: 20 }, () => stream());
    const calls = names.map((name) => caller.begin([optionsFor(name), anEvent()]));
    await caller.ask();
    breakOff(calls);
    for (const { ended } of calls) expect((await ended)?.code).toBe(code);
    const found = await Promise.all(
      names.map(async (name) => {
        await client().appendToStream(name, eventsOf(2), { expectedRevision: 'no_stream' });
        return revisionsOf(client(), name);
      }),
    );
    expect(found).toEqual(names.map(() => '0,1'));
  });
});
