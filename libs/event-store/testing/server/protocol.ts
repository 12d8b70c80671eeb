import { createRequire } from 'node:module';
import type * as GossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import type * as FeatureMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as SharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type * as StatusMessages from '@eventstore/db-client/generated/status_pb.js';
import type * as StreamMessages from '@eventstore/db-client/generated/streams_pb.js';
import { type MethodDefinition } from '@grpc/grpc-js';

const require = createRequire(import.meta.url);
const generated = (name: string): unknown => require(`@eventstore/db-client/generated/${name}_pb.js`);
/** Google's own messages lie beside the client, which depends on them. */
const wellKnown = (name: string): unknown =>
  createRequire(require.resolve('@eventstore/db-client'))(`google-protobuf/google/protobuf/${name}_pb.js`);

/** The messages that the client package ships: the protocol as EventStoreDB defines it. */
export const streams = generated('streams') as typeof StreamMessages;
export const shared = generated('shared') as typeof SharedMessages;
export const rpcStatus = generated('status') as typeof StatusMessages;
export const gossip = generated('gossip') as typeof GossipMessages;
export const features = generated('serverfeatures') as typeof FeatureMessages;

type Any = NonNullable<ReturnType<StatusMessages.Status['getDetails']>>;
type Empty = NonNullable<ReturnType<SharedMessages.WrongExpectedVersion['getExpectedAny']>>;

export const wellKnownTypes = {
  ...(wellKnown('any') as { readonly Any: new () => Any }),
  ...(wellKnown('empty') as { readonly Empty: new () => Empty }),
};

/** Bytes of one message that the server takes in, as the recorded server does. */
const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

/** Stands for a request that was too long to be read. */
export const OVERSIZED = Symbol('oversized');

const bounded =
  <Message>(deserialize: (bytes: Uint8Array) => Message) =>
  (bytes: Buffer): Message | typeof OVERSIZED =>
    bytes.length > MESSAGE_BYTES_MAX ? OVERSIZED : deserialize(bytes);

/** Answers are bytes already: an event is serialised once for all who read it. */
const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const method = <Request>(
  path: string,
  requestDeserialize: (bytes: Buffer) => Request,
  streaming: { readonly requests?: true; readonly responses?: true } = {},
): MethodDefinition<Request, Uint8Array> => ({
  path,
  requestStream: streaming.requests === true,
  responseStream: streaming.responses === true,
  requestDeserialize,
  responseSerialize: asItIs,
  requestSerialize: () => Buffer.alloc(0),
  responseDeserialize: (bytes) => bytes,
});

const STREAMS = '/event_store.client.streams.Streams';

export const STREAMS_SERVICE = {
  read: method(`${STREAMS}/Read`, (bytes) => streams.ReadReq.deserializeBinary(bytes), { responses: true }),
  append: method(
    `${STREAMS}/Append`,
    bounded((bytes) => streams.AppendReq.deserializeBinary(bytes)),
    { requests: true },
  ),
  batchAppend: method(
    `${STREAMS}/BatchAppend`,
    bounded((bytes) => streams.BatchAppendReq.deserializeBinary(bytes)),
    { requests: true, responses: true },
  ),
  delete: method(`${STREAMS}/Delete`, (bytes) => streams.DeleteReq.deserializeBinary(bytes)),
  tombstone: method(`${STREAMS}/Tombstone`, (bytes) => streams.TombstoneReq.deserializeBinary(bytes)),
};

/** A request without content is one all the same. */
const withoutContent = (): object => ({});

export const FEATURES_SERVICE = {
  getSupportedMethods: method('/event_store.client.server_features.ServerFeatures/GetSupportedMethods', withoutContent),
};
export const GOSSIP_SERVICE = { read: method('/event_store.client.gossip.Gossip/Read', withoutContent) };
